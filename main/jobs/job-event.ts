import type { Destination } from '../../preload/contract/destination.ts';
import type { ErrorDto } from '../../preload/contract/errors.ts';
import type { AttachmentId, JobId } from '../../preload/contract/ids.ts';
import type { InboxReason } from '../../preload/contract/job.ts';

/** Everything that can happen to a job. Times are epoch milliseconds and come with the event: the table has no clock. */
export type JobEvent =
  | { kind: 'assigned'; destination: Destination; until: number; duplicateAccepted: boolean }
  | { kind: 'hold-ended'; now: number }
  | { kind: 'taken-back' }
  | {
      kind: 'returned';
      reason: InboxReason;
      candidates: Destination[];
      duplicateOf: JobId | null;
      /** Where its bytes have just been read. */
      sha256?: string;
    }
  | { kind: 'upload-started'; now: number }
  /** Nothing reached the clinic for good; the upload starts over at `notBefore`. */
  | { kind: 'upload-delayed'; notBefore: number; error: ErrorDto | null }
  | { kind: 'stored'; uploadUrl: string; sha256: string; now: number }
  /** The create call is about to be sent; `sentAt` is by the service's clock. */
  | { kind: 'registration-sent'; sentAt: number }
  /** The create call was refused before it could make anything. */
  | { kind: 'registration-delayed'; notBefore: number; error: ErrorDto | null }
  | { kind: 'outcome-unknown'; notBefore: number; error: ErrorDto | null }
  /** What it waited for is there again: the network came back, the machine woke. */
  | { kind: 'hurried'; now: number }
  /** The service made nothing, and the stored bytes are gone too. */
  | { kind: 'upload-lost'; now: number }
  | { kind: 'registered'; attachmentId: AttachmentId; now: number }
  /** The clinic has taken unusually long; a person is told. */
  | { kind: 'processing-slow'; now: number }
  /** The clinic has it, as it should be; what goes to a case is linked to it next. */
  | { kind: 'completed'; now: number }
  /** The case's list names it. `lookAgainAt`: when that is checked once more. */
  | { kind: 'linked'; now: number; lookAgainAt: number }
  | { kind: 'link-delayed'; notBefore: number; error: ErrorDto | null }
  /** A person settles for the patient's chart without the case. */
  | { kind: 'link-accepted'; now: number }
  /** The second look found it in the case's list; null: no further look, or the time of the next. */
  | { kind: 'link-checked'; lookAgainAt: number | null }
  /** The second look did not find it: another writer overwrote the case's list. */
  | { kind: 'link-lost'; now: number }
  | { kind: 'failed'; error: ErrorDto; now: number }
  | { kind: 'retried'; now: number }
  | { kind: 'dismissed'; now: number }
  /** The file was overwritten before it was filed, and no copy of it was kept; its new bytes become a job of their own. */
  | { kind: 'replaced'; now: number }
  /** Another PC that watches the same share has it now (case 31). */
  | { kind: 'taken-over'; now: number }
  | { kind: 'restored' }
  | { kind: 'disposed'; disposal: 'done' | 'left'; movedTo: string | null }
  | { kind: 'refiled'; by: JobId }
  | { kind: 'archived'; now: number };
export type JobEventKind = JobEvent['kind'];
export type EventOf<K extends JobEventKind> = Extract<JobEvent, { kind: K }>;
