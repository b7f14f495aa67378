import type { JobFile } from './job-file.ts';

/**
 * From this size on, in bytes, a file is large: only so many are uploaded at once, and reading one takes long enough, on a
 * share above all, for it to be read once instead of twice.
 */
export const largeFileBytes = 64 * 1024 * 1024;

export const isLargeFile = ({ fingerprint }: Pick<JobFile, 'fingerprint'>): boolean =>
  fingerprint.size >= largeFileBytes;
