import type { FaultAct, FaultStep } from '../../main/demo-clinic/faults/faults.ts';
import type { HistoryAct } from './histories.ts';

/** The folders of a round, each with a different route; in the last one, files are in a subfolder. */
export type Place = 'active' | 'fixed' | 'by-name' | 'deep';

/** How a scanner writes: at once, under a temporary name first, with reserved size, or slowly (see `begin`). */
export type Manner = 'whole' | 'renamed' | 'reserved';

/** One file of a round. Its bytes follow from seed, number and version. */
export interface PlannedFile {
  readonly number: number;
  readonly place: Place;
  readonly type: 'pdf' | 'txt' | 'heic' | 'dcm';
  /** Index of its patient in the round. */
  readonly patient: number;
  /** Goes to the patient's case when a person chooses. */
  readonly inCase: boolean;
  /** The number of an earlier file with the same bytes. */
  readonly sameAs: number | null;
  /** In a subfolder, under a name that settings may ignore, or in a folder that settings may switch to. */
  readonly spot?: 'inner' | 'ignored' | 'elsewhere';
}

export type FileAct =
  | { readonly kind: 'write'; readonly file: number; readonly manner: Manner }
  /** The first half; `finish` writes the rest. */
  | { readonly kind: 'begin'; readonly file: number }
  | { readonly kind: 'finish'; readonly file: number }
  /** Other bytes of the same length in its place: at once, or during its upload. */
  | { readonly kind: 'rewrite'; readonly file: number; readonly inMidUpload: boolean }
  | { readonly kind: 'rename'; readonly file: number }
  | { readonly kind: 'remove'; readonly file: number }
  /** `held`: by another program. `denied`: by its permissions. */
  | { readonly kind: 'lock'; readonly file: number; readonly how: 'held' | 'denied' }
  | { readonly kind: 'unlock'; readonly file: number };

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
  /** People in the clinic add an attachment to a patient's case or remove one. */
  | { readonly kind: 'edit-case'; readonly patient: number; readonly how: 'add' | 'remove' }
  | { readonly kind: 'disarm' }
  | {
      readonly kind: 'fault';
      readonly fault: ClinicFault;
      readonly step: FaultStep;
      readonly act: FaultAct;
      readonly skip: number;
      /** How often it may be applied. */
      readonly times: number;
    }
  /** Until the last added fault was applied, or for a while. */
  | { readonly kind: 'await-fault'; readonly fault: ClinicFault }
  /** `-9` after this many milliseconds or after a fault of this kind, and a start after `downMs`. */
  | { readonly kind: 'kill'; readonly when: number | ClinicFault; readonly downMs: number }
  | { readonly kind: 'vanish-folder' | 'return-folder'; readonly place: Place }
  | { readonly kind: 'fill-disk' | 'free-disk' }
  | { readonly kind: 'pause-queue' | 'resume-queue' }
  | { readonly kind: 'wait'; readonly ms: number };

/** The patients that files of a round may be for. */
export const patientsOfRound = 4;

export interface RoundPlan {
  readonly seed: number;
  readonly files: readonly PlannedFile[];
  readonly acts: readonly Act[];
  readonly afterFiling: 'move' | 'stay';
  readonly holdSeconds: number;
  /** A second program on the same folders with its own data: under the same paths or through a link. */
  readonly second: 'same-path' | 'other-path' | null;
}

/** Changes to folders, files and disk, counted when applied. */
export const worldFaults = [
  'disk-full',
  'folder-vanished',
  'file-rewritten',
  'file-rewritten-in-mid-upload',
  'file-renamed',
  'file-removed',
  'file-locked',
  'file-denied',
  'case-edited',
] as const;
export type WorldFault = (typeof worldFaults)[number];
