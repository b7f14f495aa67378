import type { Fingerprint } from '../../files/job-file.ts';
import { mayHaveMoved } from '../../files/fingerprint.ts';

/**
 * When a file is the file that it was (docs/decisions/identity.md): what is decided by its size, its times and its number,
 * for known files and for what is left alone.
 */

/** A file as one look saw it. */
export interface Sight {
  readonly fingerprint: Fingerprint;
  /** The mount on which its id and change time were read. Those of two mounts, or of `''`, say nothing about each other. */
  readonly mount: string;
}

/**
 * `same`: it is the one. `other`: it is not. `by-content`: something about it is new, which a touch, a change of
 * permissions, a restore and an overwrite have in common, so that only its bytes tell.
 */
export type Likeness = 'same' | 'other' | 'by-content';

/** Whether ids and change times of the two may be compared at all. */
const isOneMount = (a: Sight, b: Sight): boolean => a.mount !== '' && a.mount === b.mount;

/**
 * Compares what lies under a name with what was known to lie there. Times are only ever compared with times of the same
 * file system. An id or a change time that differs is a reason to look at the bytes, never proof of another file: FAT
 * numbers files by their place and anew with each mount, and a backup sets the change time.
 */
export function likeness(known: Sight, seen: Sight): Likeness {
  const [before, now] = [known.fingerprint, seen.fingerprint];
  if (before.size !== now.size) return 'other';
  if (before.modifiedNs !== now.modifiedNs) return 'by-content';
  if (!isOneMount(known, seen)) return 'same';
  return before.inode === now.inode && before.changedNs === now.changedNs ? 'same' : 'by-content';
}

const isOneNumber = (known: Sight, seen: Sight): boolean =>
  isOneMount(known, seen) && known.fingerprint.inode === seen.fingerprint.inode;

/** Whether a file under a new name is, by the number that the file system gave it, one whose name went a moment ago. */
export const isRenamed = (known: Sight, seen: Sight): boolean =>
  isOneNumber(known, seen) && mayHaveMoved(known.fingerprint, seen.fingerprint);

/** What is known of a file that is left alone, or was, with a digest of some of its bytes; null until they were read. */
export interface LeftFile extends Sight {
  readonly mark: string | null;
}

/**
 * `scan`: new, it is taken. `left`: it is the file that is left alone. `doubtful`: it may be either, since its bytes
 * were not read in time; a person decides.
 */
export type Finding = 'scan' | 'left' | 'doubtful';

/** Decides about a finished file under the name of one that is left alone. `mark` is of its bytes now. */
export function judgeLeft(known: LeftFile, seen: Sight, mark: string): Finding {
  if (known.fingerprint.size !== seen.fingerprint.size) return 'scan';
  if (known.mark !== null) return known.mark === mark ? 'left' : 'scan';
  return known.fingerprint.modifiedNs === seen.fingerprint.modifiedNs ? 'left' : 'doubtful';
}

/**
 * Decides about a finished file under a new name, beside one that is left alone and whose own name is gone. The same
 * bytes with another time may be a backup's copy, or the letter saved once more to be filed. `wentNow`: the name went a
 * moment ago, as it does when a file is renamed.
 */
export function judgeMovedLeft(known: LeftFile, seen: Sight, mark: string, wentNow: boolean): Finding {
  if (known.fingerprint.size !== seen.fingerprint.size) return 'scan';
  const isItsTime = mayHaveMoved(known.fingerprint, seen.fingerprint);
  if (known.mark === null) {
    // Its bytes were not read in time: the id is the only other witness, where it means anything.
    if (isRenamed(known, seen)) return 'left';
    // Renamed and touched, or written to: nothing but its id, or the moment, tells that it is that file at all.
    return isItsTime || wentNow || isOneNumber(known, seen) ? 'doubtful' : 'scan';
  }
  if (known.mark !== mark) return 'scan';
  return isItsTime ? 'left' : 'doubtful';
}
