import { DatabaseSync } from 'node:sqlite';
import type { Stop } from '../base/ports.ts';
import { databaseError } from './database.ts';

/** Held until they are stopped: a database that nothing refers to is closed when memory is tidied, and its lock with it. */
const heldLocks = new Set<DatabaseSync>();

/** `isRunLocked` holds the file for less than this, in milliseconds. */
const questionMs = 250;

/**
 * Ensures that only this process works on the jobs of a data directory, until it stops or dies. The operating
 * system releases the lock with the process, so a kill needs no cleanup. Throws `data-in-use`.
 */
export function takeRunLock(path: string): Stop {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { timeout: questionMs });
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (at); COMMIT');
  } catch (thrown) {
    db?.close();
    throw databaseError(thrown);
  }
  const held = db;
  heldLocks.add(held);
  return () => {
    if (heldLocks.delete(held)) held.close();
  };
}

/** Whether a process works on the jobs of the data directory. */
export function isRunLocked(path: string): boolean {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (thrown) {
    return databaseError(thrown).code === 'data-in-use';
  } finally {
    db?.close();
  }
}
