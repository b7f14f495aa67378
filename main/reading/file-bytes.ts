import { createHash } from 'node:crypto';
import { asChartdropError } from '../base/errors.ts';
import { fileError } from '../files/file-errors.ts';
import { openScan } from '../files/folder-files.ts';

const pieceBytes = 1024 * 1024;

/**
 * The bytes of a job's file, from the first of these places that still has them. null: none has. Throws only `aborted`.
 */
export async function bytesOf(
  places: readonly string[],
  { sha256, size }: { sha256: string; size: number },
  signal: AbortSignal,
): Promise<Buffer | null> {
  for (const path of places) {
    try {
      const bytes = await readWhole(path, size, signal);
      if (bytes !== null && createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
    } catch (thrown) {
      // Gone, locked, or on a drive that is away: the next place may have it.
      if (asChartdropError(thrown).code === 'aborted' || fileError(thrown).code === 'aborted') throw thrown;
    }
  }
  return null;
}

/** null: it has another size. */
async function readWhole(path: string, size: number, signal: AbortSignal): Promise<Buffer | null> {
  await using handle = await openScan(path, null);
  if ((await handle.stat()).size !== size) return null;
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size;) {
    signal.throwIfAborted();
    const { bytesRead } = await handle.read(bytes, at, Math.min(pieceBytes, size - at), at);
    if (bytesRead === 0) return null;
    at += bytesRead;
  }
  return bytes;
}
