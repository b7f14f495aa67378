import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { GuardRefusal } from '../../base/log.ts';
import { errnoOf } from '../../files/file-errors.ts';
import { isAdministratorsOwn, type ReadDescriptors, readDescriptors } from './windows-acl.ts';

/** The most bytes that are read; far more than a preset needs. */
const mostBytes = 1_000_000;
/** Windows lacks this flag; there the path is checked for links. */
const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK;

export type GuardedFile =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly bytes: Buffer }
  /** The file exists, but someone other than an administrator could have written or replaced it. */
  | { readonly kind: 'refused'; readonly why: GuardRefusal };

/** The required author of a file: an administrator, or the publisher, for a file beside the program. */
export type Guard = 'administrator' | 'program';

/**
 * Reads a small file that applies to every user of this machine. With `administrator`, only administrators may be able
 * to write or replace it: the file and every folder above must belong to root (on Windows to the system or its
 * administrators) and be writable by no other account. A sticky folder is refused, since anyone could create the file
 * first. Follows no link, and checks the opened file. Throws the system's error if it cannot be read.
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
    // The BSDs report EMLINK. A socket cannot be opened.
    if (errno === 'ELOOP' || errno === 'EMLINK') return { kind: 'refused', why: 'link' };
    if (errno === 'ENXIO') return { kind: 'refused', why: 'not-a-file' };
    throw thrown;
  }
}

/** Reads at most the limit, even if the file grows meanwhile. */
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

/** A POSIX access list shows in the group's bits, which are then its mask. */
const whyNotRoots = ({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): GuardRefusal | null =>
  uid !== 0 ? 'owner' : (mode & 0o022) !== 0 ? 'writable' : null;

/** Every folder above, up to the root. */
function foldersAbove(path: string): string[] {
  const found: string[] = [];
  for (let at = dirname(path); found.at(-1) !== at; at = dirname(at)) found.push(at);
  return found;
}
