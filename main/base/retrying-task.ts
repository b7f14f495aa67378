import { asChartdropError, type ChartdropError } from './errors.ts';
import type { Clock, Stop } from './ports.ts';

/** Work that is repeated, with one run at a time. */
export interface RetryingTask {
  /** Runs the work in `ms` milliseconds, by default once this turn is over. A run that is due earlier stays due. */
  nudge(ms?: number): void;
  /**
   * Makes sure that the work runs: in `ms` milliseconds, unless it is due or running already. If the run under way asks
   * for no other one, one more follows.
   */
  ensure(ms: number): void;
  /** Aborts the run under way and resolves when it has ended; nothing runs afterwards. */
  stop(): Promise<void>;
}

export interface RetryingTaskDeps {
  readonly clock: Clock;
  /** Milliseconds until the next run; null waits for a nudge. */
  readonly work: (signal: AbortSignal) => Promise<number | null> | number | null;
  /** Milliseconds until the next run after this many failures in a row, counted from 0; null waits for a nudge. */
  readonly backoffMs: (failures: number) => number | null;
  /** Called with the error of the work. Not called after `stop`. */
  readonly onError: (error: ChartdropError) => void;
  /** The least time between the starts of two runs, in milliseconds: a burst of nudges then costs one run. */
  readonly gatherMs?: number;
}

/** A nudge during a run is followed by one more run. */
export function createRetryingTask(deps: RetryingTaskDeps): RetryingTask {
  const { clock, gatherMs = 0 } = deps;
  const end = new AbortController();
  const { signal } = end;
  let due: { at: number; cancel: Stop } | null = null;
  let running: Promise<void> | null = null;
  /** The shortest waits that were asked for during a run. */
  let nudged = Infinity;
  let ensured = Infinity;
  let failures = 0;
  let lastBegan = -Infinity;

  const runOnce = async (): Promise<number | null> => {
    try {
      const next = await deps.work(signal);
      failures = 0;
      return next;
    } catch (thrown) {
      if (signal.aborted) return null;
      deps.onError(asChartdropError(thrown));
      const wait = deps.backoffMs(failures);
      failures += 1;
      return wait;
    }
  };

  const run = (): void => {
    due = null;
    nudged = Infinity;
    ensured = Infinity;
    lastBegan = clock.monotonic();
    running = runOnce().then((next) => {
      running = null;
      // At least a millisecond: work that always asks for more must not keep the event loop from everything else.
      const wait = Math.min(next === null ? ensured : Math.max(1, next), nudged);
      if (wait !== Infinity) nudge(wait);
    });
  };

  const afterTurn = (callback: () => void): Stop => {
    let isCancelled = false;
    queueMicrotask(() => {
      if (!isCancelled) callback();
    });
    return () => (isCancelled = true);
  };

  const nudge = (ms = 0): void => {
    if (signal.aborted) return;
    if (running !== null) {
      nudged = Math.min(nudged, ms);
      return;
    }
    const now = clock.monotonic();
    const at = Math.max(now + ms, lastBegan + gatherMs);
    if (due !== null && due.at <= at) return;
    due?.cancel();
    due = { at, cancel: at <= now ? afterTurn(run) : clock.after(at - now, run) };
  };

  return {
    nudge,
    ensure(ms) {
      if (running !== null) ensured = Math.min(ensured, ms);
      else if (due === null) nudge(ms);
    },
    async stop() {
      end.abort();
      due?.cancel();
      due = null;
      await running;
    },
  };
}
