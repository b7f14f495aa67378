import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fingerprint, JobFile } from './job-file.ts';
import { ChartdropError } from '../base/errors.ts';
import type { UploadBody } from './upload-body.ts';
import { fileError } from './file-errors.ts';
import { fingerprintOf, sameFingerprint, sameSizeAndTime } from './fingerprint.ts';
import { openToRead } from './folder-files.ts';

/**
 * Buffers that are used again: a thousand files would leave a thousand of them to be collected, and the system's allocator
 * would keep their space (case 52). One that somebody may still look into is not given back.
 */
function createBuffers(bytes: number, mostSpare: number) {
  const spare: Buffer[] = [];
  return {
    bytes,
    borrow: (): Buffer => spare.pop() ?? Buffer.allocUnsafeSlow(bytes),
    giveBack(buffer: Buffer): void {
      if (spare.length < mostSpare) spare.push(buffer);
    },
  };
}
const small = createBuffers(1024 * 1024, 8);
/** Large reads: 64 KiB ones cost two thirds of the throughput on loopback. */
const large = createBuffers(4 * 1024 * 1024, 4);

const headBytes = 1024 * 1024;

const openFile = (path: string): Promise<FileHandle> =>
  openToRead(path).catch((thrown: unknown) => {
    throw fileError(thrown);
  });

async function fingerprint(handle: FileHandle): Promise<Fingerprint> {
  const stats = await handle.stat({ bigint: true });
  if (!stats.isFile()) throw new ChartdropError('file-not-regular');
  return fingerprintOf(stats);
}

/**
 * Reads `size` bytes in large chunks, the next one while the caller has the last. There are two buffers in all, used in
 * turn: a chunk holds its bytes only until the next is asked for. A file that ends earlier was changed.
 */
async function* chunksOf(handle: FileHandle, size: number): AsyncGenerator<Buffer, void, void> {
  const pool = size <= small.bytes ? small : large;
  const read = async (into: Buffer, position: number): Promise<Buffer> => {
    const { bytesRead } = await handle.read(into, 0, Math.min(pool.bytes, size - position), position);
    if (bytesRead === 0) throw new ChartdropError('file-changed');
    return into.subarray(0, bytesRead);
  };

  let given = pool.borrow();
  let free: Buffer | null = null;
  let reading = read(given, 0);
  for (let position = 0; position < size;) {
    const chunk = await reading;
    position += chunk.length;
    if (position < size) {
      free ??= pool.borrow();
      reading = read(free, position);
      // It is thrown where it is awaited, if anybody asks for more; unmarked, it would end the process before that.
      reading.catch(() => undefined);
      [given, free] = [free, given];
    }
    yield chunk;
  }
  pool.giveBack(given);
  if (free !== null) pool.giveBack(free);
}

/** A file whose bytes were read. */
export type HashedFile = JobFile & { readonly sha256: string };

/** Opens a file for as long as the work takes. Throws `file-empty`, and the file system's errors in our words. */
async function withFile<T>(
  path: string,
  work: (handle: FileHandle, unread: JobFile) => Promise<T>,
): Promise<T> {
  const handle = await openFile(path);
  try {
    const found = await fingerprint(handle);
    if (found.size === 0) throw new ChartdropError('file-empty');
    return await work(handle, { path, name: basename(path), fingerprint: found, sha256: null });
  } catch (thrown) {
    throw fileError(thrown);
  } finally {
    await handle.close();
  }
}

async function hashOf(handle: FileHandle, size: number, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const buffer = small.borrow();
  try {
    for (let position = 0; position < size;) {
      if (signal.aborted) throw new ChartdropError('aborted');
      const length = Math.min(small.bytes, size - position);
      const { bytesRead } = await handle.read(buffer, 0, length, position);
      if (bytesRead === 0) throw new ChartdropError('file-changed');
      hash.update(buffer.subarray(0, bytesRead));
      position += bytesRead;
    }
    return hash.digest('hex');
  } finally {
    small.giveBack(buffer);
  }
}

async function read(handle: FileHandle, unread: JobFile, signal: AbortSignal): Promise<HashedFile> {
  const sha256 = await hashOf(handle, unread.fingerprint.size, signal);
  const now = await fingerprint(handle);
  if (sameFingerprint(unread.fingerprint, now)) return { ...unread, sha256 };
  // Its permissions changed, say, while it was read: if it reads the same once more, its bytes did not.
  const isTouched = mayBeUnchanged(unread.fingerprint, now);
  if (!isTouched || (await hashOf(handle, now.size, signal)) !== sha256)
    throw new ChartdropError('file-changed');
  return { ...unread, fingerprint: now, sha256 };
}

/** The same file with the same time of the last write: only its change time may differ, as after `chmod` or a backup. */
const mayBeUnchanged = (before: Fingerprint, now: Fingerprint): boolean =>
  sameSizeAndTime(before, now) && before.inode === now.inode;

/**
 * Reads a file once to know its SHA-256, together with the fingerprint of the bytes that were hashed. Throws
 * `file-changed` when it changed meanwhile, `file-empty`, and the file system's errors.
 */
export const hashFile = (path: string, signal: AbortSignal): Promise<HashedFile> =>
  withFile(path, (handle, unread) => read(handle, unread, signal));

/** As `hashFile`, but not one byte is read of a file that may go unread. */
export const hashFileUnless = (
  path: string,
  mayGoUnread: (unread: JobFile) => boolean,
  signal: AbortSignal,
): Promise<JobFile> =>
  withFile(path, async (handle, unread) =>
    mayGoUnread(unread) ? unread : await read(handle, unread, signal),
  );

/** The SHA-256 of a file's first MiB, as a hex digest. Throws `file-empty`, and the file system's errors. */
export const hashHead = (path: string, signal: AbortSignal): Promise<string> =>
  withFile(path, (handle, { fingerprint: { size } }) => hashOf(handle, Math.min(size, headBytes), signal));

/** The bytes of one upload, and what they were. */
export interface FileBody extends UploadBody {
  /** The SHA-256 of the file, as a hex digest. Where nobody knew it, throws before its last byte was sent and proven. */
  sha256(): string;
}

/**
 * The bytes of a job's file for one upload. They are proven to be the bytes that the job stands for: by their hash where
 * it is known; else size, time and inode of the open file are as they were, before the first byte and after the last.
 * Otherwise `file-changed` is thrown before the body ends, and nothing is stored. What sets other times only, such as a
 * backup, holds nothing up (case 47). A chunk's bytes are there until the next is asked for, which got does only when the
 * socket has taken them; they are hashed meanwhile.
 */
export function uploadBodyOf(file: JobFile): FileBody {
  const { size } = file.fingerprint;
  let digest = file.sha256;
  async function* chunks(): AsyncGenerator<Buffer, void, void> {
    const hash = createHash('sha256');
    const handle = await openFile(file.path);
    const isAsBefore = async (): Promise<boolean> =>
      mayBeUnchanged(file.fingerprint, await fingerprint(handle));
    try {
      if (!(await isAsBefore())) throw new ChartdropError('file-changed');
      for await (const chunk of chunksOf(handle, size)) {
        // In the next turn: by then the socket has got as much of the chunk as it takes at once, and is busy.
        const hashed = nextTurn().then(() => hash.update(chunk));
        yield chunk;
        await hashed;
      }
      const sent = hash.digest('hex');
      const isProven = file.sha256 === null ? await isAsBefore() : file.sha256 === sent;
      if (!isProven) throw new ChartdropError('file-changed');
      digest = sent;
    } catch (thrown) {
      throw fileError(thrown);
    } finally {
      await handle.close();
    }
  }
  return {
    size,
    chunks,
    sha256() {
      if (digest === null) throw new Error('the file was not read to its end');
      return digest;
    },
  };
}
