import { basename, sep } from 'node:path';
import { sameDestination } from '../../../preload/contract/same-destination.ts';
import type { FolderId, JobId } from '../../../preload/contract/ids.ts';
import type { JobFile } from '../../files/job-file.ts';
import { isOver, isRedacted, scansOf, type UploadJob } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { Clock } from '../../base/ports.ts';
import { createAssignment } from './assignment.ts';
import { asDuplicate } from './duplicates.ts';
import { type isGone, mayHaveMoved, sameContent, sameFingerprint } from '../../files/fingerprint.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import type { KeptCopies } from './kept-copies.ts';
import type { NewFile } from './new-file.ts';
import { canHappen } from '../../jobs/transitions.ts';

/** Whether a job's scan should still be at its place: not put away, ignored, or taken over. */
function isOpen(job: UploadJob): boolean {
  if (job.state === 'dismissed') return job.cause === 'person';
  return !isOver(job) || job.disposal !== 'done' || job.afterFiling === 'stay';
}

const isOfFolder = (job: UploadJob, folder: FolderId | null): boolean =>
  job.source === 'scan' &&
  job.folderId === folder &&
  job.replaces === null &&
  scansOf(job) === null &&
  !isRedacted(job);

/**
 * A crash may have come between the job and the record of its name. Then the inode number identifies the file under its
 * new name, with its bytes and time, while the job waits, or begins an upload that will not find it under the old one.
 */
const isUnnoted = (job: UploadJob, { fingerprint }: JobFile): boolean =>
  ['inbox', 'held', 'queued', 'uploading'].includes(job.state) &&
  job.file.fingerprint.modifiedNs === fingerprint.modifiedNs &&
  job.file.fingerprint.inode === fingerprint.inode;

/** A person is asked whether these bytes are a scan: one question is enough, wherever they appear. */
const isQuestion = (job: UploadJob): boolean => job.state === 'inbox' && job.reason === 'was-left-alone';

/**
 * The same bytes written again for another patient than the job's: the scanner saved the letter again after another
 * selection. A touch looks the same, and then costs a question.
 */
function isSavedForAnother(job: UploadJob, file: JobFile, { placement }: NewFile): boolean {
  if (placement.kind !== 'destination' || !('destination' in job)) return false;
  const isRewritten = job.file.fingerprint.modifiedNs !== file.fingerprint.modifiedNs;
  return isRewritten && !sameDestination(job.destination, placement.destination);
}

/** Whether a longer file under its name is the same letter with more pages, before its bytes had an effect. */
const mayGrow = (job: UploadJob): boolean =>
  job.state === 'held' ||
  job.state === 'queued' ||
  (job.state === 'inbox' && job.duplicateOf === null && job.reason !== 'file-changed');

/** A large file that its upload will read and check for duplicates. */
const withoutHash = ({ path, name, fingerprint }: JobFile): JobFile => ({
  path,
  name,
  fingerprint,
  sha256: null,
});

/** The same bytes under their name again: the job's copy has them, and is not the only one. */
const stillKept = ({ file: { copy } }: UploadJob, file: JobFile): JobFile =>
  copy === undefined ? file : { ...file, copy: { ...copy, isOnly: false } };

/** Jobs that a scan may belong to: renamed from another name, or extended by pages. */
interface Before {
  readonly renamed: readonly UploadJob[];
  readonly grown: JobId | null;
}

/** Finds the existing job of a file, if any, and the consequences for the jobs of its name. */
export interface KnownJobs {
  /** Jobs of the file at this path that were not ignored. */
  at(path: string): UploadJob[];
  /**
   * Whether a scan belongs to a job with its own name and bytes: `ofScan` will return it, unless a change comes
   * meanwhile.
   */
  isKept(file: JobFile, found: NewFile): boolean;
  /** Jobs of scans under other missing names with these bytes: the file was renamed from one. */
  renamedFrom(file: JobFile, found: NewFile): Promise<UploadJob[]>;
  /** The job of this path whose bytes the file begins with: its scanner has added pages. */
  grownFrom(file: JobFile): Promise<JobId | null>;
  /**
   * The job of a scan, if any. A name that disappeared and returned has another scan, whatever its bytes. Only after a
   * crash between the job and the record of its name are the two the same, if their times are equal to the last digit.
   */
  ofScan(file: JobFile, found: NewFile, before: Before): UploadJob | null;
  /** The job that continues with a file given by a person, if any. */
  ofGiven(file: JobFile, found: NewFile): UploadJob | null;
}

export function createKnownJobs(deps: {
  store: JobStore;
  writer: JobWriter;
  copies: Pick<KeptCopies, 'discard' | 'isBeginningOf'>;
  clock: Clock;
  holdMs: () => number;
  isGone: typeof isGone;
}): KnownJobs {
  const { store, writer, copies, clock } = deps;
  const { assign, assignOrReturn, duplicateOf } = createAssignment(deps);

  const jobsAt = (path: string): UploadJob[] => store.atPath(path).filter((job) => job.state !== 'dismissed');

  /** Another file has the job's path now. A copy is used instead; without one the bytes are gone. */
  const letGo = (job: UploadJob): void => {
    const { copy } = job.file;
    if (copy !== undefined) {
      if (!copy.isOnly) writer.edit(job.id, { file: { ...job.file, copy: { ...copy, isOnly: true } } });
      return;
    }
    const isTold =
      (job.state === 'failed' && (job.error.code === 'file-replaced' || job.failedStep.at !== 'uploading')) ||
      (job.state === 'inbox' && job.reason === 'file-replaced');
    // A running upload notices it itself.
    if (!isTold && canHappen(job.state, 'replaced')) {
      writer.apply(job.id, { kind: 'replaced', now: clock.now() });
    }
  };

  /** The job of this path with the file's bytes; jobs with other bytes learn that theirs are gone. */
  const known = (file: JobFile, isOne: (job: UploadJob) => boolean): UploadJob | null => {
    const there = store.atPath(file.path);
    // The newest: of two appearances of the same bytes the earlier has ended.
    const equal = there.findLast(isOne);
    for (const job of there) {
      if (job.state !== 'filed' && job.id !== equal?.id && !sameContent(job.file, file)) letGo(job);
    }
    return equal ?? null;
  };

  const renamedFrom: KnownJobs['renamedFrom'] = async (file, found) => {
    const { appearance } = found;
    if (appearance === undefined) return [];
    const { inode } = file.fingerprint;
    const alike = [
      ...(file.sha256 === null ? [] : store.withContent(file.sha256)),
      ...store.withLargeSize(file.fingerprint.size),
    ].filter(
      (job) =>
        isOfFolder(job, found.folderId) &&
        job.file.path !== file.path &&
        (isQuestion(job) ||
          (mayHaveMoved(job.file.fingerprint, file.fingerprint) &&
            (appearance.isKnown(job.file.path) || isUnnoted(job, file)))),
    );
    const gone: UploadJob[] = [];
    for (const job of alike) if (await deps.isGone(job.file.path, { path: file.path, inode })) gone.push(job);
    return gone;
  };

  /** The job of this name in a folder that was moved or copied to another disk. */
  const inMovedFolder = ({ sha256, path }: JobFile, { folderId, appearance }: NewFile): UploadJob | null => {
    if (sha256 === null || appearance === undefined) return null;
    const isThere = (job: UploadJob): boolean =>
      isOfFolder(job, folderId) &&
      isOpen(job) &&
      job.file.path !== path &&
      job.file.path.replaceAll(sep, '/').endsWith(`/${appearance.relativePath}`);
    return store.withContent(sha256).find(isThere) ?? null;
  };

  /** A file that its page alone files waits for the reading of its new bytes. */
  const readAgain = ({ id }: UploadJob): UploadJob =>
    writer.apply(id, { kind: 'returned', reason: 'page-pending', candidates: [], duplicateOf: null });

  /** A touched or renamed scan is its existing job; one that waited because of that resumes. */
  const touched = (job: UploadJob, file: JobFile): UploadJob => {
    if (job.state === 'dismissed') return job;
    // A file that was not read stays unread: its upload will check for duplicates.
    const edited = writer.edit(job.id, {
      file: job.file.sha256 === null ? withoutHash(file) : stillKept(job, file),
    });
    const [before] = edited.state === 'inbox' ? edited.candidates : [];
    if (edited.state !== 'inbox' || edited.reason !== 'file-changed' || before === undefined) return edited;
    if (edited.isByPage === true) return readAgain(edited);
    return assign(edited, before, {
      duplicate: job.duplicateAccepted,
      page: edited.pageAccepted === true,
    });
  };

  const grownFrom: KnownJobs['grownFrom'] = async (file) => {
    for (const job of jobsAt(file.path)) {
      if (mayGrow(job) && (await copies.isBeginningOf(job.file, file))) return job.id;
    }
    return null;
  };
  const grow = (job: UploadJob, file: JobFile): UploadJob => {
    const { copy } = job.file;
    const grown = writer.edit(job.id, { file });
    if (copy !== undefined && copy.name !== file.copy?.name) void copies.discard(copy.name);
    if (grown.isByPage === true && 'destination' in grown) return readAgain(grown);
    const duplicate = 'destination' in grown ? duplicateOf(grown, grown.destination) : null;
    if (!('destination' in grown) || duplicate === null || grown.duplicateAccepted) return grown;
    return writer.apply(grown.id, { kind: 'returned', ...asDuplicate(duplicate, grown.destination) });
  };

  const kindOf = ({ appearance }: NewFile) => appearance?.kind ?? 'again';
  const isSameScan = (job: UploadJob, file: JobFile, found: NewFile): boolean => {
    if (isQuestion(job)) return sameContent(job.file, file);
    if (!isOpen(job) || kindOf(found) === 'anew') return false;
    if (kindOf(found) === 'new') return sameFingerprint(job.file.fingerprint, file.fingerprint);
    return sameContent(job.file, file);
  };

  const keptScan = (file: JobFile, found: NewFile, before: Before): UploadJob | null => {
    const longer = before.grown === null ? null : store.get(before.grown);
    if (longer !== null && mayGrow(longer)) return grow(longer, file);
    const equal = known(file, (job) => isSameScan(job, file, found));
    if (equal !== null && isSavedForAnother(equal, file, found)) return null;
    if (equal !== null) return touched(equal, file);
    const there = kindOf(found) === 'again' ? inMovedFolder(file, found) : null;
    if (there !== null) return touched(there, file);
    const open = before.renamed.flatMap(({ id }) => store.get(id) ?? []).filter(isOpen);
    // Two jobs with the same bytes, for example in a renamed folder, stay separate.
    const from =
      open.findLast((job) => job.file.fingerprint.inode === file.fingerprint.inode) ??
      open.findLast((job) => basename(job.file.path) === basename(file.path)) ??
      open.at(-1);
    if (from === undefined) return null;
    const job = touched(from, file);
    // Only now: if the disk is full, the next try must find it again.
    found.appearance?.onRenamed(from.file.path);
    return job;
  };

  /** A file that a person gives again: a waiting job continues, and for another destination it is a new job. */
  const givenAgain = (job: UploadJob, file: JobFile, found: NewFile): UploadJob | null => {
    const { placement } = found;
    if (placement.kind === 'inbox') return job.state === 'inbox' ? job : null;
    if (job.state === 'inbox') {
      const edited = writer.edit(job.id, { file: stillKept(job, file) });
      const accepted = { duplicate: found.duplicateAccepted, page: false };
      return assignOrReturn(edited, placement.destination, accepted).job;
    }
    const waits = 'destination' in job && job.state !== 'filed';
    if (!waits || !sameDestination(job.destination, placement.destination)) return null;
    return job.state === 'failed' ? writer.apply(job.id, { kind: 'retried', now: clock.now() }) : job;
  };

  const keptGiven = (file: JobFile, found: NewFile): UploadJob | null => {
    const equal = known(file, (job) => job.state !== 'dismissed' && sameContent(job.file, file));
    return equal === null ? null : givenAgain(equal, file, found);
  };

  return {
    at: jobsAt,
    isKept(file, found) {
      const equal = store.atPath(file.path).findLast((job) => isSameScan(job, file, found));
      return equal !== undefined && !isSavedForAnother(equal, file, found);
    },
    renamedFrom,
    grownFrom,
    ofScan: keptScan,
    ofGiven: keptGiven,
  };
}
