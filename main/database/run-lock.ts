import { DatabaseSync } from 'node:sqlite';
import type { Stop } from '../base/ports.ts';
import { databaseError } from './database.ts';

/**
 * Makes this process the only one that works on a data directory's jobs, until it stops or dies: the operating system
 * drops the lock with the process, so a kill leaves nothing to clean up. Throws `data-in-use`.
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
