import { createHash, randomUUID } from 'node:crypto';
import { lstat, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ChartdropError } from '../../base/errors.ts';
import { errnoOf, fileError } from '../../files/file-errors.ts';
import { createFile, makeFolder, readSmall, removeFile } from '../../files/folder-files.ts';

/** The hidden folder at the root of a scan folder; the filter takes nothing that is hidden. */
export const claimsFolder = '.chartdrop';

export interface ClaimPlaces {
  readonly claims: string;
  readonly stations: string;
}

/** `ELOOP`: a link, or anything else that is no file of Chartdrop's, lies under one of its names. */
const forbidden = new Set(['EACCES', 'EPERM', 'EROFS', 'ELOOP', 'ENXIO']);
const full = new Set(['ENOSPC', 'EDQUOT']);

/** Where nothing may be written, or no more, nobody can agree; the rest is the file system's own trouble. */
export function claimError(thrown: unknown): ChartdropError {
  const errno = errnoOf(thrown) ?? '';
  if (full.has(errno)) return new ChartdropError('claims-full', { cause: thrown });
  if (forbidden.has(errno)) return new ChartdropError('claims-denied', { cause: thrown });
  return fileError(thrown);
}

const partsBelow = (root: string, clinic: string): ClaimPlaces => ({
  claims: join(root, 'claims', clinic),
  stations: join(root, 'stations'),
});

/** The folder that holds the places: nothing is followed below it. */
export const rootOf = (stations: ClaimPlaces['stations']): string => dirname(dirname(stations));
/** As `rootOf`, for the folder of a clinic's claims. */
export const rootOfClaims = (claims: ClaimPlaces['claims']): string => dirname(dirname(dirname(claims)));

/** Makes what is missing of them, never `parent`. Whoever may write to the one may write to the others. */
async function makeBelow(root: string, clinic: string, mode: number): Promise<ClaimPlaces> {
  const places = partsBelow(root, clinic);
  try {
    for (const path of [root, join(root, 'claims'), places.claims, places.stations]) {
      await makeFolder(path, dirname(root), mode);
    }
    return places;
  } catch (thrown) {
    throw claimError(thrown);
  }
}

/**
 * Makes the places for claims and signs of life in a scan folder, step by step: the folder itself is never created
 * (case 28). Throws `claims-denied` and the file system's errors.
 */
export async function makeClaimPlaces(folderPath: string, clinic: string): Promise<ClaimPlaces> {
  const { mode } = await stat(folderPath).catch((thrown: unknown) => {
    throw claimError(thrown);
  });
  return makeBelow(join(folderPath, claimsFolder), clinic, mode & 0o7777);
}

/** The places in a scan folder, where they are there already; null where nobody made any. */
export async function findClaimPlaces(folderPath: string, clinic: string): Promise<ClaimPlaces | null> {
  const places = partsBelow(join(folderPath, claimsFolder), clinic);
  try {
    for (const path of [dirname(places.stations), dirname(places.claims), places.claims]) {
      if (!(await lstat(path)).isDirectory()) throw new ChartdropError('claims-denied');
    }
    return places;
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return null;
    throw claimError(thrown);
  }
}

/** Where all users of this PC may write. */
function commonFolder(): string {
  if (process.platform === 'win32') return process.env['ProgramData'] ?? tmpdir();
  return process.platform === 'darwin' ? '/Users/Shared' : '/tmp';
}

/**
 * The places for a folder in which nothing can be written: elsewhere on this PC, so that at least its own programs and
 * users agree. Throws the file system's errors.
 */
export async function makeLocalPlaces(
  folderPath: string,
  clinic: string,
  parent = commonFolder(),
): Promise<ClaimPlaces> {
  const { dev, ino } = await stat(folderPath, { bigint: true });
  const name = createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32);
  const root = join(parent, `chartdrop-${name}`);
  // Everybody may add files, and only their owner may remove them.
  return makeBelow(root, clinic, 0o1777);
}

/**
 * Tries what one side of a drive can see of it (case 56): whether a second exclusive create of a name is refused, and
 * whether what was written is read back. Throws the file system's errors.
 */
export async function keepsExclusively({ stations }: ClaimPlaces): Promise<boolean> {
  const path = join(stations, `probe-${randomUUID()}`);
  const root = rootOf(stations);
  const create = async (text: string): Promise<boolean> => {
    try {
      await using file = await createFile(path, root);
      await file.writeFile(text);
      return true;
    } catch (thrown) {
      if (errnoOf(thrown) === 'EEXIST') return false;
      throw claimError(thrown);
    }
  };
  try {
    const first = await create('first');
    const second = await create('second');
    return first && !second && (await readSmall(path, root)).text === 'first';
  } finally {
    await removeFile(path, root);
  }
}
