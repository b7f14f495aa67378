import type { AttachmentId, CaseId } from '../../../preload/contract/ids.ts';
import type { JobIn } from '../../jobs/job.ts';
import { addToCase, missingFromCase } from '../../clinic/cases/case-attachments.ts';
import type { ClinicClient } from '../../clinic/client.ts';
import type { CallOptions } from '../../clinic/http.ts';
import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { Clock } from '../../base/ports.ts';
import { createRetryingTask, type RetryingTask } from '../../base/retrying-task.ts';
import { type CaseWork, caseWork, lookAfterMs } from './case-work.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { backoff } from '../../jobs/retry-policy.ts';

/** Number of cases written at once; each case by one call after the other. */
const mostAtATime = 4;
/** Jobs change in bursts; due work is looked up at most this often. Milliseconds. */
const gatherMs = 250;

/** Errors by which the service refuses the write for good. */
const refusals = new Set<ChartdropError['code']>([
  'record-refused',
  'record-not-found',
  'permission-denied',
  'case-link-missing',
]);

/** An attachment that a person archived or moved to another patient is not added again. */
const isStillWanted = (job: JobIn<'filed'>): boolean => job.archivedAt === null && job.replacedBy === null;

export interface CaseLinker {
  /** A job for a case has changed. */
  nudge(): void;
  /** The cause of waiting is over: no case backs off any more. */
  resume(): void;
  stop(): Promise<void>;
}

/**
 * Adds processed attachments to the lists of their cases, and files their jobs once the list names them. Checks the
 * list again a minute later, since another writer may have overwritten it; missing entries are added again.
 */
export function createCaseLinker(deps: {
  store: Pick<JobStore, 'get' | 'inState' | 'linksToLookAt' | 'onTheirWayTo'>;
  writer: JobWriter;
  client: Pick<ClinicClient, 'attachmentIdsOfCase' | 'setAttachmentsOfCase'>;
  clock: Clock;
  random: () => number;
  onError: (error: ChartdropError) => void;
}): CaseLinker {
  const { store, writer, client, clock } = deps;
  const stopping = new AbortController();
  const options: CallOptions = { priority: 'background', signal: stopping.signal };
  const running = new Map<CaseId, Promise<void>>();
  /** Cases whose last write had a systemic error: the next time and the number of tries. */
  const delays = new Map<CaseId, { until: number; tries: number }>();

  const refuse = (job: JobIn<'linking'>, error: ChartdropError): void => {
    const isKnown = error.code === 'permission-denied' || error.code === 'case-link-missing';
    const told = isKnown
      ? error
      : new ChartdropError('case-link-refused', error.detail === null ? {} : { detail: error.detail });
    writer.apply(job.id, { kind: 'failed', error: told.toDto(), now: clock.now() });
  };

  const linked = (job: JobIn<'linking'>): void => {
    const now = clock.now();
    writer.apply(job.id, { kind: 'linked', now, lookAgainAt: now + lookAfterMs });
  };

  /** One refused attachment must not keep the others out of its case. */
  const link = async (
    id: CaseId,
    jobs: readonly JobIn<'linking'>[],
    kept: readonly AttachmentId[],
  ): Promise<void> => {
    try {
      const wanted = jobs.map((job) => job.attachmentId);
      await addToCase(client, id, { wanted, kept, now: () => clock.monotonic() }, options);
      jobs.forEach(linked);
    } catch (thrown) {
      const error = asChartdropError(thrown);
      const [only] = jobs;
      if (!refusals.has(error.code) || only === undefined) throw error;
      // It may be one that the service refuses; the separate checks show which.
      if (kept.length > 0) await link(id, jobs, []);
      else if (jobs.length === 1) refuse(only, error);
      else for (const job of jobs) await link(id, [job], []);
    }
  };

  /** The second check: entries that another writer removed are added again. */
  const look = async (id: CaseId, jobs: readonly JobIn<'filed'>[]): Promise<void> => {
    const wanted = jobs.filter(isStillWanted);
    const missing = new Set(
      await missingFromCase(
        client,
        id,
        wanted.map((job) => job.attachmentId),
        options,
      ),
    );
    for (const job of jobs) {
      // A person may have archived or moved it while the list was read.
      const present = store.get(job.id);
      const isWanted = present?.state === 'filed' && isStillWanted(present);
      if (isWanted && missing.has(job.attachmentId)) {
        writer.apply(job.id, { kind: 'link-lost', now: clock.now() });
      } else checked(job);
    }
  };

  const checked = (job: JobIn<'filed'>): void => {
    writer.apply(job.id, { kind: 'link-checked', lookAgainAt: null });
  };

  const delayed = (id: CaseId, work: CaseWork, error: ChartdropError): void => {
    const tries = delays.get(id)?.tries ?? 0;
    const until = clock.now() + backoff(tries, deps.random());
    delays.set(id, { until, tries: tries + 1 });
    for (const { id: jobId } of work.linking) {
      const job = store.get(jobId);
      // Reported once per cause: an outage of hours must not cause a thousand entries.
      if (job?.state !== 'linking' || job.waiting?.code === error.code) continue;
      writer.apply(job.id, { kind: 'link-delayed', notBefore: until, error: error.toDto() });
    }
    deps.onError(error);
  };

  const run = async (id: CaseId, work: CaseWork): Promise<void> => {
    try {
      if (work.linking.length > 0) await link(id, work.linking, work.kept);
      if (work.looks.length > 0) await look(id, work.looks);
      delays.delete(id);
    } catch (thrown) {
      const error = asChartdropError(thrown);
      if (stopping.signal.aborted) return;
      // The case itself is gone or unreadable: there is nothing to check.
      if (refusals.has(error.code)) work.looks.forEach(checked);
      else delayed(id, work, error);
    }
  };

  const begin = (id: CaseId, work: CaseWork): void => {
    const ended = run(id, work)
      .catch((thrown: unknown) => {
        // The delay could not be written; the rows are unchanged.
        deps.onError(asChartdropError(thrown));
        delays.set(id, { until: clock.now() + backoff(3, deps.random()), tries: 4 });
      })
      .finally(() => {
        running.delete(id);
        rounds.nudge();
      });
    running.set(id, ended);
  };

  /** Resolves with the milliseconds until the next case is due, a minute at most. */
  const beginDue = (): number | null => {
    const now = clock.now();
    const found = caseWork({
      linking: store.inState('linking').filter((job) => job.state === 'linking'),
      looks: store.linksToLookAt(1000),
      onTheirWayTo: store.onTheirWayTo,
      notBefore: (id) => delays.get(id)?.until ?? 0,
      isStillWanted,
      now,
    });
    for (const work of found.due) {
      if (running.size < mostAtATime && !running.has(work.caseId)) begin(work.caseId, work);
    }
    return found.nextAt === null ? null : Math.min(60_000, found.nextAt - now);
  };

  const rounds: RetryingTask = createRetryingTask({
    clock,
    gatherMs,
    work: beginDue,
    // The database cannot be read at present; nothing else would wake the jobs that wait.
    backoffMs: () => backoff(3, deps.random()),
    onError: deps.onError,
  });

  return {
    // A burst of changes is over by then.
    nudge: () => rounds.nudge(1),
    resume() {
      delays.clear();
      rounds.nudge();
    },
    async stop() {
      stopping.abort();
      await rounds.stop();
      await Promise.all(running.values());
    },
  };
}
