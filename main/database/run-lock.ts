import { DatabaseSync } from 'node:sqlite';
import type { Stop } from '../base/ports.ts';
import { databaseError } from './database.ts';

/**
 * Ensures that only this process works on the jobs of a data directory, until it stops or dies. The operating
 * system releases the lock with the process, so a kill needs no cleanup. Throws `data-in-use`.
 */
export function takeRunLock(path: string): Stop {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path);
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (at); COMMIT');
  } catch (thrown) {
    db?.close();
    throw databaseError(thrown);
  }
  const held = db;
  return () => {
    if (held.isOpen) held.close();
  };
}
