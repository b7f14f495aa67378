import type { FaultAct, FaultStep } from '../../main/demo-clinic/faults/faults.ts';
import type { HistoryAct } from './histories.ts';

/** Where scans of a round come from: each folder has another route; in the last they lie in a subfolder. */
export type Place = 'active' | 'fixed' | 'by-name' | 'deep';

/** How a scanner writes: in one go, under another name first, with the full size reserved, or slowly (see `begin`). */
export type Manner = 'whole' | 'renamed' | 'reserved';

/** One file of a round. Its bytes follow from the round's seed, its number and its version. */
export interface PlannedFile {
  readonly number: number;
  readonly place: Place;
  readonly type: 'pdf' | 'txt' | 'heic' | 'dcm';
  /** Whose it is, as an index into the round's patients. */
  readonly patient: number;
  /** Goes to the patient's case, where a person chooses it. */
  readonly inCase: boolean;
  /** The number of an earlier file with the very same bytes. */
  readonly sameAs: number | null;
  /** In a subfolder, under a name that settings may ignore, or in the folder that settings may lead to instead. */
  readonly spot?: 'inner' | 'ignored' | 'elsewhere';
}

export type FileAct =
  | { readonly kind: 'write'; readonly file: number; readonly manner: Manner }
  /** The first half; the rest comes with `finish`. */
  | { readonly kind: 'begin'; readonly file: number }
  | { readonly kind: 'finish'; readonly file: number }
  /** Other bytes of the same length in its place: at once, or when its upload is under way. */
  | { readonly kind: 'rewrite'; readonly file: number; readonly inMidUpload: boolean }
  | { readonly kind: 'rename'; readonly file: number }
  | { readonly kind: 'remove'; readonly file: number }
  | { readonly kind: 'lock' | 'unlock'; readonly file: number };

export type ClinicFault =
  | 'drop-before'
  | 'drop-after'
  | 'hang'
  | 'hang-after'
  | 'html'
  | 'truncate'
  | 'expire-policy'
  | 'status'
  | 'rateLimitMs'
  | 'delayMs'
  | 'slowRead'
  | 'never-process'
  | 'process-wrong-size'
  | 'process-wrong-patient'
  | 'vanish'
  | 'clean-name'
  | 'null-completed'
  | 'null-attributes'
  | 'null-post'
  | 'overwriteMs';

export type Act =
  | FileAct
  | HistoryAct
  | { readonly kind: 'arm'; readonly patient: number; readonly inCase: boolean }
  /** People in the clinic put an attachment into a patient's case, or take one out. */
  | { readonly kind: 'edit-case'; readonly patient: number; readonly how: 'add' | 'remove' }
  | { readonly kind: 'disarm' }
  | {
      readonly kind: 'fault';
      readonly fault: ClinicFault;
      readonly step: FaultStep;
      readonly act: FaultAct;
      readonly skip: number;
      /** How often it may strike. */
      readonly times: number;
    }
  /** Until the fault that was added last has struck, or for a while. */
  | { readonly kind: 'await-fault'; readonly fault: ClinicFault }
  /** `-9`, after so many milliseconds or when a fault of this kind has struck, and a start after `downMs`. */
  | { readonly kind: 'kill'; readonly when: number | ClinicFault; readonly downMs: number }
  | { readonly kind: 'vanish-folder' | 'return-folder'; readonly place: Place }
  | { readonly kind: 'fill-disk' | 'free-disk' }
  | { readonly kind: 'pause-queue' | 'resume-queue' }
  | { readonly kind: 'wait'; readonly ms: number };

export interface RoundPlan {
  readonly seed: number;
  readonly files: readonly PlannedFile[];
  readonly acts: readonly Act[];
  readonly afterFiling: 'move' | 'stay';
  readonly holdSeconds: number;
  /** A second program on the same folders, with data of its own: under the same paths, or through a link to them. */
  readonly second: 'same-path' | 'other-path' | null;
}

/** What happens to folders, files and the disk; each counts once where it was done. */
export const worldFaults = [
  'disk-full',
  'folder-vanished',
  'file-rewritten',
  'file-rewritten-in-mid-upload',
  'file-renamed',
  'file-removed',
  'file-locked',
  'case-edited',
] as const;
export type WorldFault = (typeof worldFaults)[number];
