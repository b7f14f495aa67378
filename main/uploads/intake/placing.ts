import type { Clock } from '../../base/ports.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import type { UploadJob } from '../../jobs/job.ts';
import type { JobCore } from '../../jobs/next-states.ts';
import { createAssignment } from './assignment.ts';
import { asDuplicate } from './duplicates.ts';
import type { Placement } from './new-file.ts';

/** The first state of a new job; a duplicate waits in the inbox. */
export type PlaceJob = (core: JobCore, placement: Placement) => UploadJob;

/** `holdMs` is read at each call. `isRead`: whether a job's page is read; such a job is held until then, even without an undo period. Default: none is. */
export function createPlacing(deps: {
  store: JobStore;
  writer: JobWriter;
  clock: Clock;
  holdMs: () => number;
  isRead?: ((job: JobCore) => boolean) | undefined;
}): PlaceJob {
  const { clock } = deps;
  const { duplicateOf } = createAssignment(deps);
  return (core, placement) => {
    if (placement.kind === 'inbox') {
      const { reason, candidates } = placement;
      return { ...core, state: 'inbox', reason, candidates, duplicateOf: null };
    }
    const { destination } = placement;
    const duplicate = core.duplicateAccepted ? null : duplicateOf(core, destination);
    if (duplicate !== null && placement.kind === 'reconcile') {
      // A person who files it nevertheless must know that the other PC may have; the duplicate is the next question.
      const reason = 'begun-elsewhere' as const;
      return { ...core, state: 'inbox', reason, candidates: [destination], duplicateOf: null };
    }
    if (duplicate !== null) {
      return { ...core, state: 'inbox', ...asDuplicate(duplicate, destination) };
    }
    const now = clock.now();
    if (placement.kind === 'reconcile') {
      return {
        ...core,
        state: 'registering',
        destination,
        uploadUrl: null,
        sentAt: placement.since,
        mustVerify: true,
        notBefore: now,
        waiting: null,
        tries: 0,
      };
    }
    const hold = deps.holdMs();
    return hold > 0 || deps.isRead?.(core) === true
      ? { ...core, state: 'held', destination, until: now + hold }
      : { ...core, state: 'queued', destination, notBefore: now, waiting: null, tries: 0 };
  };
}
