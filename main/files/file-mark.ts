import { createHash } from 'node:crypto';
import type { Fingerprint } from './job-file.ts';
import { refuseCloudFile } from './cloud-file.ts';
import { fingerprintOf } from './fingerprint.ts';
import { openScan } from './folder-files.ts';

/** Size and number of the pieces that are read: 64 KiB in total, or the complete file if it is smaller. */
const pieceBytes = 4096;
const pieces = 16;

/** Offsets of the pieces: the first and the last bytes, and an even spread between. */
function piecesOf(size: number): { offset: number; length: number }[] {
  if (size <= pieceBytes * pieces) return [{ offset: 0, length: size }];
  const step = (size - pieceBytes) / (pieces - 1);
  return Array.from({ length: pieces }, (_, at) => ({ offset: Math.round(at * step), length: pieceBytes }));
}

/**
 * A SHA-256, in hex, of a file's size and of pieces spread over it, with the fingerprint of the bytes.
 * Distinguishes a touched file from an overwritten one without reading 100,000 files completely. Throws
 * `file-in-cloud`, and the file system's errors.
 */
export async function readMark(path: string): Promise<{ hash: string; fingerprint: Fingerprint }> {
  await using file = await openScan(path, null);
  await refuseCloudFile(file.stats, path);
  const size = Number(file.stats.size);
  const hash = createHash('sha256').update(`${size}:`);
  for (const { offset, length } of piecesOf(size)) {
    const { buffer, bytesRead } = await file.handle.read(Buffer.alloc(length), 0, length, offset);
    hash.update(buffer.subarray(0, bytesRead));
  }
  return { hash: hash.digest('hex'), fingerprint: fingerprintOf(await file.handle.stat({ bigint: true })) };
}
