import type { Clock, Log, Stop } from '../ports.ts';
import { asChartdropError } from '../errors.ts';

/** Names that were seen to be gone a moment ago: a rename gives the same file another one in that moment. */
export interface Departures {
  add(relativePath: string): void;
  has(relativePath: string): boolean;
  /** It is back, as another file, or is dealt with. */
  delete(relativePath: string): void;
  /** The folder itself was away: nothing that seemed to be gone was. */
  clear(): void;
  stop(): void;
}

/**
 * Ends what is known of names that are gone, `afterMs` milliseconds later, once `confirm` has found which of them are
 * gone indeed: a share that goes away seems to lose all its files first (case 8).
 */
export function createDepartures(deps: {
  clock: Clock;
  log: Log;
  afterMs: () => number;
  confirm: (relativePaths: readonly string[]) => Promise<readonly string[]>;
  end: (relativePaths: readonly string[]) => void;
}): Departures {
  const { clock, log } = deps;
  const gone = new Map<string, number>();
  let timer: Stop | null = null;
  let stopped = false;

  const flush = async (): Promise<void> => {
    const before = clock.monotonic() - deps.afterMs();
    const due = [...gone].filter(([, at]) => at <= before).map(([relativePath]) => relativePath);
    const confirmed = due.length === 0 ? [] : await deps.confirm(due);
    // What came back meanwhile was judged already.
    const ended = confirmed.filter((relativePath) => gone.has(relativePath));
    if (ended.length > 0 && !stopped) deps.end(ended);
    for (const relativePath of due) gone.delete(relativePath);
  };
  const schedule = (): void => {
    if (timer !== null || stopped || gone.size === 0) return;
    timer = clock.after(deps.afterMs(), () => {
      timer = null;
      void flush()
        // They stay known until they are seen to be gone again.
        .catch((thrown: unknown) => log.warn('gone-files-kept', { code: asChartdropError(thrown).code }))
        .then(schedule);
    });
  };

  return {
    add(relativePath) {
      if (stopped || gone.has(relativePath)) return;
      gone.set(relativePath, clock.monotonic());
      schedule();
    },
    has: (relativePath) => gone.has(relativePath),
    delete: (relativePath) => void gone.delete(relativePath),
    clear: () => gone.clear(),
    stop() {
      stopped = true;
      timer?.();
      gone.clear();
    },
  };
}
