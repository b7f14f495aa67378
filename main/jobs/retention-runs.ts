import { asChartdropError } from '../base/errors.ts';
import type { Clock, Log, Stop } from '../base/ports.ts';
import type { Keep, Retention } from './retention.ts';

const dayMs = 86_400_000;
/** Between two steps: jobs and windows come first. */
const pauseMs = 50;
const afterErrorMs = 3_600_000;

/** Runs the retention at the start and once a day. What a full disk hinders is tried again an hour later. */
export function createRetentionRuns(deps: {
  retention: Retention;
  clock: Clock;
  log: Log;
  keep: () => Keep;
}): { start(): void; stop: Stop } {
  const { clock } = deps;
  let stopTimer: Stop = () => undefined;

  const run = (): void => {
    const step = deps.retention.begin(clock.now(), deps.keep());
    const next = (): void => {
      try {
        stopTimer = step() ? clock.after(pauseMs, next) : clock.after(dayMs, run);
      } catch (thrown) {
        deps.log.warn('retention-not-done', { code: asChartdropError(thrown).code });
        stopTimer = clock.after(afterErrorMs, run);
      }
    };
    next();
  };

  return {
    start() {
      stopTimer = clock.after(pauseMs, run);
    },
    stop: () => stopTimer(),
  };
}
