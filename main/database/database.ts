import { existsSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ChartdropError } from '../base/errors.ts';
import { migrations } from './migrations.ts';

export interface OpenedDatabase {
  readonly db: DatabaseSync;
  /** Where a damaged file was put aside, to be told to a person; null where none was. */
  readonly setAside: string | null;
}

const errcode = z.object({ errcode: z.number() });
/** SQLite's primary result codes (sqlite.org/rescode.html); the low byte of an extended one. */
const full = 13;
const readOnly = 8;
const busy = 5;
const cannotOpen = 14;
const damaged = new Set([11, 26]);

/** Translates what node:sqlite threw: a full disk is waited for, a damaged file is set aside. */
export function databaseError(thrown: unknown): ChartdropError {
  if (thrown instanceof ChartdropError) return thrown;
  const code = (errcode.safeParse(thrown).data?.errcode ?? 0) & 0xff;
  if (code === full) return new ChartdropError('disk-full', { cause: thrown });
  if (code === readOnly || code === cannotOpen)
    return new ChartdropError('disk-read-only', { cause: thrown });
  if (code === busy) return new ChartdropError('data-in-use', { cause: thrown });
  if (damaged.has(code)) return new ChartdropError('database-damaged', { cause: thrown });
  return new ChartdropError('unexpected', { cause: thrown });
}

/**
 * Opens the one database, migrated to this program's schema. A damaged file is moved aside, never deleted, and a new one
 * begun; where another process may be working on it, `database-damaged` is thrown instead. Throws `database-newer` for a
 * file of a later version: guessing at it could lose what it holds.
 */
export function openDatabase(path: string, { isOurs }: { isOurs: boolean }): OpenedDatabase {
  try {
    return { db: openPatiently(path), setAside: null };
  } catch (thrown) {
    const error = databaseError(thrown);
    if (error.code !== 'database-damaged' || !isOurs) throw error;
    const aside = `${path}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
    moveAside(path, aside);
    return { db: openSound(path), setAside: aside };
  }
}

const heldByAnother = z.object({ code: z.enum(['EBUSY', 'EPERM', 'EACCES']) });

/** Throws `data-in-use` where another process has the file open: Windows then renames nothing. */
function moveAside(path: string, aside: string): void {
  try {
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
    }
  } catch (cause) {
    if (!heldByAnother.safeParse(cause).success) throw cause;
    throw new ChartdropError('data-in-use', { cause });
  }
}

const mostTries = 50;
const triesGapMs = 50;

/** Where several processes open it in one moment, the switch to WAL fails at once, whatever the timeout says. */
function openPatiently(path: string): DatabaseSync {
  for (let tries = 1; ; tries += 1) {
    try {
      return openSound(path);
    } catch (thrown) {
      if (tries === mostTries || databaseError(thrown).code !== 'data-in-use') throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, triesGapMs);
    }
  }
}

function openSound(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 5000 });
  try {
    // FULL: a row is on the disk before the effect that it stands for begins.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    const check = db.prepare('PRAGMA quick_check(1)').get();
    if (check?.['quick_check'] !== 'ok') throw new ChartdropError('database-damaged');
    migrate(db);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

function migrate(db: DatabaseSync): void {
  if (versionOf(db) === migrations.length) return;
  inTransaction(db, () => {
    // Read again under the lock: another process may have migrated it meanwhile.
    const version = versionOf(db);
    if (version > migrations.length) throw new ChartdropError('database-newer');
    for (const sql of migrations.slice(version)) db.exec(sql);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

const versionOf = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version']);

/** Runs `work` in one transaction: all of it is kept, or none. Nested calls join the outer one. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  if (db.isTransaction) return work();
  try {
    db.exec('BEGIN IMMEDIATE');
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (thrown) {
    rollBack(db);
    throw databaseError(thrown);
  }
}

/** A full disk may have rolled back by itself; then there is nothing to undo. */
function rollBack(db: DatabaseSync): void {
  if (db.isTransaction) db.exec('ROLLBACK');
}
