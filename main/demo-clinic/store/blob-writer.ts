import { open, rm } from 'node:fs/promises';

/** Bytes per write: large enough that the disk limits the speed, not the number of calls. */
const batchBytes = 2 << 20;

export type BlobWriter = Awaited<ReturnType<typeof openBlob>>;

/** Opens a new file for an upload's bytes. Writes large batches, one at a time, while the next fills. */
export async function openBlob(path: string) {
  const file = await open(path, 'wx', 0o600);
  let batch: Buffer[] = [];
  let batched = 0;
  let size = 0;
  let written: Promise<unknown> = Promise.resolve();

  async function flush(): Promise<void> {
    await written;
    const full = batch;
    batch = [];
    batched = 0;
    if (full.length === 0) return;
    written = file.writev(full);
    // The error is thrown at the next await. Without this handler it would end the process first.
    written.catch(() => undefined);
  }

  return {
    /** Bytes accepted so far. */
    get size() {
      return size;
    },

    /** Accepts bytes; resolves when more may follow. Throws the error of an earlier write. */
    async write(pieces: readonly Buffer[]): Promise<void> {
      for (const piece of pieces) {
        batch.push(piece);
        batched += piece.length;
        size += piece.length;
      }
      if (batched >= batchBytes) await flush();
    },

    /** Resolves when all bytes are in the file. */
    async close(): Promise<void> {
      try {
        await flush();
        await written;
      } finally {
        await file.close();
      }
    },

    /** Ends the upload and deletes its file. */
    async discard(): Promise<void> {
      await Promise.allSettled([written]);
      await file.close();
      await rm(path);
    },
  };
}
