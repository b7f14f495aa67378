import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { createAddedCounter } from '../store/count-added.ts';

/** Rows between the first and the last one are rewritten as well, up to so many. */
const mostRows = 400;

/**
 * Rewrites jobs that have become shorter, so that their pages are full again: SQLite merges two pages only when two thirds
 * of one are empty, so half of each page stayed empty for years. Call the answer in the transaction of the change, with the
 * numbers of the changed jobs in their order.
 */
export function createPacking(
  db: DatabaseSync,
  columns: readonly string[],
): (numbers: readonly number[]) => void {
  const stored = ['number', ...columns].join(', ');
  const select = db.prepare(`SELECT ${stored} FROM jobs WHERE number BETWEEN ? AND ? ORDER BY number`);
  const drop = db.prepare('DELETE FROM jobs WHERE number BETWEEN ? AND ?');
  const insert = db.prepare(`INSERT INTO jobs (${stored}) VALUES (?, ${columns.map(() => '?').join(', ')})`);
  const countAdded = createAddedCounter(db);
  return (numbers) => {
    const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
    if (numbers.length < 2 || last - first >= mostRows) return;
    const rows = select.all(first, last);
    drop.run(first, last);
    for (const row of rows) insert.run(...(Object.values(row) satisfies SQLInputValue[]));
    countAdded(first, last);
  };
}
