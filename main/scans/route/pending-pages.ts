import type { FolderId, JobId } from '../../../preload/contract/ids.ts';
import type { PatientRef } from '../../../preload/contract/destination.ts';
import { asChartdropError } from '../../base/errors.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';
import { isRedacted, type JobIn, type UploadJob } from '../../jobs/job.ts';
import type { JobChanges } from '../../jobs/job-changes.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { filingOf, type PageFiling } from '../../jobs/page/page-filing.ts';
import { backoff } from '../../jobs/retry-policy.ts';
import type { PageGuard } from '../../reading/page-guard.ts';
import type { JobActs } from '../../uploads/job-acts.ts';

/** Files scans with the patients whom their pages name, once the pages were read. */
export interface PendingPages {
  /** The jobs of a folder that is watched now, or no longer. */
  nudge(): void;
  stop(): Promise<void>;
}

/** Milliseconds after which files that wait are looked at again: reading may have been switched off. */
const againMs = 30_000;
/** Milliseconds after the start from which a file without its folder is left to a person: the folder was removed. */
const folderlessMs = 60_000;

type Waiting = JobIn<'inbox'>;
const isWaiting = (job: UploadJob | null): job is Waiting =>
  job?.state === 'inbox' && job.reason === 'page-pending';

/** Nothing here is kept between starts: the database has the reason and the reading of each file. */
export function createPendingPages(deps: {
  store: JobStore;
  writer: JobWriter;
  changes: JobChanges;
  acts: Pick<JobActs, 'assign'>;
  pages: Pick<PageGuard, 'isRead' | 'confirm'>;
  clock: Clock;
  log: Log;
  random: () => number;
  /** The route of a folder; null: it is not watched. */
  routeOf: (folder: FolderId) => string | null;
  /** Whether a folder that is not watched will be. */
  isAwaited: (folder: FolderId) => boolean;
}): PendingPages {
  const { store, writer, acts, pages, clock, log } = deps;
  const waiting = new Set<JobId>();
  /** By the monotonic clock. */
  const startedAt = clock.monotonic();

  const toInbox = (id: JobId, { reason, candidates }: Extract<PageFiling, { kind: 'inbox' }>): void => {
    writer.apply(id, { kind: 'returned', reason, candidates, duplicateOf: null });
  };

  /** The decision about a file; null: its page, or its folder, is not there yet. */
  const decide = (job: Waiting): PageFiling | null => {
    const { folderId } = job;
    const route = folderId === null ? null : deps.routeOf(folderId);
    const isAwaited = folderId !== null && deps.isAwaited(folderId);
    const isGone = route === null && !isAwaited && clock.monotonic() - startedAt > folderlessMs;
    if (isGone || (route !== null && route !== 'page'))
      return { kind: 'inbox', reason: 'route-inbox', candidates: [] };
    if (route === null) return null;
    if (job.page !== undefined) return filingOf(job.page);
    return pages.isRead(job) && !isRedacted(job)
      ? null
      : { kind: 'inbox', reason: 'page-not-read', candidates: [] };
  };

  const assign = async (id: JobId, patient: PatientRef, signal: AbortSignal): Promise<void> => {
    try {
      const choice = { acceptDuplicate: false, byPage: true };
      await acts.assign(id, { kind: 'patient', patient }, choice, signal);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      // A person was faster while it was looked at.
      if (!isWaiting(store.get(id))) return;
      // The file is gone, or cannot be opened: a person sees that, and the others are not kept waiting.
      log.warn('page-not-filed', { code: asChartdropError(thrown).code });
      toInbox(id, { kind: 'inbox', reason: 'page-not-read', candidates: [] });
    }
  };

  /** Files it, unless the clinic's records changed since its page was read. Returns how long that must wait. */
  const fileAlone = async (
    job: Waiting,
    patient: PatientRef,
    signal: AbortSignal,
  ): Promise<number | null> => {
    const confirmed = await pages.confirm(patient, signal);
    if (confirmed.kind === 'later') return confirmed.afterMs;
    const now = store.get(job.id);
    // A person may have been faster, or its bytes may have changed.
    const decision = isWaiting(now) ? decide(now) : null;
    if (decision?.kind !== 'file' || decision.patient.id !== patient.id) return null;
    if (confirmed.kind === 'same') await assign(job.id, patient, signal);
    else {
      const reason = confirmed.kind === 'alike' ? 'page-names-several' : 'page-unsure';
      toInbox(job.id, { kind: 'inbox', reason, candidates: [] });
    }
    return null;
  };

  const place = async (id: JobId, signal: AbortSignal): Promise<number | null> => {
    const job = store.get(id);
    if (!isWaiting(job)) {
      waiting.delete(id);
      return null;
    }
    const decision = decide(job);
    if (decision?.kind === 'inbox') toInbox(id, decision);
    return decision?.kind === 'file' ? fileAlone(job, decision.patient, signal) : null;
  };

  const placements = createRetryingTask({
    clock,
    async work(signal) {
      let wait = againMs;
      for (const id of waiting) wait = Math.min(wait, (await place(id, signal)) ?? againMs);
      return waiting.size > 0 ? wait : null;
    },
    backoffMs: (failures) => backoff(failures, deps.random()),
    onError: ({ code }) => log.warn('page-not-filed', { code }),
  });

  const unsubscribe = deps.changes.subscribe((job) => {
    if (!isWaiting(job)) return void waiting.delete(job.id);
    waiting.add(job.id);
    // A file that is still to be read changes once it was.
    if (decide(job) === null) placements.ensure(againMs);
    else placements.nudge();
  });

  return {
    nudge() {
      for (const job of store.inState('inbox')) if (isWaiting(job)) waiting.add(job.id);
      if (waiting.size > 0) placements.nudge();
    },
    async stop() {
      unsubscribe();
      await placements.stop();
    },
  };
}
