import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseError } from './database.ts';

const triesGapMs = 20;
/** Work under a lock takes milliseconds, unless a backup holds a file of it for a moment. */
const patienceMs = 10_000;

/**
 * Runs `work` while no other call with this path does, of this process or another one. The operating system releases the lock with its
 * process, so a kill needs no cleanup; the file itself stays, and is empty. Throws `data-in-use` after `waitMs` milliseconds.
 */
export async function whileLocked<T>(path: string, work: () => Promise<T>, waitMs = patienceMs): Promise<T> {
  const lock = await taken(path, waitMs);
  try {
    return await work();
  } finally {
    lock.close();
  }
}

/** Asks again instead of waiting in SQLite, since the holder may be this process, whose work would wait too. */
async function taken(path: string, waitMs: number): Promise<DatabaseSync> {
  const until = performance.now() + waitMs;
  for (;;) {
    try {
      return take(path);
    } catch (thrown) {
      const error = databaseError(thrown);
      if (error.code !== 'data-in-use' || performance.now() >= until) throw error;
    }
    await sleep(triesGapMs);
  }
}

function take(path: string): DatabaseSync {
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (thrown) {
    lock.close();
    throw thrown;
  }
}
