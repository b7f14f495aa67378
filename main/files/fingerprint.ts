import type { BigIntStats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import type { Fingerprint, JobFile } from '../../preload/contract/job.ts';
import { ChartdropError } from '../base/errors.ts';
import { errnoOf, fileError } from './file-errors.ts';

/** What tells one state of a file's bytes from another, from stats taken with `{ bigint: true }`. */
export function fingerprintOf(stats: BigIntStats): Fingerprint {
  return {
    size: Number(stats.size),
    modifiedNs: stats.mtimeNs.toString(),
    changedNs: stats.ctimeNs.toString(),
    inode: stats.ino.toString(),
  };
}

/** True when both stand for the same bytes: size, times and inode alike. */
export function sameFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  return (
    a.size === b.size && a.modifiedNs === b.modifiedNs && a.changedNs === b.changedNs && a.inode === b.inode
  );
}

/**
 * True when size and time of the last write are alike. A backup program, a move or a new mount of a share changes the
 * rest without touching a byte; so this is enough where the bytes cannot be compared.
 */
export const sameSizeAndTime = (a: Fingerprint, b: Fingerprint): boolean =>
  a.size === b.size && a.modifiedNs === b.modifiedNs;

/** True when a file that was read holds what another state of it held, which may not have been read. */
export const sameContent = (before: JobFile, now: JobFile): boolean =>
  before.sha256 === null
    ? sameSizeAndTime(before.fingerprint, now.fingerprint)
    : before.sha256 === now.sha256;

/** The fingerprint of the regular file at `path`, not of what a link there leads to. Throws `file-missing`, `file-not-regular` and their like. */
export async function readFingerprint(path: string): Promise<Fingerprint> {
  const stats = await lstat(path, { bigint: true }).catch((thrown: unknown) => {
    throw fileError(thrown);
  });
  if (!stats.isFile()) throw new ChartdropError('file-not-regular');
  return fingerprintOf(stats);
}

/** To what file systems and backups round the time of the last write, in nanoseconds: JavaScript, ZIP, FAT. */
const roundings = [1_000_000n, 1_000_000_000n, 2_000_000_000n];
/** NTFS counts in 100 ns, and a time that went through seconds as a double is a little off; in nanoseconds. */
const inexact = 1_000n;

/** Whether two times of the last write, in nanoseconds, are one that was kept more and less exactly. */
function sameTimeRounded(a: string, b: string): boolean {
  if (a === b) return true;
  if (a === '' || b === '') return false;
  const [one, other] = [BigInt(a), BigInt(b)];
  const isNear = (x: bigint, y: bigint): boolean => x - y <= inexact && y - x <= inexact;
  if (isNear(one, other)) return true;
  const isRoundedTo = (exact: bigint, rounded: bigint, step: bigint): boolean => {
    const below = (exact / step) * step;
    return isNear(rounded, below) || (exact !== below && isNear(rounded, below + step));
  };
  return roundings.some((step) => isRoundedTo(one, other, step) || isRoundedTo(other, one, step));
}

/**
 * Whether a file under a new name may be one that lay under a name that is gone: size and time of its last write go with
 * a file when it is renamed, moved or restored, and a file that is saved anew has a time of its own.
 */
export const mayHaveMoved = (before: Fingerprint, now: Fingerprint): boolean =>
  before.size === now.size && sameTimeRounded(before.modifiedNs, now.modifiedNs);

const fold = (name: string): string => name.normalize('NFC').toLowerCase();

/**
 * Whether the file of a name is gone, or stands now under another spelling of it: a file system that ignores case finds
 * it under both.
 */
export async function isGone(path: string, now: { path: string; inode: string }): Promise<boolean> {
  try {
    const stats = await lstat(path, { bigint: true });
    return path !== now.path && fold(path) === fold(now.path) && stats.ino.toString() === now.inode;
  } catch (thrown) {
    const errno = errnoOf(thrown);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return true;
    throw thrown;
  }
}
