import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { AttachmentId, FolderId, JobId, PatientId } from '../../../preload/contract/ids.ts';
import { type JobState, jobStates } from '../../../preload/contract/job.ts';
import { type JobIn, type UploadJob } from '../job.ts';
import { createJobSections, type JobSections } from './job-sections.ts';
import {
  createJobRows,
  hasEnded,
  jobColumns,
  type JobList,
  listOf,
  type StoredList,
  storedLists,
} from './job-rows.ts';
import { largeFileBytes } from '../../files/large-file.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import type { AuditDraft, AuditLog } from '../../database/audit/audit-log.ts';
import { type Commit, inTransaction } from '../../database/database.ts';
import type { DiskFlush } from '../../database/disk-flush.ts';
import type { Sealer } from '../../database/sealing.ts';

const listsOf = (list: JobList): StoredList[] => (list === 'queue' ? ['moving', 'failed'] : [list]);
const statesOf = (list: JobList): JobState[] =>
  jobStates.filter((state) => listsOf(list).includes(listOf[state]));

/** A change of a job with its history entry. */
export interface JobChange {
  readonly job: UploadJob;
  readonly entry: AuditDraft;
}

/** A row that is not opened yet. */
interface ReadyRow {
  readonly number: number;
  /** null: it is gone. */
  readonly read: () => UploadJob | null;
}

export interface JobStore {
  /** Adds jobs with their entries and runs `alongside`, in one transaction. */
  add(changes: readonly JobChange[], alongside?: () => void): void;
  /** Reads, changes and writes one job with its entry in one transaction. Throws `job-not-found`. */
  change(id: JobId, change: (job: UploadJob) => JobChange, commit?: Commit): UploadJob;
  /** The same for several jobs, and adds others, in one transaction. Returns all that were written. */
  changeAll(
    changes: readonly { id: JobId; change: (job: UploadJob) => JobChange }[],
    added: readonly JobChange[],
    commit?: Commit,
  ): UploadJob[];
  /** See `DiskFlush`. */
  readonly flushed: DiskFlush['flushed'];
  get(id: JobId): UploadJob | null;
  page(list: JobList, range: { offset: number; limit: number }): UploadJob[];
  /** The parts of the window's lists. */
  readonly sections: JobSections;
  /** The most recently changed jobs of a list that still have names and paths. */
  lastOf(list: 'filed' | 'dismissed' | 'parted', limit: number): UploadJob[];
  count(state: JobState): number;
  /** Number of jobs in a list. */
  size(list: JobList): number;
  /** Number of jobs in each state. */
  counts(): Record<JobState, number>;
  /**
   * Number of scans in each list that appeared in a span of epoch milliseconds, without its end: a move to another patient
   * is no new scan.
   */
  appeared(span: { from: number; to: number }): Record<StoredList, number>;
  /** Jobs of a state of the queue that may run now, in order, without paused ones. */
  ready(state: JobState, now: number, limit: number): UploadJob[];
  /** The same, whose rows are not opened yet, of these states after each other, of each at most `limit`. */
  readyRows(states: readonly JobState[], now: number, limit: number): ReadyRow[];
  /** The next moment at which a job of these states may run, in epoch milliseconds; null if none waits for a time. */
  nextDue(states: readonly JobState[], after: number): number | null;
  /** Jobs of a state that wait for a time after `now`, earliest first. */
  delayed(state: JobState, now: number, limit: number): UploadJob[];
  inState(state: JobState): UploadJob[];
  /** Jobs with the same bytes, without those that were not read. */
  withContent(sha256: string): UploadJob[];
  /** Jobs of files with exactly this size in bytes, for sizes from `largeFileBytes`, of which there are few. */
  withLargeSize(size: number): UploadJob[];
  /** Jobs of the file at this path. */
  atPath(path: string): UploadJob[];
  servedBy(attachmentId: AttachmentId): UploadJob | null;
  /** Filed jobs whose case must be checked again, earliest first. */
  linksToLookAt(limit: number): JobIn<'filed'>[];
  /** Jobs of a patient between undo period and chart. */
  onTheirWayTo(patientId: PatientId): number;
  /** Number of jobs from a scan folder since a moment in epoch milliseconds. */
  takenSince(folder: FolderId, since: number): number;
  /** Filed jobs and stacks whose local file is not put away yet. */
  toDispose(limit: number): UploadJob[];
  /** Filed jobs that replace a misfiled attachment. */
  replacing(): UploadJob[];
  /** A rank before all others (`first`) or after them. */
  rank(place: 'first' | 'last'): number;
}

/**
 * The program sets no time further ahead than this, in milliseconds. A later one was set before the clock was turned
 * back, and counts as past (case 30).
 */
const furthestDue = 15 * 60_000;

/** With its list exactly as in the index `jobs_moving`, so that SQLite uses it. */
const onTheirWay =
  "list = 'moving' AND state IN ('queued', 'uploading', 'stored', 'registering', 'processing')";

/** The first or last rank of all jobs, by one look into the index for each list. */
const extremeRank = (extreme: 'min' | 'max'): string =>
  `SELECT ${extreme}(rank) FROM (${storedLists
    .map((list) => `SELECT ${extreme}(rank) AS rank FROM jobs WHERE list = '${list}'`)
    .join(' UNION ALL ')})`;

/**
 * The numbers of a page of a list, oldest first. Each stored list has its rows in order, so no more of them are read than the
 * page ends at. Parameters: that end, the limit, the offset.
 */
function numbersOfPage(list: JobList): string {
  const parts = listsOf(list).map(
    (one) =>
      `SELECT * FROM (SELECT number, rank FROM jobs WHERE list = '${one}' ORDER BY rank, number LIMIT +?1)`,
  );
  return `SELECT number FROM (${parts.join(' UNION ALL ')}) ORDER BY rank, number LIMIT +?2 OFFSET +?3`;
}

/** The jobs with a digest, by the expression of its index, so that SQLite uses it. */
const withDigest = (column: 'content_digest' | 'path_digest'): string =>
  `WHERE substr(${column}, 1, 6) = substr(?1, 1, 6) AND ${column} = ?1 ORDER BY rank, number`;

/**
 * Jobs in SQLite: searched values are columns, everything else is encrypted. `+?`: SQLite compiles a statement again, which takes
 * ten times as long as its rows, whenever another value is given for a limit, or for what a partial index compares
 * (sqlite.org/c3ref/prepare.html). An expression tells it nothing.
 */
export function createJobStore(
  db: DatabaseSync,
  deps: { sealer: Sealer; clock: Clock; audit: AuditLog; flushed: DiskFlush['flushed'] },
): JobStore {
  const { sealer, audit, flushed } = deps;
  const rows = createJobRows(db, deps);
  const selectWhole = db.prepare(`SELECT number, ${jobColumns.join(', ')} FROM jobs WHERE id = ?`);
  const select = (rest: string) => {
    const statement = db.prepare(`SELECT sealed FROM jobs ${rest}`);
    return (...values: SQLInputValue[]): UploadJob[] => statement.all(...values).map(rows.read);
  };
  /** Find numbers in the index first; decrypt only those rows. */
  const selectFound = (rest: string) =>
    select(`WHERE number IN (SELECT number FROM jobs ${rest}) ORDER BY rank, number`);
  const lastOf = selectFound(
    `WHERE named = 1 AND ${hasEnded} AND list = +? ORDER BY changed_at DESC LIMIT +?`,
  );
  const byState = select('WHERE list = +? AND state = +? ORDER BY rank, number');
  const readyNumbers = db.prepare(
    `SELECT number FROM jobs WHERE state = +?1 AND paused = 0 AND list = 'moving'
     AND (due IS NULL OR due <= ?2 OR due > ?3) ORDER BY rank, number LIMIT +?4`,
  );
  const [byId, byNumber] = [select('WHERE id = ?'), select('WHERE number = ?')];
  const delayedOf = select(
    'WHERE state = +? AND paused = 0 AND due IS NOT NULL AND due > ? ORDER BY due LIMIT +?',
  );
  const [byContent, byPath] = [select(withDigest('content_digest')), select(withDigest('path_digest'))];
  // Exactly as in the index `jobs_large`, so that SQLite uses it.
  const byLargeSize = select(`WHERE size = ? AND size >= ${largeFileBytes} ORDER BY rank, number`);
  const byAttachment = select('WHERE attachment_id = ?');
  const replacing = select('WHERE replacing = 1');
  const linksToLookAt = select("WHERE state = 'filed' AND due IS NOT NULL ORDER BY due LIMIT +?");
  const countOnTheirWay = db.prepare(`SELECT count(*) AS n FROM jobs WHERE patient_id = ? AND ${onTheirWay}`);
  const countTaken = db.prepare('SELECT count(*) AS n FROM jobs WHERE appeared_at >= ? AND folder_id = ?');
  const disposable = select('WHERE disposal_pending = 1 LIMIT +?');
  const countState = db.prepare('SELECT n FROM job_counts WHERE state = ?');
  const countAll = db.prepare('SELECT state, n FROM job_counts');
  const countSpan = db.prepare(
    'SELECT list, count(*) AS n FROM jobs WHERE appeared_at >= ? AND appeared_at < ? AND is_move = 0 GROUP BY list',
  );
  const count = (state: JobState): number => Number(countState.get(state)?.['n'] ?? 0);
  // Exactly as in the index `jobs_due`, so that SQLite uses it.
  const nextDue = db.prepare(
    'SELECT min(due) AS due FROM jobs WHERE state = +? AND due > ? AND paused = 0 AND due IS NOT NULL',
  );
  const pageOf = (list: JobList) => select(`WHERE number IN (${numbersOfPage(list)}) ORDER BY rank, number`);
  const ranks = {
    first: db.prepare(`SELECT coalesce((${extremeRank('min')}), 0) - 1 AS rank`),
    last: db.prepare(`SELECT coalesce((${extremeRank('max')}), 0) + 1 AS rank`),
  };

  const readyRows: JobStore['readyRows'] = (states, now, limit) =>
    states
      .flatMap((state) => readyNumbers.all(state, now, now + furthestDue, limit))
      .map(({ number }) => ({ number: Number(number), read: () => byNumber(Number(number))[0] ?? null }));
  const rewritten = (id: JobId, change: (job: UploadJob) => JobChange): JobChange => {
    const stored = selectWhole.get(id);
    if (stored === undefined) throw new ChartdropError('job-not-found');
    const job = rows.read(stored);
    const changed = change(job);
    rows.rewrite(stored, job, changed.job);
    return changed;
  };

  return {
    add: (changes, alongside) =>
      inTransaction(db, () => {
        rows.add(changes.map(({ job }) => job));
        audit.appendAll(changes.map(({ entry }) => entry));
        alongside?.();
      }),
    flushed,
    change(id, change, commit) {
      const one = (): UploadJob => {
        const changed = rewritten(id, change);
        audit.append(changed.entry);
        return changed.job;
      };
      return inTransaction(db, one, commit);
    },
    changeAll(changes, added, commit) {
      const every = (): UploadJob[] => {
        const all = [...changes.map(({ id, change }) => rewritten(id, change)), ...added];
        rows.add(added.map(({ job }) => job));
        audit.appendAll(all.map(({ entry }) => entry));
        return all.map(({ job }) => job);
      };
      return inTransaction(db, every, commit);
    },
    get: (id) => byId(id)[0] ?? null,
    page: (list, { offset, limit }) => pageOf(list)(offset + limit, limit, offset),
    sections: createJobSections(db, { read: rows.read, count }),
    lastOf: (list, limit) => lastOf(list, limit),
    count,
    size: (list) => statesOf(list).reduce((sum, state) => sum + count(state), 0),
    counts: () => countsBy(jobStates, 'state', countAll.all()),
    appeared: ({ from, to }) => countsBy(storedLists, 'list', countSpan.all(from, to)),
    ready: (state, now, limit) =>
      readyRows([state], now, limit)
        .map(({ read }) => read())
        .filter((job) => job !== null),
    readyRows,
    nextDue(states, after) {
      const dues = states.map((state) => nextDue.get(state, after)?.['due'] ?? null);
      const times = dues.flatMap((due) => (due === null ? [] : Number(due)));
      return times.length === 0 ? null : Math.min(...times);
    },
    delayed: (state, now, limit) => delayedOf(state, now, limit),
    inState: (state) => byState(listOf[state], state),
    withContent: (sha256) => byContent(sealer.digest(sha256)),
    withLargeSize: (size) => byLargeSize(size),
    atPath: (path) => byPath(sealer.digest(path)),
    servedBy: (attachmentId) => byAttachment(attachmentId)[0] ?? null,
    linksToLookAt: (limit) =>
      linksToLookAt(limit).filter((job): job is JobIn<'filed'> => job.state === 'filed'),
    onTheirWayTo: (patientId) => Number(countOnTheirWay.get(patientId)?.['n']),
    takenSince: (folder, since) => Number(countTaken.get(since, folder)?.['n']),
    toDispose: (limit) => disposable(limit),
    replacing: () => replacing(),
    rank: (place) => Number(ranks[place].get()?.['rank']),
  };
}

/** Counted rows by the values of a column, with zero for those without rows. */
function countsBy<K extends string>(
  keys: readonly K[],
  column: string,
  rows: readonly Record<string, unknown>[],
): Record<K, number> {
  const found = new Map(rows.map((row) => [row[column], Number(row['n'])]));
  return Object.fromEntries(keys.map((key) => [key, found.get(key) ?? 0])) as Record<K, number>;
}
