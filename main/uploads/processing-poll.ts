import type { JobId } from '../../preload/contract/ids.ts';
import type { JobIn } from '../../preload/contract/job.ts';
import type { ClinicClient } from '../clinic/client.ts';
import { collect } from '../clinic/pages.ts';
import type { RateBudget } from '../clinic/rate-budget.ts';
import type { AttachmentRecord } from '../clinic/schemas.ts';
import { asChartdropError, ChartdropError } from '../errors.ts';
import type { JobStore } from '../history/job-store.ts';
import type { Clock, Stop } from '../ports.ts';
import { verifyAttachment } from './attachment-match.ts';
import type { JobWriter } from './job-writer.ts';

/** One call asks for this many: the API's page size. */
const batch = 100;
/** Without load: soon at first, then ever less often. Milliseconds. */
const firstDelayMs = 500;
const longestDelayMs = 15_000;
/** Under load a poll costs at most this share of the calls of a window (design 3.4 allows 2 %). */
const shareUnderLoad = 0.01;
/** A record may show up late in lists; only when it was missing this often is it taken as gone. */
const missesUntilGone = 5;

/** Milliseconds to the next poll, after `idle` polls that brought nothing. */
export function pollDelay(given: {
  idle: number;
  uploadsWaiting: boolean;
  usage: ReturnType<RateBudget['usage']>;
}): number {
  const { used, limit, windowMs } = given.usage;
  const calm = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(given.idle, 10));
  const loaded = given.uploadsWaiting && used > limit / 2;
  return loaded ? Math.max(calm, windowMs / Math.max(1, limit * shareUnderLoad)) : calm;
}

export interface ProcessingPoll {
  /** A job has come to wait: look soon. */
  nudge(): void;
  stop(): Promise<void>;
}

/** Asks the service, in batches, what has become of registered attachments, and files or fails their jobs. */
export function createProcessingPoll(deps: {
  store: JobStore;
  writer: JobWriter;
  client: Pick<ClinicClient, 'attachments'>;
  budget: Pick<RateBudget, 'usage'>;
  clock: Clock;
  /** True while files wait to be uploaded, which then need the budget more. */
  uploadsWaiting: () => boolean;
  onError: (error: ChartdropError) => void;
}): ProcessingPoll {
  const { store, writer, client, clock } = deps;
  const stopping = new AbortController();
  const misses = new Map<JobId, number>();
  let polledUpTo = '';
  let idle = 0;
  let timer: Stop | null = null;
  let running: Promise<void> = Promise.resolve();
  let polling = false;

  /** The next hundred, in turn, so that one that never ends does not keep the others from being seen. */
  const nextBatch = (): JobIn<'processing'>[] => {
    const waiting = store.inState('processing').filter((job) => job.state === 'processing');
    if (waiting.length <= batch) return waiting;
    const later = waiting.filter((job) => job.attachmentId > polledUpTo);
    const turn = [...later, ...waiting].slice(0, batch);
    polledUpTo = later.length > batch ? (turn.at(-1)?.attachmentId ?? '') : '';
    return [...new Set(turn)];
  };

  const judge = (job: JobIn<'processing'>, record: AttachmentRecord | undefined): boolean => {
    const now = clock.now();
    if (record === undefined) {
      const missed = (misses.get(job.id) ?? 0) + 1;
      misses.set(job.id, missed);
      if (missed < missesUntilGone) return false;
      misses.delete(job.id);
      const error = new ChartdropError('attachment-missing').toDto();
      writer.apply(job.id, { kind: 'failed', error, now });
      return true;
    }
    misses.delete(job.id);
    const verdict = verifyAttachment(job, record);
    if (verdict === null) return false;
    if (verdict === 'filed') writer.apply(job.id, { kind: 'completed', now });
    else writer.apply(job.id, { kind: 'failed', error: new ChartdropError(verdict).toDto(), now });
    return true;
  };

  const poll = async (): Promise<void> => {
    const jobs = nextBatch();
    if (jobs.length === 0) return;
    const records = await collect(
      client.attachments(
        {
          filters: [
            { field: 'id', operator: '=', value: jobs.map((job) => job.attachmentId) },
            { field: 'archived_at', operator: '*' },
          ],
          perPage: batch,
        },
        { priority: 'background', signal: stopping.signal },
      ),
    );
    const byId = new Map(records.map((record) => [record.id, record]));
    const ended = jobs.filter((job) => judge(job, byId.get(job.attachmentId))).length;
    idle = ended > 0 ? 0 : idle + 1;
  };

  const schedule = (): void => {
    timer?.();
    timer = null;
    if (polling || stopping.signal.aborted || store.count('processing') === 0) return;
    const usage = deps.budget.usage();
    timer = clock.after(pollDelay({ idle, uploadsWaiting: deps.uploadsWaiting(), usage }), () => {
      polling = true;
      running = poll()
        .catch((thrown: unknown) => {
          idle += 1;
          deps.onError(asChartdropError(thrown));
        })
        .finally(() => {
          polling = false;
          schedule();
        });
    });
  };

  return {
    nudge() {
      idle = 0;
      // A poll that is due already stays due: a stream of new jobs must not push it away for ever.
      if (timer === null) schedule();
    },
    async stop() {
      stopping.abort();
      timer?.();
      await running;
    },
  };
}
