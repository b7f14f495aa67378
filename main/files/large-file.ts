import type { JobFile } from './job-file.ts';

/**
 * Files of at least this many bytes are large: fewer of them are uploaded at once, and each is read once instead of
 * twice, since reading takes long, especially from a share.
 */
export const largeFileBytes = 64 * 1024 * 1024;

export const isLargeFile = ({ fingerprint }: Pick<JobFile, 'fingerprint'>): boolean =>
  fingerprint.size >= largeFileBytes;
