import type { Stuck } from '../../../preload/contract/folder-account.ts';
import type { FolderId, JobId } from '../../../preload/contract/ids.ts';
import { isOver, type OverJob, type UploadJob } from '../../jobs/job.ts';
import { asChartdropError, type ChartdropError } from '../../base/errors.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { Clock, Log, Trash } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { backoff } from '../../jobs/retry-policy.ts';
import { disposeFiledFile, left } from './after-filing.ts';

export interface Disposals {
  /** A job is filed: puts its file away as its folder says. */
  nudge(): void;
  /** The folder's filed files that could not be put away at the last try. They are tried again. */
  failures(id: FolderId): Stuck[];
  /** Resolves when no file is being moved. */
  stop(): Promise<void>;
}

const batch = 50;

/** Moves or trashes filed files, one after the other, with retries. */
export function createDisposals(deps: {
  store: JobStore;
  writer: JobWriter;
  trash: Trash;
  clock: Clock;
  log: Log;
  random: () => number;
  /** The scan folder of a job; null while it is not watched, and then the file waits. */
  folderPath: (job: UploadJob) => string | null;
  /** Whether a missing file may still appear under another name: then it waits. */
  mayBeRenamed: (job: UploadJob) => boolean;
  /** The file has left the scan folder; reported once, at that moment. */
  onPutAway: (job: UploadJob) => void;
  /** The answer of `failures` has changed. */
  onFailures: () => void;
}): Disposals {
  const { store, writer, clock, log } = deps;
  const failures = new Map<JobId, { folderId: FolderId | null; stuck: Stuck }>();

  const failed = (job: OverJob, { code }: ChartdropError): void => {
    log.warn('filed-file-not-moved', { code });
    if (failures.get(job.id)?.stuck.code === code) return;
    const stuck = { kind: 'put-away', name: job.file.name, code, since: clock.now() } as const;
    failures.set(job.id, { folderId: job.folderId, stuck });
  };

  /** False if the file is missing and may appear under another name. */
  const dispose = async (job: OverJob, folderPath: string): Promise<boolean> => {
    const { path, fingerprint, sha256, copy } = job.file;
    // Another scan has its name, perhaps with the same size and time.
    if (copy?.isOnly === true) {
      writer.apply(job.id, { kind: 'disposed', ...left });
      return true;
    }
    const { afterFiling } = job;
    const filedAt = job.state === 'filed' ? job.filedAt : job.partedAt;
    const found = await disposeFiledFile(
      { jobId: job.id, path, folderPath, fingerprint, sha256, afterFiling, filedAt },
      deps,
    );
    // Renamed while the file was read: the next pass knows its path.
    if (found === null && (deps.mayBeRenamed(job) || store.get(job.id)?.file.path !== path)) return false;
    const disposal = found ?? left;
    writer.apply(job.id, { kind: 'disposed', ...disposal });
    if (disposal.disposal === 'done' && afterFiling !== 'stay') deps.onPutAway(job);
    return true;
  };

  let tries = 0;
  /** One pass over all waiting files. Resolves with the time to the next pass if a file could not be moved yet. */
  const pass = async (signal: AbortSignal): Promise<number | null> => {
    const skipped = new Set<string>();
    let mustRetry = false;
    const before = failures.size;
    for (;;) {
      const jobs = store.toDispose(batch + skipped.size).filter((job) => !skipped.has(job.id));
      if (jobs.length === 0) {
        tries = mustRetry ? tries + 1 : 0;
        if (before + failures.size > 0) deps.onFailures();
        return mustRetry ? backoff(tries, deps.random()) : null;
      }
      for (const job of jobs) {
        if (signal.aborted) return null;
        const folderPath = deps.folderPath(job);
        if (!isOver(job) || folderPath === null) {
          skipped.add(job.id);
          failures.delete(job.id);
          continue;
        }
        try {
          if (!(await dispose(job, folderPath))) {
            skipped.add(job.id);
            mustRetry = true;
          }
          failures.delete(job.id);
        } catch (thrown) {
          skipped.add(job.id);
          mustRetry = true;
          failed(job, asChartdropError(thrown));
        }
      }
    }
  };

  const passes = createRetryingTask({
    clock,
    work: pass,
    backoffMs: (failures) => backoff(failures + 1, deps.random()),
    // The database cannot be read at the moment: the files wait.
    onError: ({ code }) => log.warn('filed-files-unknown', { code }),
  });
  return {
    nudge: () => passes.nudge(),
    failures: (id) =>
      [...failures.values()].flatMap(({ folderId, stuck }) => (folderId === id ? [stuck] : [])),
    stop: () => passes.stop(),
  };
}
