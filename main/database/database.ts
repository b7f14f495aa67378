import { closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ChartdropError } from '../base/errors.ts';
import { isHeld, replaceFileSync } from '../base/system/replace-file.ts';
import { fileError } from '../files/file-errors.ts';
import { createDiskFlush, type DiskFlush, fileOnDisk } from './disk-flush.ts';
import { migrations } from './migrations.ts';
import { noticeErrors } from './notice-errors.ts';
import { lastCheckOf, noteSoundClose, takeSoundClose } from './sound-close.ts';

export interface OpenedDatabase {
  readonly db: DatabaseSync;
  /** Where a damaged file was moved, to show to a person. null if none was damaged. */
  readonly setAside: string | null;
  readonly flushed: DiskFlush['flushed'];
  /** Closes it. The next opening need not check a file that is as this one left it. */
  readonly close: () => void;
}

/** The process that works on the jobs, one that reads beside it, or one that reads while none works on them. */
export type OpenedBy = 'worker' | 'beside-worker' | 'alone';

const errcode = z.object({ errcode: z.number() });
/** The numbers of frames in the log, and of those in the database (sqlite.org/pragma.html#pragma_wal_checkpoint). */
const checkpointed = z.object({ busy: z.number(), log: z.number(), checkpointed: z.number() });
/** SQLite's primary result codes (sqlite.org/rescode.html): the low byte of an extended code. */
const full = 13;
const readOnly = 8;
const busy = 5;
const cannotOpen = 14;
const damaged = new Set([11, 26]);
const ioError = 10;

const codeOf = (thrown: unknown): number => (errcode.safeParse(thrown).data?.errcode ?? 0) & 0xff;

/** Translates errors of node:sqlite: `disk-full` is retried, a damaged file is moved aside. */
export function databaseError(thrown: unknown): ChartdropError {
  if (thrown instanceof ChartdropError) return thrown;
  const code = codeOf(thrown);
  if (code === full) return new ChartdropError('disk-full', { cause: thrown });
  if (code === readOnly || code === cannotOpen)
    return new ChartdropError('disk-read-only', { cause: thrown });
  if (code === busy) return new ChartdropError('data-in-use', { cause: thrown });
  if (damaged.has(code)) return new ChartdropError('database-damaged', { cause: thrown });
  return new ChartdropError('unexpected', { cause: thrown });
}

/**
 * Opens the database and migrates it to this program's schema. Moves a damaged file aside, never deletes it, and
 * creates a new one; throws `database-damaged` instead if another process may be using the file. Throws
 * `database-newer` for a file of a later version: guessing its schema could lose data.
 *
 * All of the file is read and checked, which takes seconds for a million jobs, unless another process works on it, which
 * checked it, or the file is as a complete close left it and no call met damage until then. `now`: epoch milliseconds.
 */
export function openDatabase(path: string, given: { by: OpenedBy; now: number }): OpenedDatabase {
  const { by, now } = given;
  const isOurs = by === 'worker';
  const checkedAt = isOurs ? takeSoundClose(path, now) : lastCheckOf(path, now);
  const isChecked = checkedAt === null && by !== 'beside-worker';
  const asOpened = (db: DatabaseSync, setAside: string | null): OpenedDatabase => {
    let isSound = true;
    noticeErrors(db, (thrown) => {
      if (databaseError(thrown).code === 'database-damaged') isSound = false;
    });
    const disk = createDiskFlush(fileOnDisk(`${path}-wal`), {
      doubt: () => doubtLog(db),
      complete: () => completeLog(db),
    });
    const close = (): void => {
      disk.close();
      db.close();
      if (isOurs && isSound) noteSoundClose(path, checkedAt ?? now);
    };
    return { db, setAside, flushed: disk.flushed, close };
  };
  try {
    return asOpened(openPatiently(path, { isChecked, isOlderInUse: by === 'beside-worker' }), null);
  } catch (thrown) {
    const error = databaseError(thrown);
    if (error.code === 'disk-read-only' && isHeldByAnother(path))
      throw new ChartdropError('data-in-use', { cause: thrown });
    if (error.code !== 'database-damaged' || !isOurs) throw error;
    const aside = `${path}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
    moveAside(path, aside);
    return asOpened(openSound(path, { isChecked: true, isOlderInUse: false }), aside);
  }
}

/**
 * Databases of which a wait for the disk failed. Linux takes the bytes of their log for written then, and the next wait succeeds
 * without them (wiki.postgresql.org/wiki/Fsync_Errors): a power failure would lose every commit from there on.
 */
const inDoubt = new WeakSet<DatabaseSync>();

function doubtLog(db: DatabaseSync): void {
  inDoubt.add(db);
  completeLog(db);
}

/** Writes all that is committed into the database file. Throws `data-in-use` while another process reads an older state. */
function completeLog(db: DatabaseSync): void {
  if (!inDoubt.has(db)) return;
  try {
    const done = checkpointed.parse(db.prepare('PRAGMA wal_checkpoint(PASSIVE)').get());
    if (done.busy !== 0 || done.checkpointed < done.log) throw new ChartdropError('data-in-use');
  } catch (thrown) {
    throw databaseError(thrown);
  }
  inDoubt.delete(db);
}

/** SQLite says only that it cannot open a file; on Windows a backup program may have it for itself. */
function isHeldByAnother(path: string): boolean {
  try {
    closeSync(openSync(path, 'r'));
    return false;
  } catch (thrown) {
    return isHeld(thrown);
  }
}

/** Throws `data-in-use` if another process has the file open, since Windows then refuses to rename it. */
function moveAside(path: string, aside: string): void {
  try {
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(path + suffix)) replaceFileSync(path + suffix, aside + suffix);
    }
  } catch (cause) {
    if (isHeld(cause)) throw new ChartdropError('data-in-use', { cause });
    throw fileError(cause);
  }
}

const mostTries = 50;
const triesGapMs = 50;

/** If several processes open the database at once, switching to WAL fails immediately, ignoring the timeout. */
function openPatiently(path: string, how: HowToOpen): DatabaseSync {
  for (let tries = 1; ; tries += 1) {
    try {
      return openSound(path, how);
    } catch (thrown) {
      if (tries === mostTries || databaseError(thrown).code !== 'data-in-use') throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, triesGapMs);
    }
  }
}

/**
 * `isChecked`: all of the file is read; a damaged header or schema is found in any case. `isOlderInUse`: an older schema belongs to an
 * older program that works on it now, and could no longer count its jobs in the new one: throws `data-in-use`.
 */
interface HowToOpen {
  readonly isChecked: boolean;
  readonly isOlderInUse: boolean;
}

function openSound(path: string, { isChecked, isOlderInUse }: HowToOpen): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5000 });
  try {
    // FULL: the row is on disk before its effect starts.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    if (isChecked && db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok')
      throw new ChartdropError('database-damaged');
    if (isOlderInUse && versionOf(db) < migrations.length) throw new ChartdropError('data-in-use');
    migrate(db);
    // Each statement with triggers keeps the pages that it changes until it ends. In a file, as is the default, that took
    // ten times more writes than all else of 10,000 new jobs. A migration sorts a million rows, and may use files.
    // With 16 MB of pages in memory instead of two, each page of an index is written once; with 8, adding to 200,000 jobs
    // took 7 % longer.
    db.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000');
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function migrate(db: DatabaseSync): void {
  if (versionOf(db) === migrations.length) return;
  inTransaction(db, () => {
    // Read again under the lock, since another process may have migrated it meanwhile.
    const version = versionOf(db);
    if (version > migrations.length) throw new ChartdropError('database-newer');
    for (const sql of migrations.slice(version)) db.exec(sql);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

const versionOf = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version']);

/**
 * Whether a commit waits for the disk, which can take 300 ms where other programs write. `later`: a power failure may undo it, for
 * what is then done again, and has no effect outside before a `synced` one or `flushed`. These write all earlier ones to the disk.
 */
export type Commit = 'synced' | 'later';

/**
 * Runs `work` in one transaction, which is committed or rolled back completely. Nested calls join the outer one.
 */
export function inTransaction<T>(db: DatabaseSync, work: () => T, commit: Commit = 'synced'): T {
  if (db.isTransaction) return work();
  if (commit === 'synced') completeLog(db);
  else db.exec('PRAGMA synchronous = NORMAL');
  try {
    db.exec('BEGIN IMMEDIATE');
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (thrown) {
    rollBack(db);
    if (codeOf(thrown) === ioError) doubtLog(db);
    throw databaseError(thrown);
  } finally {
    if (commit === 'later') db.exec('PRAGMA synchronous = FULL');
  }
}

/** Runs `work`, whose statements all read the same state, whatever other processes write meanwhile. */
export function inSnapshot<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work();
  try {
    db.exec('BEGIN');
    return work();
  } catch (thrown) {
    throw databaseError(thrown);
  } finally {
    rollBack(db);
  }
}

/** On a full disk SQLite may already have rolled back; then there is nothing to undo. */
function rollBack(db: DatabaseSync): void {
  if (db.isTransaction) db.exec('ROLLBACK');
}
