import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patientDestination } from '../../main/clinic/cases/destinations.ts';
import type { Fault } from '../../main/demo-clinic/faults/faults.ts';
import { type DemoClinic, type DemoClinicOptions } from '../../main/demo-clinic/start.ts';
import { attachmentIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { withCalls } from '../demo-clinic/test-clinic.ts';
import { createFastClock } from '../fakes/fast-clock.ts';
import { callOptions, someBytes, testClinic, uploadBench } from '../fixtures/upload-bench.ts';

const minute = 60_000;
const accepted = { duplicateAccepted: true } as const;

/** As in `recovery.test.ts`. The service's clock differs by `skewMs`. */
async function scene(
  given: { skewMs?: number; faults?: Fault[]; factor?: number } & Partial<DemoClinicOptions> = {},
) {
  const { skewMs = 0, faults = [], factor = 40, ...options } = given;
  const clock = createFastClock(factor);
  const demo = await testClinic({ now: () => clock.now() + skewMs, processingMs: 200, ...options });
  const bench = await uploadBench(demo, { clock });
  demo.faults.add(...faults);
  bench.uploads.start();
  return { demo, bench };
}

const copies = (demo: DemoClinic, bytes: Buffer) => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return demo.attachments().filter((one) => one.sha256 === sha256);
};
const attachmentOf = (job: UploadJob): string => ('attachmentId' in job ? job.attachmentId : '');
/** Acts of a person in the web application, or of another program of the same user. */
const byHand = async (demo: DemoClinic, patientId: string, name: string, bytes: Buffer): Promise<string> => {
  const calls = withCalls(demo);
  const created = await calls.create(patientId, await calls.store(patientId, { name, bytes }));
  expect(created.status).toBe(201);
  return created.body.id;
};

describe('after a create call whose answer never came', () => {
  it.each<[string, Fault['act'][]]>([
    ['all carried out', ['drop-after', 'drop-after', 'drop-after']],
    ['none carried out', ['drop-before', 'drop-before', 'drop-before']],
    ['some carried out', ['drop-before', 'drop-after', 'drop-before']],
  ])('equal files of one name in one chart get an attachment each: %s', async (_what, acts) => {
    const { demo, bench } = await scene({ faults: acts.map((act) => ({ step: 'create', act })) });
    const bytes = someBytes(4_000);
    const jobs: UploadJob[] = [];
    for (const folder of ['a', 'b', 'c']) {
      const path = await bench.write('scan.pdf', '').then((at) => `${dirname(at)}/${folder}/scan.pdf`);
      await mkdir(dirname(path));
      jobs.push(await bench.take(`${folder}/scan.pdf`, bytes, accepted));
    }
    const filed = await Promise.all(jobs.map(({ id }) => bench.reached(id, 'filed', 'failed')));
    expect(filed.map(({ state }) => state)).toEqual(['filed', 'filed', 'filed']);
    expect(new Set(filed.map(attachmentOf)).size).toBe(3);
    expect(copies(demo, bytes)).toHaveLength(3);
  });

  it.each([-9 * minute, 9 * minute, -86_400_000, 86_400_000])(
    'finds its own by the service’s clock, %d ms from ours, right after a start too (case 30)',
    async (skewMs) => {
      // Without a key the job waits with its bytes stored, and the next start begins with the create call.
      const { demo, bench } = await scene({ skewMs, faults: [{ step: 'create', act: { status: 401 } }] });
      const bytes = someBytes();
      const { id } = await bench.take('scan.pdf', bytes);
      await expect.poll(() => bench.uploads.queue.pausedBy()).toEqual(['key']);
      const next = await bench.restart();
      expect(next.history.jobs.get(id)?.state).toBe('stored');
      demo.faults.add({ step: 'create', act: 'drop-after' });
      next.uploads.start();
      expect(await next.reached(id, 'filed', 'failed')).toMatchObject({ state: 'filed' });
      expect(copies(demo, bytes)).toHaveLength(1);
    },
  );

  it('continues with the attachment that it found, when reading its bytes was cut off', async () => {
    const { demo, bench } = await scene({
      processingMs: 1,
      faults: [
        { step: 'create', act: 'drop-after' },
        { step: 'download', act: 'drop-before', times: 3 },
        // Counts the lists that were asked for.
        { step: 'list', act: { delayMs: 1 }, times: 'always' },
      ],
    });
    const bytes = someBytes();
    const { id } = await bench.take('scan.pdf', bytes);
    expect(await bench.reached(id, 'filed', 'failed')).toMatchObject({ state: 'filed' });
    expect(copies(demo, bytes)).toHaveLength(1);
    const { 'drop-before': cutOff = 0, delayMs: lists = 0 } = demo.faults.fired();
    expect(cutOff).toBe(3);
    // Not one for each time that its bytes were asked for.
    expect(lists).toBeLessThan(cutOff + 1);
  });

  it('waits for its own while that is still processed, longer than a late call may take', async () => {
    const { demo, bench } = await scene({
      processingMs: 25_000,
      faults: [{ step: 'create', act: 'drop-after' }],
    });
    const bytes = someBytes();
    const { id } = await bench.take('scan.pdf', bytes);
    await bench.reached(id, 'filed', 'failed');
    expect(copies(demo, bytes)).toHaveLength(1);
  });

  it('asks a person when the service never reports the attachment’s content', async () => {
    // A quarter of an hour passes in three seconds.
    const { demo, bench } = await scene({
      factor: 300,
      faults: [
        { step: 'create', act: 'drop-before' },
        { step: 'list', act: 'drop-before', times: 'always' },
      ],
    });
    const bytes = someBytes();
    const { id } = await bench.take('scan.pdf', bytes);
    await expect.poll(() => demo.faults.fired()['drop-before']).toBeGreaterThan(1);
    demo.faults.clear();
    demo.faults.add({ step: 'list', act: 'drop-before', times: 'always' });
    demo.faults.add({ step: 'create', act: 'never-process' });
    await byHand(demo, bench.destination.patient.id, 'scan.pdf', someBytes());
    demo.faults.clear();
    expect(await bench.reached(id, 'filed', 'failed')).toMatchObject({
      state: 'failed',
      error: { code: 'attachment-unclear', advice: 'ask' },
      failedStep: { at: 'registering' },
    });
    expect(copies(demo, bytes)).toEqual([]);
  });

  it('is searched also after a person ignored and restored it', async () => {
    const { demo, bench } = await scene({
      faults: [
        { step: 'create', act: 'drop-after' },
        { step: 'list', act: { status: 403 }, times: 'always' },
      ],
    });
    const { acts } = bench.uploads;
    const bytes = someBytes();
    const { id } = await bench.take('scan.pdf', bytes);
    const failed = await bench.reached(id, 'failed');
    expect(failed).toMatchObject({ failedStep: { at: 'registering' } });
    acts.dismiss(id);
    expect(acts.restore(id)).toEqual(failed);
    demo.faults.clear();
    acts.retry(id);
    await bench.reached(id, 'filed');
    expect(copies(demo, bytes)).toHaveLength(1);
  });

  it('uses a person’s identical manual upload, and makes no second', async () => {
    const { demo, bench } = await scene({
      faults: [
        { step: 'create', act: 'drop-before' },
        { step: 'list', act: 'drop-before', times: 'always' },
      ],
    });
    const bytes = someBytes();
    const { id } = await bench.take('scan.pdf', bytes);
    await bench.reached(id, 'registering');
    await expect.poll(() => demo.faults.fired()['drop-before']).toBeGreaterThan(1);
    const hand = await byHand(demo, bench.destination.patient.id, 'scan.pdf', bytes);
    demo.faults.clear();
    expect(attachmentOf(await bench.reached(id, 'filed', 'failed'))).toBe(hand);
    expect(copies(demo, bytes)).toHaveLength(1);
  });

  it('ignores a much earlier manual upload, which may be archived any time', async () => {
    const { demo, bench } = await scene({
      processingMs: 0,
      faults: [{ step: 'create', skip: 1, act: 'drop-after' }],
    });
    const bytes = someBytes();
    const hand = await byHand(demo, bench.destination.patient.id, 'scan.pdf', bytes);
    const made = Date.parse(demo.attachments().find((one) => one.id === hand)?.createdAt ?? '');
    // Ten seconds by the service's clock, which both sides use.
    await bench.clinic.client.user(callOptions());
    await expect.poll(() => bench.clinic.serverClock.now() - made).toBeGreaterThan(10_000);
    const { id } = await bench.take('scan.pdf', bytes, accepted);
    const filed = await bench.reached(id, 'filed', 'failed');
    expect(filed.state).toBe('filed');
    expect(attachmentOf(filed)).not.toBe(hand);
    expect(copies(demo, bytes)).toHaveLength(2);
  });

  it('finds its own although a person has archived it meanwhile', async () => {
    const { demo, bench } = await scene({
      faults: [
        { step: 'create', act: 'drop-after' },
        { step: 'list', act: 'drop-before', times: 'always' },
      ],
    });
    const bytes = someBytes();
    const { id } = await bench.take('scan.pdf', bytes);
    await expect.poll(() => copies(demo, bytes)).toHaveLength(1);
    const own = copies(demo, bytes)[0]?.id;
    await bench.clinic.client.archiveAttachment(attachmentIdSchema.parse(own), callOptions());
    demo.faults.clear();
    expect(attachmentOf(await bench.reached(id, 'filed', 'failed'))).toBe(own);
    expect(copies(demo, bytes)).toHaveLength(1);
  });

  it.each(['drop-before', 'drop-after'] as const)(
    'separates an equal file of another patient, sent at the same moment (%s)',
    async (act) => {
      const { demo, bench } = await scene({ faults: [{ step: 'create', act, times: 2 }] });
      const bytes = someBytes();
      const other = demo.patients().find(({ lastName }) => lastName === 'Li')?.id;
      const destination = await patientDestination(
        bench.clinic.client,
        patientIdSchema.parse(other),
        callOptions(),
      );
      const jobs = [
        await bench.take('one.pdf', bytes),
        await bench.take('two.pdf', bytes, { ...accepted, placement: { kind: 'destination', destination } }),
      ];
      const filed = await Promise.all(jobs.map(({ id }) => bench.reached(id, 'filed', 'failed')));
      const charts = filed.map(
        (job) => demo.attachments().find((one) => one.id === attachmentOf(job))?.patientId,
      );
      expect(charts).toEqual([bench.destination.patient.id, other]);
      expect(copies(demo, bytes)).toHaveLength(2);
    },
  );
});
