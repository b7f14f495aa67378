import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FilesPage } from '../../main/database/search/file-search.ts';
import { databaseFile, type History } from '../../main/jobs/history.ts';
import { deskPage } from '../../main/jobs/store/job-sections.ts';
import type { FilesCursor } from '../../preload/contract/history.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import type { MillionSizes } from './bench-arguments.ts';
import { openBenchHistory } from './bench-history.ts';
import { type Filled, fillWithJobs } from './fill-history.ts';
import { nameOf } from './queue-jobs.ts';
import { type BenchResult, resultOf } from './result.ts';
import type { Year } from './retention-side.ts';
import { oneAnswer } from './one-answer.ts';
import { median, percentile } from './statistics.ts';

/** Of each size, the jobs that are not filed yet. A clinic has about as many, however long it has used Chartdrop. */
const waiting = 1000;
/** Of the larger size, the jobs of the year whose retention is measured: 10,000 of a million. */
const yearShare = 1 / 100;
const dayMs = 24 * 60 * 60 * 1000;
const pageSize = 100;
/** So many that p95 tells little of a pause of the machine: with 200 calls, ten that met one gave a growth of 1.93 for 1.07. */
const turns = 1000;
const warmUps = 20;
const openings = 20;

const ms = (act: () => void): number => {
  const startedAt = performance.now();
  act();
  return performance.now() - startedAt;
};

interface Side extends Omit<Filled, 'ids'> {
  history: History;
  /** Number of filed jobs. */
  readonly filed: number;
  /** The ids that the turns need, by place: a million would make each collection of garbage a pause. */
  readonly idAt: ReadonlyMap<number, JobId>;
}
type Sides = Record<'small' | 'large', Side>;

/** A place among `length` that is another one, far away, at each turn. */
const placeOf = (turn: number, length: number): number => (turn * 7_919_317) % length;

async function filledSide(place: string, jobs: number): Promise<Side> {
  const { directory, dataKey, ids } = await fillWithJobs(place, jobs, waiting);
  const idAt = new Map<number, JobId>();
  for (let turn = 0; turn < turns + warmUps; turn += 1) {
    const at = placeOf(turn, ids.length);
    const id = ids[at];
    if (id !== undefined) idAt.set(at, id);
  }
  return { directory, dataKey, filed: ids.length, idAt, history: openBenchHistory(directory, dataKey) };
}

/** The questions of the window and the queue all day. `turn` makes each call another one. */
const asked: Readonly<Record<string, (side: Side, turn: number) => void>> = {
  page({ history, filed }, turn) {
    const offset = placeOf(turn, filed - pageSize);
    const since = Date.now() - dayMs;
    const { rows } = deskPage(history.jobs.sections, 'filed', { offset, limit: pageSize }, since);
    if (rows.length !== pageSize) throw new Error('a page is not full');
  },
  count({ history, filed }) {
    if (history.jobs.counts().filed !== filed) throw new Error('the count is wrong');
    if (history.jobs.size('inbox') !== 0) throw new Error('the inbox is not empty');
  },
  next({ history }) {
    history.jobs.ready('queued', Date.now(), 36);
    history.jobs.nextDue(['held', 'queued', 'stored'], Date.now());
  },
  change({ history, filed, idAt }, turn) {
    const id = idAt.get(placeOf(turn, filed));
    if (id === undefined) throw new Error('no such job');
    history.jobs.change(id, (job) => ({ job, entry: { kind: 'job-changed', jobId: id } }));
  },
};

/** Opening after a complete close, and the first page that the window shows. */
function openingMs(side: Side): number {
  side.history.close();
  return ms(() => {
    side.history = openBenchHistory(side.directory, side.dataKey);
    deskPage(side.history.jobs.sections, 'day', { offset: 0, limit: pageSize }, Date.now() - dayMs);
  });
}

/** A search of the history for the name of a file in its middle, until its row is found. */
function searchMs({ history, filed }: Side, turn: number): number {
  const search = nameOf(Math.floor(filed / 2) + turn);
  return ms(() => {
    for (let after: FilesCursor | null = null; ;) {
      const page: FilesPage = history.files({ after, search, limit: 1 });
      if (page.rows.length > 0) return;
      if (page.next === null) throw new Error('the search found nothing');
      after = page.next;
    }
  });
}

/**
 * p95 at both sizes, and its growth, call by call in turns, so that other load affects both. On a busy machine p95 is that
 * of its pauses, and the growth of the median tells more.
 */
function grown(
  name: string,
  sides: Sides,
  given: { calls: Record<keyof Sides, number>; warmUps: number },
  call: (side: Side, turn: number) => number,
): Record<string, number> {
  const measured = { small: [] as number[], large: [] as number[] };
  const rounds = Math.max(given.calls.small, given.calls.large) + given.warmUps;
  for (let turn = 0; turn < rounds; turn += 1) {
    for (const side of turn % 2 === 0 ? (['small', 'large'] as const) : (['large', 'small'] as const)) {
      if (turn >= given.calls[side] + given.warmUps) continue;
      const value = call(sides[side], turn);
      if (turn >= given.warmUps) measured[side].push(value);
    }
  }
  const [small, large] = [percentile(measured.small, 0.95), percentile(measured.large, 0.95)];
  return {
    [`${name}SmallMs`]: small,
    [`${name}LargeMs`]: large,
    [`${name}Growth`]: large / small,
    [`${name}MedianGrowth`]: median(measured.large) / median(measured.small),
  };
}

/** The first opening after a process was killed: it reads and checks all of the file. */
async function checkedOpeningMs(side: Side): Promise<number> {
  side.history.close();
  await rm(`${databaseFile(side.directory)}.closed.json`);
  return ms(() => (side.history = openBenchHistory(side.directory, side.dataKey)));
}

/**
 * A database with a million jobs beside one with 10,000: a page of the filed ones, the counts, the next job, a change with
 * its history entry, the opening after a complete close with its first page, and a search of the history. Each growth is
 * p95 by p95. Then the retention of a year.
 */
export async function benchMillion(place: string, sizes: MillionSizes): Promise<BenchResult> {
  const startedAt = performance.now();
  const sides: Sides = {
    small: await filledSide(join(place, 'small'), sizes.small),
    large: await filledSide(join(place, 'large'), sizes.large),
  };
  const fillSeconds = (performance.now() - startedAt) / 1000;
  const measured: Record<string, number> = {};
  try {
    for (const [name, ask] of Object.entries(asked)) {
      const calls = { small: turns, large: turns };
      const call = (side: Side, turn: number): number => ms(() => ask(side, turn));
      Object.assign(measured, grown(name, sides, { calls, warmUps }, call));
    }
    const calls = { small: openings, large: openings };
    Object.assign(measured, grown('open', sides, { calls, warmUps: 1 }, openingMs));
    Object.assign(
      measured,
      grown('search', sides, { calls: { small: turns, large: turns }, warmUps }, searchMs),
    );
    measured['checkedOpenLargeMs'] = await checkedOpeningMs(sides.large);
  } finally {
    sides.small.history.close();
    sides.large.history.close();
  }
  const year: Year = { directory: join(place, 'year'), jobs: Math.round(sizes.large * yearShare) };
  const { size } = await stat(databaseFile(sides.large.directory));
  return resultOf({
    jobs: sizes.large,
    fillSeconds,
    ...measured,
    bytesPerJob: size / sizes.large,
    // In a separate process, since each collection of this one's garbage looks at a million ids.
    ...(await oneAnswer<Record<string, number>>('retention-side.ts', year, ['--expose-gc'])),
  });
}
