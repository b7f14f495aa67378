import type { AttachmentId, UserId } from '../../../preload/contract/ids.ts';
import type { JobIn } from '../../jobs/job.ts';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import { type AttachmentRecord, isProcessed } from '../../clinic/schemas.ts';
import { sentFor } from '../../jobs/sent-file.ts';

/**
 * Whether an attachment is what the job promised: `processing` while the service still works on it, `filed`, `unproven`
 * where the record leaves its patient or size out, or what is wrong with it. A 201 alone proves nothing (case 12).
 */
export function verifyAttachment(
  job: JobIn<'processing'>,
  record: AttachmentRecord,
): 'processing' | 'filed' | 'unproven' | ErrorCode {
  if (record.patient !== null && record.patient !== job.destination.patient.id)
    return 'attachment-other-patient';
  if (!isProcessed(record)) return 'processing';
  if (record.patient === null || record.size === null) return 'unproven';
  return record.size === sentFor(job).size ? 'filed' : 'attachment-other-size';
}

/** What a look into the patient's list says about a create call whose answer never came. */
export interface Look {
  /** Of our size, or of none; the bytes must prove them. */
  readonly candidates: readonly AttachmentRecord[];
  /** Something young is there that is not processed yet: it may be ours too. */
  readonly isUndecided: boolean;
}

/** The lag of `Date` headers, whole seconds, and of a service whose machines do not agree; milliseconds. */
export const clockSlackMs = 5000;

/** A young one that is older than a candidate is waited for this long, in milliseconds: it may be the better match. */
const elderPatienceMs = 120_000;

/** No attachment that was there before this moment, by the service's clock, is the job's. */
export const lookSince = (job: JobIn<'registering'>): number =>
  (job.doubtedSince ?? job.sentAt) - clockSlackMs;

/**
 * Looks for what the job's create call may have made: not older than the call by the service's clock, by our user, and
 * once processed of our size. Its name and description prove nothing, since the service may clean both. An attachment
 * that serves another job is not ours. Of equal ones the oldest is: the younger may be what an equal job's call made,
 * which would not find the older. `now` is by the service's clock.
 */
export function lookForOwn(
  job: JobIn<'registering'>,
  records: readonly AttachmentRecord[],
  ours: { user: UserId | null; isServed: (id: AttachmentId) => boolean; now: number },
): Look {
  // The create call, if there was one, was another PC's, perhaps by another user.
  const isElsewhere = job.uploadUrl === null;
  const possible = records.filter(
    (record) =>
      record.created_at >= lookSince(job) &&
      (isElsewhere || record.user === null || ours.user === null || record.user === ours.user) &&
      !ours.isServed(record.id),
  );
  const young = possible.filter((record) => !isProcessed(record));
  const eldest = Math.min(
    ...young.map((one) => one.created_at).filter((createdAt) => createdAt > ours.now - elderPatienceMs),
  );
  const sent = sentFor(job);
  const candidates = possible.filter(
    (record) =>
      isProcessed(record) && record.created_at <= eldest && (record.size ?? sent.size) === sent.size,
  );
  return { candidates, isUndecided: young.length > 0 };
}
