import { createHash, randomUUID } from 'node:crypto';
import { lstat, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ChartdropError } from '../../base/errors.ts';
import { hideFolder } from '../../base/system/hidden-folder.ts';
import { errnoOf, fileError, refusalIn } from '../../files/file-errors.ts';
import { createFile, makeFolder, readSmall, removeFile } from '../../files/folder-files.ts';
import { pathBytes } from '../../files/name-bytes.ts';

/** The hidden folder at the root of a scan folder; the filter excludes hidden files. */
export const claimsFolder = '.chartdrop';

export interface ClaimPlaces {
  readonly claims: string;
  readonly stations: string;
}

/** `ELOOP`: one of its names is a link or another foreign file. */
const forbidden = new Set(['EACCES', 'EPERM', 'EROFS', 'ELOOP', 'ENXIO']);
const full = new Set(['ENOSPC', 'EDQUOT']);

/** If writing is impossible, PCs cannot agree; other errors are the file system's. */
export function claimError(thrown: unknown): ChartdropError {
  const errno = errnoOf(thrown) ?? '';
  if (full.has(errno)) return new ChartdropError('claims-full', { cause: thrown });
  if (forbidden.has(errno) && refusalIn(thrown) !== 'held')
    return new ChartdropError('claims-denied', { cause: thrown });
  return fileError(thrown);
}

/** For promises that reject with the file system's errors. */
export function throwClaimError(thrown: unknown): never {
  throw claimError(thrown);
}

const partsBelow = (root: string, clinic: string): ClaimPlaces => ({
  claims: join(root, 'claims', clinic),
  stations: join(root, 'stations'),
});

/** The folder that holds these places; links are refused below it. */
export const rootOf = (stations: ClaimPlaces['stations']): string => dirname(dirname(stations));
/** Like `rootOf`, for the folder of a clinic's claims. */
export const rootOfClaims = (claims: ClaimPlaces['claims']): string => dirname(dirname(dirname(claims)));

/** Creates the missing ones, but never `parent`. A user who may write to one may write to all. */
async function makeBelow(root: string, clinic: string, mode: number): Promise<ClaimPlaces> {
  const places = partsBelow(root, clinic);
  try {
    for (const path of [root, join(root, 'claims'), places.claims, places.stations]) {
      if ((await makeFolder(path, dirname(root), mode)) && path === root) await hideFolder(root);
    }
    return places;
  } catch (thrown) {
    throw claimError(thrown);
  }
}

/**
 * Creates the places for claims and heartbeats in a scan folder, step by step; the folder itself is never created (case 28).
 * Throws `claims-denied` and the file system's errors.
 */
export async function makeClaimPlaces(folderPath: string, clinic: string): Promise<ClaimPlaces> {
  const { mode } = await stat(pathBytes(folderPath)).catch(throwClaimError);
  return makeBelow(join(folderPath, claimsFolder), clinic, mode & 0o7777);
}

/** The existing places in a scan folder; null if there are none. */
export async function findClaimPlaces(folderPath: string, clinic: string): Promise<ClaimPlaces | null> {
  const places = partsBelow(join(folderPath, claimsFolder), clinic);
  try {
    for (const path of [dirname(places.stations), dirname(places.claims), places.claims]) {
      if (!(await lstat(pathBytes(path))).isDirectory()) throw new ChartdropError('claims-denied');
    }
    return places;
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return null;
    throw claimError(thrown);
  }
}

/** A folder where all users of this PC may write. */
function commonFolder(): string {
  if (process.platform === 'win32') return process.env['ProgramData'] ?? tmpdir();
  return process.platform === 'darwin' ? '/Users/Shared' : '/tmp';
}

/**
 * The places for a read-only folder: elsewhere on this PC, so that at least its programs and users agree. Throws the
 * file system's errors.
 */
export async function makeLocalPlaces(
  folderPath: string,
  clinic: string,
  parent = commonFolder(),
): Promise<ClaimPlaces> {
  const { dev, ino } = await stat(pathBytes(folderPath), { bigint: true });
  const name = createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32);
  const root = join(parent, `chartdrop-${name}`);
  // Every user may add files, and only their owner may remove them.
  return makeBelow(root, clinic, 0o1777);
}

/**
 * Tests one side of a drive (case 56): whether a second exclusive create is refused, and whether written data can be
 * read back. Throws the file system's errors.
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
