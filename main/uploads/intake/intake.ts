import type { JobId } from '../../../preload/contract/ids.ts';
import type { JobFile } from '../../files/job-file.ts';
import type { UploadJob } from '../../jobs/job.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { Clock } from '../../base/ports.ts';
import { hashFile, withContent } from '../../files/file-content.ts';
import { isGone, sameFingerprint } from '../../files/fingerprint.ts';
import { newJobId } from '../../jobs/job-id.ts';
import type { JobCore } from '../../jobs/next-states.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import type { KeptCopies } from './kept-copies.ts';
import { createKnownJobs } from './known-jobs.ts';
import { isLargeFile } from '../../files/large-file.ts';
import { transition } from '../../jobs/transitions.ts';
import type { StackReader } from '../../sheets/read-stack.ts';
import { createStackIntake, type PreparedPart, type PreparedStack } from './stack-intake.ts';
import type { NewFile } from './new-file.ts';
import { createPlacing } from './placing.ts';

export type { Appearance, NewFile, Placement } from './new-file.ts';

export interface Intake {
  /**
   * Makes a finished file a job; a scan gets a private copy, and a stack is divided at its cover sheets. A touched or renamed scan is its existing job, as are the
   * same bytes given again by a person. Throws the file system's errors, `file-empty`, and `file-changed`; then no job
   * was created.
   */
  takeIn(file: NewFile, signal: AbortSignal): Promise<UploadJob>;
}

/** The disk functions for a new file. */
export interface IntakeFiles {
  readonly hashFile: typeof hashFile;
  readonly withContent: typeof withContent;
  readonly isGone: typeof isGone;
}
const disk: IntakeFiles = { hashFile, withContent, isGone };

/** A finished file, and its bytes if they are in memory. */
interface Content {
  readonly file: JobFile;
  readonly bytes: Buffer | null;
}

type Undivided = Exclude<PreparedStack, { kind: 'parts' }>;
const withoutCopy = ({ path, name, fingerprint, sha256 }: JobFile): JobFile => ({
  path,
  name,
  fingerprint,
  sha256,
});
const noStack: Undivided = { kind: 'none' };

/** Where scans, drops and pastes become jobs. `holdMs` is read at each call. */
export function createIntake(deps: {
  store: JobStore;
  writer: JobWriter;
  copies: Pick<KeptCopies, 'keep' | 'discard' | 'isBeginningOf' | 'placesOf' | 'write'>;
  /** Reads stacks with cover sheets. */
  stackReader: StackReader;
  clock: Clock;
  holdMs: () => number;
  /** See `createPlacing`. */
  isRead?: ((job: JobCore) => boolean) | undefined;
  /** For tests; the disk by default. */
  files?: IntakeFiles;
}): Intake {
  const { store, writer, copies, clock, files = disk } = deps;
  const placed = createPlacing(deps);
  const stacks = createStackIntake({ ...deps, reader: deps.stackReader });
  const knownJobs = createKnownJobs({ ...deps, isGone: files.isGone });

  /**
   * Whether a file may skip hashing; the upload hashes it. Not if it must be compared first, with the known files of
   * its path or with another file of its size.
   */
  const mayGoUnread = (file: JobFile, { placement }: NewFile): boolean =>
    isLargeFile(file) &&
    placement.kind === 'destination' &&
    knownJobs.at(file.path).length === 0 &&
    store.withLargeSize(file.fingerprint.size).length === 0;

  /** The finished file, hashed unless it may skip that, with the bytes of a small one. */
  const looked = (
    found: NewFile,
    signal: AbortSignal,
    work: (content: Content) => Promise<UploadJob>,
  ): Promise<UploadJob> => {
    const look = { mayGoUnread: (unread: JobFile) => mayGoUnread(unread, found), signal };
    return files.withContent(found.path, look, async (first, bytes) => {
      // Another file of its size may have come meanwhile.
      const goes = first.sha256 !== null || mayGoUnread(first, found);
      const content = goes ? first : await files.hashFile(found.path, signal);
      if (found.finished !== undefined && !sameFingerprint(found.finished, content.fingerprint)) {
        throw new ChartdropError('file-changed');
      }
      return work({ file: { ...content, name: found.name ?? content.name }, bytes });
    });
  };

  /** A scan with its private copy, if one can be made; an existing job has one already. */
  const copied = async (
    { file, bytes }: Content,
    id: JobId,
    found: NewFile,
    signal: AbortSignal,
  ): Promise<JobFile> => {
    if (knownJobs.isKept(file, found)) return file;
    const copy = await copies.keep(file, id, { bytes, signal });
    return copy === null ? file : { ...file, sha256: copy.sha256, copy: { name: copy.name, isOnly: false } };
  };

  const takeScan = async (content: Content, found: NewFile, signal: AbortSignal): Promise<UploadJob> => {
    const renamed = await knownJobs.renamedFrom(content.file, found);
    const grown = await knownJobs.grownFrom(content.file);
    const id = newJobId(clock.now());
    const file = await copied(content, grown ?? id, found, signal);
    const isKnown = knownJobs.isKept(file, found) || renamed.length > 0 || grown !== null;
    const stack = isKnown ? noStack : await prepared(file, found, signal);
    // From here on in one turn, so that the later of two equal files always sees the other.
    const known = knownJobs.ofScan(file, found, { renamed, grown });
    const job =
      known ?? (stack.kind === 'parts' ? split(id, file, found, stack.parts) : added(id, file, found, stack));
    if (known !== null) await stacks.discard(stack);
    if (file.copy !== undefined && job.file.copy?.name !== file.copy.name) {
      await copies.discard(file.copy.name);
    }
    return job;
  };

  /** Removes the copy again if the stack cannot be read now, since the scan then returns. */
  const prepared = async (file: JobFile, found: NewFile, signal: AbortSignal): Promise<PreparedStack> => {
    try {
      return await stacks.prepare(file, found, signal);
    } catch (thrown) {
      if (file.copy !== undefined) await copies.discard(file.copy.name);
      throw thrown;
    }
  };

  const coreOf = (id: JobId, file: JobFile, found: NewFile): JobCore => ({
    id,
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
  });

  const added = (id: JobId, file: JobFile, found: NewFile, stack: Undivided = noStack): UploadJob => {
    const placement = stack.kind === 'whole' ? stack.placement : found.placement;
    const job = placed(coreOf(id, file, found), placement);
    writer.add([job], found.appearance?.note);
    return job;
  };

  /** The stack and its parts, in one transaction: after a kill there are all of them, or the scan returns. */
  const split = (id: JobId, file: JobFile, found: NewFile, parts: readonly PreparedPart[]): UploadJob => {
    // Each part has a copy, so that of the stack is not needed.
    const core = coreOf(id, withoutCopy(file), found);
    const waiting = { ...core, state: 'split', parts: parts.map((part) => part.id) } as const;
    const stack =
      parts.length > 0
        ? waiting
        : transition(waiting, { kind: 'parts-ended', areFiled: true, now: clock.now() });
    const jobs = parts.map((one) =>
      placed(
        {
          ...{ ...core, id: one.id, file: one.file, rank: core.rank + one.part.number },
          // Only its copy has its bytes; the stack's file is put away for the stack.
          ...{ afterFiling: 'stay', part: { ...one.part, stack: id } },
        },
        one.placement,
      ),
    );
    writer.add([stack, ...jobs], found.appearance?.note);
    return stack;
  };

  return {
    takeIn: (found, signal) =>
      looked(found, signal, async (content) => {
        if (found.source === 'scan') return takeScan(content, found, signal);
        return knownJobs.ofGiven(content.file, found) ?? added(newJobId(clock.now()), content.file, found);
      }),
  };
}
