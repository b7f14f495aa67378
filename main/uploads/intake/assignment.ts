import type { Destination } from '../../../preload/contract/destination.ts';
import type { UploadJob } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import type { Clock } from '../../base/ports.ts';
import { asDuplicate, type Duplicate, duplicateIn } from './duplicates.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';

/** Gives jobs their destination, unless their content is already in a chart. */
export interface Assignment {
  /** See `duplicateIn`. */
  readonly duplicateOf: (job: Pick<UploadJob, 'id' | 'file'>, destination: Destination) => Duplicate | null;
  /** Starts the undo period; the job stores that the person accepted a duplicate. */
  readonly assign: (job: UploadJob, destination: Destination, duplicateAccepted: boolean) => UploadJob;
  /** Starts the undo period; or, for an unaccepted duplicate, moves the job to the inbox with that reason. */
  readonly assignOrReturn: (
    job: UploadJob,
    destination: Destination,
    duplicateAccepted: boolean,
  ) => AssignOutcome;
}

/** `duplicate`: the content is already in a chart, and a person must decide whether to file it again. */
export interface AssignOutcome {
  readonly kind: 'assigned' | 'duplicate';
  readonly job: UploadJob;
}

/** `holdMs` is read at each call. */
export function createAssignment(deps: {
  store: Pick<JobStore, 'withContent'>;
  writer: Pick<JobWriter, 'apply'>;
  clock: Clock;
  holdMs: () => number;
}): Assignment {
  const { store, writer, clock } = deps;
  const duplicateOf: Assignment['duplicateOf'] = (job, destination) => duplicateIn(store, job, destination);
  const assign: Assignment['assign'] = (job, destination, duplicateAccepted) =>
    writer.apply(job.id, {
      kind: 'assigned',
      destination,
      until: clock.now() + deps.holdMs(),
      duplicateAccepted,
    });
  return {
    duplicateOf,
    assign,
    assignOrReturn(job, destination, duplicateAccepted) {
      const duplicate = duplicateAccepted ? null : duplicateOf(job, destination);
      if (duplicate === null) return { kind: 'assigned', job: assign(job, destination, duplicateAccepted) };
      const returned = writer.apply(job.id, { kind: 'returned', ...asDuplicate(duplicate, destination) });
      return { kind: 'duplicate', job: returned };
    },
  };
}
