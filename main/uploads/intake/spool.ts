import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isOver, type UploadJob } from '../../jobs/job.ts';
import { fileError } from '../../files/file-errors.ts';

/** A private place for bytes without a file: pasted, dropped into a browser, or downloaded to be refiled. */
export interface Spool {
  /** Streams bytes into a file with a meaningless name; leaves nothing on an error. */
  write(bytes: Readable, signal: AbortSignal): Promise<string>;
  /** Removes a spooled file once its job is over. Never touches a person's files. */
  release(job: UploadJob): Promise<void>;
  /** Removes bytes that became no job. Never touches a person's files. */
  discard(path: string): Promise<void>;
}

export function createSpool(directory: string): Spool {
  const discard = async (path: string): Promise<void> => {
    if (dirname(path) === directory) await rm(path, { force: true });
  };
  return {
    async write(bytes, signal) {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const path = join(directory, randomUUID());
      try {
        await pipeline(bytes, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal });
        return path;
      } catch (thrown) {
        await discard(path);
        throw fileError(thrown);
      }
    },
    async release(job) {
      if (isOver(job)) await discard(job.file.path);
    },
    discard,
  };
}
