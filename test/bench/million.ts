import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseFile, type History } from '../../main/jobs/history.ts';
import { deskPage } from '../../main/jobs/job-sections.ts';
import type { JobStore } from '../../main/jobs/job-store.ts';
import { newDataKey } from '../../main/database/sealing.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import { openBenchHistory } from './bench-history.ts';
import { filedJobs, queuedJobs } from './queue-jobs.ts';
import { type BenchResult, resultOf } from './result.ts';
import { percentile } from './statistics.ts';

const sizes = { small: 10_000, large: 1_000_000 } as const;
/** Of each size, the jobs that are not filed yet. A clinic has about as many, however long it has used Chartdrop. */
const waiting = 1000;
const batch = 5000;
const dayMs = 24 * 60 * 60 * 1000;
/** The jobs were filed over a year, so that few of them are of today. */
const spanMs = 365 * dayMs;
const pageSize = 100;
const turns = 200;
const warmUps = 20;
const openings = 11;

const ms = (act: () => void): number => {
  const startedAt = performance.now();
  act();
  return performance.now() - startedAt;
};

interface Side {
  readonly jobs: number;
  readonly directory: string;
  readonly dataKey: string;
  readonly ids: readonly JobId[];
  history: History;
}

async function fill(directory: string, jobs: number): Promise<Side> {
  await mkdir(directory);
  const dataKey = newDataKey();
  const began = Date.now() - spanMs;
  let at = began;
  const history = openBenchHistory(directory, dataKey, () => at);
  const ids: JobId[] = [];
  const filed = jobs - waiting;
  for (let first = 0; first < filed; first += batch) {
    at = Math.round(began + (spanMs * first) / filed);
    const changes = filedJobs(first, Math.min(batch, filed - first), at);
    history.jobs.add(changes);
    ids.push(...changes.map(({ job }) => job.id));
  }
  at = Date.now();
  history.jobs.add(queuedJobs(filed, waiting));
  history.close();
  return { jobs, directory, dataKey, ids, history: openBenchHistory(directory, dataKey) };
}

/** The questions of the window and the queue all day. `turn` makes each call another one. */
const asked: Readonly<Record<string, (jobs: JobStore, side: Side, turn: number) => void>> = {
  page(jobs, { ids }, turn) {
    const offset = (turn * 7919) % (ids.length - pageSize);
    const { rows } = deskPage(jobs.sections, 'filed', { offset, limit: pageSize }, Date.now() - dayMs);
    if (rows.length !== pageSize) throw new Error('a page is not full');
  },
  count(jobs, side) {
    if (jobs.counts().filed !== side.ids.length) throw new Error('the count is wrong');
    if (jobs.size('inbox') !== 0) throw new Error('the inbox is not empty');
  },
  next(jobs) {
    jobs.ready('queued', Date.now(), 36);
    jobs.nextDue(['held', 'queued', 'stored'], Date.now());
  },
  change(jobs, { ids }, turn) {
    const id = ids[(turn * 7919) % ids.length];
    if (id === undefined) throw new Error('no such job');
    jobs.change(id, (job) => ({ job, entry: { kind: 'job-changed', jobId: id } }));
  },
};

/** The time of each call at both sizes, in turns, so that other load affects both. */
function inTurnsOf(sides: { small: Side; large: Side }, call: (side: Side, turn: number) => number) {
  const measured = { small: [] as number[], large: [] as number[] };
  for (let turn = 0; turn < turns + warmUps; turn += 1) {
    for (const name of turn % 2 === 0 ? (['small', 'large'] as const) : (['large', 'small'] as const)) {
      const value = call(sides[name], turn);
      if (turn >= warmUps) measured[name].push(value);
    }
  }
  return measured;
}

const growth = (small: readonly number[], large: readonly number[]): number =>
  percentile(large, 0.95) / percentile(small, 0.95);

/**
 * A database with 1,000,000 jobs beside one with 10,000: a page of the filed ones, the counts, the next job, a change
 * with its history entry, and the opening after a complete close. Each growth is p95 by p95.
 */
export async function benchMillion(place: string): Promise<BenchResult> {
  const sides = {
    small: await fill(join(place, 'small'), sizes.small),
    large: await fill(join(place, 'large'), sizes.large),
  };
  try {
    const measured: Record<string, number> = {};
    for (const [name, ask] of Object.entries(asked)) {
      const { small, large } = inTurnsOf(sides, (side, turn) => ms(() => ask(side.history.jobs, side, turn)));
      measured[`${name}SmallMs`] = percentile(small, 0.95);
      measured[`${name}LargeMs`] = percentile(large, 0.95);
      measured[`${name}Growth`] = growth(small, large);
    }
    const opened = { small: [] as number[], large: [] as number[] };
    for (let time = 0; time < openings; time += 1) {
      for (const name of ['small', 'large'] as const) {
        const side = sides[name];
        side.history.close();
        opened[name].push(ms(() => (side.history = openBenchHistory(side.directory, side.dataKey))));
      }
    }
    const { size } = await stat(databaseFile(sides.large.directory));
    return resultOf({
      jobs: sizes.large,
      ...measured,
      openSmallMs: opened.small,
      openLargeMs: opened.large,
      openGrowth: growth(opened.small, opened.large),
      bytesPerJob: size / sizes.large,
    });
  } finally {
    sides.small.history.close();
    sides.large.history.close();
  }
}
