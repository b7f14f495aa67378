import type { BigIntStats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import type { Fingerprint, JobFile } from './job-file.ts';
import { ChartdropError } from '../base/errors.ts';
import { errnoOf, fileError } from './file-errors.ts';
import { pathBytes } from './name-bytes.ts';

/** Identifies one state of a file's bytes, from stats taken with `{ bigint: true }`. */
export function fingerprintOf(stats: BigIntStats): Fingerprint {
  return {
    size: Number(stats.size),
    modifiedNs: stats.mtimeNs.toString(),
    changedNs: stats.ctimeNs.toString(),
    inode: stats.ino.toString(),
  };
}

/** True if size, times and inode are equal. */
export function sameFingerprint(a: Fingerprint, b: Fingerprint): boolean {
  return (
    a.size === b.size && a.modifiedNs === b.modifiedNs && a.changedNs === b.changedNs && a.inode === b.inode
  );
}

type SizeAndTime = Pick<Fingerprint, 'size' | 'modifiedNs'>;

/**
 * True if size and time of the last write are equal. A backup program, a move or a new mount changes the other
 * values without changing bytes, so this is used where bytes cannot be compared.
 */
export const sameSizeAndTime = (a: SizeAndTime, b: SizeAndTime): boolean =>
  a.size === b.size && a.modifiedNs === b.modifiedNs;

/** True if a file that was read has the content of another state of it, which may not have been read. */
export const sameContent = (before: JobFile, now: JobFile): boolean =>
  before.sha256 === null
    ? sameSizeAndTime(before.fingerprint, now.fingerprint)
    : before.sha256 === now.sha256;

/**
 * The fingerprint of the regular file at `path`. Does not follow a link. Throws `file-missing`, `file-not-regular`
 * and other file errors.
 */
export async function readFingerprint(path: string): Promise<Fingerprint> {
  const stats = await lstat(pathBytes(path), { bigint: true }).catch((thrown: unknown) => {
    throw fileError(thrown);
  });
  if (!stats.isFile()) throw new ChartdropError('file-not-regular');
  return fingerprintOf(stats);
}

/** Precisions, in nanoseconds, to which file systems and backups round the last write: JavaScript, ZIP, FAT. */
const roundings = [1_000_000n, 1_000_000_000n, 2_000_000_000n];
/** NTFS counts in 100 ns, and a time converted to a double in seconds is slightly off. Nanoseconds. */
const inexact = 1_000n;

/** Whether two times in nanoseconds may be the same time stored with different precision. */
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
 * Whether a new file may be a missing one under another name: size and time of the last write survive renaming,
 * moving and restoring, but a newly saved file gets a new time.
 */
export const mayHaveMoved = (before: Fingerprint, now: Fingerprint): boolean =>
  before.size === now.size && sameTimeRounded(before.modifiedNs, now.modifiedNs);

const fold = (name: string): string => name.normalize('NFC').toLowerCase();

/** Whether a file is gone or has another spelling now: a file system that ignores case finds it under both. */
export async function isGone(path: string, now: { path: string; inode: string }): Promise<boolean> {
  try {
    const stats = await lstat(pathBytes(path), { bigint: true });
    return path !== now.path && fold(path) === fold(now.path) && stats.ino.toString() === now.inode;
  } catch (thrown) {
    const errno = errnoOf(thrown);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return true;
    throw thrown;
  }
}
