import type { Destination } from '../../../preload/contract/destination.ts';
import type { FolderId } from '../../../preload/contract/ids.ts';
import type { AfterFiling, InboxReason } from '../../../preload/contract/job.ts';
import type { Fingerprint } from '../../files/job-file.ts';
import type { UploadJob } from '../../jobs/job.ts';

/**
 * `again`: the name is that of a taken file, and was not seen to be gone since. `anew`: it was. `new`: nothing is known
 * of it, but for what a crash kept from being noted.
 */
export type Appearance = 'again' | 'anew' | 'new';

/** Where a new file goes: to a destination, or to a person, with the reason. */
export type Placement =
  | { kind: 'destination'; destination: Destination }
  /**
   * Another PC may have filed it there already and not lived to say so: look first, at what is not older than `since`,
   * epoch milliseconds by the service's clock.
   */
  | { kind: 'reconcile'; destination: Destination; since: number }
  | { kind: 'inbox'; reason: InboxReason; candidates: Destination[] };

export interface NewFile {
  readonly path: string;
  /** The name that people know it by, where the file itself lies under another one. */
  readonly name?: string;
  /** What was found finished, and its destination decided on. Bytes that came since then have neither. */
  readonly finished?: Fingerprint;
  /**
   * Of a scan: how it stands to what was taken under its name before. Left out, the name alone decides.
   */
  readonly appearance?: {
    readonly kind: Appearance;
    /** Whether the file taken under that name was not seen to be gone since: this one may have been renamed from it. */
    readonly isKnown: (path: string) => boolean;
    /** It was renamed from that name, which ends there. */
    readonly onRenamed: (path: string) => void;
    /** Notes its name as a taken one, in the transaction that writes its job. */
    readonly note?: () => void;
    /** Its name inside the folder, with `/` between parts: the folder as a whole may have moved. */
    readonly relativePath: string;
  };
  readonly source: UploadJob['source'];
  readonly folderId: FolderId | null;
  /** Epoch milliseconds. */
  readonly appearedAt: number;
  readonly description: string | null;
  /** See `JobFile`'s job. */
  readonly naming?: UploadJob['naming'];
  readonly afterFiling: AfterFiling;
  readonly placement: Placement;
  /** A person has been told that the content is filed already, and wants it all the same. */
  readonly duplicateAccepted: boolean;
}
