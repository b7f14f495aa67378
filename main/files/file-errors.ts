import type { ErrorCode } from '../../preload/contract/errors.ts';
import { ChartdropError } from '../base/errors.ts';

const byErrno: Partial<Record<string, ErrorCode>> = {
  ENOENT: 'file-missing',
  ENOTDIR: 'file-missing',
  EEXIST: 'file-exists',
  // Windows answers EPERM as well as EBUSY for a file that another program holds (case 4).
  EBUSY: 'file-locked',
  EPERM: 'file-locked',
  EAGAIN: 'file-locked',
  ETXTBSY: 'file-locked',
  EACCES: 'file-denied',
  EISDIR: 'file-not-regular',
  ENXIO: 'file-not-regular',
  ENAMETOOLONG: 'file-path-too-long',
  ELOOP: 'file-not-regular',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'disk-read-only',
  // Of this program, and of the whole machine: nothing is wrong with the file (case 41).
  EMFILE: 'files-too-many',
  ENFILE: 'files-too-many',
};

/** The system's error number of anything thrown, or undefined. */
export function errnoOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** True for what only the file system throws: a stream into a file may also break off at its other end. */
export const isFileError = (thrown: unknown): boolean => byErrno[errnoOf(thrown) ?? ''] !== undefined;

/** Translates what the file system threw; anything unknown (EIO, a cloud placeholder) becomes `file-unreadable`. */
export function fileError(thrown: unknown): ChartdropError {
  if (thrown instanceof ChartdropError) return thrown;
  return new ChartdropError(byErrno[errnoOf(thrown) ?? ''] ?? 'file-unreadable', { cause: thrown });
}
