import { renameSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { refusalOf } from './refusal.ts';

/**
 * Renames that replace a file. POSIX replaces a file that others have open (rename(2)). Windows refuses while any
 * program holds one of the two without sharing its deletion, as scanners of viruses, indexers and backups briefly do
 * with every new file: then waiting helps. Pauses in milliseconds, 1.3 s in all.
 */
const pausesMs = [10, 20, 40, 80, 160, 320, 640];

/** Whether the same call may succeed in a moment. */
export function isHeld(thrown: unknown, platform: NodeJS.Platform = process.platform): boolean {
  if (!(thrown instanceof Error) || !('code' in thrown)) return false;
  const syscall = 'syscall' in thrown && typeof thrown.syscall === 'string' ? thrown.syscall : 'rename';
  return refusalOf(String(thrown.code), syscall, platform) === 'held';
}

/** Renames `from` and replaces an existing `to`. Throws the file system's error. */
export async function replaceFile(
  from: string,
  to: string,
  { move, platform }: { move?: typeof rename; platform?: NodeJS.Platform } = {},
): Promise<void> {
  for (const pauseMs of [...pausesMs, null]) {
    try {
      await (move ?? rename)(from, to);
      return;
    } catch (thrown) {
      if (pauseMs === null || !isHeld(thrown, platform)) throw thrown;
      await pause(pauseMs);
    }
  }
}

/** Like `replaceFile`, for code that opens the database before anything else runs. */
export function replaceFileSync(
  from: string,
  to: string,
  { move, platform }: { move?: typeof renameSync; platform?: NodeJS.Platform } = {},
): void {
  const asleep = new Int32Array(new SharedArrayBuffer(4));
  for (const pauseMs of [...pausesMs, null]) {
    try {
      (move ?? renameSync)(from, to);
      return;
    } catch (thrown) {
      if (pauseMs === null || !isHeld(thrown, platform)) throw thrown;
      Atomics.wait(asleep, 0, 0, pauseMs);
    }
  }
}
