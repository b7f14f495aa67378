import { DatabaseSync } from 'node:sqlite';
import type { Keep } from '../../main/jobs/retention/retention.ts';
import { databaseFile } from '../../main/jobs/history.ts';
import { openBenchHistory } from './bench-history.ts';
import { type Filled, fillYear } from './fill-history.ts';
import { percentile } from './statistics.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Milliseconds of each step of one run. `now`: the wall clock in epoch milliseconds. */
function stepsOf({ directory, dataKey }: Filled, now: number, keep: Keep): number[] {
  const history = openBenchHistory(directory, dataKey, () => now);
  try {
    const step = history.retention.begin(now, keep);
    const times: number[] = [];
    for (let isMore = true; isMore;) {
      const startedAt = performance.now();
      isMore = step();
      times.push(performance.now() - startedAt);
    }
    return times;
  } finally {
    history.close();
  }
}

/** Bytes of the pages that hold something, without those that SQLite keeps for later rows. */
function usedBytes(directory: string): number {
  const db = new DatabaseSync(databaseFile(directory), { readOnly: true });
  try {
    const pragma = (name: string): number => Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
    return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  } finally {
    db.close();
  }
}

/**
 * The retention of a year of `jobs` jobs with all their history: first of all names, then of all entries and jobs. The
 * pause of a step is the time in which the program does nothing else.
 */
export async function measureRetention(directory: string, jobs: number): Promise<Record<string, number>> {
  const filled = await fillYear(directory, jobs);
  const before = usedBytes(directory);
  const nameSteps = stepsOf(filled, Date.now() + 60 * dayMs, { keepHistoryYears: 7, keepNamesDays: 30 });
  const after = usedBytes(directory);
  const entrySteps = stepsOf(filled, Date.now() + 10 * 365 * dayMs, {
    keepHistoryYears: 7,
    keepNamesDays: 30,
  });
  const steps = [...nameSteps, ...entrySteps];
  return {
    yearJobs: jobs,
    namedBytesPerJob: before / jobs,
    filedBytesPerJob: after / jobs,
    retentionSteps: steps.length,
    retentionP95Ms: percentile(steps, 0.95),
    retentionNamesPauseMs: Math.max(...nameSteps),
    retentionEntriesPauseMs: Math.max(...entrySteps),
    retentionPauseMs: Math.max(...steps),
  };
}
