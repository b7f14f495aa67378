import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Fingerprint, JobFile } from './job-file.ts';
import { readableName } from '../../preload/contract/readable-name.ts';
import { ChartdropError } from '../base/errors.ts';
import { fileError } from './file-errors.ts';
import { fingerprintOf, sameFingerprint, sameSizeAndTime } from './fingerprint.ts';
import { openScan, openToRead } from './folder-files.ts';

/**
 * Reuses buffers: a thousand files would otherwise leave a thousand buffers for the garbage collector, and the
 * allocator would keep their memory (case 52). A buffer that may still be read is not returned.
 */
export function createBuffers(bytes: number, mostSpare: number) {
  const spare: Buffer[] = [];
  return {
    bytes,
    borrow: (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(bytes),
    giveBack(buffer: Buffer): void {
      if (spare.length < mostSpare) spare.push(buffer);
    },
  };
}
/** Of a small file all bytes fit into one. */
export const smallBuffers = createBuffers(1024 * 1024, 8);

const headBytes = 1024 * 1024;

/** Throws translated errors of the file system. */
export const openFile = (path: string): Promise<FileHandle> =>
  openToRead(path).catch((thrown: unknown) => {
    throw fileError(thrown);
  });

/** Throws `file-not-regular`. */
export async function fingerprintOfOpen(handle: FileHandle): Promise<Fingerprint> {
  const stats = await handle.stat({ bigint: true });
  if (!stats.isFile()) throw new ChartdropError('file-not-regular');
  return fingerprintOf(stats);
}

/** Fills `into`, also from a share that gives less than was asked for. Throws `file-changed` if the file ends earlier. */
export async function readFull(handle: FileHandle, into: Buffer, position: number): Promise<void> {
  for (let filled = 0; filled < into.length;) {
    const left = into.length - filled;
    const { bytesRead } = await handle.read(into, filled, left, position + filled);
    if (bytesRead === 0) throw new ChartdropError('file-changed');
    filled += bytesRead;
  }
}

/** Hash and fingerprint of a file. */
export type HashedFile = JobFile & { readonly sha256: string };

/** Opens a file for the duration of `work`. Throws `file-empty`, and translated errors of the file system. */
async function withFile<T>(
  path: string,
  work: (handle: FileHandle, unread: JobFile) => Promise<T>,
): Promise<T> {
  const handle = await openFile(path);
  try {
    const found = await fingerprintOfOpen(handle);
    if (found.size === 0) throw new ChartdropError('file-empty');
    return await work(handle, { path, name: readableName(basename(path)), fingerprint: found, sha256: null });
  } catch (thrown) {
    throw fileError(thrown);
  } finally {
    await handle.close();
  }
}

/** How a file is read: into a buffer for its pieces, which then has all bytes of a small one. */
interface Reading {
  readonly buffer: Buffer;
  readonly signal: AbortSignal;
}

async function withBuffer<T>(work: (buffer: Buffer) => Promise<T>): Promise<T> {
  const buffer = smallBuffers.borrow();
  try {
    return await work(buffer);
  } finally {
    smallBuffers.giveBack(buffer);
  }
}

async function hashOf(handle: FileHandle, size: number, { buffer, signal }: Reading): Promise<string> {
  const hash = createHash('sha256');
  for (let position = 0; position < size;) {
    if (signal.aborted) throw new ChartdropError('aborted');
    const piece = buffer.subarray(0, Math.min(buffer.length, size - position));
    await readFull(handle, piece, position);
    hash.update(piece);
    position += piece.length;
  }
  return hash.digest('hex');
}

async function read(handle: FileHandle, unread: JobFile, reading: Reading): Promise<HashedFile> {
  const sha256 = await hashOf(handle, unread.fingerprint.size, reading);
  const now = await fingerprintOfOpen(handle);
  if (sameFingerprint(unread.fingerprint, now)) return { ...unread, sha256 };
  // For example, its permissions changed while it was read: if a second reading gives the same hash, its bytes did
  // not change.
  const isTouched = mayBeUnchanged(unread.fingerprint, now);
  if (!isTouched || (await hashOf(handle, now.size, reading)) !== sha256)
    throw new ChartdropError('file-changed');
  return { ...unread, fingerprint: now, sha256 };
}

/** Size and time of the last write are equal; only the change time differs, as after `chmod` or a backup. */
export const mayBeUnchanged = (before: Fingerprint, now: Fingerprint): boolean =>
  sameSizeAndTime(before, now) && before.inode === now.inode;

/**
 * Reads a file once for its SHA-256 and the fingerprint of the hashed bytes. Throws `file-changed` if it changed
 * meanwhile, `file-empty`, and translated errors of the file system.
 */
export const hashFile = (path: string, signal: AbortSignal): Promise<HashedFile> =>
  withBuffer((buffer) => withFile(path, (handle, unread) => read(handle, unread, { buffer, signal })));

/** How to look at a file that may need no hash, and is then not read. */
interface Look {
  readonly mayGoUnread: (unread: JobFile) => boolean;
  readonly signal: AbortSignal;
}

/**
 * Like `hashFile`, but reads nothing if the file needs no hash. `bytes`: those that were hashed, of a file of at most 1 MiB, until
 * `work` ends; null: it is larger, or was not read. It is closed meanwhile.
 */
export const withContent = <T>(
  path: string,
  { mayGoUnread, signal }: Look,
  work: (file: JobFile, bytes: Buffer | null) => Promise<T>,
): Promise<T> =>
  withBuffer(async (buffer) => {
    const file = await withFile(path, async (handle, unread) =>
      mayGoUnread(unread) ? unread : await read(handle, unread, { buffer, signal }),
    );
    const { size } = file.fingerprint;
    return work(file, file.sha256 === null || size > buffer.length ? null : buffer.subarray(0, size));
  });

/** The SHA-256 of a file's first MiB, as a hex digest. Throws `file-empty`, and the file system's errors. */
export const hashHead = (path: string, signal: AbortSignal): Promise<string> =>
  withBuffer((buffer) =>
    withFile(path, (handle, { fingerprint: { size } }) =>
      hashOf(handle, Math.min(size, headBytes), { buffer, signal }),
    ),
  );

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
      // Gone, locked, shorter than it was, or on a drive that is away: the next place may have it.
      if (signal.aborted) throw new ChartdropError('aborted', { cause: thrown });
    }
  }
  return null;
}

/** null: it has another size. */
async function readWhole(path: string, size: number, signal: AbortSignal): Promise<Buffer | null> {
  await using file = await openScan(path, null);
  if (Number(file.stats.size) !== size) return null;
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += pieceBytes) {
    signal.throwIfAborted();
    await readFull(file.handle, bytes.subarray(at, at + pieceBytes), at);
  }
  return bytes;
}
