import { describe, expect, it } from 'vitest';
import { systemClock } from '../../main/hosts/system-clock.ts';
import type { Clock } from '../../main/base/ports.ts';
import { caseDestination } from '../../main/clinic/cases/destinations.ts';
import type { CaseDestination } from '../../preload/contract/destination.ts';
import { caseIdSchema, type JobId } from '../../preload/contract/ids.ts';
import {
  callOptions,
  clientOf,
  fastBench,
  someBytes,
  testClinic,
  uploadBench,
} from '../fixtures/upload-bench.ts';
import type { DemoClinic } from '../../main/demo-clinic/start.ts';

/** A case of the demo clinic that can be chosen, with its patient. */
async function someCase(demo: DemoClinic): Promise<CaseDestination> {
  const current = new Set(
    demo
      .patients()
      .filter(({ archivedAt, deletedAt, mergedAt }) =>
        [archivedAt, deletedAt, mergedAt].every((at) => at === null),
      )
      .map(({ id }) => id),
  );
  const chosen = demo.cases().find((one) => one.archivedAt === null && current.has(one.patientId));
  if (chosen === undefined) throw new Error('the demo clinic has no case');
  const found = await caseDestination(clientOf(demo).client, caseIdSchema.parse(chosen.id), callOptions());
  if (found.kind !== 'case') throw new Error('no case');
  return found;
}
const listOf = (demo: DemoClinic, destination: CaseDestination): readonly string[] =>
  demo.cases().find(({ id }) => id === destination.case.id)?.attachmentIds ?? [];

describe('a file for a case, with the service in between (case 53)', () => {
  it('is in the case’s list when it is filed, with the earlier entries, and only its own description', async () => {
    const demo = await testClinic();
    const bench = await uploadBench(demo);
    const destination = await someCase(demo);
    const before = listOf(demo, destination);
    bench.uploads.start();
    const placement = { kind: 'destination', destination } as const;
    const { id } = await bench.take('referral.pdf', someBytes(), { placement, description: 'Referral' });
    const filed = await bench.reached(id, 'filed', 'failed');
    expect(filed).toMatchObject({ state: 'filed', destination, inCase: 'listed' });
    const attachmentId = filed.state === 'filed' ? String(filed.attachmentId) : '';
    expect(new Set(listOf(demo, destination))).toEqual(new Set([...before, attachmentId]));
    expect(demo.attachments().find((one) => one.id === attachmentId)).toMatchObject({
      description: 'Referral',
      patientId: destination.patient.id,
    });
    expect(bench.history.audit.entries({ jobId: id, limit: 20 }).map(({ kind }) => kind)).toEqual([
      'job-found',
      'job-upload-started',
      'job-stored',
      'job-registration-sent',
      'job-registered',
      'job-processed',
      'job-linked',
    ]);
  });

  it('costs at most 2.2 calls each where 100 go to one case', async () => {
    const demo = await testClinic();
    const bench = await uploadBench(demo);
    const destination = await someCase(demo);
    const placement = { kind: 'destination', destination } as const;
    const ids: JobId[] = [];
    for (let at = 0; at < 100; at += 1)
      ids.push((await bench.take(`${at}.pdf`, someBytes(), { placement })).id);
    const before = demo.requests().api;
    demo.faults.add({ path: '^/v1/patient_attachments\\?', act: { delayMs: 0 }, times: 'always' });
    bench.uploads.start();
    for (const id of ids) expect((await bench.reached(id, 'filed', 'failed')).state).toBe('filed');
    // Polling is fast here, without a rate limit; another test covers its cost.
    const polls = demo.faults.fired()['delayMs'] ?? 0;
    expect((demo.requests().api - before - polls) / 100).toBeLessThanOrEqual(2.2);
    expect(listOf(demo, destination).length).toBeGreaterThanOrEqual(100);
  }, 180_000);

  it('waits no longer than the uploads to the patient’s chart', async () => {
    const demo = await testClinic();
    // Long waits never end by time here: they must be woken.
    const after: Clock['after'] = (ms, callback) =>
      ms >= 5000 ? () => undefined : systemClock.after(ms, callback);
    const bench = await uploadBench(demo, { clock: { ...systemClock, after } });
    const destination = await someCase(demo);
    const toChart = { kind: 'patient', patient: destination.patient } as const;
    bench.uploads.start();
    demo.faults.add({ step: 'create', path: '.*', skip: 1, act: { delayMs: 1500 } });
    const first = await bench.take('a.pdf', someBytes(), { placement: { kind: 'destination', destination } });
    const second = await bench.take('b.pdf', someBytes(), {
      placement: { kind: 'destination', destination: toChart },
    });
    await bench.reached(second.id, 'filed');
    expect(await bench.reached(first.id, 'filed')).toMatchObject({ inCase: 'listed' });
  });

  it('is linked although the answer of the write was lost, before or after its effect', async () => {
    const { demo, bench } = await fastBench([
      { step: 'case-write', act: 'drop-before' },
      { step: 'case-write', act: 'drop-after' },
    ]);
    const destination = await someCase(demo);
    const { id } = await bench.take('a.pdf', someBytes(), {
      placement: { kind: 'destination', destination },
    });
    const filed = await bench.reached(id, 'filed', 'failed');
    expect(filed).toMatchObject({ state: 'filed', inCase: 'listed' });
    expect(listOf(demo, destination)).toContain(filed.state === 'filed' ? filed.attachmentId : '');
  });

  it('fails with its place when the case is refused, and a person may retry or accept', async () => {
    const { demo, bench } = await fastBench([{ step: 'case-write', act: { status: 403 }, times: 2 }]);
    const destination = await someCase(demo);
    const placement = { kind: 'destination', destination } as const;
    const first = await bench.take('a.pdf', someBytes(), { placement });
    expect(await bench.reached(first.id, 'filed', 'failed')).toMatchObject({
      state: 'failed',
      failedStep: { at: 'linking' },
      error: { code: 'permission-denied' },
    });
    const second = await bench.take('b.pdf', someBytes(), { placement });
    await bench.reached(second.id, 'failed');
    bench.uploads.acts.retry(first.id);
    expect(await bench.reached(first.id, 'filed')).toMatchObject({ inCase: 'listed' });
    expect(bench.uploads.acts.acceptUnlinked(second.id)).toMatchObject({
      state: 'filed',
      inCase: 'accepted',
    });
  });

  it('continues to its case after a kill', async () => {
    const demo = await testClinic();
    const bench = await uploadBench(demo);
    const destination = await someCase(demo);
    demo.faults.add({ step: 'case-write', act: 'hang', times: 1 });
    bench.uploads.start();
    const { id } = await bench.take('a.pdf', someBytes(), {
      placement: { kind: 'destination', destination },
    });
    await bench.reached(id, 'linking');
    await expect.poll(() => demo.faults.fired()).toEqual({ hang: 1 });
    const again = await bench.restart();
    again.uploads.start();
    expect(await again.reached(id, 'filed', 'failed')).toMatchObject({ state: 'filed', inCase: 'listed' });
  });
});
