import { extname } from 'node:path';
import type { JobId } from '../../preload/contract/ids.ts';
import { asChartdropError, type ChartdropError } from '../base/errors.ts';
import { localDay } from '../base/local-day.ts';
import type { Clock, Decoder, Log, Stop } from '../base/ports.ts';
import { createRetryingTask } from '../base/retrying-task.ts';
import type { JobChanges } from '../jobs/job-changes.ts';
import { deskPage } from '../jobs/job-sections.ts';
import type { JobStore } from '../jobs/job-store.ts';
import type { JobWriter } from '../jobs/job-writer.ts';
import { isRedacted, type UploadJob } from '../jobs/job.ts';
import { backoff } from '../jobs/retry-policy.ts';
import { canHappen } from '../jobs/transitions.ts';
import { evidenceOf, type PageEvidence } from './evidence/page-evidence.ts';
import { readingOf } from './evidence/reading-of.ts';
import { bytesOf } from './file-bytes.ts';
import type { LookUp } from './look-up.ts';

/** Reads the pages of jobs for the patients whom they name (docs/decisions/page-reading.md). */
export interface PageGuard {
  /** Whether the file of a job is one that is read. */
  isRead(job: Readable): boolean;
  /** Whether a job waits for its reading. */
  isPending(id: JobId): boolean;
  /** How long a job whose undo period is over still waits for its reading, in milliseconds. */
  waitMs(job: UploadJob): number;
  start(): void;
  stop(): Promise<void>;
}

type Readable = Pick<UploadJob, 'source' | 'replaces' | 'file' | 'isRedacted'>;

/** A file waits at most this long for its reading after the undo period, in milliseconds. */
export const mostWaitMs = 3_000;
/** Larger files are not read. They are in memory twice meanwhile, here and in the decoder process. */
const mostBytes = 32 * 1024 * 1024;
/** Files of the day that a start continues with. */
const mostOfDay = 500;
/** Evidence kept while the clinic cannot be asked. */
const mostEvidence = 200;

const readKinds: Readonly<Record<string, 'pdf' | 'text'>> = { '.pdf': 'pdf', '.txt': 'text' };
const kindOf = ({ file }: Readable): 'pdf' | 'text' | null =>
  readKinds[extname(file.name).toLowerCase()] ?? null;

/**
 * Text of a PDF is set in a font, which a dictionary names `/Font`; a packed dictionary is in an `/ObjStm` (ISO 32000-1, 7.5.7
 * and 9.5). The pages of a scanner have neither, and need no decoder process.
 */
const mayHaveText = (bytes: Buffer): boolean => bytes.includes('/Font') || bytes.includes('/ObjStm');

/** The errors after which another try reads no more. A process that was stopped is tried once more. */
const hopeless: ReadonlySet<ChartdropError['code']> = new Set([
  'preview-damaged',
  'preview-too-large',
  'preview-protected',
]);

export function createPageGuard(deps: {
  store: JobStore;
  writer: Pick<JobWriter, 'apply'>;
  changes: JobChanges;
  decoder: Pick<Decoder, 'lines'>;
  lookUp: LookUp;
  clock: Clock;
  log: Log;
  random: () => number;
  /** Finds the private copy of a scan; null if it has none. */
  copies: { find(file: UploadJob['file']): Promise<string | null> };
  /** The setting, read at each use. */
  isOn: () => boolean;
}): PageGuard {
  const { store, writer, decoder, lookUp, clock, log } = deps;
  /** Files that wait for their reading come before those that are uploaded or filed already. */
  const soon = new Set<JobId>();
  const later = new Set<JobId>();
  const evidence = new Map<JobId, PageEvidence | null>();
  /** Files whose reading was stopped once, perhaps because the machine was busy. */
  const stopped = new Set<JobId>();
  let unsubscribe: Stop = () => undefined;

  const isRead: PageGuard['isRead'] = (job) =>
    deps.isOn() &&
    job.source !== 'chart' &&
    // A person has decided about a file that is moved to another patient.
    job.replaces === null &&
    job.isRedacted !== true &&
    kindOf(job) !== null &&
    job.file.sha256 !== null &&
    job.file.fingerprint.size <= mostBytes;

  const isDue = (job: UploadJob): boolean =>
    job.page === undefined && canHappen(job.state, 'page-read') && !isRedacted(job) && isRead(job);

  const note = (job: UploadJob): void => {
    soon.delete(job.id);
    later.delete(job.id);
    if (!isDue(job)) {
      evidence.delete(job.id);
      return;
    }
    (job.state === 'held' || job.state === 'queued' ? soon : later).add(job.id);
    readings.nudge();
  };

  /** null: it cannot be read. */
  const read = async (job: UploadJob, signal: AbortSignal): Promise<PageEvidence | null> => {
    const { file } = job;
    const of = kindOf(job);
    if (of === null || file.sha256 === null) return null;
    const moved = job.state === 'filed' ? job.movedTo : null;
    const places = [await deps.copies.find(file), file.path, moved].filter((place) => place !== null);
    const bytes = await bytesOf(places, { sha256: file.sha256, size: file.fingerprint.size }, signal);
    if (bytes === null || (of === 'pdf' && !bytes.subarray(0, 1024).includes('%PDF-'))) return null;
    if (of === 'pdf' && !mayHaveText(bytes)) return { mentions: [], numbers: [] };
    try {
      return evidenceOf(await decoder.lines({ of, bytes }, signal), localDay(clock.now()).day);
    } catch (thrown) {
      const { code } = asChartdropError(thrown);
      if (hopeless.has(code) || (code === 'preview-stopped' && stopped.has(job.id))) return null;
      if (code === 'preview-stopped') stopped.add(job.id);
      throw thrown;
    }
  };

  const evidenceFor = async (job: UploadJob, signal: AbortSignal): Promise<PageEvidence | null> => {
    const known = evidence.get(job.id);
    if (known !== undefined) return known;
    const found = await read(job, signal);
    if (evidence.size >= mostEvidence) evidence.clear();
    evidence.set(job.id, found);
    return found;
  };

  const next = (): UploadJob | null => {
    for (const ids of [soon, later]) {
      for (const id of ids) {
        const job = store.get(id);
        if (job !== null && isDue(job)) return job;
        ids.delete(id);
      }
    }
    return null;
  };

  /** Reads one file, and returns when the next is due. */
  const readNext = async (signal: AbortSignal): Promise<number | null> => {
    const job = next();
    if (job === null) return null;
    const found = await evidenceFor(job, signal);
    const answer =
      found === null
        ? null
        : await lookUp.find(
            found.mentions.flatMap(({ born }) => born),
            signal,
          );
    if (answer?.kind === 'later') return answer.afterMs;
    const reading =
      found === null || answer === null ? ({ kind: 'unreadable' } as const) : readingOf(found, answer.born);
    // It may have been ignored, taken over or redacted meanwhile.
    const now = store.get(job.id);
    if (now !== null && isDue(now)) writer.apply(job.id, { kind: 'page-read', reading });
    soon.delete(job.id);
    later.delete(job.id);
    evidence.delete(job.id);
    stopped.delete(job.id);
    return 0;
  };

  const readings = createRetryingTask({
    clock,
    work: readNext,
    // Usually the clinic cannot be reached. The file is uploaded meanwhile, and read once it answers.
    backoffMs: (failures) => backoff(failures, deps.random()),
    onError: ({ code }) => log.warn('page-not-read', { code }),
  });

  unsubscribe = deps.changes.subscribe(note);
  return {
    isRead,
    isPending: (id) => soon.has(id) || later.has(id),
    waitMs(job) {
      if (job.state !== 'held' || !isDue(job)) return 0;
      return Math.min(mostWaitMs, Math.max(0, job.until + mostWaitMs - clock.now()));
    },
    start() {
      if (!deps.isOn()) return;
      const since = localDay(clock.now()).from;
      deskPage(store.sections, 'day', { offset: 0, limit: mostOfDay }, since).rows.forEach(note);
    },
    async stop() {
      unsubscribe();
      await readings.stop();
    },
  };
}
