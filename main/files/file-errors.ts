import type { ErrorCode } from '../../preload/contract/errors.ts';
import { ChartdropError } from '../base/errors.ts';
import { type Refusal, refusalOf } from '../base/system/refusal.ts';

const byErrno: Partial<Record<string, ErrorCode>> = {
  ENOENT: 'file-missing',
  ENOTDIR: 'file-missing',
  EEXIST: 'file-exists',
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

const byRefusal: Record<Refusal, ErrorCode> = {
  held: 'file-locked',
  denied: 'file-denied',
  protected: 'file-denied',
};

/** Why the system refused a call, by its error; null if it failed otherwise. */
export function refusalIn(thrown: unknown, platform: NodeJS.Platform = process.platform): Refusal | null {
  const isCall = thrown instanceof Error && 'syscall' in thrown && typeof thrown.syscall === 'string';
  return refusalOf(errnoOf(thrown), isCall ? String(thrown.syscall) : undefined, platform);
}

function codeOf(thrown: unknown, platform: NodeJS.Platform): ErrorCode | undefined {
  const refusal = refusalIn(thrown, platform);
  return refusal === null ? byErrno[errnoOf(thrown) ?? ''] : byRefusal[refusal];
}

/** True for errors that only the file system throws. A stream into a file may also fail because of its source. */
export const isFileError = (thrown: unknown): boolean => codeOf(thrown, process.platform) !== undefined;

/** Translates an error of the file system. Unknown ones (EIO, a cloud placeholder) become `file-unreadable`. */
export function fileError(thrown: unknown, platform: NodeJS.Platform = process.platform): ChartdropError {
  if (thrown instanceof ChartdropError) return thrown;
  return new ChartdropError(codeOf(thrown, platform) ?? 'file-unreadable', { cause: thrown });
}
