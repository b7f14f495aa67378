import type { DatabaseSync } from 'node:sqlite';

/**
 * Adds new rows of `jobs`, from the first number to the last, to the counters of the lists. Call it once, in the transaction that
 * adds them: their numbers follow each other, since nothing else is added meanwhile.
 *
 * Triggers count the rows that are changed or removed. A trigger for new rows made adding 10,000 jobs a tenth slower. It
 * counted one row at a time. And to be able to undo a statement with a trigger, SQLite copies each page that it changes
 * (sqlite.org/tempfiles.html, "Statement Journal Files").
 */
export function createAddedCounter(db: DatabaseSync): (first: number, last: number) => void {
  const statements = [
    ['job_counts (state, n)', 'state'],
    ['job_buckets (section, bucket, n)', 'list, bucket'],
    ['job_areas (section, area, n)', 'list, bucket >> 5'],
  ].map(([counters, group]) =>
    db.prepare(`INSERT INTO ${counters}
      SELECT ${group}, count(*) FROM jobs WHERE number BETWEEN ? AND ? GROUP BY ${group}
      ON CONFLICT DO UPDATE SET n = n + excluded.n`),
  );
  return (first, last) => {
    for (const statement of statements) statement.run(first, last);
  };
}
