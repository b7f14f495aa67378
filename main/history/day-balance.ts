import type { DayBalance } from '../../preload/contract/history.ts';
import type { JobStore } from './job-store.ts';

/** Midnight at the beginning of the local day that holds this moment, and of the day after; epoch milliseconds. */
function dayAround(at: number): { from: number; to: number; day: string } {
  const date = new Date(at);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    from: new Date(year, month, day).getTime(),
    to: new Date(year, month, day + 1).getTime(),
    day: `${year}-${two(month + 1)}-${two(day)}`,
  };
}

/** What became of the files that appeared on the local day around `at`: found = filed + waiting + failed + dismissed. */
export function dayBalance(store: JobStore, at: number): DayBalance {
  const span = dayAround(at);
  const counts = store.counts(span);
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
    // Noon of the day before: days of 23 and 25 hours do not matter.
    at = dayAround(at).from - 12 * 3_600_000;
  }
  return balances;
}
