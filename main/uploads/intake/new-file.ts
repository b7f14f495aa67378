import type { Destination } from '../../../preload/contract/destination.ts';
import type { FolderId } from '../../../preload/contract/ids.ts';
import type { AfterFiling, InboxReason } from '../../../preload/contract/job.ts';
import type { Fingerprint } from '../../files/job-file.ts';
import type { UploadJob } from '../../jobs/job.ts';
import type { SheetTarget } from '../../../preload/contract/sheets.ts';

/**
 * `again`: the name of a taken file that has not disappeared since. The second: it disappeared. `new`: unknown, apart
 * from a record lost in a crash.
 */
export type Appearance = 'again' | 'anew' | 'new';

/** The destination of a new file: a patient or case, or a person's decision with the reason. */
export type Placement =
  | { kind: 'destination'; destination: Destination }
  /**
   * Another PC may have filed it there before it failed: verify first, among attachments not older than `since`, in
   * epoch milliseconds by the service's clock.
   */
  | { kind: 'reconcile'; destination: Destination; since: number }
  | { kind: 'inbox'; reason: InboxReason; candidates: Destination[] };

export interface NewFile {
  readonly path: string;
  /** The name shown to people, if the file itself has another one. */
  readonly name?: string;
  /** The finished state that the destination was decided for. Bytes written since then have neither. */
  readonly finished?: Fingerprint;
  /** For a scan: its relation to the file taken before under its name. By default the name alone decides. */
  readonly appearance?: {
    readonly kind: Appearance;
    /** Whether the file taken under that name has not disappeared since: this one may have been renamed from it. */
    readonly isKnown: (path: string) => boolean;
    /** It was renamed from that name, whose entry ends. */
    readonly onRenamed: (path: string) => void;
    /** Records its name as taken, in the transaction that writes its job. */
    readonly note?: () => void;
    /** Its path inside the folder, with `/` between parts, since the complete folder may have moved. */
    readonly relativePath: string;
  };
  readonly source: UploadJob['source'];
  readonly folderId: FolderId | null;
  /** Epoch milliseconds. */
  readonly appearedAt: number;
  readonly description: string | null;
  /** See the job of `JobFile`. */
  readonly naming?: UploadJob['naming'];
  readonly afterFiling: AfterFiling;
  readonly placement: Placement;
  /** For a scan that may be a stack: the place of the patient or case of a cover sheet. Never rejects. */
  readonly placeSheet?: (target: SheetTarget, signal: AbortSignal) => Promise<Placement>;
  /** A person has seen that the content is filed already, and wants to file it again. */
  readonly duplicateAccepted: boolean;
}
