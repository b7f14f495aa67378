import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Fingerprint, JobFile } from '../../preload/contract/job.ts';
import { ChartdropError } from '../errors.ts';
import { fileError } from './file-errors.ts';

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

/** The fingerprint of the regular file at `path`. Throws `file-missing`, `file-not-regular` and their like. */
export async function readFingerprint(path: string): Promise<Fingerprint> {
  const stats = await stat(path, { bigint: true }).catch((thrown: unknown) => {
    throw fileError(thrown);
  });
  if (!stats.isFile()) throw new ChartdropError('file-not-regular');
  return fingerprintOf(stats);
}
