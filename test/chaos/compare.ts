import type { DemoAttachment } from '../../main/demo-clinic/records/book.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { AuditEntry } from '../../preload/contract/history.ts';
import { type JobState, jobStates } from '../../preload/contract/job.ts';
import type { JobIn, UploadJob } from '../../main/jobs/job.ts';
import type { PendingArchive } from '../../main/database/archive-store.ts';
import type { ListedEdit } from '../demo-clinic/case-edits.ts';
import { mayStay, moveGaps } from './compare-moves.ts';
import { compareScans, mostScans } from './compare-scans.ts';
import type { ClinicFault } from './plan.ts';
import type { CaseEdit } from './stage.ts';
import { isInChart, keyOf, targetOf } from './target.ts';
import type { Version } from './written-book.ts';

/** A case's list before and after the round. */
interface CaseBook {
  readonly id: string;
  readonly before: readonly string[];
  readonly now: readonly string[];
}

/** The five records at the end of a round. */
export interface Books {
  readonly written: readonly Version[];
  /** The clinic's new attachments since the start of the round. */
  readonly clinic: readonly DemoAttachment[];
  readonly cases: readonly CaseBook[];
  /** Changes to the cases by people in the clinic. */
  readonly edits: readonly CaseEdit[];
  /** Edits between a program's reading and its write: it cannot keep them. */
  readonly overwritten: readonly ListedEdit[];
  readonly jobs: readonly UploadJob[];
  readonly entries: readonly AuditEntry[];
  /** The first history entry that is not intact. */
  readonly tampered: number | null;
  /** Archives that have not ended, and those that a person gave up. */
  readonly archives: readonly PendingArchive[];
  /** SHA-256 of every file below the scan folders. */
  readonly local: ReadonlySet<string>;
  /** SHA-256 of the programs' private copies. */
  readonly copies: ReadonlySet<string>;
  /** Two programs watch the folders. Neither sees the other's jobs, so neither can recognise duplicates of them. */
  readonly isWatchedTwice: boolean;
  /** How often each fault of the clinic was applied in the round. */
  readonly fired: Readonly<Partial<Record<ClinicFault, number>>>;
  /** Contradictions between the watched folders and their accounts: see `unaccountedIn`. */
  readonly unaccounted: readonly string[];
  /** A patient who gets no files: here the clinic puts attachments with the wrong patient, by its fault. */
  readonly nobody: string;
}

/** Contradictions, in words. All empty if every promise was kept. */
export interface Verdict {
  readonly lost: readonly string[];
  readonly twice: readonly string[];
  readonly misfiled: readonly string[];
  readonly unexplained: readonly string[];
  /** Missing in the case's list after the second check. */
  readonly unlinked: readonly string[];
  readonly unasked: readonly string[];
  readonly swallowed: readonly string[];
  /** Entries of a watched folder that are no jobs, and that its account does not count. */
  readonly unaccounted: readonly string[];
}
export const kindsOfFinding = [
  'lost',
  'twice',
  'misfiled',
  'unexplained',
  'unlinked',
  'unasked',
  'swallowed',
  'unaccounted',
] as const satisfies (keyof Verdict)[];

export const isClean = (verdict: Verdict): boolean =>
  Object.values(verdict).every((findings: readonly string[]) => findings.length === 0);

/** The fault of the clinic that explains a failed job. */
const explains: Partial<Record<ErrorCode, ClinicFault>> = {
  'attachment-missing': 'vanish',
  'attachment-other-size': 'process-wrong-size',
  'attachment-other-patient': 'process-wrong-patient',
};

/** Compares the written files, the clinic's attachments and the history. */
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

  // The bytes of every relevant version must still exist.
  for (const one of written.filter(
    ({ isPartial, isReplaced, isRemoved }) => !isPartial && !isReplaced && !isRemoved,
  )) {
    if (!books.local.has(one.sha256)) lost.push(`${one.name}: the local file is gone`);
  }

  // Each attachment must be a written file, once, in an allowed chart, and belong to a job.
  const serving = new Set(jobs.map(servedBy));
  let untold = struck('null-attributes');
  for (const one of clinic) {
    const version = versionSent(one.sha256);
    // Its patient is unknown before it is processed: its job is still checking, see below.
    if (!one.processed) continue;
    // The same for attachments that the clinic never processes.
    if (!serving.has(one.id) && untold > 0) {
      untold -= 1;
      continue;
    }
    // A program whose file was taken over abandons its attachment. If a person found it in the chart, the other program
    // uses it too.
    const wasLetGo = jobs.some((job) => job.state === 'dismissed' && job.file.sha256 === version?.sha256);
    const isLetGo = books.isWatchedTwice && wasLetGo;
    if (!serving.has(one.id) && !isLetGo && !isTwinServed(one, books) && !isSpoiled(one))
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
    // If one program had both, a letter that was scanned twice needs a person's answer.
    const most = books.isWatchedTwice && version !== undefined ? mostScans(written, version.sha256) : 1;
    const staying = ids.filter((id) => mayStay(books, id)).length;
    if (ids.length > most + staying)
      twice.push(`${versionSent(sha256)?.name ?? 'unknown'}: attachments ${ids.join(', ')}`);
  }
  const spoiled = clinic.filter(isSpoiled).length;
  if (spoiled > struck('process-wrong-size') + struck('process-wrong-patient')) {
    unexplained.push(`${spoiled} attachments are spoiled, more than the clinic spoiled`);
  }

  // The clinic must agree with the jobs, and each unfiled job must have its reason.
  const failures = new Map<ErrorCode, number>();
  const untellable =
    Math.min(struck('never-process'), clinic.filter((one) => !one.processed).length) +
    struck('null-attributes');
  // An attachment of one program may look like that of another, which cannot rule it out.
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
        // Its bytes may not have been copied, because of a kill or a full disk.
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
        // Only people and other PCs remove a job.
        if (job.cause === 'replaced') unexplained.push(`${name}: dismissed by itself`);
        if (job.cause === 'taken-over' && !books.isWatchedTwice)
          unexplained.push(`${name}: taken over, by nobody`);
        break;
      case 'split':
      case 'parted':
        unexplained.push(`${name}: ${job.state}, though no scan here has cover sheets`);
        break;
      case 'processing':
      case 'registering':
        // The clinic never reports a result; a person sees that the job waits.
        if (job.state === 'registering' && isUndecided(job, books)) break;
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
  unexplained.push(...moveGaps(books), ...historyGaps(books));
  const { unasked, swallowed } = scans;
  const { unaccounted } = books;
  return {
    lost,
    twice,
    misfiled,
    unexplained,
    unlinked: missingLinks(books),
    unasked,
    swallowed,
    unaccounted,
  };
}

/**
 * An attachment that the clinic never describes, and that no job has, may be that of each create call for its patient whose
 * answer was lost: all of these wait for a person (docs/decisions/lost-answer.md). A program does not see which attachments the jobs of
 * another one have.
 */
const isUndecided = (job: JobIn<'registering'>, { clinic, jobs, fired, isWatchedTwice }: Books): boolean =>
  (fired['never-process'] ?? 0) > 0 &&
  clinic.some(
    ({ id, patientId, processed }) =>
      !processed &&
      patientId === job.destination.patient.id &&
      (isWatchedTwice || !jobs.some((other) => 'attachmentId' in other && other.attachmentId === id)),
  );

/**
 * Two programs filed the same bytes for one patient within seconds, since a person put the file back, and one of them lost
 * its answer: it cannot tell the other's attachment from its own, so both use the older one.
 */
const isTwinServed = (one: DemoAttachment, { isWatchedTwice, clinic, jobs }: Books): boolean =>
  isWatchedTwice &&
  clinic.some(
    ({ id, sha256, patientId }) =>
      id !== one.id &&
      sha256 === one.sha256 &&
      patientId === one.patientId &&
      jobs.filter((job) => servedBy(job) === id).length > 1,
  );

/** The fourth record: each case lists its filed attachments, its earlier ones, and those that people added. */
function missingLinks({ cases, edits, overwritten, jobs }: Books): string[] {
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
    const isOverwritten = (id: string): boolean =>
      overwritten.some(({ caseId, attachmentId }) => caseId === one.id && attachmentId === id);
    for (const id of new Set([...one.before, ...done.map(({ attachmentId }) => attachmentId)])) {
      if (isOverwritten(id)) continue;
      if (wasDone(id, 'remove')) {
        if (lists.has(id)) missing.push(`attachment ${id} is back in its case, though people took it out`);
      } else if (!lists.has(id)) missing.push(`attachment ${id} of others was dropped from its case`);
    }
  }
  const linked = new Set(cases.flatMap(({ now }) => now));
  for (const job of jobs) {
    const isForChart = 'destination' in job && job.destination.kind === 'patient';
    const id = servedBy(job);
    // Taken over by another PC, the file may be for the chart there, with the attachment that it has in the case here.
    const isForCase = jobs.some(
      (other) => 'destination' in other && other.destination.kind === 'case' && servedBy(other) === id,
    );
    if (isForChart && !isForCase && id !== null && linked.has(id))
      missing.push(`${job.file.name}: in a case, and not for one`);
  }
  return missing;
}

/** The attachment of a job, even if the job failed after creating it. */
function servedBy(job: UploadJob): string | null {
  if ('attachmentId' in job) return job.attachmentId;
  return job.state === 'failed' && 'attachmentId' in job.failedStep ? job.failedStep.attachmentId : null;
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
      // A rename changes a timestamp, and with it the fingerprint that an active upload compares.
      return wasWrittenOver(version) || version?.wasRenamed === true;
    case 'file-replaced':
      return wasWrittenOver(version);
    case 'taken-back':
      return true;
    case 'was-left-alone':
      return written.some((one) => one.sha256 === sha256 && one.left !== 'no');
    case 'page-names-another':
      return job.page?.kind === 'read' && job.page.people.length > 0;
    case 'begun-elsewhere':
      return books.isWatchedTwice;
    default:
      return false;
  }
}

const isJobState = (text: string | undefined): text is JobState => jobStates.some((state) => state === text);

function wasWrittenOver(version: Version | undefined): boolean {
  return version !== undefined && (version.isReplaced || version.isPartial);
}

/** The history must agree with each job's row and must not contradict itself. */
function historyGaps({ jobs, entries, tampered }: Books): string[] {
  const gaps: string[] =
    tampered === null ? [] : [`entry ${tampered} of the history is not as it was written`];
  for (const job of jobs) {
    const { name } = job.file;
    const mine = entries.filter(({ jobId }) => jobId === job.id);
    // The acts on its attachment are entries of the job too, and say nothing of its state.
    const last = mine.flatMap(({ detail }) => detail?.['state'] ?? []).at(-1);
    if (!isJobState(last) || last !== job.state)
      gaps.push(`${name}: ${job.state}, but ${last ?? 'nothing'} in the history`);
    const count = (kind: AuditEntry['kind']): number => mine.filter((entry) => entry.kind === kind).length;
    if (count('job-found') !== 1) gaps.push(`${name}: found ${count('job-found')} times`);
    if (count('job-filed') + count('job-processed') > 1)
      gaps.push(`${name}: filed ${count('job-filed') + count('job-processed')} times in the history`);
    for (const [at, entry] of mine.entries()) {
      const before = mine[at - 1]?.patientId ?? null;
      // If the bytes no longer exist, the job fails with the patient it was scanned for, even from the inbox.
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
