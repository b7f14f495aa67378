import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import { ChartdropError } from '../../base/errors.ts';
import { isEmptyFolder } from '../../files/folder-entries.ts';
import { folderError as errorOfFolder } from '../../files/folder-errors.ts';
import type { DriveKind } from '../../files/drive-kind.ts';
import { pathBytes, realPath } from '../../files/name-bytes.ts';

/** A scan folder as it was found; a new object each time it returns. */
export interface Place {
  readonly drive: DriveKind;
  /** Distinguishes the folder from another one with its name; null on network drives, where numbers may change. */
  readonly identity: string | null;
  /** With symbolic links resolved. */
  readonly realPath: string;
  /** Whether it is empty. */
  readonly isEmpty: boolean;
  /**
   * The mount, as far as its file ids last: after a restart only a drive with permanent ids is the same. See `Sight`.
   */
  readonly mount: string;
}

/** The folder is away for now, and is looked for until it returns. */
export const isAway: ReadonlySet<ErrorCode> = new Set([
  'folder-missing',
  'folder-denied',
  'folder-protected',
]);
/** Errors that a person hears of by their own name; after any other, the folder is looked for. */
const told: ReadonlySet<ErrorCode> = new Set(['files-too-many', 'folder-denied', 'folder-protected']);

/** The folder's error for an error of the file system; passes other errors through. */
function folderError(thrown: unknown): ChartdropError {
  const { code } = errorOfFolder(thrown);
  // A limit of this PC says nothing about the folder (case 41).
  if (told.has(code)) return new ChartdropError(code, { cause: thrown });
  return new ChartdropError('folder-missing', { cause: thrown });
}

/**
 * Runs work on the folder itself. Throws `folder-missing`, `folder-denied`, `folder-protected` or `files-too-many` for
 * any error there.
 */
export async function inFolder<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (thrown) {
    throw thrown instanceof ChartdropError ? thrown : folderError(thrown);
  }
}

/** Finds the folder at `path`, without ever creating it (case 28). Throws what `inFolder` throws. */
export function createFolderFinder(path: string, driveKind: (path: string) => Promise<DriveKind>) {
  let wasNetwork = false;
  const session = randomUUID();
  return (): Promise<Place> =>
    inFolder(async () => {
      const stats = await stat(pathBytes(path), { bigint: true });
      if (!stats.isDirectory()) throw new ChartdropError('folder-missing');
      // A folder that cannot be listed has not returned yet.
      const isEmpty = await isEmptyFolder(path);
      const drive = await driveKind(path);
      // An unmounted share leaves an empty local folder, which must not count as an empty share (case 8).
      if (wasNetwork && drive !== 'network') throw new ChartdropError('folder-missing');
      wasNetwork = drive === 'network';
      const identity = wasNetwork ? null : `${stats.dev.toString()}:${stats.ino.toString()}`;
      const mount = drive === 'plain' ? `drive ${stats.dev.toString()}` : session;
      return { drive, identity, realPath: await realPath(path), isEmpty, mount };
    });
}
