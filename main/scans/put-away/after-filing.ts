import { lstat, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { AfterFiling } from '../../../preload/contract/job.ts';
import type { Fingerprint } from '../../files/job-file.ts';
import { assertNever, ChartdropError } from '../../base/errors.ts';
import { localDay } from '../../base/local-day.ts';
import type { Trash } from '../../base/ports.ts';
import { isInUse } from '../../base/system/replace-file.ts';
import { errnoOf, fileError, isFileError, refusalIn } from '../../files/file-errors.ts';
import { folderError } from '../../files/folder-errors.ts';
import { hashFile } from '../../files/file-content.ts';
import { fingerprintOf, sameSizeAndTime } from '../../files/fingerprint.ts';
import { makeFolder } from '../../files/folder-files.ts';
import { filedFolder } from '../watch/filter.ts';
import { freeNames, moveFile } from '../../files/move-file.ts';
import { hasBytes, pathBytes } from '../../files/name-bytes.ts';

export interface FiledFile {
  readonly jobId: string;
  readonly path: string;
  readonly folderPath: string;
  /** Fingerprint of the filed bytes. */
  readonly fingerprint: Fingerprint;
  /** Their SHA-256 in hex; null if they were not read. */
  readonly sha256: string | null;
  readonly afterFiling: AfterFiling;
  /** Epoch milliseconds. Determines the day's folder, so that a move interrupted at midnight is found again. */
  readonly filedAt: number;
}

/** `left`: the file has other bytes now, or is gone for good, so it is left alone. */
export interface Disposal {
  readonly disposal: 'done' | 'left';
  /** The file's current path, if it was moved inside its folder. */
  readonly movedTo: string | null;
}

const done: Disposal = { disposal: 'done', movedTo: null };
export const left: Disposal = { disposal: 'left', movedTo: null };

/**
 * Whether the file at `path` still has the filed bytes; null if there is no such file. On FAT a move changes its id,
 * and a backup or a mount its times: then its bytes decide.
 */
async function stillHolds(path: string, filed: FiledFile): Promise<boolean | null> {
  try {
    const stats = await lstat(pathBytes(path), { bigint: true });
    if (!stats.isFile()) return false;
    const now = fingerprintOf(stats);
    if (now.size !== filed.fingerprint.size) return false;
    const isUntouched = sameSizeAndTime(filed.fingerprint, now) && now.inode === filed.fingerprint.inode;
    if (isUntouched) return true;
    if (filed.sha256 === null) return sameSizeAndTime(filed.fingerprint, now);
    const { sha256 } = await hashFile(path, new AbortController().signal);
    return sha256 === filed.sha256;
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return null;
    throw thrown;
  }
}

const dayFolderOf = ({ folderPath, filedAt }: FiledFile): string =>
  join(folderPath, filedFolder, localDay(filedAt).day);

/** Makes the folders only where one is missing: on a share each look at them is a call. */
async function moveToDay(file: FiledFile): Promise<string> {
  const { folderPath: root, path, jobId } = file;
  const directory = dayFolderOf(file);
  const moved = (): Promise<string> => moveFile(path, { directory, root }, basename(path), jobId);
  try {
    return await moved();
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOENT') throw thrown;
  }
  // Step by step and never recursively, since a missing scan folder must not be created (case 28).
  for (const folder of [dirname(directory), directory]) await makeFolder(folder, root);
  return moved();
}

/** The target of a move that was not recorded any more, or null. */
async function findMoved(file: FiledFile): Promise<string | null> {
  for (const path of freeNames(dayFolderOf(file), basename(file.path))) {
    const holds = await stillHolds(path, file);
    if (holds === null) return null;
    if (holds) return path;
  }
  return null;
}

/** The reasons why `Filed` does not take a file, by the system's error. */
const moveErrors: Partial<Record<string, ErrorCode>> = {
  EXDEV: 'filed-other-drive',
  ENOTDIR: 'filed-no-folder',
  ELOOP: 'filed-no-folder',
  EROFS: 'filed-denied',
  ENOSPC: 'filed-full',
  EDQUOT: 'filed-full',
};

async function moveError(thrown: unknown, path: string): Promise<ChartdropError> {
  const errno = errnoOf(thrown) ?? '';
  const refusal = refusalIn(thrown);
  // Windows refuses a rename without a permission as it does that of a held file.
  const isHeld = refusal === 'held' && ((errno !== 'EPERM' && errno !== 'EACCES') || (await isInUse(path)));
  const isDenied = refusal !== null && !isHeld;
  const code = isDenied ? 'filed-denied' : moveErrors[errno];
  return code === undefined ? fileError(thrown) : new ChartdropError(code, { cause: thrown });
}

async function move(file: FiledFile): Promise<Disposal> {
  const root = file.folderPath;
  const movedTo = await moveToDay(file).catch(async (thrown: unknown) => {
    throw await moveError(thrown, file.path);
  });
  if ((await stillHolds(movedTo, file)) !== false) return { disposal: 'done', movedTo };
  // The scanner replaced the file between check and move, so an unfiled file was moved. It is moved back, and its name
  // is reserved with an empty file: other content in a scan folder would count as a scan.
  await moveFile(movedTo, { directory: dirname(file.path), root }, basename(file.path), null);
  return left;
}

/**
 * Puts a filed file away as its folder's setting says. Call it only once the job is `filed`, and again after an error:
 * it continues where it stopped. Never deletes. Resolves with null if there is no such file. Throws `file-locked`, `folder-missing`, `filed-other-drive`, `filed-full`
 * and similar errors.
 */
export async function disposeFiledFile(file: FiledFile, deps: { trash: Trash }): Promise<Disposal | null> {
  if (file.afterFiling === 'stay') return done;
  try {
    // A missing folder takes its files along, so they are waited for (case 28).
    await stat(pathBytes(file.folderPath)).catch((thrown: unknown) => {
      throw folderError(thrown);
    });
    const holds = await stillHolds(file.path, file);
    switch (file.afterFiling) {
      case 'move': {
        if (holds === true) return await move(file);
        if (holds === false) return left;
        const movedTo = await findMoved(file);
        return movedTo === null ? null : { disposal: 'done', movedTo };
      }
      case 'trash':
        if (holds !== true) return holds === null ? null : left;
        // The system's trash takes names as text.
        if (hasBytes(file.path)) throw new ChartdropError('trash-refused');
        await deps.trash.moveToTrash(file.path).catch((thrown: unknown) => {
          const isKnown = thrown instanceof ChartdropError || isFileError(thrown);
          throw isKnown ? thrown : new ChartdropError('trash-refused', { cause: thrown });
        });
        return done;
      default:
        return assertNever(file.afterFiling);
    }
  } catch (thrown) {
    throw fileError(thrown);
  }
}
