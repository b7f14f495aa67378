import { type BigIntStats, constants, readlinkSync } from 'node:fs';
import { type FileHandle, lstat, mkdir, open } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { removeIfThere } from '../base/system/remove-file.ts';
import { replaceFile } from '../base/system/replace-file.ts';
import { errnoOf, refusalIn } from './file-errors.ts';
import { pathBytes, realPath, textOfPath } from './name-bytes.ts';

/**
 * Opens and writes files in a folder that other people can write to. They may put a link, a pipe or another file
 * under any name at any moment. So no link is followed, no call blocks, and the opened file is the one that is
 * checked and used. `root` is the scan folder as a person named it; links are refused only below it.
 */

const isWindows = process.platform === 'win32';
// Windows lacks both flags: there a file is checked before it is opened and compared with the opened one.
const known: Partial<typeof constants> = constants;
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_DIRECTORY = 0 } = known;
/** `O_NONBLOCK`: otherwise opening a named pipe blocks one of the few threads until someone writes to it. */
const careful = O_NOFOLLOW | O_NONBLOCK;

/** Anything that is no regular file is refused like a link. */
const refusal = (): Error =>
  Object.assign(new Error('the name holds no file of this folder'), { code: 'ELOOP' });
export const isRefusal = (thrown: unknown): boolean => errnoOf(thrown) === 'ELOOP';

const fold = (path: string): string => path.normalize('NFC').toLowerCase();
/** Linux adds this to the path of an open file that was unlinked, or whose share looked its name up again. */
const deleted = / \(deleted\)$/;

/** Without links, as each scan folder was found last: on a share, each look at all parts of a path is several calls. */
const realRoots = new Map<string, string>();
const mostRoots = 100;

/** Throws ELOOP unless `real` is `path` with links resolved up to `root`, but not below it. */
async function checkPath(real: string, path: string, root: string): Promise<void> {
  const isAt = (realRoot: string): boolean => {
    const plain = fold(join(realRoot, relative(root, path)));
    return fold(real) === plain || fold(real.replace(deleted, '')) === plain;
  };
  const known = realRoots.get(root);
  if (known !== undefined && isAt(known)) return;
  // The folder's own path may lead elsewhere by now.
  const now = await realPath(root);
  if (realRoots.size >= mostRoots) realRoots.clear();
  realRoots.set(root, now);
  if (!isAt(now)) throw refusal();
}

async function realPathOf(handle: FileHandle, path: string): Promise<string> {
  if (process.platform === 'linux') {
    try {
      // Not a call of the file system with the file: the kernel knows the path of what it has open.
      return textOfPath(readlinkSync(`/proc/self/fd/${handle.fd}`, 'buffer'));
    } catch (thrown) {
      // Not mounted.
      if (errnoOf(thrown) !== 'ENOENT') throw thrown;
    }
  }
  return join(await realPath(dirname(path)), basename(path));
}

const checkPlace = async (handle: FileHandle, path: string, root: string): Promise<void> =>
  checkPath(await realPathOf(handle, path), path, root);

/** Compares no device number, since Windows gives different ones by name and by handle. */
const isSameFile = (a: BigIntStats, b: BigIntStats): boolean => a.ino === b.ino;

async function openChecked(path: string, flags: number, root: string | null): Promise<FileHandle> {
  const before = isWindows ? await lstat(pathBytes(path), { bigint: true }) : null;
  if (before?.isFile() === false && !before.isDirectory()) throw refusal();
  const handle = await open(pathBytes(path), flags | careful);
  try {
    if (before !== null && !isSameFile(before, await handle.stat({ bigint: true }))) throw refusal();
    if (root !== null) await checkPlace(handle, path, root);
    return handle;
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

/**
 * Opens a file for reading. It may have several names; check the handle if a regular file is required. Throws the
 * file system's errors, ELOOP for a link or a path through one below `root`.
 */
export const openToRead = (path: string, root: string | null = null): Promise<FileHandle> =>
  openChecked(path, constants.O_RDONLY, root);

/** An open file, and what it was when it was opened. */
export interface OpenedFile extends AsyncDisposable {
  readonly handle: FileHandle;
  readonly stats: BigIntStats;
}

/** Opens a regular file with at most `names` hard links. */
async function openRegular(
  path: string,
  flags: number,
  given: { root: string | null; mostNames: number },
): Promise<OpenedFile> {
  const handle = await openChecked(path, flags, given.root);
  try {
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile() || stats.nlink > given.mostNames) throw refusal();
    return { handle, stats, [Symbol.asyncDispose]: () => handle.close() };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

/** Like `openToRead`, for regular files only. */
export const openScan = (path: string, root: string | null): Promise<OpenedFile> =>
  openRegular(path, constants.O_RDONLY, { root, mostNames: Infinity });

/** A limit, since others can write to these files. Chartdrop's own entries are far shorter. */
const mostBytes = 64 * 1024;

/** The end of a small file's text, and its time in milliseconds. Throws like `openToRead`. */
export async function readSmall(path: string, root: string): Promise<{ text: string; mtimeMs: number }> {
  await using file = await openScan(path, root);
  const [size, mtimeMs] = [Number(file.stats.size), Number(file.stats.mtimeNs) / 1e6];
  const length = Math.min(size, mostBytes);
  const { buffer, bytesRead } = await file.handle.read(Buffer.alloc(length), 0, length, size - length);
  return { text: buffer.toString('utf8', 0, bytesRead), mtimeMs };
}

/** Opens a file written by Chartdrop. Refuses one with a second hard link. */
const openOwn = async (path: string, flags: number, root: string): Promise<FileHandle> =>
  (await openRegular(path, flags, { root, mostNames: 1 })).handle;

/** Opens a file written by Chartdrop for appending. Throws like `openToRead`, also if it has a second hard link. */
export const openToAppend = (path: string, root: string): Promise<FileHandle> =>
  openOwn(path, constants.O_WRONLY | constants.O_APPEND, root);

/** Whether Linux's paths of open files can be used: where /proc is not mounted there are none. null: not known yet. */
let isProcThere: boolean | null = null;

/**
 * Calls back with paths for the names in `folder` that stay valid in the checked folder even if it is replaced
 * meanwhile. Only Linux has such paths; elsewhere the folder is only checked before.
 */
async function inFolder<T>(
  folder: string,
  root: string,
  work: (at: (name: string) => string) => Promise<T>,
): Promise<T> {
  const byName = (name: string): string => join(folder, name);
  if (process.platform !== 'linux') {
    await checkPath(await realPath(folder), folder, root);
    return work(byName);
  }
  await using handle = await open(pathBytes(folder), constants.O_RDONLY | O_DIRECTORY | O_NONBLOCK);
  await checkPlace(handle, folder, root);
  const anchor = `/proc/self/fd/${handle.fd}`;
  isProcThere ??= await lstat(pathBytes(anchor)).then(
    () => true,
    () => false,
  );
  // Awaited here, since the handle must stay open until then.
  return await work(isProcThere ? (name) => join(anchor, name) : byName);
}

/** The same for one path. */
const atPath = <T>(path: string, root: string, work: (safe: string) => Promise<T>): Promise<T> =>
  inFolder(dirname(path), root, (at) => work(at(basename(path))));

const newFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | O_NOFOLLOW;

/** A checked folder below a scan folder. */
export interface CheckedFolder {
  /** Creates a file exclusively. Throws EEXIST if the name exists. */
  create(name: string): Promise<FileHandle>;
  /** Renames a file of the same scan folder to a name in this one, and replaces an existing file. */
  take(from: string, name: string): Promise<void>;
}

/** Checks a folder once for several calls. Throws the file system's errors, ELOOP for a link below `root`. */
export const withFolder = <T>(
  folder: string,
  root: string,
  work: (folder: CheckedFolder) => Promise<T>,
): Promise<T> =>
  inFolder(folder, root, (at) =>
    work({
      create: (name) => open(pathBytes(at(name)), newFlags),
      take: (from, name) => atPath(from, root, (safe) => replaceFile(pathBytes(safe), pathBytes(at(name)))),
    }),
  );

/** Creates a file exclusively. Throws EEXIST if the name exists. */
export const createFile = (path: string, root: string): Promise<FileHandle> =>
  withFolder(dirname(path), root, (folder) => folder.create(basename(path)));

/**
 * Overwrites the start of a file written by Chartdrop, or creates it. A longer file keeps its end. Does not rename
 * over it: clients such as libsmbclient, which GNOME's mounts use, delete the old file first, so that others
 * briefly see no file, and fail if another client is faster.
 */
export async function writeStart(path: string, text: string, root: string): Promise<void> {
  const handle = await openOrCreate(path, root);
  try {
    await handle.write(text, 0);
  } finally {
    await handle.close();
  }
}

async function openOrCreate(path: string, root: string): Promise<FileHandle> {
  try {
    return await openOwn(path, constants.O_WRONLY, root);
  } catch (thrown) {
    const errno = errnoOf(thrown);
    // A link, a hard link to another file, or a pipe: only the name is removed.
    if (isRefusal(thrown) || errno === 'ENXIO') await removeFile(path, root);
    else if (errno !== 'ENOENT') throw thrown;
  }
  try {
    return await createFile(path, root);
  } catch (thrown) {
    // The same program wrote the file at the same moment.
    if (errnoOf(thrown) !== 'EEXIST') throw thrown;
    return await openOwn(path, constants.O_WRONLY, root);
  }
}

/** Removes a name, not the target of a link. */
export const removeFile = (path: string, root: string): Promise<void> =>
  atPath(path, root, (safe) => removeIfThere(pathBytes(safe)));

/** Creates a folder with `mode` if it is missing; returns whether it was. Throws ELOOP if the name is a link. */
export const makeFolder = (path: string, root: string, mode: number | null = null): Promise<boolean> =>
  atPath(path, root, async (safe) => {
    try {
      await mkdir(pathBytes(safe));
    } catch (thrown) {
      if (errnoOf(thrown) !== 'EEXIST') throw thrown;
      const stats = await lstat(pathBytes(safe));
      if (stats.isSymbolicLink()) throw refusal();
      if (!stats.isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
      return false;
    }
    // By its handle, since another file may have its name by now.
    if (mode === null || isWindows) return true;
    await using handle = await open(pathBytes(safe), constants.O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    await handle.chmod(mode);
    return true;
  });

/** True if another program holds the file, or if it may not be read (case 4). */
export const isLockError = (thrown: unknown): boolean => refusalIn(thrown) !== null;

/** Renames a file inside `root` and replaces an existing `to`. */
export const renameFile = (from: string, to: string, root: string): Promise<void> =>
  withFolder(dirname(to), root, (folder) => folder.take(from, basename(to)));
