import type { Clock, Log, Stop } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';
import type { JobChanges } from '../../jobs/job-changes.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import type { JobEvent } from '../../jobs/job-event.ts';
import { isOver, type JobIn, scansOf, type UploadJob } from '../../jobs/job.ts';
import { backoff } from '../../jobs/retry-policy.ts';

const isEnded = (job: UploadJob | null): boolean => job === null || isOver(job) || job.state === 'dismissed';
const isTakenOver = (job: UploadJob | null): boolean =>
  job?.state === 'dismissed' && job.cause === 'taken-over';
/** Some pages of a scan are in a chart already. */
const askedAgain = ({ id, destination }: JobIn<'filed'>): JobEvent => ({
  ...{ kind: 'returned', reason: 'duplicate-same-patient', candidates: [destination], duplicateOf: id },
});
/** A part whose pages a person rearranged is filed with its own parts. */
const isFiled = (job: UploadJob | null): boolean =>
  job?.state === 'filed' || (job?.state === 'parted' && job.disposal !== 'left');

/** Ends stacks, and scans whose pages were rearranged, once all their parts were filed or ignored, so that their files can be put away. */
export function createStackEnds(deps: {
  store: Pick<JobStore, 'get' | 'inState'>;
  writer: Pick<JobWriter, 'apply'>;
  changes: JobChanges;
  clock: Clock;
  log: Log;
  random: () => number;
}): { start(): void; stop(): Promise<void> } {
  const { store, writer, clock, log } = deps;
  let unsubscribe: Stop = () => undefined;

  const endings = createRetryingTask({
    clock,
    work() {
      for (const stack of store.inState('split')) {
        if (stack.state !== 'split') continue;
        const parts = stack.parts.map((id) => store.get(id));
        if (!parts.every(isEnded)) continue;
        // Another PC took one scan of a document: the pages of the others are in no chart, and a person decides about them.
        if (stack.byHand !== undefined && parts.some(isTakenOver)) {
          writer.apply(stack.id, { kind: 'put-back' });
          const inChart = parts.find((part) => part?.state === 'filed');
          if (inChart !== undefined) writer.apply(stack.id, askedAgain(inChart));
          continue;
        }
        const areFiled = parts.every(isFiled);
        const areIgnored = stack.byHand !== undefined && parts.every((part) => part?.state === 'dismissed');
        writer.apply(stack.id, { kind: 'parts-ended', areFiled, areIgnored, now: clock.now() });
      }
      return null;
    },
    backoffMs: (failures) => backoff(failures, deps.random()),
    onError: ({ code }) => log.warn('stack-not-ended', { code }),
  });

  return {
    start() {
      unsubscribe = deps.changes.subscribe((job) => {
        if (scansOf(job) !== null && isEnded(job)) endings.nudge();
      });
      // A kill may have come between the last part and its stack.
      endings.nudge();
    },
    async stop() {
      unsubscribe();
      await endings.stop();
    },
  };
}
