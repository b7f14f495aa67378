import { describe, expect, it } from 'vitest';
import type { Fault, FaultAct } from '../../main/demo-clinic/faults/faults.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import { fastBench, someBytes } from '../fixtures/upload-bench.ts';

/** Files that are given during an outage, until the queue probes it. */
async function duringOutage(faults: readonly Fault[]) {
  const { demo, bench } = await fastBench();
  demo.faults.add(...faults);
  const ids: JobId[] = [];
  for (let at = 0; at < 8; at += 1) ids.push((await bench.take(`${at}.pdf`, someBytes(2000 + at))).id);
  await expect.poll(() => bench.uploads.queue.isProbing()).toBe(true);
  const filed = () => ids.filter((id) => bench.history.jobs.get(id)?.state === 'filed').length;
  return { demo, bench, filed };
}

const always = (act: FaultAct): Fault => ({ act, times: 'always' });

describe('an outage (case 50)', () => {
  it.each<[string, Fault[]]>([
    ['of the line', [always('drop-before')]],
    ['of the line, without a sign', [always('hang')]],
    ['of a service that refuses its work', [always({ status: 503 })]],
    [
      'of the storage’s line',
      [
        { ...always('drop-before'), step: 'storage' },
        { ...always('drop-before'), step: 'download' },
      ],
    ],
    [
      'of uploads at the storage alone, which no probe shows',
      [{ ...always({ status: 503 }), step: 'storage' }],
    ],
    ['of create calls alone', [{ ...always({ status: 503 }), step: 'create' }]],
  ])('%s: all is filed once after its end', async (_name, faults) => {
    const { demo, filed } = await duringOutage(faults);
    expect(filed()).toBe(0);
    demo.faults.clear();
    await expect.poll(filed).toBe(8);
    expect(demo.attachments().filter(({ filename }) => /^\d\.pdf$/.test(filename ?? ''))).toHaveLength(8);
  });

  it('that begins when all is uploaded ends with the last files shown as filed', async () => {
    const { demo, bench } = await fastBench([{ step: 'list', act: 'drop-before', times: 'always' }]);
    const { id } = await bench.take('a.pdf', someBytes());
    await bench.reached(id, 'processing');
    demo.faults.add(always('drop-before'));
    await expect.poll(() => bench.uploads.queue.isProbing()).toBe(true);
    demo.faults.clear();
    expect((await bench.reached(id, 'filed')).state).toBe('filed');
  });
});

it('files all once while two of five answers are lost (case 50)', async () => {
  const { demo, bench } = await fastBench();
  demo.faults.turn({ lost: 0.4 });
  const ids: JobId[] = [];
  for (let at = 0; at < 20; at += 1) ids.push((await bench.take(`${at}.pdf`, someBytes(2000 + at))).id);
  const filed = () => ids.filter((id) => bench.history.jobs.get(id)?.state === 'filed').length;
  await expect.poll(filed).toBe(20);
  expect(demo.attachments().filter(({ filename }) => /^\d+\.pdf$/.test(filename ?? ''))).toHaveLength(20);
});
