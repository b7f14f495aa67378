import type { Destination } from '../../../preload/contract/destination.ts';
import type { PatientId } from '../../../preload/contract/ids.ts';
import type { InboxReason } from '../../../preload/contract/job.ts';
import type { UploadJob } from '../../jobs/job.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import { mayBeRegistered } from '../../jobs/next-states.ts';

export interface Duplicate {
  readonly reason: Extract<InboxReason, 'duplicate-same-patient' | 'duplicate-other-patient'>;
  readonly of: UploadJob;
}

/** Filed, perhaps filed, or active: two equal files dropped at once are duplicates as well. */
function counts(job: UploadJob): boolean {
  switch (job.state) {
    case 'held':
    case 'queued':
    case 'uploading':
    case 'stored':
    case 'registering':
    case 'processing':
    case 'linking':
      return true;
    case 'filed':
      return job.archivedAt === null;
    case 'failed':
      return mayBeRegistered(job.failedStep);
    case 'dismissed':
      return job.failure !== null;
    case 'inbox':
    case 'split':
    case 'parted':
      return false;
  }
}

/** The chart that a job's file is in, may be in, or is going to. */
export function chartOf(job: UploadJob): Destination | null {
  if (job.state === 'dismissed') return job.failure?.destination ?? null;
  return 'destination' in job ? job.destination : null;
}

/** The result for a job whose content is in a chart or going there: a person decides. */
export const asDuplicate = ({ reason, of }: Duplicate, destination: Destination) => ({
  reason,
  candidates: [destination],
  duplicateOf: of.id,
});

/** The job that files or filed the same content; one of the same patient comes first. */
export function findDuplicate(
  job: Pick<UploadJob, 'id'>,
  patientId: PatientId,
  sameContent: readonly UploadJob[],
): Duplicate | null {
  const others = sameContent.filter((other) => other.id !== job.id && counts(other));
  const same = others.find((other) => chartOf(other)?.patient.id === patientId);
  if (same !== undefined) return { reason: 'duplicate-same-patient', of: same };
  const [other] = others;
  return other === undefined ? null : { reason: 'duplicate-other-patient', of: other };
}

/**
 * The job with the same content that a person should know of before this one is filed with that patient; null while its
 * own content was not read.
 */
export function duplicateIn(
  store: Pick<JobStore, 'withContent' | 'get'>,
  job: Pick<UploadJob, 'id' | 'file'>,
  { patient }: Destination,
): Duplicate | null {
  const { sha256 } = job.file;
  if (sha256 === null) return null;
  // The pages of a divided file are in its parts.
  const partsOf = (one: UploadJob): UploadJob[] =>
    one.state === 'split' || (one.state === 'parted' && one.isPutBack !== true)
      ? one.parts.flatMap((id) => store.get(id) ?? []).flatMap(partsOf)
      : [one];
  return findDuplicate(job, patient.id, store.withContent(sha256).flatMap(partsOf));
}
