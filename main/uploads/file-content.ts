import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Fingerprint, JobFile } from '../../preload/contract/job.ts';
import { ChartdropError } from '../errors.ts';
import type { UploadBody } from '../clinic/storage.ts';
import { fileError } from './file-errors.ts';
import { fingerprintOf, sameFingerprint } from './fingerprint.ts';

/** Large reads: 64 KiB ones cost two thirds of the throughput on loopback. */
const chunkBytes = 4 * 1024 * 1024;

/** Without `O_NONBLOCK` (which Windows does not have, nor need) a named pipe would keep its opener waiting for ever. */
const readFlags = constants.O_RDONLY | constants.O_NONBLOCK;

const openToRead = (path: string): Promise<FileHandle> =>
  open(path, readFlags).catch((thrown: unknown) => {
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
  const length = Math.min(chunkBytes, size);
  const buffers = [
    Buffer.allocUnsafeSlow(length),
    Buffer.allocUnsafeSlow(size > length ? length : 0),
  ] as const;
  const read = async (into: Buffer, position: number): Promise<Buffer> => {
    const { bytesRead } = await handle.read(into, 0, Math.min(length, size - position), position);
    if (bytesRead === 0) throw new ChartdropError('file-changed');
    return into.subarray(0, bytesRead);
  };

  let [given, free] = buffers;
  let reading = read(given, 0);
  for (let position = 0; position < size;) {
    const chunk = await reading;
    position += chunk.length;
    if (position < size) {
      reading = read(free, position);
      // It is thrown where it is awaited, if anybody asks for more; unmarked, it would end the process before that.
      reading.catch(() => undefined);
      [given, free] = [free, given];
    }
    yield chunk;
  }
}

/**
 * Reads a file once to know its SHA-256, together with the fingerprint of the bytes that were hashed. Throws
 * `file-changed` when it changed meanwhile, `file-empty`, and the file system's errors.
 */
export async function hashFile(path: string, signal: AbortSignal): Promise<JobFile> {
  const handle = await openToRead(path);
  try {
    const before = await fingerprint(handle);
    if (before.size === 0) throw new ChartdropError('file-empty');
    const hash = createHash('sha256');
    for await (const chunk of chunksOf(handle, before.size)) {
      if (signal.aborted) throw new ChartdropError('aborted');
      hash.update(chunk);
    }
    if (!sameFingerprint(before, await fingerprint(handle))) throw new ChartdropError('file-changed');
    return { path, name: basename(path), fingerprint: before, sha256: hash.digest('hex') };
  } catch (thrown) {
    throw fileError(thrown);
  } finally {
    await handle.close();
  }
}

/**
 * The bytes of a job's file for one upload. They are proven to be the bytes that were hashed: size, times and inode of
 * the open file are as they were then, before the first byte and after the last; otherwise `file-changed` is thrown
 * before the body ends, and nothing is stored. A file settles before it is hashed, so that a later write cannot fall
 * into the same tick of the file system's clock. A chunk's bytes are there until the next is asked for, which got
 * does only when the socket has taken them.
 */
export function uploadBodyOf(file: JobFile): UploadBody {
  const { size } = file.fingerprint;
  async function* chunks(): AsyncGenerator<Buffer, void, void> {
    const handle = await openToRead(file.path);
    const check = async (): Promise<void> => {
      if (!sameFingerprint(file.fingerprint, await fingerprint(handle)))
        throw new ChartdropError('file-changed');
    };
    try {
      await check();
      yield* chunksOf(handle, size);
      await check();
    } catch (thrown) {
      throw fileError(thrown);
    } finally {
      await handle.close();
    }
  }
  return { size, chunks };
}
