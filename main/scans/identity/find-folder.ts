import { randomUUID } from 'node:crypto';
import { opendir, realpath, stat } from 'node:fs/promises';
import { ChartdropError } from '../../base/errors.ts';
import { fileError } from '../../files/file-errors.ts';
import type { DriveKind } from '../../files/drive-kind.ts';

/** A scan folder as it was found; a new one each time that it comes back. */
export interface Place {
  readonly drive: DriveKind;
  /** Tells the folder from another one that took its name; null on network drives, where numbers may change. */
  readonly identity: string | null;
  /** With symbolic links resolved. */
  readonly realPath: string;
  /** Whether it holds nothing at all. */
  readonly isEmpty: boolean;
  /**
   * The mount, as far as its file ids last: a drive that keeps them is the same one after a restart, any other gives
   * them anew, and nobody can tell when. See `Sight`.
   */
  readonly mount: string;
}

/** The folder's own error for what the file system throws about it; anything else is passed through. */
function folderError(thrown: unknown): ChartdropError {
  const { code } = fileError(thrown);
  const isDenied = code === 'file-locked' || code === 'file-denied';
  return new ChartdropError(isDenied ? 'folder-denied' : 'folder-missing', { cause: thrown });
}

/** Runs what touches the folder itself. Throws `folder-missing` or `folder-denied` for whatever goes wrong there. */
export async function inFolder<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (thrown) {
    throw thrown instanceof ChartdropError ? thrown : folderError(thrown);
  }
}

/** Finds the folder at `path`, which is never created (case 28). Throws `folder-missing` and `folder-denied`. */
export function createFolderFinder(path: string, driveKind: (path: string) => Promise<DriveKind>) {
  let wasNetwork = false;
  const session = randomUUID();
  return (): Promise<Place> =>
    inFolder(async () => {
      const stats = await stat(path, { bigint: true });
      if (!stats.isDirectory()) throw new ChartdropError('folder-missing');
      // A folder may be there and yet refuse to be listed; then it has not come back.
      await using names = await opendir(path);
      const isEmpty = (await names.read()) === null;
      const drive = await driveKind(path);
      // A share that is not mounted leaves an empty local folder behind, which is no empty share (case 8).
      if (wasNetwork && drive !== 'network') throw new ChartdropError('folder-missing');
      wasNetwork = drive === 'network';
      const identity = wasNetwork ? null : `${stats.dev.toString()}:${stats.ino.toString()}`;
      const mount = drive === 'plain' ? `drive ${stats.dev.toString()}` : session;
      return { drive, identity, realPath: await realpath(path), isEmpty, mount };
    });
}
