import type { Clock, Log, Stop } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';
import type { JobChanges } from '../../jobs/job-changes.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import type { UploadJob } from '../../jobs/job.ts';
import { backoff } from '../../jobs/retry-policy.ts';

const isEnded = (job: UploadJob | null): boolean =>
  job === null || job.state === 'filed' || job.state === 'dismissed';

/** Ends stacks whose parts have all been filed or ignored, so that their files can be put away. */
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
        const areFiled = parts.every((part) => part?.state === 'filed');
        writer.apply(stack.id, { kind: 'parts-ended', areFiled, now: clock.now() });
      }
      return null;
    },
    backoffMs: (failures) => backoff(failures, deps.random()),
    onError: ({ code }) => log.warn('stack-not-ended', { code }),
  });

  return {
    start() {
      unsubscribe = deps.changes.subscribe((job) => {
        if (job.part !== undefined && isEnded(job)) endings.nudge();
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
