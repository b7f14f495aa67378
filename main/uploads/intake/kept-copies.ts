import { randomBytes } from 'node:crypto';
import { constants, type StatsFs } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type JobId, jobIdSchema } from '../../../preload/contract/ids.ts';
import type { Fingerprint, JobFile } from '../../files/job-file.ts';
import type { UploadJob } from '../../jobs/job.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { removeIfThere } from '../../base/system/remove-file.ts';
import { createRetryingTask, type RetryingTask } from '../../base/retrying-task.ts';
import { errnoOf, fileError } from '../../files/file-errors.ts';
import { type HashedFile, hashFile } from '../../files/file-content.ts';
import { fingerprintOf, readFingerprint, sameFingerprint } from '../../files/fingerprint.ts';
import { openScan } from '../../files/folder-files.ts';
import { pathBytes } from '../../files/name-bytes.ts';

/**
 * Private copies of finished scans, kept until they are filed, since a scanner may reuse a name and overwrite the bytes
 * in place (docs/decisions/kept-copies.md).
 */
export interface KeptCopies {
  /**
   * Copies a scan for the job with that id, and verifies the copy by its hash; `bytes`: those that were hashed, so that it need
   * not be read again. null if no copy could be made; the scan is still filed. Throws only `aborted`.
   */
  keep(
    file: JobFile,
    id: JobId,
    given: { bytes: Buffer | null; signal: AbortSignal },
  ): Promise<KeptCopy | null>;
  /**
   * Writes the bytes of a new file, such as a part of a stack, for the job with that id. Throws `disk-full`, also if all copies would be too large,
   * and the file system's errors.
   */
  write(bytes: Uint8Array, id: JobId): Promise<WrittenCopy>;
  /** Where the bytes of a job may be, the best place first: nothing is looked at. */
  placesOf(file: Pick<JobFile, 'copy' | 'path'>): string[];
  /** The path of a job's copy, or null if it has none. */
  find(file: Pick<JobFile, 'copy'>): Promise<string | null>;
  /** The copy as a file to send instead, after verifying its hash; null if it is invalid. */
  proven(file: JobFile, signal: AbortSignal): Promise<HashedFile | null>;
  /** Whether a file begins with the copy's bytes: a scanner has added pages (case 1). */
  isBeginningOf(file: JobFile, longer: JobFile): Promise<boolean>;
  /** Removes a copy without a job. Never rejects. */
  discard(name: string): Promise<void>;
  /** Removes the copy of a job that no longer needs it. Never rejects. */
  release(job: UploadJob): Promise<void>;
  /** Removes copies left by crashes and retention, now and once a day. */
  start(jobOf: (id: JobId) => UploadJob | null): void;
  stop(): Promise<void>;
}

/** The only copy of bytes that no other file has. */
interface WrittenCopy extends KeptCopy {
  readonly path: string;
  readonly fingerprint: Fingerprint;
}

interface KeptCopy {
  readonly name: string;
  readonly sha256: string;
}

export interface CopyLimits {
  /** Larger files are not copied, in bytes. */
  readonly largest: number;
  /** The total size of all copies. */
  readonly total: number;
  /** The share of the disk's free space that one copy may use. */
  readonly ofFree: number;
}
const standardLimits: CopyLimits = { largest: 200e6, total: 5e9, ofFree: 0.1 };

const dayMs = 86_400_000;
/** A copy is older than its job, whose row is written a moment later. */
const youngMs = 3_600_000;
const compareBytes = 1024 * 1024;
/** When a TIFF gets another page, the position of that page is written into it; all other bytes stay. */
const mostChangedBytes = 16;

export function createKeptCopies(deps: {
  directory: string;
  clock: Clock;
  log: Log;
  limits?: Partial<CopyLimits> | undefined;
}): KeptCopies {
  const { directory, clock, log } = deps;
  const limits = { ...standardLimits, ...deps.limits };
  const end = new AbortController();
  const young = new Map<string, number>();
  let sizes: Promise<Map<string, number>> | null = null;
  let sweeps: RetryingTask | null = null;

  const pathOf = (name: string): string => join(directory, name);

  const readSizes = async (): Promise<Map<string, number>> => {
    const found = new Map<string, number>();
    for (const name of await readdir(directory).catch(() => [])) {
      const size = await stat(pathOf(name)).then(
        (stats) => stats.size,
        () => null,
      );
      if (size !== null) found.set(name, size);
    }
    return found;
  };
  const known = (): Promise<Map<string, number>> => (sizes ??= readSizes());

  const discard = async (name: string): Promise<void> => {
    try {
      await removeIfThere(pathOf(name));
      (await known()).delete(name);
      young.delete(name);
    } catch (thrown) {
      // The next cleanup removes it.
      log.warn('copy-not-removed', { code: fileError(thrown).code });
    }
  };

  /** Of the drive, in blocks. Makes the folder if it is missing. */
  const room = async (): Promise<StatsFs> => {
    try {
      return await statfs(directory);
    } catch (thrown) {
      if (errnoOf(thrown) !== 'ENOENT') throw thrown;
    }
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return statfs(directory);
  };

  const hasRoom = async (size: number): Promise<boolean> => {
    const used = [...(await known()).values()].reduce((sum, one) => sum + one, 0);
    if (used + size > limits.total) return false;
    const { bavail, bsize } = await room();
    return size <= bavail * bsize * limits.ofFree;
  };

  /** The hash of the copy, if it has the file's bytes. */
  const copied = async (file: JobFile, name: string, signal: AbortSignal): Promise<string | null> => {
    const path = pathOf(name);
    await copyScan(file, path);
    // It has the permissions of the original, which may be read-only or open to others.
    await chmod(path, 0o600);
    const { sha256 } = await hashFile(path, signal);
    if (file.sha256 !== null) return sha256 === file.sha256 ? sha256 : null;
    return sameFingerprint(file.fingerprint, await readFingerprint(file.path)) ? sha256 : null;
  };

  /** The bytes that were hashed need no second reading, nor a second hash. */
  const written = async (file: JobFile, name: string, bytes: Buffer): Promise<string | null> => {
    await writeFile(pathOf(name), bytes, { mode: 0o600, flag: 'wx' });
    return file.sha256;
  };

  const sweep = async (jobOf: (id: JobId) => UploadJob | null): Promise<void> => {
    for (const name of [...(await known()).keys()]) {
      if (end.signal.aborted) return;
      if (clock.monotonic() - (young.get(name) ?? -Infinity) < youngMs) continue;
      const id = jobIdSchema.safeParse(name.slice(0, 36));
      const job = id.success ? jobOf(id.data) : null;
      if (job?.file.copy?.name !== name || isOver(job)) await discard(name);
    }
  };

  return {
    async keep(file, id, { bytes, signal }) {
      const { size } = file.fingerprint;
      if (size > limits.largest) return null;
      const name = `${id}-${randomBytes(4).toString('hex')}`;
      try {
        if (!(await hasRoom(size))) {
          log.warn('scan-not-copied', { code: 'disk-full' });
          return null;
        }
        (await known()).set(name, size);
        young.set(name, clock.monotonic());
        const sha256 = bytes === null ? await copied(file, name, signal) : await written(file, name, bytes);
        if (sha256 !== null) return { name, sha256 };
        log.warn('scan-not-copied', { code: 'file-changed' });
      } catch (thrown) {
        const error = fileError(thrown);
        if (signal.aborted) {
          await discard(name);
          throw error;
        }
        log.warn('scan-not-copied', { code: error.code });
      }
      await discard(name);
      return null;
    },
    async write(bytes, id) {
      const name = `${id}-${randomBytes(4).toString('hex')}`;
      const path = pathOf(name);
      try {
        if (!(await hasRoom(bytes.length))) throw new ChartdropError('disk-full');
        (await known()).set(name, bytes.length);
        young.set(name, clock.monotonic());
        // It must be on the disk before its job is written: after a power cut nothing else has these bytes.
        await writeFile(path, bytes, { mode: 0o600, flag: 'wx', flush: true });
        const { sha256, fingerprint } = await hashFile(path, end.signal);
        return { name, path, sha256, fingerprint };
      } catch (thrown) {
        await discard(name);
        throw fileError(thrown);
      }
    },
    placesOf: ({ copy, path }) => (copy === undefined ? [path] : [pathOf(copy.name), path]),
    async find({ copy }) {
      if (copy === undefined) return null;
      const path = pathOf(copy.name);
      return await stat(path).then(
        () => path,
        () => null,
      );
    },
    async proven(file, signal) {
      if (file.copy === undefined) return null;
      try {
        const copy = await hashFile(pathOf(file.copy.name), signal);
        return copy.sha256 === file.sha256 ? { ...file, ...copy, name: file.name } : null;
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        log.warn('copy-not-read', { code: fileError(thrown).code });
        return null;
      }
    },
    async isBeginningOf(file, longer) {
      const { size } = file.fingerprint;
      if (file.copy === undefined || size >= longer.fingerprint.size) return false;
      try {
        return await isBeginning(pathOf(file.copy.name), longer.path, size);
      } catch (thrown) {
        // Then both are filed.
        log.warn('copy-not-compared', { code: fileError(thrown).code });
        return false;
      }
    },
    discard,
    async release(job) {
      if (job.file.copy === undefined || !isOver(job)) return;
      // Each later change of the job asks again.
      if ((await known()).has(job.file.copy.name)) await discard(job.file.copy.name);
    },
    start(jobOf) {
      sweeps = createRetryingTask({
        clock,
        async work() {
          await sweep(jobOf).catch((thrown: unknown) => {
            throw fileError(thrown);
          });
          return dayMs;
        },
        backoffMs: () => dayMs,
        onError: ({ code }) => log.warn('copies-not-swept', { code }),
      });
      sweeps.nudge();
    },
    async stop() {
      end.abort();
      await sweeps?.stop();
    },
  };
}

/** An ignored scan can be restored, so its copy stays until names and paths are removed. */
const isOver = (job: UploadJob): boolean =>
  job.state === 'filed' || job.state === 'parted' || (job.state === 'dismissed' && job.cause !== 'person');

/**
 * A clone if the file system supports it. On Linux it is made from the open file through its own name, since another
 * file may take the scan's name at any moment. Elsewhere the hash proves it, or the fingerprint before and after if the
 * file was not read.
 */
async function copyScan(file: JobFile, to: string): Promise<void> {
  await using scan = await openScan(file.path, null);
  if (file.sha256 === null && !sameFingerprint(file.fingerprint, fingerprintOf(scan.stats)))
    throw new ChartdropError('file-changed');
  const from = process.platform === 'linux' ? `/proc/self/fd/${scan.handle.fd}` : file.path;
  await copyFile(pathBytes(from), to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
}

async function isBeginning(path: string, longer: string, size: number): Promise<boolean> {
  await using first = await open(path, 'r');
  await using second = await openScan(longer, null);
  const mayDiffer = Math.min(mostChangedBytes, Math.floor(size / 64));
  const [one, other] = [Buffer.alloc(compareBytes), Buffer.alloc(compareBytes)];
  let changed = 0;
  for (let at = 0; at < size; at += compareBytes) {
    const length = Math.min(compareBytes, size - at);
    await first.read(one, 0, length, at);
    await second.handle.read(other, 0, length, at);
    if (one.compare(other, 0, length, 0, length) === 0) continue;
    for (let byte = 0; byte < length && changed <= mayDiffer; byte += 1) {
      if (one[byte] !== other[byte]) changed += 1;
    }
    if (changed > mayDiffer) return false;
  }
  return true;
}
