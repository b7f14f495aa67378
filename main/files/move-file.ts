import { lstat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { ChartdropError } from '../base/errors.ts';
import { errnoOf } from './file-errors.ts';
import { createFile, isRefusal, readSmall, removeFile, renameFile } from './folder-files.ts';

/** A folder, and the scan folder that holds it, and the file too: no link is followed below that. */
interface Place {
  readonly directory: string;
  readonly root: string;
}

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
async function isReservedFor(path: string, owner: string, root: string): Promise<boolean> {
  const content = reservation(owner);
  const { size } = await lstat(path);
  if (size !== Buffer.byteLength(content)) return false;
  try {
    return (await readSmall(path, root)).text === content;
  } catch (thrown) {
    // Somebody's link.
    if (isRefusal(thrown)) return false;
    throw thrown;
  }
}

/**
 * Reserves the first free name by creating it, exclusively. A reservation left over from a crash is taken up again by
 * the move that made it, and by no other: it may be that of another PC, which is about to use it (case 31).
 */
async function reserve({ directory, root }: Place, name: string, owner: string | null): Promise<string> {
  for (const path of freeNames(directory, name)) {
    try {
      await using file = await createFile(path, root);
      // On a full disk the name is reserved all the same, without its owner: a rename needs no space.
      if (owner !== null) await file.writeFile(reservation(owner)).catch(() => file.truncate());
      return path;
    } catch (thrown) {
      if (errnoOf(thrown) !== 'EEXIST') throw thrown;
      if (owner !== null && (await isReservedFor(path, owner, root))) return path;
    }
  }
  throw new ChartdropError('unexpected');
}

/**
 * Moves a file into `to.directory`, on the same drive, under its name or the first free one like it; returns where it
 * lies now. Never overwrites content: the name is reserved first, and the rename takes the reservation's place. A
 * rename, unlike a link and an unlink, cannot delete what a scanner puts in the file's place at the same moment, and
 * works on every file system. `owner` names the move, the same after a restart; null where the reserved name must
 * stay empty. Throws what the file system throws, ELOOP where a link lies on the way to either.
 */
export async function moveFile(from: string, to: Place, name: string, owner: string | null): Promise<string> {
  const path = await reserve(to, name, owner);
  try {
    await renameFile(from, path, to.root);
    return path;
  } catch (thrown) {
    // Only what was made here a moment ago, and only while nothing else took its place.
    if ((await lstat(path)).size === 0 || (owner !== null && (await isReservedFor(path, owner, to.root))))
      await removeFile(path, to.root);
    throw thrown;
  }
}
