import type { DaySum, OtherPc } from '../../preload/contract/other-pcs.ts';
import { localDay } from '../base/local-day.ts';
import type { Clock, Log } from '../base/ports.ts';
import { createRetryingTask } from '../base/retrying-task.ts';
import type { SharedFolders } from '../scans/claims/shared-folders.ts';

/** The day of the other PCs that watch a folder of this one, as they last told it. */
export interface OtherPcs {
  /** Sorted by name; only PCs that told their sums since midnight. */
  all(): readonly OtherPc[];
  start(): void;
  stop(): Promise<void>;
}

/** Milliseconds between two exchanges. */
const exchangeMs = 30_000;

/** `name`: this PC's, which the others show. */
export function createOtherPcs(deps: {
  shared: Pick<SharedFolders, 'exchangeSums'>;
  name: string;
  sum: () => DaySum;
  clock: Clock;
  log: Log;
}): OtherPcs {
  const { shared, name, clock, log } = deps;
  let told: readonly OtherPc[] = [];

  const exchange = createRetryingTask({
    clock,
    async work() {
      const now = clock.now();
      const found = await shared.exchangeSums(() => ({ name, sum: deps.sum() }), now - localDay(now).from);
      told = found
        .map(({ ageMs, ...one }) => ({ name: one.name, sum: one.sum, toldAt: now - ageMs }))
        .toSorted((a, b) => a.name.localeCompare(b.name));
      return exchangeMs;
    },
    backoffMs: () => exchangeMs,
    onError: ({ code }) => log.warn('sums-not-exchanged', { code }),
  });

  return {
    all: () => told.filter(({ toldAt }) => toldAt >= localDay(clock.now()).from),
    start: () => exchange.nudge(exchangeMs),
    stop: () => exchange.stop(),
  };
}
