import type { JobIn, UploadJob } from '../../../preload/contract/job.ts';
import { asChartdropError } from '../../base/errors.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import type { Clock, Log, Stop, Trash } from '../../base/ports.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { backoff } from '../../jobs/retry-policy.ts';
import { disposeFiledFile } from './after-filing.ts';

export interface Disposals {
  /** A job is filed: do with its file what its folder says. */
  nudge(): void;
  /** Resolves when no file is being moved. */
  stop(): Promise<void>;
}

const batch = 50;

/** Does with the files of filed jobs what was promised, one after the other, again after errors and after a restart. */
export function createDisposals(deps: {
  store: JobStore;
  writer: JobWriter;
  trash: Trash;
  clock: Clock;
  log: Log;
  random: () => number;
  /** The scan folder that a job came from; null while that is not watched: then the file waits. */
  folderPath: (job: UploadJob) => string | null;
  /** The file does not lie in the scan folder any more; told once, in the moment in which that was done. */
  onPutAway: (job: UploadJob) => void;
}): Disposals {
  const { store, writer, clock, log } = deps;
  let stopped = false;
  let again = false;
  let tries = 0;
  let timer: Stop | null = null;
  let running: Promise<void> | null = null;

  const dispose = async (job: JobIn<'filed'>, folderPath: string): Promise<void> => {
    const { path, fingerprint, sha256, copy } = job.file;
    // Another scan lies under its name, perhaps of the same size and time.
    if (copy?.isOnly === true) {
      writer.apply(job.id, { kind: 'disposed', disposal: 'left', movedTo: null });
      return;
    }
    const { afterFiling, filedAt } = job;
    const disposal = await disposeFiledFile(
      { jobId: job.id, path, folderPath, fingerprint, sha256, afterFiling, filedAt },
      deps,
    );
    writer.apply(job.id, { kind: 'disposed', ...disposal });
    if (disposal.disposal === 'done' && afterFiling !== 'stay') deps.onPutAway(job);
  };

  /** One pass over all that waits; true where a file could not be touched yet. */
  const pass = async (): Promise<boolean> => {
    const skipped = new Set<string>();
    let failed = false;
    for (;;) {
      const jobs = store.toDispose(batch + skipped.size).filter((job) => !skipped.has(job.id));
      if (jobs.length === 0) return failed;
      for (const job of jobs) {
        if (stopped) return false;
        const folderPath = deps.folderPath(job);
        try {
          if (job.state === 'filed' && folderPath !== null) await dispose(job, folderPath);
          else skipped.add(job.id);
        } catch (thrown) {
          skipped.add(job.id);
          failed = true;
          log.warn('filed-file-not-moved', { code: asChartdropError(thrown).code });
        }
      }
    }
  };

  /** The database cannot be read at present: the files wait. */
  const unread = (thrown: unknown): boolean => {
    log.warn('filed-files-unknown', { code: asChartdropError(thrown).code });
    return true;
  };

  const run = (): void => {
    timer?.();
    timer = null;
    if (stopped) return;
    if (running !== null) {
      again = true;
      return;
    }
    running = pass()
      .catch(unread)
      .then((left) => {
        running = null;
        tries = left ? tries + 1 : 0;
        if (again) {
          again = false;
          run();
        } else if (left) timer = clock.after(backoff(tries, deps.random()), run);
      });
  };

  return {
    nudge: run,
    async stop() {
      stopped = true;
      timer?.();
      await running;
    },
  };
}
