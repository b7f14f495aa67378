import type { ErrorCode } from '../../preload/contract/errors.ts';
import { ChartdropError } from '../base/errors.ts';

const byErrno: Partial<Record<string, ErrorCode>> = {
  ENOENT: 'file-missing',
  ENOTDIR: 'file-missing',
  EEXIST: 'file-exists',
  // Windows reports EPERM as well as EBUSY for a file that another program holds open (case 4).
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
  // A limit of this process or the machine was reached; the file is fine (case 41).
  EMFILE: 'files-too-many',
  ENFILE: 'files-too-many',
};

/** The error number of the system, or undefined. */
export function errnoOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** True for errors that only the file system throws. A stream into a file may also fail because of its source. */
export const isFileError = (thrown: unknown): boolean => byErrno[errnoOf(thrown) ?? ''] !== undefined;

/** Translates an error of the file system. Unknown ones (EIO, a cloud placeholder) become `file-unreadable`. */
export function fileError(thrown: unknown): ChartdropError {
  if (thrown instanceof ChartdropError) return thrown;
  return new ChartdropError(byErrno[errnoOf(thrown) ?? ''] ?? 'file-unreadable', { cause: thrown });
}
