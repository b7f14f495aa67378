import type { JobId } from '../../../preload/contract/ids.ts';
import type { UploadJob } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';
import type { JobActs } from '../../uploads/job-acts.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { backoff } from '../../jobs/retry-policy.ts';
import type { LookupDecision } from './lookups.ts';

export interface PendingLookups {
  /** A job waits for a lookup in the clinic. */
  nudge(): void;
  stop(): Promise<void>;
}

/** Repeats lookups that were impossible when their scans were finished, until the clinic answers. */
export function createPendingLookups(deps: {
  store: JobStore;
  writer: JobWriter;
  acts: JobActs;
  clock: Clock;
  log: Log;
  random: () => number;
  /**
   * null if the job's folder or its route is gone, `later` while its folder is not watched; a nudge says when it is. Throws
   * while the clinic is unreachable.
   */
  decide: (job: UploadJob, signal: AbortSignal) => Promise<LookupDecision | 'later' | null>;
}): PendingLookups {
  const { store, writer, acts } = deps;

  const pending = (): JobId[] =>
    store
      .inState('inbox')
      .filter(isPending)
      .map((job) => job.id);

  /** False while it must wait for its folder. */
  const lookUp = async (id: JobId, signal: AbortSignal): Promise<boolean> => {
    const job = store.get(id);
    const decision = job === null ? null : await deps.decide(job, signal);
    if (decision === 'later') return false;
    // A person may have been faster.
    if (!isPending(store.get(id))) return true;
    if (decision?.kind === 'destination') {
      try {
        await acts.assign(id, decision.destination, { acceptDuplicate: false }, signal);
      } catch (thrown) {
        // Again: a person may have been faster while its file was looked at.
        if (isPending(store.get(id))) throw thrown;
      }
      return true;
    }
    const { reason, candidates } = decision ?? { reason: 'route-inbox' as const, candidates: [] };
    writer.apply(id, { kind: 'returned', reason, candidates, duplicateOf: null });
    return true;
  };

  const firstWait = (): number => backoff(0, deps.random());
  const lookups = createRetryingTask({
    clock: deps.clock,
    // One lookup after the other.
    async work(signal) {
      const ids = pending();
      const waiting = new Set<JobId>();
      for (const id of ids) if (!(await lookUp(id, signal))) waiting.add(id);
      return pending().some((id) => !waiting.has(id)) ? firstWait() : null;
    },
    backoffMs: (failures) => backoff(failures + 1, deps.random()),
    onError: ({ code }) => deps.log.warn('lookup-not-answered', { code }),
  });

  return {
    nudge() {
      // A lookup that backs off keeps waiting: another scan says nothing about the clinic.
      lookups.ensure(firstWait());
    },
    stop: () => lookups.stop(),
  };
}

const isPending = (job: UploadJob | null): boolean =>
  job?.state === 'inbox' && job.reason === 'lookup-pending';
