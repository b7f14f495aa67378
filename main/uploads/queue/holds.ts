import type { JobId } from '../../../preload/contract/ids.ts';
import type { Clock } from '../../base/ports.ts';
import type { UploadJob } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';

/** Files that wait for the reading of their page after their undo period. */
export interface WaitForPage {
  /** How long a held job still waits, in milliseconds. */
  readonly waitMs: (job: UploadJob) => number;
  /** False once nothing waits for a job's reading any more. */
  readonly isPending: (id: JobId) => boolean;
}

/** Held jobs that are looked at in one round. */
const most = 1000;

/**
 * Ends undo periods. The answer returns how long the first of those that wait for their page waits, in milliseconds; null:
 * none does. It is called in each round of the queue, of which a file has several: jobs that wait for their
 * page are remembered, since opening the rows of all of them each time took most of the time of a pile of files.
 */
export function createHolds(deps: {
  store: Pick<JobStore, 'readyRows'>;
  writer: Pick<JobWriter, 'apply'>;
  clock: Clock;
  /** Default: none waits. */
  pages?: WaitForPage | undefined;
}): (now: number) => number | null {
  const { store, writer, clock, pages } = deps;
  /** By the number of the row: until when it waits, by the monotonic clock in milliseconds. */
  let waiting = new Map<number, { readonly id: JobId; readonly until: number }>();

  return (now) => {
    const still: typeof waiting = new Map();
    const moment = clock.monotonic();
    for (const row of store.readyRows('held', now, most)) {
      const known = waiting.get(row.number);
      if (known !== undefined && known.until > moment && pages?.isPending(known.id) === true) {
        still.set(row.number, known);
        continue;
      }
      const job = row.read();
      const wait = job === null ? 0 : (pages?.waitMs(job) ?? 0);
      if (job !== null && wait > 0) still.set(row.number, { id: job.id, until: moment + wait });
      else if (job !== null) writer.apply(job.id, { kind: 'hold-ended', now });
    }
    waiting = still;
    const waits = [...still.values()].map(({ until }) => until - moment);
    return waits.length === 0 ? null : Math.min(...waits);
  };
}
