import { basename, sep } from 'node:path';
import type { Destination } from '../../preload/contract/destination.ts';
import { sameDestination } from '../../preload/contract/same-destination.ts';
import type { FolderId } from '../../preload/contract/ids.ts';
import type {
  AfterFiling,
  Fingerprint,
  InboxReason,
  JobFile,
  UploadJob,
} from '../../preload/contract/job.ts';
import { ChartdropError } from '../errors.ts';
import type { JobStore } from '../history/job-store.ts';
import type { Clock } from '../ports.ts';
import { createAssignment } from './assignment.ts';
import { uploadedElsewhere } from './attachment-match.ts';
import { asDuplicate } from './duplicates.ts';
import { hashFile, hashFileUnless } from './file-content.ts';
import { isGone, mayHaveMoved, sameContent, sameFingerprint } from './fingerprint.ts';
import { newJobId } from './job-id.ts';
import type { JobWriter } from './job-writer.ts';
import { isLargeFile } from './large-file.ts';
import { canHappen } from './transitions.ts';

/** Whether a job's scan still lies where it lay: not put away, nor taken out or over by what is no person. */
const isOpen = (job: UploadJob): boolean =>
  job.state === 'dismissed'
    ? job.cause === 'person'
    : job.state !== 'filed' || job.disposal !== 'done' || job.afterFiling === 'stay';

const isOfFolder = (job: UploadJob, folder: FolderId | null): boolean =>
  job.source === 'scan' && job.folderId === folder && job.replaces === null && job.file.path !== '';

/** A person is asked whether these bytes are a scan: one question is enough, wherever they come again. */
const isQuestion = (job: UploadJob): boolean => job.state === 'inbox' && job.reason === 'was-left-alone';

/**
 * The same bytes written once more, for another patient than the job's: the scanner saved the letter again after
 * somebody else was selected. A touch looks alike, and costs a question then.
 */
function isSavedForAnother(job: UploadJob, file: JobFile, { placement }: NewFile): boolean {
  if (placement.kind !== 'destination' || !('destination' in job)) return false;
  const isRewritten = job.file.fingerprint.modifiedNs !== file.fingerprint.modifiedNs;
  return isRewritten && !sameDestination(job.destination, placement.destination);
}

/**
 * `again`: the name is that of a taken file, and was not seen to be gone since. `anew`: it was. `new`: nothing is known
 * of it, but for what a crash kept from being noted.
 */
export type Appearance = 'again' | 'anew' | 'new';

/** Where a new file goes: to a destination, or to a person, with the reason. */
export type Placement =
  | { kind: 'destination'; destination: Destination }
  /**
   * Another PC may have filed it there already and not lived to say so: look first, at what is not older than `since`,
   * epoch milliseconds by the service's clock.
   */
  | { kind: 'reconcile'; destination: Destination; since: number }
  | { kind: 'inbox'; reason: InboxReason; candidates: Destination[] };

export interface NewFile {
  readonly path: string;
  /** The name that people know it by, where the file itself lies under another one. */
  readonly name?: string;
  /** What was found finished, and its destination decided on. Bytes that came since then have neither. */
  readonly finished?: Fingerprint;
  /**
   * Of a scan: how it stands to what was taken under its name before. Left out, the name alone decides.
   */
  readonly appearance?: {
    readonly kind: Appearance;
    /** Whether the file taken under that name was not seen to be gone since: this one may have been renamed from it. */
    readonly isKnown: (path: string) => boolean;
    /** It was renamed from that name, which ends there. */
    readonly onRenamed: (path: string) => void;
    /** Its name inside the folder, with `/` between parts: the folder as a whole may have moved. */
    readonly relativePath: string;
  };
  readonly source: UploadJob['source'];
  readonly folderId: FolderId | null;
  /** Epoch milliseconds. */
  readonly appearedAt: number;
  readonly description: string | null;
  /** See `JobFile`'s job. */
  readonly naming?: UploadJob['naming'];
  readonly afterFiling: AfterFiling;
  readonly placement: Placement;
  /** A person has been told that the content is filed already, and wants it all the same. */
  readonly duplicateAccepted: boolean;
}

export interface Intake {
  /**
   * Makes a finished file a job. A scan that was only touched, or renamed, is the job that it already is; so are the same
   * bytes that a person gives once more. Throws the file system's errors, `file-empty`, and `file-changed`; then nothing
   * was taken.
   */
  take(file: NewFile, signal: AbortSignal): Promise<UploadJob>;
}

/** What is asked of the disk about a file that comes in. */
export interface IntakeFiles {
  readonly hashFile: typeof hashFile;
  readonly hashFileUnless: typeof hashFileUnless;
  readonly isGone: typeof isGone;
}
const disk: IntakeFiles = { hashFile, hashFileUnless, isGone };

/** The door through which scans, drops and pastes become jobs. `holdMs` is asked at each. */
export function createIntake(deps: {
  store: JobStore;
  writer: JobWriter;
  clock: Clock;
  holdMs: () => number;
  /** A seam for tests: the disk by default. */
  files?: IntakeFiles;
}): Intake {
  const { store, writer, clock, files = disk } = deps;
  const { assign, assignOrReturn, duplicateOf } = createAssignment(deps);

  const jobsAt = (path: string): UploadJob[] => store.atPath(path).filter((job) => job.state !== 'dismissed');

  /**
   * Whether a file may go without having been read: its upload tells what is in it. Not where it must be compared
   * before, with what is known of its path, or with another file that may be the same.
   */
  const mayGoUnread = (file: JobFile, { placement }: NewFile): boolean =>
    isLargeFile(file) &&
    placement.kind === 'destination' &&
    jobsAt(file.path).length === 0 &&
    store.withLargeSize(file.fingerprint.size).length === 0;

  /** The job of this path that the file is, by its bytes; those of other bytes are let go, for theirs exist no more. */
  const known = (file: JobFile, isOne: (job: UploadJob) => boolean): UploadJob | null => {
    // The newest: of two appearances of the same bytes the one before has ended.
    const equal = store.atPath(file.path).findLast(isOne);
    for (const job of jobsAt(file.path)) {
      // What is being sent already notices by itself.
      const isOther = job.id !== equal?.id && !sameContent(job.file, file);
      if (isOther && canHappen(job.state, 'replaced')) {
        writer.apply(job.id, { kind: 'replaced', now: clock.now() });
      }
    }
    return equal ?? null;
  };

  /** Jobs of scans under other names that hold these bytes, and whose names are gone: the file was renamed from one. */
  const renamedFrom = async (file: JobFile, found: NewFile): Promise<UploadJob[]> => {
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
          (mayHaveMoved(job.file.fingerprint, file.fingerprint) && appearance.isKnown(job.file.path))),
    );
    const gone: UploadJob[] = [];
    for (const job of alike)
      if (await files.isGone(job.file.path, { path: file.path, inode })) gone.push(job);
    return gone;
  };

  /** The job of this name in a folder that was moved, or copied to another disk, as a whole. */
  const inMovedFolder = ({ sha256, path }: JobFile, { folderId, appearance }: NewFile): UploadJob | null => {
    if (sha256 === null || appearance === undefined) return null;
    const isThere = (job: UploadJob): boolean =>
      isOfFolder(job, folderId) &&
      isOpen(job) &&
      job.file.path !== path &&
      job.file.path.replaceAll(sep, '/').endsWith(`/${appearance.relativePath}`);
    return store.withContent(sha256).find(isThere) ?? null;
  };

  /** A scan that was only touched or renamed, not changed, is the job that it was; one held up for that goes on. */
  const touched = (job: UploadJob, file: JobFile): UploadJob => {
    if (job.state === 'dismissed') return job;
    // What was not read stays so: its upload will look for duplicates.
    const edited = writer.edit(job.id, { file: job.file.sha256 === null ? { ...file, sha256: null } : file });
    const [before] = edited.state === 'inbox' ? edited.candidates : [];
    if (edited.state !== 'inbox' || edited.reason !== 'file-changed' || before === undefined) return edited;
    return assign(edited, before, job.duplicateAccepted);
  };

  /**
   * The job that a scan is, if any. A name that went and came holds another scan, whatever its bytes; only where a crash
   * came between the job and the note of its name are the two one, to the last digit of its times.
   */
  const keptScan = (file: JobFile, found: NewFile, renamed: readonly UploadJob[]): UploadJob | null => {
    const kind = found.appearance?.kind ?? 'again';
    const equal = known(file, (job) => {
      if (isQuestion(job)) return sameContent(job.file, file);
      if (!isOpen(job) || kind === 'anew') return false;
      if (kind === 'new') return sameFingerprint(job.file.fingerprint, file.fingerprint);
      return sameContent(job.file, file);
    });
    if (equal !== null && isSavedForAnother(equal, file, found)) return null;
    if (equal !== null) return touched(equal, file);
    const there = kind === 'again' ? inMovedFolder(file, found) : null;
    if (there !== null) return touched(there, file);
    const open = renamed.flatMap(({ id }) => store.get(id) ?? []).filter(isOpen);
    // Of two with the same bytes, say in a folder that was renamed, each goes its own way.
    const from =
      open.findLast((job) => job.file.fingerprint.inode === file.fingerprint.inode) ??
      open.findLast((job) => basename(job.file.path) === basename(file.path)) ??
      open.at(-1);
    if (from === undefined) return null;
    found.appearance?.onRenamed(from.file.path);
    return touched(from, file);
  };

  /** A file that a person gives once more: what waits goes on, what is filed elsewhere is a new job. */
  const givenAgain = (job: UploadJob, file: JobFile, found: NewFile): UploadJob | null => {
    const { placement } = found;
    if (placement.kind === 'inbox') return job.state === 'inbox' ? job : null;
    if (job.state === 'inbox') {
      const edited = writer.edit(job.id, { file });
      return assignOrReturn(edited, placement.destination, found.duplicateAccepted);
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
    async take(found, signal) {
      const looked = await files.hashFileUnless(found.path, (unread) => mayGoUnread(unread, found), signal);
      // Another one of its size may have come meanwhile.
      const goes = looked.sha256 !== null || mayGoUnread(looked, found);
      const content = goes ? looked : await files.hashFile(found.path, signal);
      if (found.finished !== undefined && !sameFingerprint(found.finished, content.fingerprint)) {
        throw new ChartdropError('file-changed');
      }
      const file = { ...content, name: found.name ?? content.name };
      const renamed = found.source === 'scan' ? await renamedFrom(file, found) : [];
      // From here on in one turn: of two equal files the later one always meets the other.
      const kept = found.source === 'scan' ? keptScan(file, found, renamed) : keptGiven(file, found);
      if (kept !== null) return kept;
      const job = placed(
        {
          id: newJobId(clock.now()),
          source: found.source,
          folderId: found.folderId,
          file,
          description: found.description,
          appearedAt: found.appearedAt,
          rank: store.rank('last'),
          paused: false,
          afterFiling: found.afterFiling,
          naming: found.naming ?? null,
          sentAs: null,
          duplicateAccepted: found.duplicateAccepted,
          replaces: null,
        },
        found.placement,
      );
      writer.add([job]);
      return job;
    },
  };

  function placed(core: Omit<UploadJob, 'state'>, placement: Placement): UploadJob {
    if (placement.kind === 'inbox') {
      const { reason, candidates } = placement;
      return { ...core, state: 'inbox', reason, candidates, duplicateOf: null };
    }
    const { destination } = placement;
    const duplicate = core.duplicateAccepted ? null : duplicateOf(core, destination);
    if (duplicate !== null) {
      return { ...core, state: 'inbox', ...asDuplicate(duplicate, destination) };
    }
    const now = clock.now();
    if (placement.kind === 'reconcile') {
      return {
        ...core,
        state: 'registering',
        destination,
        uploadUrl: uploadedElsewhere,
        sentAt: placement.since,
        look: true,
        notBefore: now,
        waiting: null,
        tries: 0,
      };
    }
    const hold = deps.holdMs();
    return hold > 0
      ? { ...core, state: 'held', destination, until: now + hold }
      : { ...core, state: 'queued', destination, notBefore: now, waiting: null, tries: 0 };
  }
}
