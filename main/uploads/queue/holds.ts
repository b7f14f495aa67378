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
  /** A held job was written, or left its undo period. Without one: all are looked at again. */
  changed(job?: UploadJob): void;
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

/** The result of a look. */
interface Calm {
  /** Between these times of the wall clock, and before `until` of the monotonic clock, only changed jobs can end. */
  readonly from: number;
  to: number;
  until: number;
  /** Changed jobs whose undo period is over. */
  readonly ended: Set<JobId>;
}

/**
 * The queue ends holds in each of its rounds, of which a file has several. Between two moments at which one ends only changed
 * jobs are looked at, and the row of a file that waits for its page is opened once: for a pile of files, looking at all of them in
 * each round took most of the time.
 */
export function createHolds(deps: {
  store: Pick<JobStore, 'readyRows' | 'nextDue' | 'get'>;
  writer: Pick<JobWriter, 'applyAll'>;
  clock: Clock;
  /** Default: none waits. */
  pages?: WaitForPage | undefined;
}): Holds {
  const { store, writer, clock, pages } = deps;
  /** By the number of the row: until when it waits, by the monotonic clock in milliseconds. */
  let waiting = new Map<number, { readonly id: JobId; readonly until: number }>();
  let calm: Calm | null = null;
  /** How often a held job was written, or more were found than one look ends. */
  let written = 0;

  const endAll = (ids: readonly JobId[], now: number): void => {
    for (let from = 0; from < ids.length; from += mostAtOnce)
      writer.applyAll(ids.slice(from, from + mostAtOnce).map((id) => [id, { kind: 'hold-ended', now }]));
  };

  const look = (now: number, moment: number): Calm => {
    const still: typeof waiting = new Map();
    const ended: JobId[] = [];
    const rows = store.readyRows(['held'], now, most);
    for (const row of rows) {
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
    endAll(ended, now);
    const until = Math.min(...[...still.values()].map((one) => one.until));
    // There may be more of them.
    if (rows.length === most && ended.length > 0) written += 1;
    return { from: now, to: store.nextDue(['held'], now) ?? Infinity, until, ended: new Set() };
  };

  const note = (known: Calm, job: UploadJob): void => {
    known.ended.delete(job.id);
    if (job.state !== 'held' || job.paused) return;
    const wait = pages?.waitMs(job) ?? 0;
    if (job.until > clock.now()) known.to = Math.min(known.to, job.until);
    else if (wait > 0) known.until = Math.min(known.until, clock.monotonic() + wait);
    else known.ended.add(job.id);
  };

  return {
    changed(job) {
      if (job === undefined || job.state === 'held') written += 1;
      if (job === undefined) calm = null;
      else if (calm !== null) note(calm, job);
    },
    end(now) {
      const moment = clock.monotonic();
      const before = calm;
      const writtenBefore = written;
      // After an error all of them are looked at again.
      calm = null;
      if (before === null || now < before.from || now >= before.to || moment >= before.until)
        calm = look(now, moment);
      else {
        // A change since then may not be heard of yet.
        const isHeld = (job: UploadJob | null): boolean => job?.state === 'held' && !job.paused;
        endAll(
          [...before.ended].filter((id) => isHeld(store.get(id))),
          now,
        );
        calm = { ...before, ended: new Set() };
      }
      if (written !== writtenBefore) {
        // Perhaps by someone who heard of an end.
        calm = null;
        return 0;
      }
      const wait = Math.min(calm.until - moment, calm.to - now);
      return wait === Infinity ? null : wait;
    },
  };
}
