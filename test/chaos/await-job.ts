import { setTimeout as pause } from 'node:timers/promises';
import type { UploadJob } from '../../main/jobs/job.ts';
import type { Watcher } from './watcher.ts';

/** How long to wait for an automatic step of the program, unless a fault prevents it. Milliseconds. */
export const longMs = 15_000;

/** Waits for a job of any program that matches; null if none does in `waitMs`. */
export const createAwaitJob =
  (watchers: readonly Watcher[]) =>
  async (
    isSo: (job: UploadJob, watcher: Watcher) => boolean,
    waitMs = longMs,
  ): Promise<{ job: UploadJob; watcher: Watcher } | null> => {
    const until = performance.now() + waitMs;
    do {
      for (const watcher of watchers) {
        const job = (await watcher.jobs()).find((one) => isSo(one, watcher));
        if (job !== undefined) return { job, watcher };
      }
      await pause(50);
    } while (performance.now() < until);
    return null;
  };
