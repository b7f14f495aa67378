import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { ChartdropError } from '../base/errors.ts';
import { fileError } from '../files/file-errors.ts';

/** Waits for the disk in another thread, while this one goes on. */
export interface DiskFlush {
  /**
   * Resolves once all that is committed now is on the disk. Calls that come while the disk is busy wait for one more flush
   * together. Throws `disk-full`, `disk-read-only`, and `unexpected`, which is tried again.
   */
  readonly flushed: () => Promise<void>;
  /** Before the database is closed: Windows removes no open file. */
  readonly close: () => void;
}

/** A file whose bytes can be written to the disk. */
export interface FlushedFile {
  flush(): Promise<void>;
  /** Not during a flush. */
  close(): void;
}

/** Opened for writing, since Windows flushes no other file, and at the first flush, when it certainly exists. */
export function fileOnDisk(path: string): FlushedFile {
  let handle: number | null = null;
  return {
    async flush() {
      handle ??= openSync(path, 'r+');
      await promisify(fdatasync)(handle);
    },
    close() {
      if (handle !== null) closeSync(handle);
      handle = null;
    },
  };
}

const ofDisk: ReadonlySet<ErrorCode> = new Set(['disk-full', 'disk-read-only', 'aborted']);

/** It is not the scan that is missing, locked or denied, as these errors would say of a job. */
function flushError(thrown: unknown): ChartdropError {
  const error = fileError(thrown);
  return ofDisk.has(error.code) ? error : new ChartdropError('unexpected', { cause: thrown });
}

/** The contents of the write-ahead log, after a wait for the disk failed. */
export interface LogContents {
  /** Some of its bytes may not be on the disk, though a later flush succeeds. Throws what `complete` throws. */
  doubt(): void;
  /** If that was said, puts all that is committed elsewhere. Throws if it cannot. */
  complete(): void;
}

/**
 * `wal`: the write-ahead log beside the database. A commit is in it until a checkpoint, which flushes it first
 * (sqlite.org/pragma.html#pragma_synchronous), and a flush writes all bytes of a file, by whatever handle they came.
 */
export function createDiskFlush(wal: FlushedFile, contents: LogContents): DiskFlush {
  let current: Promise<void> | null = null;
  /** Follows the current one, and sees what is committed meanwhile. */
  let next: Promise<void> | null = null;
  let isClosed = false;

  const failed = (thrown: unknown): never => {
    if (!isClosed) contents.doubt();
    throw thrown;
  };
  const begin = (): Promise<void> => {
    if (isClosed) throw new ChartdropError('aborted');
    contents.complete();
    const flush = wal
      .flush()
      .catch(failed)
      .finally(() => {
        current = null;
        if (isClosed) wal.close();
      });
    current = flush;
    return flush;
  };
  const afterThis = (busy: Promise<void>): Promise<void> => {
    const follow = (): Promise<void> => {
      next = null;
      return begin();
    };
    return busy.then(follow, follow);
  };
  return {
    async flushed() {
      try {
        if (current !== null) next ??= afterThis(current);
        await (next ?? begin());
      } catch (thrown) {
        throw flushError(thrown);
      }
    },
    close() {
      isClosed = true;
      if (current === null) wal.close();
    },
  };
}
