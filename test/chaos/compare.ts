import type { DemoAttachment } from '../../main/demo-clinic/records/book.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { AuditEntry } from '../../preload/contract/history.ts';
import { type JobState, jobStates, type UploadJob } from '../../preload/contract/job.ts';
import { compareScans, mostScans } from './compare-scans.ts';
import type { ClinicFault } from './plan.ts';
import type { CaseEdit } from './stage.ts';
import { isInChart, keyOf, targetOf } from './target.ts';
import type { Version } from './written-book.ts';

/** A case's list, before the round and at its end. */
interface CaseBook {
  readonly id: string;
  readonly before: readonly string[];
  readonly now: readonly string[];
}

/** The four books of a round, at its end. */
export interface Books {
  readonly written: readonly Version[];
  /** What the clinic holds since the round began. */
  readonly clinic: readonly DemoAttachment[];
  readonly cases: readonly CaseBook[];
  /** What people in the clinic did to the cases. */
  readonly edits: readonly CaseEdit[];
  readonly jobs: readonly UploadJob[];
  readonly entries: readonly AuditEntry[];
  /** The first entry of the history that is not as it was written. */
  readonly tampered: number | null;
  /** SHA-256 of every file that lies below the scan folders. */
  readonly local: ReadonlySet<string>;
  /** SHA-256 of the private copies that the programs keep. */
  readonly copies: ReadonlySet<string>;
  /** Two programs watch the folders: neither sees the other's jobs, and so no duplicates of them. */
  readonly isWatchedTwice: boolean;
  /** How often each fault of the clinic struck in the round. */
  readonly fired: Readonly<Partial<Record<ClinicFault, number>>>;
  /** To whom nobody files: there the clinic puts what it puts into the wrong chart by its own fault. */
  readonly nobody: string;
}

/** What does not fit together, in words; all empty where the promise was kept. */
export interface Verdict {
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  readonly misfiled: readonly string[];
  readonly unexplained: readonly string[];
  /** Not in the case's list after the second look, or dropped from it. */
  readonly unlinked: readonly string[];
  readonly unasked: readonly string[];
  readonly swallowed: readonly string[];
}
export const kindsOfFinding = [
  'lost',
  'twice',
  'misfiled',
  'unexplained',
  'unlinked',
  'unasked',
  'swallowed',
] as const satisfies (keyof Verdict)[];

export const isClean = (verdict: Verdict): boolean =>
  Object.values(verdict).every((findings: readonly string[]) => findings.length === 0);

/** Which fault of the clinic explains that a job failed. */
const explains: Partial<Record<ErrorCode, ClinicFault>> = {
  'attachment-missing': 'vanish',
  'attachment-other-size': 'process-wrong-size',
  'attachment-other-patient': 'process-wrong-patient',
};

/** Compares what was written, what the clinic holds, and what the history says. */
export function compareBooks(books: Books): Verdict {
  const scans = compareScans(books);
  const lost = [...scans.lost];
  const twice: string[] = [];
  const misfiled: string[] = [];
  const unexplained = [...scans.unexplained];
  const { written, clinic, jobs, fired } = books;
  const struck = (fault: ClinicFault): number => fired[fault] ?? 0;
  const versionOf = (sha256: string | null) => written.find((one) => one.sha256 === sha256);
  const versionSent = (sha256: string | null) => written.find(({ sent }) => sent?.sha256 === sha256);
  const mayBeWith = (sha256: string, patient: string): boolean =>
    written.some((one) => one.sha256 === sha256 && isInChart(one.allowed, patient));
  const mayGoTo = (sha256: string, destination: Destination): boolean =>
    written.some((one) => one.sha256 === sha256 && one.allowed.has(keyOf(targetOf(destination))));
  const isSpoiled = (one: DemoAttachment): boolean =>
    one.patientId === books.nobody || (one.processed && one.size !== versionSent(one.sha256)?.sent?.size);

  // The bytes of what was written and still counts must still be here.
  for (const one of written.filter(
    ({ isPartial, isReplaced, isRemoved }) => !isPartial && !isReplaced && !isRemoved,
  )) {
    if (!books.local.has(one.sha256)) lost.push(`${one.name}: the local file is gone`);
  }

  // What the clinic holds must be what was written, once, in a chart where it may be, and serve a job.
  const serving = new Set(jobs.map(servedBy));
  let untold = struck('null-attributes');
  for (const one of clinic) {
    const version = versionSent(one.sha256);
    // Whose it is cannot be told before it is processed: its job still looks, see below.
    if (!one.processed) continue;
    // Nor of what the clinic never tells anything of.
    if (!serving.has(one.id) && untold > 0) {
      untold -= 1;
      continue;
    }
    // A program that was taken over from lets go of what it made; where a person found it in the chart, so does the other.
    const wasLetGo = jobs.some((job) => job.state === 'dismissed' && job.file.sha256 === version?.sha256);
    const isLetGo = books.isWatchedTwice && wasLetGo;
    if (!serving.has(one.id) && !isLetGo && !isSpoiled(one))
      unexplained.push(`attachment ${one.id} serves no job`);
    if (version === undefined) unexplained.push(`attachment ${one.id} has bytes that nobody wrote`);
    else if (!isSpoiled(one) && !mayBeWith(version.sha256, one.patientId)) {
      misfiled.push(`${version.name}: attachment ${one.id} is with a patient to whom it may not go`);
    }
  }
  const sound = clinic.filter((one) => one.processed && !isSpoiled(one) && one.archivedAt === null);
  for (const sha256 of new Set(sound.map((one) => one.sha256))) {
    const ids = sound.filter((one) => one.sha256 === sha256).map(({ id }) => id);
    const version = versionSent(sha256);
    // Of a letter that was scanned twice a person is asked, if one program had both.
    const most = books.isWatchedTwice && version !== undefined ? mostScans(written, version.sha256) : 1;
    if (ids.length > most)
      twice.push(`${versionSent(sha256)?.name ?? 'unknown'}: attachments ${ids.join(', ')}`);
  }
  const spoiled = clinic.filter(isSpoiled).length;
  if (spoiled > struck('process-wrong-size') + struck('process-wrong-patient')) {
    unexplained.push(`${spoiled} attachments are spoiled, more than the clinic spoiled`);
  }

  // What the jobs say must be so in the clinic, and each that is not filed must have its reason.
  const failures = new Map<ErrorCode, number>();
  const untellable =
    Math.min(struck('never-process'), clinic.filter((one) => !one.processed).length) +
    struck('null-attributes');
  // Where one program made it, another that looks for its own cannot rule out that this one is it.
  let unprocessed = untellable * (books.isWatchedTwice ? 2 : 1);
  for (const job of jobs) {
    const { name, sha256 } = job.file;
    if (sha256 === null) {
      unexplained.push(`${name}: was not read, though no file here is large`);
      continue;
    }
    if ('destination' in job && !mayGoTo(sha256, job.destination)) {
      misfiled.push(`${name}: its job (${job.state}) has a destination to which it may not go`);
    }
    switch (job.state) {
      case 'filed': {
        const held = clinic.find(({ id }) => id === job.attachmentId);
        if (held === undefined)
          lost.push(`${name}: filed, says its job, but the clinic has no such attachment`);
        else if (held.patientId !== job.destination.patient.id)
          misfiled.push(`${name}: filed with another patient`);
        else if (held.sha256 !== versionOf(sha256)?.sent?.sha256)
          unexplained.push(`${name}: filed with other bytes`);
        break;
      }
      case 'failed': {
        if (job.error.code === 'photo-not-converted' && versionOf(sha256)?.isPartial === true) break;
        // Its bytes may not have been copied: a kill came between, or the disk was full.
        if (job.error.code === 'file-replaced' && wasWrittenOver(versionOf(sha256))) break;
        const count = (failures.get(job.error.code) ?? 0) + 1;
        failures.set(job.error.code, count);
        const fault = explains[job.error.code];
        if (fault === undefined || count > struck(fault))
          unexplained.push(`${name}: failed, ${job.error.code}`);
        break;
      }
      case 'inbox':
        if (!isReasonable(job, books)) unexplained.push(`${name}: in the inbox, ${job.reason}`);
        break;
      case 'dismissed':
        // Only people, and other PCs, take a job out.
        if (job.cause === 'replaced') unexplained.push(`${name}: dismissed by itself`);
        if (job.cause === 'taken-over' && !books.isWatchedTwice)
          unexplained.push(`${name}: taken over, by nobody`);
        break;
      case 'processing':
      case 'registering':
        // The clinic never says what became of it; a person sees it waiting.
        unprocessed -= 1;
        if (unprocessed < 0) unexplained.push(`${name}: still ${job.state}`);
        break;
      case 'linking':
      case 'held':
      case 'queued':
      case 'uploading':
      case 'stored':
        unexplained.push(
          `${name}: still ${job.state}${'waiting' in job ? `, ${job.waiting?.code ?? ''}` : ''}`,
        );
    }
  }
  unexplained.push(...historyGaps(books));
  const { unasked, swallowed } = scans;
  return { lost, twice, misfiled, unexplained, unlinked: missingLinks(books), unasked, swallowed };
}

/** The fourth book: each case lists what was filed with it, all that was there before, and what people put there. */
function missingLinks({ cases, edits, jobs }: Books): string[] {
  const missing: string[] = [];
  for (const one of cases) {
    const lists = new Set(one.now);
    const ours = jobs.filter((job) => 'destination' in job && targetOf(job.destination).caseId === one.id);
    for (const job of ours) {
      if (job.state !== 'filed') continue;
      if (job.inCase !== 'listed') missing.push(`${job.file.name}: filed, but never linked to its case`);
      else if (!lists.has(job.attachmentId)) missing.push(`${job.file.name}: not in the list of its case`);
    }
    const done = edits.filter(({ caseId }) => caseId === one.id);
    const wasDone = (id: string, how: CaseEdit['how']): boolean =>
      done.findLast(({ attachmentId }) => attachmentId === id)?.how === how;
    for (const id of new Set([...one.before, ...done.map(({ attachmentId }) => attachmentId)])) {
      if (wasDone(id, 'remove')) {
        if (lists.has(id)) missing.push(`attachment ${id} is back in its case, though people took it out`);
      } else if (!lists.has(id)) missing.push(`attachment ${id} of others was dropped from its case`);
    }
  }
  const linked = new Set(cases.flatMap(({ now }) => now));
  for (const job of jobs) {
    const isForChart = 'destination' in job && job.destination.kind === 'patient';
    const id = servedBy(job);
    if (isForChart && id !== null && linked.has(id))
      missing.push(`${job.file.name}: in a case, and not for one`);
  }
  return missing;
}

/** The attachment that stands for a job, also for one that failed after it was made. */
function servedBy(job: UploadJob): string | null {
  if ('attachmentId' in job) return job.attachmentId;
  return job.state === 'failed' && 'attachmentId' in job.stood ? job.stood.attachmentId : null;
}

function isReasonable(job: Extract<UploadJob, { state: 'inbox' }>, books: Books): boolean {
  const { written, jobs } = books;
  const { sha256 } = job.file;
  const version = written.find((one) => one.sha256 === sha256);
  switch (job.reason) {
    case 'nobody-armed':
    case 'destination-changed':
      return version?.file.place === 'active';
    case 'duplicate-same-patient':
    case 'duplicate-other-patient':
      return jobs.some((other) => other.id !== job.id && other.file.sha256 === sha256);
    case 'file-changed':
      // A rename changes a time of the file, and so what an upload under way compares.
      return wasWrittenOver(version) || version?.wasRenamed === true;
    case 'file-replaced':
      return wasWrittenOver(version);
    case 'taken-back':
      return true;
    case 'was-left-alone':
      return written.some((one) => one.sha256 === sha256 && one.left !== 'no');
    case 'begun-elsewhere':
      return books.isWatchedTwice;
    default:
      return false;
  }
}

const isJobState = (text: string | undefined): text is JobState =>
  (jobStates as (string | undefined)[]).includes(text);

function wasWrittenOver(version: Version | undefined): boolean {
  return version !== undefined && (version.isReplaced || version.isPartial);
}

/** The history must tell of each job what its row says, and nothing that contradicts itself. */
function historyGaps({ jobs, entries, tampered }: Books): string[] {
  const gaps: string[] =
    tampered === null ? [] : [`entry ${tampered} of the history is not as it was written`];
  for (const job of jobs) {
    const { name } = job.file;
    const mine = entries.filter(({ jobId }) => jobId === job.id);
    const last = mine.at(-1)?.detail?.['state'];
    if (!isJobState(last) || last !== job.state)
      gaps.push(`${name}: ${job.state}, but ${last ?? 'nothing'} in the history`);
    const count = (kind: AuditEntry['kind']): number => mine.filter((entry) => entry.kind === kind).length;
    if (count('job-found') !== 1) gaps.push(`${name}: found ${count('job-found')} times`);
    if (count('job-filed') + count('job-processed') > 1)
      gaps.push(`${name}: filed ${count('job-filed') + count('job-processed')} times in the history`);
    for (const [at, entry] of mine.entries()) {
      const before = mine[at - 1]?.patientId ?? null;
      // Bytes that are nowhere any more fail with the patient for whom they were scanned, also out of the inbox.
      const isAsItWas =
        entry.kind === 'job-failed' &&
        mine.slice(0, at).some(({ patientId }) => patientId === entry.patientId);
      const isAct = entry.kind === 'job-assigned' || entry.kind === 'job-found' || isAsItWas;
      if (!isAct && entry.patientId !== null && entry.patientId !== before) {
        gaps.push(`${name}: its destination changed by ${entry.kind}`);
      }
    }
  }
  return gaps;
}
