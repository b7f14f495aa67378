/** Smaller files may lie inside the entry of their directory (NTFS, APFS), without a block of their own. Bytes. */
const mostInline = 4096;

/**
 * Whether a file's bytes are only in a cloud, so that opening it would download it: OneDrive's and other sync programs'
 * placeholders on Windows ("Build a cloud sync engine", Win32 documentation), and dataless files on macOS (File
 * Provider) keep a size but have no blocks on the disk. On Linux many file systems count no blocks, and none has
 * placeholders of this kind.
 */
export function isOnlyInCloud(
  { size, blocks }: { readonly size: bigint; readonly blocks: bigint },
  platform: NodeJS.Platform = process.platform,
): boolean {
  const hasPlaceholders = platform === 'win32' || platform === 'darwin';
  return hasPlaceholders && blocks === 0n && size > BigInt(mostInline);
}
