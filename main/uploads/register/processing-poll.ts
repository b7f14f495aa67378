import type { JobId } from '../../../preload/contract/ids.ts';
import type { JobIn } from '../../jobs/job.ts';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { ClinicClient } from '../../clinic/client.ts';
import { type ContentClient, hashContent } from '../../clinic/storage/content.ts';
import type { CallOptions } from '../../clinic/http.ts';
import { collect } from '../../clinic/pages.ts';
import type { RateBudget } from '../../clinic/budget/rate-budget.ts';
import type { AttachmentRecord } from '../../clinic/schemas.ts';
import type { ServerClock } from '../../clinic/server-clock.ts';
import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { Clock } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';
import { verifyAttachment } from './attachment-match.ts';
import {
  firstBusyDelayMs,
  firstDelayMs,
  gapUnderLoad,
  longestDelayMs,
  type OtherUploads,
  pollDelay,
} from './poll-delay.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { sentFor } from '../../jobs/sent-file.ts';

/** Number of attachments per call: the API's page size. */
const batch = 100;
/** A record may appear late in lists, so it counts as gone only when it was missing this often. */
const missesUntilGone = 5;

/** Milliseconds of processing after which it is shown as slow, and after which it fails. */
const slowAfterMs = 10 * 60_000;
const givenUpAfterMs = 24 * 60 * 60_000;

export interface ProcessingPoll {
  /** A job started to wait: poll soon. */
  nudge(): void;
  stop(): Promise<void>;
}

/** Polls registered attachments in batches, and files or fails their jobs. */
export function createProcessingPoll(deps: {
  store: JobStore;
  writer: JobWriter;
  client: ContentClient & Pick<ClinicClient, 'attachments' | 'attachmentsOfPatient'>;
  serverClock: Pick<ServerClock, 'now'>;
  budget: Pick<RateBudget, 'usage'>;
  clock: Clock;
  /** They need the budget more than the polls. */
  uploads: () => OtherUploads;
  onError: (error: ChartdropError) => void;
}): ProcessingPoll {
  const { store, writer, client, clock, serverClock } = deps;
  const misses = new Map<JobId, number>();
  let polledUpTo = '';
  let idle = 0;
  let lastAt = -Infinity;
  let onlySlow = false;
  /** Of more files than a call names: whether the last one filed some, and the others were not asked for yet. */
  let isRestLeft = false;
  /** The burst whose end a poll waits for: since when, and how many files it has brought. */
  let burst: { readonly since: number; readonly files: number } | null = null;
  /** When a file was registered beside which there were no other uploads, by the monotonic clock. */
  let aloneSince: number | null = null;

  /** Milliseconds until the poll of that file, since others came after it; 0: now. */
  const waitForOthers = (): number => {
    const left = (aloneSince ?? -Infinity) + firstBusyDelayMs - clock.monotonic();
    if (left > 0 && deps.uploads() !== 'none') return left;
    aloneSince = null;
    return 0;
  };

  /**
   * Whether more files were registered since the last look, while calls are scarce: a poll in the middle of a burst would cost a
   * call and not see the rest of it.
   */
  const isInBurst = (): boolean => {
    const [usage, now] = [deps.budget.usage(), clock.monotonic()];
    const { since, files: before } = burst ?? { since: now, files: 0 };
    burst = null;
    const isScarce = usage.used > usage.limit / 2 && now - since < gapUnderLoad(usage);
    if (!isScarce || deps.uploads() === 'none') return false;
    const files = store.count('processing');
    if (files > before && files < batch) burst = { since, files };
    return burst !== null;
  };

  /** The next hundred in rotation, so that an endless one does not keep the others from being polled. */
  const nextBatch = (): JobIn<'processing'>[] => {
    const waiting = store.inState('processing').filter((job) => job.state === 'processing');
    if (waiting.length <= batch) {
      polledUpTo = '';
      return waiting;
    }
    // Ordered by id, the rotation's position: in any other order some would be skipped between two turns.
    waiting.sort((a, b) => (a.attachmentId < b.attachmentId ? -1 : 1));
    const later = waiting.filter((job) => job.attachmentId > polledUpTo);
    const turn = [...later, ...waiting].slice(0, batch);
    polledUpTo = later.length > batch ? (turn.at(-1)?.attachmentId ?? '') : '';
    return [...new Set(turn)];
  };

  const fail = (job: JobIn<'processing'>, code: ErrorCode): true => {
    writer.apply(job.id, { kind: 'failed', error: new ChartdropError(code).toDto(), now: clock.now() });
    return true;
  };

  /** Reported late, and finally failed. The clock that has seen less time counts, since either may have been set. */
  const stillProcessing = (job: JobIn<'processing'>, createdAt: number | null): boolean => {
    const byService = createdAt === null ? Infinity : serverClock.now() - createdAt;
    const age = Math.min(clock.now() - job.since, byService);
    if (age >= givenUpAfterMs) return fail(job, 'attachment-not-processed');
    if (age >= slowAfterMs && job.slowSince === null) {
      writer.apply(job.id, { kind: 'processing-slow', now: clock.now() });
    }
    return false;
  };

  const missing = (job: JobIn<'processing'>): boolean => {
    const missed = (misses.get(job.id) ?? 0) + 1;
    misses.set(job.id, missed);
    if (missed < missesUntilGone) return false;
    misses.delete(job.id);
    return fail(job, 'attachment-missing');
  };

  /** The record lacks patient or size: the patient's own list and the bytes decide. */
  const proved = async (
    job: JobIn<'processing'>,
    createdAt: number,
    options: CallOptions,
  ): Promise<boolean> => {
    const filters = [
      { field: 'id', operator: '=', value: job.attachmentId },
      { field: 'archived_at', operator: '*' },
    ] as const;
    const [record] = await collect(
      client.attachmentsOfPatient(job.destination.patient.id, { filters }, options),
      1,
    );
    if (record === undefined) return missing(job);
    const sent = sentFor(job);
    if (record.size !== null && record.size !== sent.size) return fail(job, 'attachment-other-size');
    if (record.size === null) {
      if (record.content === null) return stillProcessing(job, createdAt);
      if ((await hashContent(client, record, options)) !== sent.sha256)
        return fail(job, 'attachment-other-size');
    }
    writer.apply(job.id, { kind: 'completed', now: clock.now() });
    return true;
  };

  /** True if the job has left `processing`. */
  const judge = async (
    job: JobIn<'processing'>,
    record: AttachmentRecord | undefined,
    hasOddRows: boolean,
    options: CallOptions,
  ): Promise<boolean> => {
    // It may be the row that could not be read, so it does not count as gone.
    if (record === undefined) return hasOddRows ? stillProcessing(job, null) : missing(job);
    misses.delete(job.id);
    const verdict = verifyAttachment(job, record);
    if (verdict === 'processing') return stillProcessing(job, record.created_at);
    if (verdict === 'unproven') return proved(job, record.created_at, options);
    if (verdict !== 'filed') return fail(job, verdict);
    writer.apply(job.id, { kind: 'completed', now: clock.now() });
    return true;
  };

  /**
   * Files in one transaction the jobs whose records say that they are filed. Returns the others; all, if one of them was
   * changed meanwhile, since none is filed then.
   */
  const fileAll = (
    jobs: readonly JobIn<'processing'>[],
    byId: ReadonlyMap<string, AttachmentRecord>,
  ): JobIn<'processing'>[] => {
    const isFiled = (job: JobIn<'processing'>): boolean => {
      const record = byId.get(job.attachmentId);
      return record !== undefined && verifyAttachment(job, record) === 'filed';
    };
    const filed = jobs.filter(isFiled);
    const now = clock.now();
    try {
      if (filed.length > 0) writer.applyAll(filed.map(({ id }) => [id, { kind: 'completed', now }]));
    } catch {
      // Each is tried alone, and says its own error.
      return [...jobs];
    }
    filed.forEach(({ id }) => misses.delete(id));
    return jobs.filter((job) => !filed.includes(job));
  };

  const poll = async (signal: AbortSignal): Promise<void> => {
    const options: CallOptions = { priority: 'poll', signal };
    isRestLeft = false;
    const jobs = nextBatch();
    if (jobs.length === 0) return;
    lastAt = clock.monotonic();
    const query = {
      filters: [
        { field: 'id', operator: '=', value: jobs.map((job) => job.attachmentId) },
        { field: 'archived_at', operator: '*' },
      ],
      perPage: batch,
    } as const;
    const byId = new Map<string, AttachmentRecord>();
    let odd = 0;
    for await (const page of client.attachments(query, options)) {
      page.rows.forEach((record) => byId.set(record.id, record));
      odd += page.odd;
    }
    const others = fileAll(jobs, byId);
    let ended = jobs.length - others.length;
    let failure: ChartdropError | null = null;
    const proving: CallOptions = { priority: 'background', signal };
    for (const job of others) {
      try {
        if (await judge(job, byId.get(job.attachmentId), odd > 0, proving)) ended += 1;
      } catch (thrown) {
        // The work for one record must not delay the others.
        failure ??= asChartdropError(thrown);
      }
    }
    idle = ended > 0 ? 0 : idle + 1;
    isRestLeft = failure === null && ended > 0 && polledUpTo !== '';
    onlySlow = store
      .inState('processing')
      .every((job) => job.state !== 'processing' || job.slowSince !== null);
    if (failure !== null) throw failure;
  };

  /** null if nothing is processed. */
  const untilNext = (): number | null => {
    try {
      if (store.count('processing') === 0) return null;
      const usage = deps.budget.usage();
      const sinceLast = clock.monotonic() - lastAt;
      return pollDelay({ idle, onlySlow, isRestLeft, uploads: deps.uploads(), sinceLast, usage });
    } catch (thrown) {
      // The database cannot be read at the moment; nothing else would wake the waiting jobs.
      deps.onError(asChartdropError(thrown));
      return longestDelayMs;
    }
  };

  const polls = createRetryingTask({
    clock,
    async work(signal) {
      const wait = waitForOthers();
      if (wait > 0) return wait;
      if (isInBurst()) return firstBusyDelayMs;
      await poll(signal);
      return untilNext();
    },
    backoffMs: untilNext,
    onError(error) {
      idle += 1;
      deps.onError(error);
    },
  });

  return {
    nudge() {
      idle = 0;
      onlySlow = false;
      // A poll that is already due stays due: a stream of new jobs must not postpone it without limit.
      const wait = untilNext();
      if (wait === firstDelayMs) aloneSince ??= clock.monotonic();
      if (wait !== null) polls.nudge(wait);
    },
    stop: () => polls.stop(),
  };
}
