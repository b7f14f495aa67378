import type { Destination } from '../../preload/contract/destination.ts';
import type { ErrorDto } from '../../preload/contract/errors.ts';
import type { AttachmentId, JobId } from '../../preload/contract/ids.ts';
import type { InboxReason } from '../../preload/contract/job.ts';
import type { PageReading } from './page/page-reading.ts';

/** Every event of a job. Times are epoch milliseconds in the event, since the table has no clock. */
export type JobEvent =
  | {
      kind: 'assigned';
      destination: Destination;
      until: number;
      duplicateAccepted: boolean;
      /** A person saw that the page names another patient. */
      pageAccepted?: boolean;
      /** Its page alone chose the destination, by the rule of its folder. */
      byPage?: boolean;
    }
  | { kind: 'hold-ended'; now: number }
  /** Its page was read, or cannot be read. */
  | { kind: 'page-read'; reading: PageReading; now: number }
  | { kind: 'taken-back' }
  | {
      kind: 'returned';
      reason: InboxReason;
      candidates: Destination[];
      duplicateOf: JobId | null;
      /** Present if its bytes have just been read. */
      sha256?: string;
    }
  | { kind: 'upload-started'; now: number }
  /** Nothing was stored; the upload starts over at `notBefore`. */
  | { kind: 'upload-delayed'; notBefore: number; error: ErrorDto | null }
  | { kind: 'stored'; uploadUrl: string; sha256: string; now: number }
  /** The create call is about to be sent. `sentAt`: by the service's clock. */
  | { kind: 'registration-sent'; sentAt: number }
  /** The create call was refused without an effect. */
  | { kind: 'registration-delayed'; notBefore: number; error: ErrorDto | null }
  | { kind: 'outcome-unknown'; notBefore: number; error: ErrorDto | null }
  /** Its reason to wait is over: the network is back, or the machine woke. */
  | { kind: 'resumed'; now: number }
  /** No attachment was made, and the stored bytes are gone. */
  | { kind: 'upload-lost'; now: number }
  | { kind: 'registered'; attachmentId: AttachmentId; now: number }
  /** The clinic takes unusually long, which is shown to the person. */
  | { kind: 'processing-slow'; now: number }
  /** The clinic has the correct attachment. A job for a case is linked next. */
  | { kind: 'completed'; now: number }
  /** The case's list names it. `lookAgainAt`: the time of the second check. */
  | { kind: 'linked'; now: number; lookAgainAt: number }
  | { kind: 'link-delayed'; notBefore: number; error: ErrorDto | null }
  /** A person accepts that it is only in the patient's chart. */
  | { kind: 'link-accepted'; now: number }
  /** The second check found it in the case's list. `lookAgainAt`: the next check, or null. */
  | { kind: 'link-checked'; lookAgainAt: number | null }
  /** The second check did not find it: another writer overwrote the case's list. */
  | { kind: 'link-lost'; now: number }
  | { kind: 'failed'; error: ErrorDto; now: number }
  | { kind: 'retried'; now: number }
  | { kind: 'dismissed'; now: number }
  /** The file was overwritten before it was filed, and had no copy. Its new bytes become a separate job. */
  | { kind: 'replaced'; now: number }
  /** Another PC that watches the same share has taken it over (case 31). */
  | { kind: 'taken-over'; now: number }
  | { kind: 'restored' }
  | { kind: 'disposed'; disposal: 'done' | 'left'; movedTo: string | null }
  | { kind: 'refiled'; by: JobId }
  /** The move to another patient was given up before its upload. */
  | { kind: 'refile-undone' }
  | { kind: 'archived'; now: number }
  /** A person put its pages into these jobs. */
  | { kind: 'divided'; parts: readonly JobId[] }
  /** A person put its pages back; its parts are `unmade` at the same time. */
  | { kind: 'put-back' }
  | { kind: 'unmade'; now: number }
  /** All parts of a stack have ended. `areFiled`: none was ignored. `areIgnored`: a person put them together, and ignored all. */
  | { kind: 'parts-ended'; areFiled: boolean; areIgnored?: boolean; now: number };
export type JobEventKind = JobEvent['kind'];
export type EventOf<K extends JobEventKind> = Extract<JobEvent, { kind: K }>;
