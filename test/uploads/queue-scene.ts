import { ChartdropError } from '../../main/base/errors.ts';
import { createQueue } from '../../main/uploads/queue/queue.ts';
import { saysOutage, type Side } from '../../main/uploads/queue/outage.ts';
import type { RunEnded, RunTold } from '../../main/uploads/queue/run-job.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import type { JobState } from '../../preload/contract/job.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import type { JobWriter } from '../../main/jobs/job-writer.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { jobRows, rowOf, somebody } from '../fixtures/job-rows.ts';

/** The size of a large file, in bytes. */
export const large = 64 * 1024 * 1024;

interface Run {
  readonly id: JobId;
  readonly name: string;
  readonly told: RunTold;
  end(error?: ErrorCode, given?: { written?: boolean; side?: Side }): void;
}

/** A probe that is never answered. */
export const silence = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new ChartdropError('aborted'))));

/** As the real run does: the job waits for its own time. */
function delay(writer: JobWriter, id: JobId, error: ChartdropError, notBefore: number): void {
  writer.apply(id, { kind: 'upload-delayed', notBefore, error: error.toDto() });
}

/** The writer, until the disk is full. */
export function writerUnlessFull(writer: JobWriter, disk: { readonly isFull: boolean }): JobWriter {
  const unlessFull = (): void => {
    if (disk.isFull) throw new ChartdropError('disk-full');
  };
  return {
    ...writer,
    apply(...given) {
      unlessFull();
      return writer.apply(...given);
    },
    applyAll(...given) {
      unlessFull();
      writer.applyAll(...given);
    },
  };
}

/** A job of a file of `size` bytes in each state of the queue, to be continued at `due`, in epoch milliseconds. */
export async function queueJobs(path: string, { size, due }: { size: number; due: number }) {
  const row = await rowOf(path);
  const file = { ...row.file, fingerprint: { ...row.file.fingerprint, size } };
  const base = { ...row, file, destination: somebody };
  const pending = { notBefore: due, waiting: null, tries: 0 };
  const uploadUrl = 'https://storage.example/tmp/x';
  return {
    held: { ...base, state: 'held', until: due },
    queued: { ...base, state: 'queued', ...pending },
    uploading: { ...base, state: 'uploading', startedAt: 1, waiting: null, tries: 0 },
    stored: { ...base, state: 'stored', uploadUrl, ...pending },
    registering: { ...base, state: 'registering', uploadUrl, sentAt: 1, mustVerify: false, ...pending },
  } satisfies Partial<Record<JobState, UploadJob>>;
}

/** The queue with a real database, and runs that the test starts and ends. */
export async function queueScene(
  limits = { uploads: 4, largeUploads: 2 },
  pages: { waitMs: (job: UploadJob, now: number) => number; isPending: (id: JobId) => boolean } = {
    waitMs: () => 0,
    isPending: () => false,
  },
) {
  const clock = createFakeClock();
  const { history, writer, close } = await jobRows(clock);
  const runs: Run[] = [];
  /** Probes by their moment, and how they end; by default they are not answered. */
  const probes: { side: Side; at: number }[] = [];
  const line: { probe: (signal: AbortSignal) => Promise<void>; overs: number } = { probe: silence, overs: 0 };
  const disk = { isFull: false };
  /** Milliseconds that each look at the monotonic clock takes. */
  const look = { ms: 0 };
  let looked = 0;
  const paused: string[][] = [];
  const queue = createQueue({
    store: history.jobs,
    writer: writerUnlessFull(writer, disk),
    clock: { ...clock, monotonic: () => clock.monotonic() + (looked += look.ms) },
    limits: () => limits,
    pages: { ...pages, waitMs: (job) => pages.waitMs(job, clock.now()) },
    random: () => 0.5,
    onPauseChanged: () => paused.push([...queue.pausedBy()]),
    onOver: () => (line.overs += 1),
    probe(side, signal) {
      probes.push({ side, at: clock.monotonic() });
      return line.probe(signal);
    },
    run: (id, signal, told) => {
      const ended = Promise.withResolvers<RunEnded>();
      const name = history.jobs.get(id)?.file.name ?? '';
      signal.addEventListener('abort', () =>
        ended.resolve({ error: new ChartdropError('aborted'), side: 'clinic', written: true }),
      );
      // As the real run does before its first effect.
      if (history.jobs.get(id)?.state === 'queued')
        writer.apply(id, { kind: 'upload-started', now: clock.now() });
      runs.push({
        id,
        name,
        told,
        end(code, { written = true, side = 'clinic' } = {}) {
          if (code === undefined) told.answered('clinic', 'done');
          const error = code === undefined ? null : new ChartdropError(code);
          if (error !== null && written && saysOutage(error)) delay(writer, id, error, clock.now() + 20_000);
          ended.resolve({ error, side, written });
        },
      });
      return ended.promise;
    },
  });
  const add = async (
    name: string,
    more: {
      size?: number;
      state?: keyof Awaited<ReturnType<typeof queueJobs>>;
      due?: number;
      paused?: boolean;
    } = {},
  ) => {
    const { size = 12, state = 'queued', due = clock.now(), paused = false } = more;
    const job = { ...(await queueJobs(`/scans/${name}`, { size, due }))[state], paused };
    writer.add([job]);
    return job.id;
  };
  const started = () => runs.map(({ name }) => name);
  return {
    clock,
    history,
    writer,
    close,
    queue,
    runs,
    probes,
    line,
    disk,
    look,
    paused,
    add,
    started,
    turn: () => clock.advanceAsync(0),
  };
}
