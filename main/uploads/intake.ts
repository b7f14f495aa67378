import { randomUUID } from 'node:crypto';
import type { Destination } from '../../preload/contract/destination.ts';
import { type FolderId, jobIdSchema } from '../../preload/contract/ids.ts';
import type { AfterFiling, InboxReason, JobFile, UploadJob } from '../../preload/contract/job.ts';
import type { JobStore } from '../history/job-store.ts';
import type { Clock } from '../ports.ts';
import { findDuplicate } from './duplicates.ts';
import { hashFile } from './file-content.ts';
import type { JobWriter } from './job-writer.ts';
import { canHappen } from './transitions.ts';

/** Where a new file goes: to a destination, or to a person, with the reason. */
export type Placement =
  | { kind: 'destination'; destination: Destination }
  | { kind: 'inbox'; reason: InboxReason; candidates: Destination[] };

export interface NewFile {
  readonly path: string;
  readonly source: UploadJob['source'];
  readonly folderId: FolderId | null;
  /** Epoch milliseconds. */
  readonly appearedAt: number;
  readonly description: string | null;
  readonly afterFiling: AfterFiling;
  readonly placement: Placement;
}

export interface Intake {
  /**
   * Makes a finished file a job. The same bytes at the same path are the job that they already are. Throws the file
   * system's errors, `file-empty`, and `file-changed`; then nothing was taken.
   */
  take(file: NewFile, signal: AbortSignal): Promise<UploadJob>;
}

/** The door through which scans, drops and pastes become jobs. `holdMs` is asked at each. */
export function createIntake(deps: {
  store: JobStore;
  writer: JobWriter;
  clock: Clock;
  holdMs: () => number;
}): Intake {
  const { store, writer, clock } = deps;

  /** What the program already knows of this path: an equal job to keep, or older bytes to let go. */
  const known = (file: JobFile): UploadJob | null => {
    const here = store.atPath(file.path).filter((job) => job.state !== 'dismissed');
    const equal = here.find((job) => job.file.sha256 === file.sha256);
    for (const job of here) {
      // Their bytes exist no more. What is being sent already notices by itself.
      if (job !== equal && canHappen(job.state, 'replaced')) {
        writer.apply(job.id, { kind: 'replaced', now: clock.now() });
      }
    }
    return equal ?? null;
  };

  const touched = (job: UploadJob, file: JobFile): UploadJob => {
    const edited = writer.edit(job.id, { file });
    const [before] = edited.state === 'inbox' ? edited.candidates : [];
    if (edited.state !== 'inbox' || edited.reason !== 'file-changed' || before === undefined) return edited;
    // Only touched, not changed: it goes on to the destination that it had.
    return writer.apply(job.id, {
      kind: 'assigned',
      destination: before,
      until: clock.now(),
      duplicateAccepted: job.duplicateAccepted,
    });
  };

  return {
    async take(found, signal) {
      const file = await hashFile(found.path, signal);
      const equal = known(file);
      if (equal !== null) return touched(equal, file);
      const job = placed(
        {
          id: jobIdSchema.parse(randomUUID()),
          source: found.source,
          folderId: found.folderId,
          file,
          description: found.description,
          appearedAt: found.appearedAt,
          rank: store.rank('last'),
          paused: false,
          afterFiling: found.afterFiling,
          duplicateAccepted: false,
          replaces: null,
        },
        found.placement,
      );
      writer.add([job]);
      return job;
    },
  };

  function placed(core: Omit<UploadJob, 'state'>, placement: Placement): UploadJob {
    if (placement.kind === 'inbox') return { ...core, ...placement, state: 'inbox', duplicateOf: null };
    const { destination } = placement;
    const duplicate = findDuplicate(core, destination.patient.id, store.withContent(core.file.sha256));
    if (duplicate !== null) {
      return {
        ...core,
        state: 'inbox',
        reason: duplicate.reason,
        candidates: [destination],
        duplicateOf: duplicate.of.id,
      };
    }
    const now = clock.now();
    const hold = deps.holdMs();
    return hold > 0
      ? { ...core, state: 'held', destination, until: now + hold }
      : { ...core, state: 'queued', destination, notBefore: now, waiting: null, tries: 0 };
  }
}
