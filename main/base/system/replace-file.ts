import { constants, renameSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
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

/** `UV_FS_O_EXLOCK` of libuv for Windows (uv/win.h): opens a file only while no other program has it open. */
const alone = 0x10000000;

/**
 * Whether a rename that Windows refused may succeed later: it gives the same answer for a missing permission as for a
 * file that another program holds. Elsewhere the error itself says so.
 */
export async function isInUse(
  path: string,
  { openFile = open, platform = process.platform }: { openFile?: typeof open; platform?: string } = {},
): Promise<boolean> {
  if (platform !== 'win32') return false;
  try {
    await (await openFile(path, constants.O_RDONLY | alone)).close();
    return false;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EBUSY';
  }
}

/** Renames `from` and replaces an existing `to`. Throws the file system's error. */
export async function replaceFile(
  from: string | Buffer,
  to: string | Buffer,
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
