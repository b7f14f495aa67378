import { DatabaseSync } from 'node:sqlite';
import type { Keep } from '../../main/jobs/retention/retention.ts';
import { databaseFile } from '../../main/jobs/history.ts';
import { openBenchHistory } from './bench-history.ts';
import { type Filled, fillYear } from './fill-history.ts';
import { percentile } from './statistics.ts';

const dayMs = 24 * 60 * 60 * 1000;

interface Step {
  readonly ms: number;
  /** Of the processor: on a busy machine a step may wait for its turn. */
  readonly cpuMs: number;
}

/** Each step of one run. `now`: the wall clock in epoch milliseconds. */
function stepsOf({ directory, dataKey }: Filled, now: number, keep: Keep): Step[] {
  const history = openBenchHistory(directory, dataKey, () => now);
  try {
    const step = history.retention.begin(now, keep);
    const steps: Step[] = [];
    for (let isMore = true; isMore;) {
      const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
      isMore = step();
      const { user, system } = process.cpuUsage(cpu);
      steps.push({ ms: performance.now() - startedAt, cpuMs: (user + system) / 1000 });
    }
    return steps;
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
  // Garbage of the filling, which the program does not have.
  globalThis.gc?.();
  const before = usedBytes(directory);
  const nameSteps = stepsOf(filled, Date.now() + 60 * dayMs, { keepHistoryYears: 7, keepNamesDays: 30 });
  const after = usedBytes(directory);
  const entrySteps = stepsOf(filled, Date.now() + 10 * 365 * dayMs, {
    keepHistoryYears: 7,
    keepNamesDays: 30,
  });
  const steps = [...nameSteps, ...entrySteps];
  const most = (some: readonly Step[], part: keyof Step = 'ms'): number =>
    Math.max(...some.map((step) => step[part]));
  return {
    yearJobs: jobs,
    namedBytesPerJob: before / jobs,
    filedBytesPerJob: after / jobs,
    retentionSteps: steps.length,
    retentionP95Ms: percentile(
      steps.map(({ ms }) => ms),
      0.95,
    ),
    retentionNamesPauseMs: most(nameSteps),
    retentionEntriesPauseMs: most(entrySteps),
    retentionPauseMs: most(steps),
    retentionCpuMostMs: most(steps, 'cpuMs'),
  };
}
