import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import type { LookupDecision } from '../../main/scans/route/lookups.ts';
import { createPendingLookups } from '../../main/scans/route/pending-lookups.ts';
import { createJobActs } from '../../main/uploads/job-acts.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { jobRows, rowOf, somebody } from '../fixtures/job-rows.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

type Answer = () => Promise<LookupDecision | null>;
const found: Answer = async () => ({ kind: 'destination', destination: somebody });
const unreachable: Answer = () => Promise.reject(new ChartdropError('network-unreachable'));

/** Jobs that wait for the clinic's answer, which the test gives. */
async function scene() {
  const clock = createFakeClock();
  const { history, writer } = await jobRows(clock);
  const folder = await tempFolder();
  const logged: string[] = [];
  const asked: string[] = [];
  const given = { answer: found };
  const queue = { interrupt: () => undefined, wake: () => undefined };
  const acts = createJobActs({ store: history.jobs, writer, queue, clock, holdMs: () => 0 });
  const lookups = createPendingLookups({
    store: history.jobs,
    writer,
    acts,
    clock,
    log: { info: () => undefined, warn: (_event, fields) => logged.push(fields?.code ?? '') },
    random: () => 0.5,
    decide(job) {
      asked.push(job.file.name);
      return given.answer();
    },
  });
  return {
    clock,
    history,
    writer,
    acts,
    logged,
    asked,
    given,
    lookups,
    pending: async (name: string, reason: 'lookup-pending' | 'nobody-armed' = 'lookup-pending') => {
      const path = join(folder, name);
      await writeFile(path, name);
      const row = await rowOf(path);
      const job: UploadJob = { ...row, state: 'inbox', reason, candidates: [], duplicateOf: null };
      writer.add([job]);
      return job.id;
    },
    job: (id: Awaited<ReturnType<typeof rowOf>>['id']) => history.jobs.get(id),
  };
}

describe('scans whose patient could not be looked up', () => {
  it('are looked up once the clinic answers, and get their destination', async () => {
    const { pending, lookups, clock, job, given, logged, asked } = await scene();
    const id = await pending('one.pdf');
    const other = await pending('two.pdf', 'nobody-armed');
    given.answer = unreachable;
    lookups.nudge();
    lookups.nudge();
    expect(clock.pending()).toBe(1);
    await clock.advanceAsync(1000);
    expect(logged).toEqual(['network-unreachable']);
    expect(clock.untilNext()).toBe(2000);
    given.answer = found;
    await clock.advanceAsync(2000);
    await expect.poll(() => job(id)).toMatchObject({ state: 'held', destination: somebody });
    expect(job(other)).toMatchObject({ state: 'inbox', reason: 'nobody-armed' });
    expect(asked).toEqual(['one.pdf', 'one.pdf']);
    await expect.poll(() => clock.pending()).toBe(0);
  });

  it('are looked up too when there was nothing to look up before', async () => {
    const { pending, lookups, clock, job } = await scene();
    lookups.nudge();
    await clock.advanceAsync(1000);
    expect(clock.pending()).toBe(0);
    const id = await pending('one.pdf');
    lookups.nudge();
    await clock.advanceAsync(1000);
    await expect.poll(() => job(id)?.state).toBe('held');
  });

  it('stay in the inbox with the matches instead', async () => {
    const { pending, lookups, clock, job, given } = await scene();
    const id = await pending('one.pdf');
    given.answer = async () => ({ kind: 'inbox', reason: 'patient-ambiguous', candidates: [somebody] });
    lookups.nudge();
    await clock.advanceAsync(1000);
    await expect.poll(() => job(id)).toMatchObject({ reason: 'patient-ambiguous', candidates: [somebody] });
  });

  it('are left to a person if their folder is gone', async () => {
    const { pending, lookups, clock, job, given } = await scene();
    const id = await pending('one.pdf');
    given.answer = async () => null;
    lookups.nudge();
    await clock.advanceAsync(1000);
    await expect.poll(() => job(id)).toMatchObject({ state: 'inbox', reason: 'route-inbox' });
  });

  it('keep a person’s act during the lookup', async () => {
    const { pending, lookups, clock, job, given, acts } = await scene();
    const id = await pending('one.pdf');
    given.answer = async () => {
      acts.dismiss(id);
      return found();
    };
    lookups.nudge();
    await clock.advanceAsync(1000);
    expect(job(id)?.state).toBe('dismissed');
    await expect.poll(() => clock.pending()).toBe(0);
  });

  it('are not looked up after the end, and a cancelled lookup reports no error', async () => {
    const { pending, lookups, clock, given, logged, asked } = await scene();
    await pending('one.pdf');
    const answer = Promise.withResolvers<null>();
    given.answer = () => answer.promise;
    lookups.nudge();
    await clock.advanceAsync(1000);
    expect(asked).toHaveLength(1);
    const stopped = lookups.stop();
    answer.reject(new ChartdropError('aborted'));
    await stopped;
    lookups.nudge();
    expect(clock.pending()).toBe(0);
    expect(logged).toEqual([]);
  });
});
