import { open, rename, rm, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { ChartdropError } from '../errors.ts';
import { errnoOf } from '../uploads/file-errors.ts';

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

/**
 * Reserves the first free name by creating it, exclusively, as an empty file. A reservation left over from a crash is
 * never taken over: it may be that of another move, on this PC or another one, which is about to use it (case 31).
 */
async function reserve(directory: string, name: string): Promise<string> {
  for (const path of freeNames(directory, name)) {
    try {
      await (await open(path, 'wx')).close();
      return path;
    } catch (thrown) {
      if (errnoOf(thrown) !== 'EEXIST') throw thrown;
    }
  }
  throw new ChartdropError('unexpected');
}

/**
 * Moves a file into `directory`, on the same drive, under its name or the first free one like it; returns where it
 * lies now. Never overwrites content: the name is reserved first, and the rename takes the reservation's place. A
 * rename, unlike a link and an unlink, cannot delete what a scanner puts in the file's place at the same moment, and
 * works on every file system. Throws what the file system throws.
 */
export async function moveFile(from: string, directory: string, name: string): Promise<string> {
  const path = await reserve(directory, name);
  try {
    await rename(from, path);
    return path;
  } catch (thrown) {
    // Only what was made here a moment ago, and only while it is still empty.
    if ((await stat(path)).size === 0) await rm(path);
    throw thrown;
  }
}
