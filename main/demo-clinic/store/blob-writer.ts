import { open, rm } from 'node:fs/promises';

/** Bytes that are written at once: large enough that the disk, and not the number of calls, sets the pace. */
const batchBytes = 2 << 20;

export type BlobWriter = Awaited<ReturnType<typeof openBlob>>;

/** Opens a new file for an upload's bytes. They are written in large batches, with one on its way while the next fills. */
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
    // The failure is thrown where it is awaited next; unmarked, it would end the process before that.
    written.catch(() => undefined);
  }

  return {
    /** Bytes taken so far. */
    get size() {
      return size;
    },

    /** Takes bytes; resolves as soon as more may come. Throws what an earlier write failed with. */
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

    /** Ends the upload and leaves no file behind. */
    async discard(): Promise<void> {
      await Promise.allSettled([written]);
      await file.close();
      await rm(path);
    },
  };
}
