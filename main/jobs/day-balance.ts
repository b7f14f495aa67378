import type { DayBalance } from '../../preload/contract/history.ts';
import type { JobStore } from './store/job-store.ts';
import { localDay } from '../base/local-day.ts';

/** The balance of the files that appeared on the local day around `at`: found = filed + waiting + failed + ignored. */
export function dayBalance(store: JobStore, at: number): DayBalance {
  const span = localDay(at);
  const counts = store.appeared(span);
  const found = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const { filed, failed, dismissed } = counts;
  return { day: span.day, found, filed, failed, dismissed, waiting: found - filed - failed - dismissed };
}

/** The last `days` days, today first. */
export function dayBalances(store: JobStore, now: number, days: number): DayBalance[] {
  const balances: DayBalance[] = [];
  let at = now;
  for (let count = 0; count < days; count += 1) {
    balances.push(dayBalance(store, at));
    // Noon of the previous day, so that days of 23 and 25 hours do not matter.
    at = localDay(at).from - 12 * 3_600_000;
  }
  return balances;
}
