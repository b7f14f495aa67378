import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { GuardRefusal } from '../../base/log.ts';
import { errnoOf } from '../../files/file-errors.ts';
import { isAdministratorsOwn, type ReadDescriptors, readDescriptors } from './windows-acl.ts';

/** What a manager writes for all users fits many times; more is not read. Bytes. */
const mostBytes = 1_000_000;
/** On Windows there is no such flag: there the path is looked at for links. */
const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;

export type GuardedFile =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly bytes: Buffer }
  /** It is there, and somebody else than an administrator could have written or replaced it. */
  | { readonly kind: 'refused'; readonly why: GuardRefusal };

/** Who must have written a file: an administrator, or the author of the program beside it. */
export type Guard = 'administrator' | 'program';

/**
 * Reads a small file that binds every user of this machine. Under `administrator` nobody else may be able to write it, or
 * to put another one in its place: it and every folder above it belong to root (Windows: to the system or its
 * administrators) and are writable by nobody else; a sticky folder is not enough, since anybody may come first there. No
 * link is followed, the opened file is what is looked at. Throws what the system throws for one that cannot be read.
 */
export function readGuardedFile(
  path: string,
  guard: Guard,
  describe: ReadDescriptors = readDescriptors,
): GuardedFile {
  const handle = opened(path);
  if (typeof handle !== 'number') return handle;
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) return { kind: 'refused', why: 'not-a-file' };
    if (stats.size > mostBytes) return { kind: 'refused', why: 'too-large' };
    const why = guard === 'administrator' ? whyNotGuarded(resolve(path), stats, describe) : null;
    return why === null ? { kind: 'read', bytes: readAll(handle) } : { kind: 'refused', why };
  } finally {
    closeSync(handle);
  }
}

function opened(path: string): number | GuardedFile {
  try {
    return openSync(path, constants.O_RDONLY | noFollow);
  } catch (thrown) {
    const errno = errnoOf(thrown);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return { kind: 'none' };
    // FreeBSD's family says EMLINK; a socket cannot be opened at all.
    if (errno === 'ELOOP' || errno === 'EMLINK') return { kind: 'refused', why: 'link' };
    if (errno === 'ENXIO') return { kind: 'refused', why: 'not-a-file' };
    throw thrown;
  }
}

/** Never more than was allowed, whatever the file has grown to meanwhile. */
function readAll(handle: number): Buffer {
  const bytes = Buffer.alloc(mostBytes);
  let length = 0;
  for (;;) {
    const read = readSync(handle, bytes, length, mostBytes - length, null);
    if (read === 0) return bytes.subarray(0, length);
    length += read;
  }
}

function whyNotGuarded(path: string, file: Stats, describe: ReadDescriptors): GuardRefusal | null {
  const folders = foldersAbove(path);
  const stats = folders.map((folder) => lstatSync(folder));
  if (stats.some((one) => !one.isDirectory())) return 'link';
  if (process.platform === 'win32') return whyNotOnWindows(path, folders, describe);
  const whose = whyNotRoots(file);
  if (whose !== null) return whose;
  return stats.some((one) => whyNotRoots(one) !== null) ? 'folder' : null;
}

function whyNotOnWindows(
  path: string,
  folders: readonly string[],
  describe: ReadDescriptors,
): GuardRefusal | null {
  if (lstatSync(path).isSymbolicLink()) return 'link';
  const [own, ...above] = describe([path, ...folders]) ?? [];
  if (own === undefined) return 'not-told';
  if (!isAdministratorsOwn(own, 'file')) return 'writable';
  return above.every((one) => isAdministratorsOwn(one, 'folder')) ? null : 'folder';
}

/** An access list of POSIX shows in the group's bits, too: they are then its mask. */
const whyNotRoots = ({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): GuardRefusal | null =>
  uid !== 0 ? 'owner' : (mode & 0o022) !== 0 ? 'writable' : null;

/** Every folder above, up to the root. */
function foldersAbove(path: string): string[] {
  const found: string[] = [];
  for (let at = dirname(path); found.at(-1) !== at; at = dirname(at)) found.push(at);
  return found;
}
