import type { JobId } from '../../preload/contract/ids.ts';
import type { Destination, PatientRef } from '../../preload/contract/destination.ts';
import { asChartdropError, type ChartdropError } from '../base/errors.ts';
import { localDay } from '../base/local-day.ts';
import type { Clock, Decoder, Log, Stop } from '../base/ports.ts';
import { createRetryingTask } from '../base/retrying-task.ts';
import type { JobChanges } from '../jobs/job-changes.ts';
import { deskPage } from '../jobs/store/job-sections.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import type { JobWriter } from '../jobs/job-writer.ts';
import { isRedacted, type UploadJob } from '../jobs/job.ts';
import type { PageReading } from '../jobs/page/page-reading.ts';
import { verdictOf } from '../jobs/page/page-verdict.ts';
import { backoff } from '../jobs/retry-policy.ts';
import { canHappen } from '../jobs/transitions.ts';
import { type Confirmed, confirmPatient } from './confirm-patient.ts';
import { evidenceOf, type PageEvidence } from './evidence/page-evidence.ts';
import { readingOf } from './evidence/reading-of.ts';
import { bytesOf } from '../files/file-content.ts';
import type { LookUp } from './look-up.ts';
import {
  firstLines,
  isOfKind,
  type Lines,
  type ReadKind,
  readKindOf,
  type ReadLines,
  withFurther,
  withRest,
} from './page-lines.ts';
import type { PageSettings } from './page-settings.ts';

/** Reads the pages of jobs for the patients whom they name (docs/decisions/page-reading.md). */
export interface PageGuard {
  /** Whether the file of a job is one that is read. */
  isRead(job: Readable): boolean;
  /** Whether a job waits for its reading. */
  isPending(id: JobId): boolean;
  /** How long a job whose undo period is over still waits for its reading, in milliseconds. */
  waitMs(job: UploadJob): number;
  /** Whether the patient on the page of a file without one is proposed. */
  isSuggested(): boolean;
  /** See `confirmPatient`. */
  confirm(patient: PatientRef, signal: AbortSignal): Promise<Confirmed>;
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

/** A file as it was read so far. */
interface Found {
  readonly read: ReadLines;
  readonly evidence: PageEvidence;
}

/**
 * Whether the top of a page is enough: it names the destination. Before a page stops a file, or proposes a patient, all
 * of it was read.
 */
export const isTopEnough = (reading: PageReading, destination: Destination | null): boolean =>
  destination !== null && verdictOf(reading, destination).kind === 'agrees';

/** Whether a file waits until its page files it, or cannot (`main/scans/route/pending-pages.ts`). */
const waitsForPage = (job: UploadJob): boolean => job.state === 'inbox' && job.reason === 'page-pending';

/** Whether there is more to read of a file that only its page files. */
const isPartly = ({ read: { hasRest, further } }: Found): boolean =>
  hasRest || further.kind === 'not-read' || further.left.length > 0;

/** The errors after which another try reads no more. A process that was stopped is tried once more. */
const hopeless: ReadonlySet<ChartdropError['code']> = new Set([
  'preview-damaged',
  'preview-too-large',
  'preview-protected',
]);

const unreadable: PageReading = { kind: 'unreadable' };

export function createPageGuard(deps: {
  store: JobStore;
  writer: Pick<JobWriter, 'apply'>;
  changes: JobChanges;
  decoder: Pick<Decoder, 'lines' | 'scan' | 'count'>;
  lookUp: LookUp;
  clock: Clock;
  log: Log;
  random: () => number;
  copies: {
    /** Where the bytes of a file may be, the best place first. */
    placesOf(file: UploadJob['file']): string[];
  };
  settings: () => PageSettings;
}): PageGuard {
  const { store, writer, decoder, lookUp, clock, log } = deps;
  /** Files that wait for their reading come before those that are uploaded or filed already. */
  const soon = new Set<JobId>();
  /** Files that only their page files: they wait as long as it takes. */
  const byPage = new Set<JobId>();
  const later = new Set<JobId>();
  const known = new Map<JobId, { readonly sha256: string | null; readonly found: Found | null }>();
  /** Files whose reading was stopped once, perhaps because the machine was busy. */
  const stopped = new Set<JobId>();
  let unsubscribe: Stop = () => undefined;

  const isRead: PageGuard['isRead'] = (job) =>
    deps.settings().isRead &&
    job.source !== 'chart' &&
    // A person has decided about a file that is moved to another patient.
    job.replaces === null &&
    job.isRedacted !== true &&
    readKindOf(job.file.name) !== null &&
    job.file.sha256 !== null &&
    job.file.fingerprint.size <= mostBytes;

  const isDue = (job: UploadJob): boolean =>
    job.page === undefined && canHappen(job.state, 'page-read') && !isRedacted(job) && isRead(job);

  const forget = (id: JobId): void => [soon, byPage, later].forEach((ids) => ids.delete(id));

  const note = (job: UploadJob): void => {
    forget(job.id);
    if (!isDue(job)) {
      known.delete(job.id);
      return;
    }
    const isSoon = job.state === 'held' || job.state === 'queued';
    (isSoon ? soon : waitsForPage(job) ? byPage : later).add(job.id);
    readings.nudge();
  };

  /** The decoder, for the languages of the settings. */
  const reader: Lines = {
    lines: (given, signal) => decoder.lines(given, signal),
    count: (bytes, signal) => decoder.count(bytes, signal),
    scan: (given, signal) => decoder.scan({ ...given, languages: deps.settings().languages }, signal),
  };

  const nextLines = (
    before: Found | null,
    given: { kind: ReadKind; bytes: Buffer },
    signal: AbortSignal,
  ): Promise<ReadLines> => {
    if (before === null) return firstLines(reader, given, signal);
    return (before.read.hasRest ? withRest : withFurther)(reader, { ...given, read: before.read }, signal);
  };

  /** Reads a file, or its next part if a part was read before. null: it cannot be read. */
  const read = async (job: UploadJob, before: Found | null, signal: AbortSignal): Promise<Found | null> => {
    const { file } = job;
    const kind = readKindOf(file.name);
    if (kind === null || file.sha256 === null) return null;
    const moved = job.state === 'filed' && job.movedTo !== null ? [job.movedTo] : [];
    const places = [...deps.copies.placesOf(file), ...moved];
    const bytes = await bytesOf(places, { sha256: file.sha256, size: file.fingerprint.size }, signal);
    if (bytes === null || !isOfKind(kind, bytes)) return null;
    try {
      const lines = await nextLines(before, { kind, bytes }, signal);
      return { read: lines, evidence: evidenceOf(lines.lines, localDay(clock.now()).day) };
    } catch (thrown) {
      const { code } = asChartdropError(thrown);
      if (hopeless.has(code) || (code === 'preview-stopped' && stopped.has(job.id))) return null;
      if (code === 'preview-stopped') stopped.add(job.id);
      throw thrown;
    }
  };

  /** Reads the file's first or next part, and keeps it until the file's reading is complete. */
  const readPart = async (
    job: UploadJob,
    before: Found | null,
    signal: AbortSignal,
  ): Promise<Found | null> => {
    const found = await read(job, before, signal);
    if (known.size >= mostEvidence) known.clear();
    known.set(job.id, { sha256: job.file.sha256, found });
    return found;
  };
  /** Undefined: nothing was read of these bytes. Other bytes of the same job are another page. */
  const knownOf = ({ id, file }: UploadJob): Found | null | undefined => {
    const before = known.get(id);
    return before !== undefined && before.sha256 === file.sha256 ? before.found : undefined;
  };

  const next = (): UploadJob | null => {
    for (const ids of [soon, byPage, later]) {
      for (const id of ids) {
        const job = store.get(id);
        if (job !== null && isDue(job)) return job;
        ids.delete(id);
      }
    }
    return null;
  };

  /** The evidence compared with the clinic's patients, or the milliseconds until it may be asked. */
  const readingFor = async (
    { read: { further }, evidence }: Found,
    signal: AbortSignal,
  ): Promise<PageReading | number> => {
    const days = evidence.mentions.flatMap(({ born }) => born);
    const answer = await lookUp.find(days, signal);
    if (answer.kind === 'later') return answer.afterMs;
    const reading = readingOf(evidence, answer.born);
    if (reading.kind !== 'read' || further.kind !== 'read') return reading;
    // A date that too many patients have is missing.
    const isLookedUp = days.every((day) => answer.born.has(day));
    return { ...reading, isWhole: !further.isCut && !evidence.isCut && isLookedUp };
  };

  /** Reads one file or a part of it, and returns when the next is due. */
  const readNext = async (signal: AbortSignal): Promise<number | null> => {
    const job = next();
    if (job === null) return null;
    const before = knownOf(job);
    const found = before === undefined ? await readPart(job, null, signal) : before;
    if (found !== null && waitsForPage(job) && isPartly(found)) {
      await readPart(job, found, signal);
      return 0;
    }
    const reading = found === null ? unreadable : await readingFor(found, signal);
    if (typeof reading === 'number') return reading;
    const destination = 'destination' in job ? job.destination : null;
    if (found?.read.hasRest === true && !isTopEnough(reading, destination)) {
      await readPart(job, found, signal);
      return 0;
    }
    // It may have been ignored, taken over, redacted or changed meanwhile.
    const now = store.get(job.id);
    if (now !== null && isDue(now)) {
      if (now.file.sha256 !== job.file.sha256) return 0;
      // Only the table asks, and it knows no settings.
      const asks = deps.settings().isGuarded || reading.kind !== 'read';
      const told = asks ? reading : { ...reading, isGuarded: false };
      writer.apply(job.id, { kind: 'page-read', reading: told, now: clock.now() });
    }
    forget(job.id);
    known.delete(job.id);
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
    isSuggested: () => deps.settings().isSuggested,
    confirm: (patient, signal) => confirmPatient(lookUp, patient, signal),
    isPending: (id) => [soon, byPage, later].some((ids) => ids.has(id)),
    waitMs(job) {
      if (!deps.settings().isGuarded || job.state !== 'held' || !isDue(job)) return 0;
      return Math.min(mostWaitMs, Math.max(0, job.until + mostWaitMs - clock.now()));
    },
    start() {
      if (!deps.settings().isRead) return;
      const since = localDay(clock.now()).from;
      deskPage(store.sections, 'day', { offset: 0, limit: mostOfDay }, since).rows.forEach(note);
      store.inState('inbox').filter(waitsForPage).forEach(note);
    },
    async stop() {
      unsubscribe();
      await readings.stop();
    },
  };
}
