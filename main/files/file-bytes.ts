import { createHash } from 'node:crypto';
import { ChartdropError } from '../base/errors.ts';
import { openScan } from './folder-files.ts';

const pieceBytes = 1024 * 1024;

interface Wanted {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * The bytes of a job's file, from the first of these places that still has them. null: none has. Throws only `aborted`, and that
 * at once: a drive that blocks does not keep the program from ending.
 */
export async function bytesOf(
  places: readonly string[],
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Buffer | null> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(new ChartdropError('aborted'));
  signal.addEventListener('abort', onAbort, { once: true });
  const found = firstOf(places, wanted, signal);
  // After an abort no one waits for it any more.
  found.catch(() => undefined);
  try {
    return await Promise.race([found, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function firstOf(
  places: readonly string[],
  { sha256, size }: Wanted,
  signal: AbortSignal,
): Promise<Buffer | null> {
  for (const path of places) {
    try {
      const bytes = await readWhole(path, size, signal);
      if (bytes !== null && createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
    } catch (thrown) {
      // Gone, locked, or on a drive that is away: the next place may have it.
      if (signal.aborted) throw new ChartdropError('aborted', { cause: thrown });
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
