import type { Clock, Log } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';
import type { Keep, Retention } from './retention.ts';

const dayMs = 86_400_000;
/** Between two steps, jobs and windows go first. */
const pauseMs = 50;
const afterErrorMs = 3_600_000;

/** Runs the retention at the start and once a day. After an error, such as a full disk, it runs again an hour later. */
export function createRetentionRuns(deps: {
  retention: Retention;
  clock: Clock;
  log: Log;
  keep: () => Keep;
}): { start(): void; stop(): Promise<void> } {
  const { clock } = deps;
  let step: (() => boolean) | null = null;
  const steps = createRetryingTask({
    clock,
    work() {
      step ??= deps.retention.begin(clock.now(), deps.keep());
      if (step()) return pauseMs;
      step = null;
      return dayMs;
    },
    backoffMs: () => afterErrorMs,
    onError({ code }) {
      step = null;
      deps.log.warn('retention-not-done', { code });
    },
  });
  return { start: () => steps.nudge(pauseMs), stop: () => steps.stop() };
}
