import { expect, it } from 'vitest';
import type { InboxReason } from '../../preload/contract/job.ts';
import { createPendingRoutes } from '../../main/scans/route/pending-routes.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { createJobActs } from '../../main/uploads/job-acts.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { jobRows, rowOf } from '../fixtures/job-rows.ts';

/** A scan that waits in the inbox, of a folder that is not watched. */
async function scene(reason: InboxReason, isAwaited: () => boolean) {
  const clock = createFakeClock();
  const { history, writer } = await jobRows(clock);
  const queue = { interrupt: () => undefined, wake: () => undefined };
  const pending = createPendingRoutes({
    ...{ store: history.jobs, writer, clock, isAwaited },
    changes: { subscribe: () => () => undefined },
    acts: createJobActs({ store: history.jobs, writer, queue, clock, holdMs: () => 0 }),
    pages: { isRead: () => true, confirm: () => Promise.resolve({ kind: 'same' }) },
    routing: { lookUp: () => Promise.reject(new Error('nothing is looked up')) },
    log: { info: () => undefined, warn: () => undefined },
    random: () => 0.5,
    watched: () => undefined,
  });
  const row = await rowOf('/scans/letter.pdf');
  const job: UploadJob = { ...row, state: 'inbox', reason, candidates: [], duplicateOf: null };
  writer.add([job]);
  return { clock, pending, job: () => history.jobs.get(job.id) };
}

it.each(['lookup-pending', 'page-pending'] as const)(
  'a scan with the reason %s waits while its folder is saved again, and goes to a person once that is removed',
  async (reason) => {
    let isAwaited = true;
    const { clock, pending, job } = await scene(reason, () => isAwaited);
    // Longer than a folder may need after a start.
    await clock.advanceAsync(120_000);
    pending.nudge();
    await clock.advanceAsync(60_000);
    expect(job()).toMatchObject({ state: 'inbox', reason });
    isAwaited = false;
    pending.nudge();
    await clock.advanceAsync(60_000);
    await expect.poll(job).toMatchObject({ state: 'inbox', reason: 'route-inbox' });
    await pending.stop();
  },
);
