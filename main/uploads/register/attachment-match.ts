import type { AttachmentId, UserId } from '../../../preload/contract/ids.ts';
import type { JobIn } from '../../jobs/job.ts';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import { type AttachmentRecord, isProcessed } from '../../clinic/schemas.ts';
import { sentFor } from '../../jobs/sent-file.ts';

/**
 * Compares an attachment with the job: `processing` while the service is working on it, `filed`, `unproven` if the
 * record lacks patient or size, or the difference. A 201 alone proves nothing (case 12).
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

/** The result of verifying a lost create call in the patient's list. */
export interface Look {
  /** Attachments of our size, or without one; the bytes must prove them. */
  readonly candidates: readonly AttachmentRecord[];
  /** A recent unprocessed attachment exists, which may be ours too. */
  readonly isUndecided: boolean;
}

/** Allowance for the lag of `Date` headers, whole seconds, and differing clocks of the service; milliseconds. */
export const clockSlackMs = 5000;

/**
 * How long to wait for a recent attachment that is older than a candidate, in milliseconds: it may be the better match.
 */
const elderPatienceMs = 120_000;

/** Attachments from before this moment, by the service's clock, are not the job's. */
export const lookSince = (job: JobIn<'registering'>): number =>
  (job.doubtedSince ?? job.sentAt) - clockSlackMs;

/**
 * Finds the attachment of a job's create call: not older than the call by the service's clock, by our user, and of our
 * size once processed. Name and description prove nothing, since the service may change both. An attachment of another
 * job is not ours. Of equal ones the oldest counts: the younger may belong to an equal job's call, which would not find
 * the older. `now` is by the service's clock.
 */
export function lookForOwn(
  job: JobIn<'registering'>,
  records: readonly AttachmentRecord[],
  ours: { user: UserId | null; isServed: (id: AttachmentId) => boolean; now: number },
): Look {
  // The create call, if there was one, was made by another PC, perhaps by another user.
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
