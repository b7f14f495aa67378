import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readlink, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { errnoOf } from './file-errors.ts';

/**
 * Everything that is opened or written in a folder to which others write as well, who may put a link, a pipe or another
 * file in the place of any name at any moment. No link is followed, nothing waits, and what was opened is what is looked at
 * and used. `root` is the folder itself, however a person named it: below it no link is followed on the way either.
 */

const isWindows = process.platform === 'win32';
// Windows has neither: there a name is looked at before it is opened, and compared with what was opened.
const known: Partial<typeof constants> = constants;
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_DIRECTORY = 0 } = known;
/** `O_NONBLOCK`: a named pipe keeps its opener waiting for ever without it, and one of the few threads with it. */
const careful = O_NOFOLLOW | O_NONBLOCK;

/** What a name holds that is no file of the folder is treated as a link is. */
const refusal = (): Error =>
  Object.assign(new Error('the name holds no file of this folder'), { code: 'ELOOP' });
export const isRefusal = (thrown: unknown): boolean => errnoOf(thrown) === 'ELOOP';

const fold = (path: string): string => path.normalize('NFC').toLowerCase();
/** Linux adds this to the path of an open file that was unlinked, or whose share has looked its name up again. */
const deleted = / \(deleted\)$/;

/** Where a path lies once the links on the way to `root` are followed, and none below. */
const plainPath = async (path: string, root: string): Promise<string> =>
  join(await realpath(root), relative(root, path));

async function realPathOf(handle: FileHandle, path: string): Promise<string> {
  if (process.platform === 'linux') {
    try {
      return await readlink(`/proc/self/fd/${handle.fd}`);
    } catch (thrown) {
      // Not mounted.
      if (errnoOf(thrown) !== 'ENOENT') throw thrown;
    }
  }
  return join(await realpath(dirname(path)), basename(path));
}

async function checkPlace(handle: FileHandle, path: string, root: string): Promise<void> {
  const [real, plain] = await Promise.all([realPathOf(handle, path), plainPath(path, root)]);
  const isThere = [real, real.replace(deleted, '')].some((one) => fold(one) === fold(plain));
  if (!isThere) throw refusal();
}

/** Not by its drive, which Windows numbers in one way by name and in another by handle. */
const isSameFile = (a: BigIntStats, b: BigIntStats): boolean => a.ino === b.ino;

async function openChecked(path: string, flags: number, root: string | null): Promise<FileHandle> {
  const before = isWindows ? await lstat(path, { bigint: true }) : null;
  if (before?.isFile() === false && !before.isDirectory()) throw refusal();
  const handle = await open(path, flags | careful);
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
 * Opens a file for reading. It may have several names; who needs a regular file looks at the handle. Throws what the file
 * system throws, ELOOP for what is a link, or lies behind one below `root`.
 */
export const openToRead = (path: string, root: string | null = null): Promise<FileHandle> =>
  openChecked(path, constants.O_RDONLY, root);

/** Opens a regular file that has at most so many names. */
async function openRegular(
  path: string,
  flags: number,
  given: { root: string | null; mostNames: number },
): Promise<FileHandle> {
  const handle = await openChecked(path, flags, given.root);
  const stats = await handle.stat();
  if (stats.isFile() && stats.nlink <= given.mostNames) return handle;
  await handle.close();
  throw refusal();
}

/** As `openToRead`, a regular file only. */
export const openScan = (path: string, root: string | null): Promise<FileHandle> =>
  openRegular(path, constants.O_RDONLY, { root, mostNames: Infinity });

/** A bound, since others write there; what Chartdrop writes itself is far shorter. */
const mostBytes = 64 * 1024;

/** The last of a small file's text, and its time in milliseconds. Throws as `openToRead`. */
export async function readSmall(path: string, root: string): Promise<{ text: string; mtimeMs: number }> {
  await using handle = await openScan(path, root);
  const { size, mtimeMs } = await handle.stat();
  const length = Math.min(size, mostBytes);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  return { text: buffer.toString('utf8', 0, bytesRead), mtimeMs };
}

/** A file of Chartdrop's own: one that has another name somewhere is refused. */
const openOwn = (path: string, flags: number, root: string): Promise<FileHandle> =>
  openRegular(path, flags, { root, mostNames: 1 });

/** Opens a file of Chartdrop's own, to write at its end. Throws as `openToRead`, also for one that has another name. */
export const openToAppend = (path: string, root: string): Promise<FileHandle> =>
  openOwn(path, constants.O_WRONLY | constants.O_APPEND, root);

/**
 * Calls back with a name for `path` by which the system finds it in the very folder that was looked at, whatever takes
 * that folder's place meanwhile; off Linux there is no such name, and the folder is only looked at before.
 */
async function inFolder<T>(path: string, root: string, work: (safe: string) => Promise<T>): Promise<T> {
  const folder = dirname(path);
  if (process.platform !== 'linux') {
    if (fold(await realpath(folder)) !== fold(await plainPath(folder, root))) throw refusal();
    return work(path);
  }
  await using handle = await open(folder, constants.O_RDONLY | O_DIRECTORY | O_NONBLOCK);
  await checkPlace(handle, folder, root);
  const anchor = `/proc/self/fd/${handle.fd}`;
  const isThere = await lstat(anchor).then(
    () => true,
    () => false,
  );
  // Awaited here: the handle must be open until then.
  return await work(isThere ? join(anchor, basename(path)) : path);
}

const newFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | O_NOFOLLOW;

/** Creates a file, exclusively. Throws EEXIST where the name holds anything. */
export const createFile = (path: string, root: string): Promise<FileHandle> =>
  inFolder(path, root, (safe) => open(safe, newFlags));

/**
 * Writes at the beginning of a file of Chartdrop's own, which is made where it is missing; what is longer keeps its end.
 * Not by a rename over it: clients such as libsmbclient, which GNOME's mounts use, remove the old file first, so that others
 * see none for a moment, and refuse where somebody else is faster.
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
    // A link, a second name of another file, a pipe: the name goes, and nothing of what it led to.
    if (isRefusal(thrown) || errno === 'ENXIO') await removeFile(path, root);
    else if (errno !== 'ENOENT') throw thrown;
  }
  try {
    return await createFile(path, root);
  } catch (thrown) {
    // This very program was faster: it wrote the file at the same moment.
    if (errnoOf(thrown) !== 'EEXIST') throw thrown;
    return await openOwn(path, constants.O_WRONLY, root);
  }
}

/** Removes a name, not what it leads to. */
export const removeFile = (path: string, root: string): Promise<void> =>
  inFolder(path, root, (safe) => rm(safe, { force: true }));

/** Makes a folder where there is none; `mode` is given to a new one. Throws ELOOP where the name holds a link. */
export const makeFolder = (path: string, root: string, mode: number | null = null): Promise<void> =>
  inFolder(path, root, async (safe) => {
    try {
      await mkdir(safe);
    } catch (thrown) {
      if (errnoOf(thrown) !== 'EEXIST') throw thrown;
      const stats = await lstat(safe);
      if (stats.isSymbolicLink()) throw refusal();
      if (!stats.isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
      return;
    }
    // By its handle: somebody else's file may have taken its name by now.
    if (mode === null || isWindows) return;
    await using handle = await open(safe, constants.O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    await handle.chmod(mode);
  });

/** Errors that say that another program holds the file, or that this one may not read it yet (case 4). */
const lockErrors = new Set(['EBUSY', 'EPERM', 'EACCES', 'EAGAIN', 'ETXTBSY']);
export const isLockError = (thrown: unknown): boolean => lockErrors.has(errnoOf(thrown) ?? '');

/** On Windows another program, such as an antivirus, may have one of the two open for a moment. */
const renameTries = 5;
const renamePauseMs = 20;

async function renameSoon(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await rename(from, to);
      return;
    } catch (thrown) {
      if (tries === renameTries || !isLockError(thrown)) throw thrown;
      await pause(renamePauseMs * tries);
    }
  }
}

/** Renames a file inside `root`; what has the name `to` is replaced. */
export const renameFile = (from: string, to: string, root: string): Promise<void> =>
  inFolder(from, root, (safeFrom) => inFolder(to, root, (safeTo) => renameSoon(safeFrom, safeTo)));
