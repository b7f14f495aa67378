import type { Destination } from '../../preload/contract/destination.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import { sameDestination } from '../../preload/contract/same-destination.ts';
import { isRedacted, type UploadJob } from '../jobs/job.ts';
import { ChartdropError } from '../base/errors.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import type { Clock } from '../base/ports.ts';
import { type AssignOutcome, createAssignment } from './intake/assignment.ts';
import { hashFile } from '../files/file-content.ts';
import { readFingerprint, sameContent, sameFingerprint } from '../files/fingerprint.ts';
import type { JobWriter } from '../jobs/job-writer.ts';
import { isOfAnother } from './intake/proven-file.ts';
import type { Queue } from './queue/queue.ts';
import { canHappen } from '../jobs/transitions.ts';
import { leaveMove, resumeMove } from './moves.ts';

/** A person's acts on a job. Each throws `transition-refused` if the state does not allow it. */
export interface JobActs {
  /**
   * Gives a job its destination, and starts the undo period. If the same content is in a chart, or its page names another
   * patient, the job moves to the inbox with that reason, unless the person accepts it. `byPage`: no person decides. The file
   * is looked at first, which takes time on a share: of two acts that come meanwhile, the first to decide wins.
   */
  assign(
    id: JobId,
    destination: Destination,
    choice: { acceptDuplicate: boolean; acceptPage?: boolean; byPage?: boolean },
    signal: AbortSignal,
  ): Promise<AssignOutcome>;
  takeBack(id: JobId): UploadJob;
  retry(id: JobId): UploadJob;
  /** Accepts that the file is only in the patient's chart, if the case could not be written. */
  acceptUnlinked(id: JobId): UploadJob;
  dismiss(id: JobId): UploadJob;
  /** Returns to the inbox; or stays failed, if it may be in a chart already. */
  restore(id: JobId): UploadJob;
  setPaused(id: JobId, paused: boolean): UploadJob;
  moveFirst(id: JobId): UploadJob;
  describe(id: JobId, description: string | null): UploadJob;
}

export function createJobActs(deps: {
  store: JobStore;
  writer: JobWriter;
  queue: Pick<Queue, 'interrupt' | 'wake'>;
  clock: Clock;
  holdMs: () => number;
}): JobActs {
  const { store, writer, queue, clock } = deps;
  const { assignOrReturn } = createAssignment(deps);

  const woken = (job: UploadJob): UploadJob => {
    queue.wake();
    return job;
  };
  const required = (id: JobId): UploadJob => {
    const job = store.get(id);
    if (job === null) throw new ChartdropError('job-not-found');
    return job;
  };
  /** The job as it is now. Throws `transition-refused` if another act has decided about it since `seen`: the first one wins. */
  const undecided = (seen: UploadJob): UploadJob => {
    const now = required(seen.id);
    const [before, after] = [seen, now].map((job) => ('destination' in job ? job.destination : null));
    const isSame = before && after ? sameDestination(before, after) : before === after;
    if (now.state !== seen.state || !isSame) throw new ChartdropError('transition-refused');
    return now;
  };

  return {
    async assign(id, destination, choice, signal) {
      let job = required(id);
      if (!canHappen(job.state, 'assigned')) throw new ChartdropError('transition-refused');
      // A copy has the bytes that the person saw, even if the file changed.
      if (job.file.copy?.isOnly !== true) {
        const found = await readFingerprint(job.file.path);
        job = undecided(job);
        const isChanged = !sameFingerprint(job.file.fingerprint, found);
        const mayBeTwin =
          job.file.sha256 === null && store.withLargeSize(job.file.fingerprint.size).length > 1;
        // The person saw the current bytes; other bytes need another hash for the duplicate check.
        if ((isChanged && job.file.copy === undefined) || mayBeTwin) {
          const file = { ...(await hashFile(job.file.path, signal)), name: job.file.name };
          job = undecided(job);
          if (!sameContent(job.file, file) && isOfAnother(store, id, file)) {
            throw new ChartdropError('file-replaced');
          }
          job = writer.edit(id, { file });
        }
      }
      const outcome = assignOrReturn(job, destination, {
        duplicate: choice.acceptDuplicate || job.duplicateAccepted,
        page: choice.acceptPage === true,
        byPage: choice.byPage,
      });
      queue.wake();
      return outcome;
    },
    takeBack: (id) => writer.apply(id, { kind: 'taken-back' }),
    retry: (id) => woken(writer.apply(id, { kind: 'retried', now: clock.now() })),
    acceptUnlinked: (id) => writer.apply(id, { kind: 'link-accepted', now: clock.now() }),
    dismiss(id) {
      if (canHappen(required(id).state, 'dismissed')) leaveMove(deps, id);
      return writer.apply(id, { kind: 'dismissed', now: clock.now() });
    },
    restore(id) {
      // Retention removed its path.
      if (isRedacted(required(id))) throw new ChartdropError('transition-refused');
      resumeMove(deps, id);
      return writer.apply(id, { kind: 'restored' });
    },
    setPaused(id, paused) {
      const job = writer.edit(id, { paused });
      // Only the transfer may be interrupted; an active create call must learn its result.
      if (paused && job.state === 'uploading') queue.interrupt(id);
      return woken(job);
    },
    moveFirst: (id) => woken(writer.edit(id, { rank: store.rank('first') })),
    describe(id, description) {
      const job = required(id);
      if (!canHappen(job.state, 'assigned')) throw new ChartdropError('transition-refused');
      return writer.edit(id, { description });
    },
  };
}
