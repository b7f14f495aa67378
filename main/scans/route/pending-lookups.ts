import type { JobId } from '../../../preload/contract/ids.ts';
import type { UploadJob } from '../../../preload/contract/job.ts';
import { asChartdropError } from '../../base/errors.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import type { Clock, Log, Stop } from '../../base/ports.ts';
import type { JobActs } from '../../uploads/job-acts.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { backoff } from '../../jobs/retry-policy.ts';
import type { LookupDecision } from './lookups.ts';

export interface PendingLookups {
  /** A job waits for the clinic to say whose it is. */
  nudge(): void;
  stop(): Promise<void>;
}

/** Puts the questions again that could not be asked when their scans were finished, until the clinic answers. */
export function createPendingLookups(deps: {
  store: JobStore;
  writer: JobWriter;
  acts: JobActs;
  clock: Clock;
  log: Log;
  random: () => number;
  /** Null where the job's folder, or its route, is no more. Throws while the clinic cannot be asked. */
  decide: (job: UploadJob, signal: AbortSignal) => Promise<LookupDecision | null>;
}): PendingLookups {
  const { store, writer, acts } = deps;
  const end = new AbortController();
  let tries = 0;
  let timer: Stop | null = null;
  let running: Promise<void> | null = null;

  const pending = (): JobId[] =>
    store
      .inState('inbox')
      .filter((job) => job.state === 'inbox' && job.reason === 'lookup-pending')
      .map((job) => job.id);

  const lookUp = async (id: JobId): Promise<void> => {
    const job = store.get(id);
    const decision = job === null ? null : await deps.decide(job, end.signal);
    const now = store.get(id);
    // A person may have been faster.
    if (now?.state !== 'inbox' || now.reason !== 'lookup-pending') return;
    if (decision?.kind === 'destination') {
      await acts.assign(id, decision.destination, { acceptDuplicate: false }, end.signal);
      return;
    }
    const { reason, candidates } = decision ?? { reason: 'route-inbox' as const, candidates: [] };
    writer.apply(id, { kind: 'returned', reason, candidates, duplicateOf: null });
  };

  /** One question after the other; true where some are still to be put. */
  const pass = async (): Promise<boolean> => {
    try {
      for (const id of pending()) await lookUp(id);
      tries = 0;
      return pending().length > 0;
    } catch (thrown) {
      tries += 1;
      if (!end.signal.aborted) deps.log.warn('lookup-not-answered', { code: asChartdropError(thrown).code });
      return true;
    }
  };

  const schedule = (): void => {
    if (timer !== null || running !== null || end.signal.aborted) return;
    timer = deps.clock.after(backoff(tries, deps.random()), () => {
      timer = null;
      // Set free only afterwards: a pass with nothing to ask ends before `running` is even set.
      running = pass().then((left) => {
        running = null;
        if (left) schedule();
      });
    });
  };

  return {
    nudge: schedule,
    async stop() {
      end.abort();
      timer?.();
      await running;
    },
  };
}
