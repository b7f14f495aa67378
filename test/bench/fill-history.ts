import { mkdir } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { createAudit } from '../../main/database/audit/audit.ts';
import { proveDataKey } from '../../main/database/data-key.ts';
import { inTransaction, openDatabase } from '../../main/database/database.ts';
import { createWordIndex } from '../../main/database/search/word-index.ts';
import { createSealer, newDataKey } from '../../main/database/sealing.ts';
import { databaseFile } from '../../main/jobs/history.ts';
import { createJobStore } from '../../main/jobs/store/job-store.ts';
import { createJobWriter, type JobWriter } from '../../main/jobs/job-writer.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import { eventsToFiled, filedJobs, heldJob, waitingJobs } from './queue-jobs.ts';

const dayMs = 24 * 60 * 60 * 1000;
const yearMs = 365 * dayMs;
/** A busy clinic files as many in a day, so that its days are as long at any size. */
const jobsPerDay = 200;
/** Jobs of one call of the writer. All of them together are one transaction. */
const batch = 5000;

/** A database that a benchmark has filled and closed. */
export interface Filled {
  readonly directory: string;
  readonly dataKey: string;
  /** The filed jobs, oldest first. */
  readonly ids: readonly JobId[];
}

interface Filling {
  readonly writer: JobWriter;
  /** Sets the wall clock of the entries, in epoch milliseconds. */
  readonly setNow: (now: number) => void;
}

/** Keeps nothing of a crash, but writes each page about once: a database that is not filled to its end is not used. */
const whileFilling = (db: DatabaseSync): void =>
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000');

/**
 * Fills a new database through the program's own writer, store and history, so that encryption, digests, history links,
 * counts and indexes are the program's. Only the settings of SQLite differ, until it is closed.
 */
async function fill(directory: string, work: (filling: Filling) => JobId[]): Promise<Filled> {
  await mkdir(directory);
  const dataKey = newDataKey();
  let at = Date.now();
  const clock = { ...systemClock, now: () => at };
  const { db, flushed, close } = openDatabase(databaseFile(directory), { by: 'worker', now: Date.now() });
  try {
    whileFilling(db);
    const sealer = createSealer(dataKey);
    proveDataKey(db, sealer);
    const actor = () => ({ osUser: 'bench', station: 'bench', apiUser: null });
    const { log: audit, entries } = createAudit(db, { sealer, clock, actor });
    const writer = createJobWriter(createJobStore(db, { sealer, clock, audit, flushed }), () => {});
    const ids = inTransaction(db, () => work({ writer, setNow: (now) => (at = now) }));
    const index = createWordIndex(db, { sealer, clock, entries });
    while (index.addNext());
    return { directory, dataKey, ids };
  } finally {
    close();
  }
}

/**
 * `jobs` jobs, all but `waiting` of them filed until now, 200 a day, each with one history entry. Jobs get their ids in the
 * order of time, as the program's do.
 */
export const fillWithJobs = (directory: string, jobs: number, waiting: number): Promise<Filled> =>
  fill(directory, ({ writer, setNow }) => {
    const filed = jobs - waiting;
    const began = Date.now() - (filed / jobsPerDay) * dayMs;
    const filedAt = (at: number): number => Math.round(began + (at / jobsPerDay) * dayMs);
    const ids: JobId[] = [];
    for (let first = 0; first < filed; first += batch) {
      setNow(filedAt(first));
      const added = filedJobs(first, Math.min(batch, filed - first), filedAt);
      writer.add(added);
      ids.push(...added.map(({ id }) => id));
    }
    setNow(Date.now());
    writer.add(waitingJobs(filed, waiting));
    return ids;
  });

/** A year of `jobs` jobs with all their history: each is found, goes through every state, and its file is moved. */
export const fillYear = (directory: string, jobs: number): Promise<Filled> =>
  fill(directory, ({ writer, setNow }) => {
    const began = Date.now() - yearMs;
    return Array.from({ length: jobs }, (_, at) => {
      const now = Math.round(began + (yearMs * at) / jobs);
      setNow(now);
      const job = heldJob(at, now);
      writer.add([job]);
      for (const event of eventsToFiled(at, now)) writer.apply(job.id, event);
      return job.id;
    });
  });
