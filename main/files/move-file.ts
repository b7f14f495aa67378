import { lstat } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import { ChartdropError } from '../base/errors.ts';
import { errnoOf } from './file-errors.ts';
import { type CheckedFolder, isRefusal, readSmall, removeFile, withFolder } from './folder-files.ts';
import { pathBytes } from './name-bytes.ts';

/** A folder, and the scan folder that contains it. Links are refused below the scan folder. */
interface Place {
  readonly directory: string;
  readonly root: string;
}

/** More files of one name per day than any scanner makes. Limits the loop. */
const mostNames = 10_000;

/** The longest name of most file systems. */
const mostNameBytes = 255;

/** The text shortened to this many bytes of UTF-8, without splitting a character. */
function shortened(text: string, bytes: number): string {
  const chars = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  while (Buffer.byteLength(pathBytes(chars.join(''))) > bytes) chars.pop();
  return chars.join('');
}

/** `a.pdf`, `a (2).pdf`, `a (3).pdf` … inside `directory`. The stem of a name of 255 bytes loses its end. */
export function* freeNames(directory: string, name: string): Generator<string> {
  const { name: stem, ext } = parse(name);
  yield join(directory, name);
  for (let number = 2; number <= mostNames; number += 1) {
    const end = ` (${number})${ext}`;
    yield join(directory, `${shortened(stem, mostNameBytes - Buffer.byteLength(pathBytes(end)))}${end}`);
  }
}

/**
 * The content of a reserved name before the file replaces it: the owner, so that only the same move continues with
 * it.
 */
const reservation = (owner: string): string => `Reserved by Chartdrop for ${owner}\n`;

/** Whether `owner` reserved the name in a move that a crash interrupted. */
async function isReservedFor(path: string, owner: string, root: string): Promise<boolean> {
  const content = reservation(owner);
  const { size } = await lstat(pathBytes(path));
  if (size !== Buffer.byteLength(content)) return false;
  try {
    return (await readSmall(path, root)).text === content;
  } catch (thrown) {
    // A link made by someone else.
    if (isRefusal(thrown)) return false;
    throw thrown;
  }
}

interface Reserved {
  /** The wanted name. */
  readonly name: string;
  /** See `moveFile`. */
  readonly owner: string | null;
}

/**
 * Reserves the first free name by creating it exclusively. A reservation left by a crash is used again only by the
 * move that made it: it may belong to another PC that is about to use it (case 31).
 */
async function reserve(
  folder: CheckedFolder,
  { directory, root }: Place,
  { name, owner }: Reserved,
): Promise<string> {
  for (const path of freeNames(directory, name)) {
    try {
      await using file = await folder.create(basename(path));
      // On a full disk the name is reserved without its owner: a rename needs no space.
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
 * Moves a file into `to.directory` on the same drive, under its name or the first free similar one, and returns the
 * new path. Never overwrites content: it reserves the name and then renames over the reservation. A rename, unlike
 * a link and an unlink, cannot delete a file that a scanner writes at the same moment, and works on every file
 * system. `owner` identifies the move and stays the same after a restart; null if the reservation must stay empty.
 * Throws the file system's errors, ELOOP if a link is on either path.
 */
export const moveFile = (from: string, to: Place, name: string, owner: string | null): Promise<string> =>
  withFolder(to.directory, to.root, async (folder) => {
    const path = await reserve(folder, to, { name, owner });
    try {
      await folder.take(from, basename(path));
      return path;
    } catch (thrown) {
      // Removes only its own reservation, and only if no other file replaced it.
      if (
        (await lstat(pathBytes(path))).size === 0 ||
        (owner !== null && (await isReservedFor(path, owner, to.root)))
      )
        await removeFile(path, to.root);
      throw thrown;
    }
  });
