import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

interface PackedTable {
  readonly name: 'audit_log' | 'jobs';
  /** Its integer primary key. */
  readonly key: string;
  readonly columns: readonly string[];
}

/** Rows between the first and the last one are rewritten as well, up to so many. */
const mostRows = 400;

/**
 * Rewrites rows that have become shorter, so that their pages are full again: SQLite merges two pages only when two thirds
 * of one are empty, so half of each page stayed empty for years. Call the answer in the transaction of the change, with the
 * keys of the changed rows in their order.
 */
export function createPacking(
  db: DatabaseSync,
  { name, key, columns }: PackedTable,
): (keys: readonly number[]) => void {
  const stored = [key, ...columns].join(', ');
  const select = db.prepare(`SELECT ${stored} FROM ${name} WHERE ${key} BETWEEN ? AND ? ORDER BY ${key}`);
  const drop = db.prepare(`DELETE FROM ${name} WHERE ${key} BETWEEN ? AND ?`);
  const insert = db.prepare(
    `INSERT INTO ${name} (${stored}) VALUES (?, ${columns.map(() => '?').join(', ')})`,
  );
  return (keys) => {
    const [first = 0, last = 0] = [keys[0], keys.at(-1)];
    if (keys.length < 2 || last - first >= mostRows) return;
    const rows = select.all(first, last);
    drop.run(first, last);
    for (const row of rows) insert.run(...(Object.values(row) satisfies SQLInputValue[]));
  };
}
