import type { JobId } from '../../../preload/contract/ids.ts';
import type { Clock } from '../../base/ports.ts';
import type { UploadJob } from '../../jobs/job.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';

/** Files that wait for the reading of their page after their undo period. */
export interface WaitForPage {
  /** How long a held job still waits, in milliseconds. */
  readonly waitMs: (job: UploadJob) => number;
  /** False once nothing waits for a job's reading any more. */
  readonly isPending: (id: JobId) => boolean;
}

export interface Holds {
  /** A held job was added or changed, or the time was. */
  changed(): void;
  /**
   * Ends the undo periods that are over. Returns in how many milliseconds the next one ends, or the wait for a page after it; null:
   * none does. `now`: epoch milliseconds.
   */
  end(now: number): number | null;
}

/** Held jobs that are looked at in one round. */
const most = 1000;
/** Jobs of one transaction, all of which are in memory until its end. */
const mostAtOnce = 50;

/**
 * The queue ends holds in each of its rounds, of which a file has several. Between two changes nothing is looked at before
 * its time, and the row of a file that waits for its page is opened once: for a pile of files, opening all of them in each
 * round took most of the time.
 */
export function createHolds(deps: {
  store: Pick<JobStore, 'readyRows' | 'nextDue'>;
  writer: Pick<JobWriter, 'applyAll'>;
  clock: Clock;
  /** Default: none waits. */
  pages?: WaitForPage | undefined;
}): Holds {
  const { store, writer, clock, pages } = deps;
  /** By the number of the row: until when it waits, by the monotonic clock in milliseconds. */
  let waiting = new Map<number, { readonly id: JobId; readonly until: number }>();
  /** Between these times of the wall clock, and before this one of the monotonic clock, nothing ends without a change. */
  let calm: { readonly from: number; readonly to: number; readonly until: number } | null = null;

  const look = (now: number, moment: number): void => {
    const still: typeof waiting = new Map();
    const ended: JobId[] = [];
    for (const row of store.readyRows('held', now, most)) {
      const known = waiting.get(row.number);
      if (known !== undefined && known.until > moment && pages?.isPending(known.id) === true) {
        still.set(row.number, known);
        continue;
      }
      const job = row.read();
      if (job === null) continue;
      const wait = pages?.waitMs(job) ?? 0;
      if (wait > 0) still.set(row.number, { id: job.id, until: moment + wait });
      else ended.push(job.id);
    }
    waiting = still;
    calm = null;
    for (let from = 0; from < ended.length; from += mostAtOnce)
      writer.applyAll(ended.slice(from, from + mostAtOnce).map((id) => [id, { kind: 'hold-ended', now }]));
    const until = Math.min(...[...still.values()].map((one) => one.until));
    calm = { from: now, to: store.nextDue(['held'], now) ?? Infinity, until };
  };

  return {
    changed: () => (calm = null),
    end(now) {
      const moment = clock.monotonic();
      const isCalm = calm !== null && now >= calm.from && now < calm.to && moment < calm.until;
      if (!isCalm) look(now, moment);
      const wait = calm === null ? Infinity : Math.min(calm.until - moment, calm.to - now);
      return wait === Infinity ? null : wait;
    },
  };
}
