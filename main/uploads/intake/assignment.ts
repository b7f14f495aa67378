import type { Destination } from '../../../preload/contract/destination.ts';
import type { UploadJob } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { Clock } from '../../base/ports.ts';
import { asDuplicate, type Duplicate, duplicateIn } from './duplicates.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';

/** Gives jobs their destination, unless their content is already in a chart. */
export interface Assignment {
  /** See `duplicateIn`. */
  readonly duplicateOf: (job: Pick<UploadJob, 'id' | 'file'>, destination: Destination) => Duplicate | null;
  /** Starts the undo period; the job stores that the person accepted a duplicate. */
  readonly assign: (job: UploadJob, destination: Destination, accepted: Accepted) => UploadJob;
  /**
   * Starts the undo period; or, for a duplicate or a page of another patient that no person accepted, moves the job to the
   * inbox with that reason.
   */
  readonly assignOrReturn: (job: UploadJob, destination: Destination, accepted: Accepted) => AssignOutcome;
}

/** The doubts that a person has seen, and files the job nevertheless. */
interface Accepted {
  readonly duplicate: boolean;
  /** The page names another patient. */
  readonly page: boolean;
  /** No person decides: the page alone does. */
  readonly byPage?: boolean | undefined;
}

/** Otherwise a person must decide: the content is already in a chart, or the page names another patient. */
export interface AssignOutcome {
  readonly kind: 'assigned' | 'duplicate' | 'page-names-another';
  readonly job: UploadJob;
}

/** `holdMs` is read at each call. */
export function createAssignment(deps: {
  store: Pick<JobStore, 'withContent' | 'get'>;
  writer: Pick<JobWriter, 'apply'>;
  clock: Clock;
  holdMs: () => number;
}): Assignment {
  const { store, writer, clock } = deps;
  const duplicateOf: Assignment['duplicateOf'] = (job, destination) => duplicateIn(store, job, destination);
  const assign: Assignment['assign'] = (job, destination, accepted) =>
    writer.apply(job.id, {
      kind: 'assigned',
      destination,
      until: clock.now() + deps.holdMs(),
      duplicateAccepted: accepted.duplicate,
      pageAccepted: accepted.page,
      byPage: accepted.byPage === true,
    });
  return {
    duplicateOf,
    assign,
    assignOrReturn(job, destination, accepted) {
      const duplicate = accepted.duplicate ? null : duplicateOf(job, destination);
      if (duplicate === null) {
        // The table itself returns a file whose page names another patient, or one whose page does not file it any more.
        const next = assign(job, destination, accepted);
        return { kind: next.state === 'inbox' ? 'page-names-another' : 'assigned', job: next };
      }
      const returned = writer.apply(job.id, { kind: 'returned', ...asDuplicate(duplicate, destination) });
      return { kind: 'duplicate', job: returned };
    },
  };
}
