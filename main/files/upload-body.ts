import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ChartdropError } from '../base/errors.ts';
import {
  createBuffers,
  fingerprintOfOpen,
  mayBeUnchanged,
  openFile,
  readFull,
  smallBuffers,
} from './file-content.ts';
import { fileError } from './file-errors.ts';
import type { JobFile } from './job-file.ts';

/** The bytes of one file for a single upload. */
export interface UploadBody {
  /** Exact number of bytes that `chunks` yields. */
  readonly size: number;
  /**
   * The file's bytes. Throws if they differ from the expected ones; the body then stays incomplete and nothing is
   * stored.
   */
  chunks(): AsyncIterable<Uint8Array>;
}

/** Large reads: 64 KiB reads cost two thirds of the throughput on loopback. */
const large = createBuffers(4 * 1024 * 1024, 4);

/**
 * Yields `size` bytes in large chunks and reads the next chunk meanwhile. Two buffers alternate, so a chunk is valid only
 * until the next is requested. Throws `file-changed` if the file ends earlier.
 */
async function* chunksOf(handle: FileHandle, size: number): AsyncGenerator<Buffer, void, void> {
  const pool = size <= smallBuffers.bytes ? smallBuffers : large;
  const read = async (into: Buffer, position: number): Promise<Buffer> => {
    const chunk = into.subarray(0, Math.min(pool.bytes, size - position));
    await readFull(handle, chunk, position);
    return chunk;
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
      // The error is thrown when awaited. Without this handler it would end the process first.
      reading.catch(() => undefined);
      [given, free] = [free, given];
    }
    yield chunk;
  }
  pool.giveBack(given);
  if (free !== null) pool.giveBack(free);
}

/** The bytes of one upload, and their hash. */
export interface FileBody extends UploadBody {
  /**
   * The SHA-256 of the file as a hex digest. If it was not known, throws before the last byte was sent and
   * verified.
   */
  sha256(): string;
}

/** All bytes of a small file, if they have this hash: a changed one is not sent at all. Throws `file-changed`. */
async function* provenChunk(
  { path, fingerprint: { size } }: JobFile,
  sha256: string,
): AsyncGenerator<Buffer> {
  const buffer = smallBuffers.borrow();
  const chunk = buffer.subarray(0, size);
  const handle = await openFile(path);
  try {
    await readFull(handle, chunk, 0);
  } catch (thrown) {
    throw fileError(thrown);
  } finally {
    await handle.close();
  }
  if (createHash('sha256').update(chunk).digest('hex') !== sha256) throw new ChartdropError('file-changed');
  yield chunk;
  smallBuffers.giveBack(buffer);
}

/**
 * The bytes of a job's file for one upload. Verifies that they are the job's bytes: by the hash if it is known,
 * otherwise by size, time and inode of the open file, before the first byte and after the last. If they differ,
 * throws `file-changed` before the body ends, so that nothing is stored. A changed timestamp alone, such as by a
 * backup, does not fail the upload (case 47). A chunk is valid until the next is requested, which got does when the
 * socket has accepted it; one of a large file is hashed meanwhile.
 */
export function uploadBodyOf(file: JobFile): FileBody {
  const { size } = file.fingerprint;
  let digest = file.sha256;
  async function* hashedChunks(): AsyncGenerator<Buffer, void, void> {
    const hash = createHash('sha256');
    const handle = await openFile(file.path);
    const isAsBefore = async (): Promise<boolean> =>
      mayBeUnchanged(file.fingerprint, await fingerprintOfOpen(handle));
    try {
      if (!(await isAsBefore())) throw new ChartdropError('file-changed');
      for await (const chunk of chunksOf(handle, size)) {
        // In the next turn of the event loop: the socket is busy with the chunk by then.
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
    chunks: () =>
      file.sha256 !== null && size <= smallBuffers.bytes ? provenChunk(file, file.sha256) : hashedChunks(),
    sha256() {
      if (digest === null) throw new Error('the file was not read to its end');
      return digest;
    },
  };
}
