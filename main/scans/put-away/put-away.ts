import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { errnoOf } from '../../files/file-errors.ts';
import { fingerprintOf, mayHaveMoved } from '../../files/fingerprint.ts';
import type { ClaimedFile } from '../identity/claim-key.ts';
import { filedFolder } from '../watch/filter.ts';
import { freeNames } from '../../files/move-file.ts';
import { namesIn, pathBytes } from '../../files/name-bytes.ts';

/** The entries of a folder; empty if it is missing. */
async function namesOf(path: string): Promise<string[]> {
  try {
    return await namesIn(path);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT' || errnoOf(thrown) === 'ENOTDIR') return [];
    throw thrown;
  }
}

/** Whether a file is missing at its place and is in its folder's `Filed`: some program has filed it. */
export async function isPutAway(folderPath: string, file: ClaimedFile): Promise<boolean> {
  const isThere = await lstat(pathBytes(file.path)).then(
    () => true,
    (thrown: unknown) => errnoOf(thrown) !== 'ENOENT',
  );
  if (isThere) return false;
  const filed = join(folderPath, filedFolder);
  for (const day of await namesOf(filed)) {
    const names = new Set(await namesOf(join(filed, day)));
    for (const path of freeNames(join(filed, day), basename(file.path))) {
      if (!names.has(basename(path))) break;
      const now = fingerprintOf(await lstat(pathBytes(path), { bigint: true }));
      if (mayHaveMoved({ ...now, ...file.fingerprint }, now)) return true;
    }
  }
  return false;
}
