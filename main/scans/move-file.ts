import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ChartdropError } from '../errors.ts';
import { errnoOf } from '../uploads/file-errors.ts';
import { isLockError } from './inspect-file.ts';

/** More of one name on one day than any scanner makes; a bound, so that a loop ends. */
const mostNames = 10_000;

/** `a.pdf`, `a (2).pdf`, `a (3).pdf` … inside `directory`. */
export function* freeNames(directory: string, name: string): Generator<string> {
  const { name: stem, ext } = parse(name);
  yield join(directory, name);
  for (let number = 2; number <= mostNames; number += 1) {
    yield join(directory, `${stem} (${number})${ext}`);
  }
}

/** What a reserved name holds until the file takes its place: whose it is, so that only that move takes it up again. */
const reservation = (owner: string): string => `Reserved by Chartdrop for ${owner}\n`;

/** Whether the name was reserved for `owner` by a move that a crash cut short. */
async function isReservedFor(path: string, owner: string): Promise<boolean> {
  const content = reservation(owner);
  const { size } = await stat(path);
  return size === Buffer.byteLength(content) && (await readFile(path, 'utf8')) === content;
}

/**
 * Reserves the first free name by creating it, exclusively. A reservation left over from a crash is taken up again by
 * the move that made it, and by no other: it may be that of another PC, which is about to use it (case 31).
 */
async function reserve(directory: string, name: string, owner: string | null): Promise<string> {
  for (const path of freeNames(directory, name)) {
    try {
      await using file = await open(path, 'wx');
      // On a full disk the name is reserved all the same, without its owner: a rename needs no space.
      if (owner !== null) await file.writeFile(reservation(owner)).catch(() => file.truncate());
      return path;
    } catch (thrown) {
      if (errnoOf(thrown) !== 'EEXIST') throw thrown;
      if (owner !== null && (await isReservedFor(path, owner))) return path;
    }
  }
  throw new ChartdropError('unexpected');
}

/** On Windows another program, such as an antivirus, may have one of the two open for a moment. */
const renameTries = 5;
const renamePauseMs = 20;

async function renameSoon(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await rename(from, to);
      return;
    } catch (thrown) {
      if (tries === renameTries || !isLockError(thrown)) throw thrown;
      await pause(renamePauseMs * tries);
    }
  }
}

/**
 * Moves a file into `directory`, on the same drive, under its name or the first free one like it; returns where it
 * lies now. Never overwrites content: the name is reserved first, and the rename takes the reservation's place. A
 * rename, unlike a link and an unlink, cannot delete what a scanner puts in the file's place at the same moment, and
 * works on every file system. `owner` names the move, the same after a restart; null where the reserved name must
 * stay empty. Throws what the file system throws.
 */
export async function moveFile(
  from: string,
  directory: string,
  name: string,
  owner: string | null,
): Promise<string> {
  const path = await reserve(directory, name, owner);
  try {
    await renameSoon(from, path);
    return path;
  } catch (thrown) {
    // Only what was made here a moment ago, and only while nothing else took its place.
    if ((await stat(path)).size === 0 || (owner !== null && (await isReservedFor(path, owner))))
      await rm(path);
    throw thrown;
  }
}
