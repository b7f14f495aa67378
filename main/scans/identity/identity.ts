import type { Fingerprint } from '../../files/job-file.ts';
import { mayHaveMoved } from '../../files/fingerprint.ts';

/** Identifies files by size, times and number, for known and skipped files (docs/decisions/identity.md). */

/** A file as seen at one moment. */
export interface Sight {
  readonly fingerprint: Fingerprint;
  /** The mount on which its id and change time were read. Values of two mounts, or of `''`, cannot be compared. */
  readonly mount: string;
}

/**
 * `same`: it is the file. `other`: it is not. `by-content`: something about it changed, as after a touch, a change of
 * permissions, a restore or an overwrite, so its bytes decide.
 */
export type Likeness = 'same' | 'other' | 'by-content';

/** Whether ids and change times of the two can be compared. */
const isOneMount = (a: Sight, b: Sight): boolean => a.mount !== '' && a.mount === b.mount;

/**
 * Compares the current file of a name with its known entry. Only times of the same file system are compared. A
 * different id or change time is a reason to read the bytes, never proof of another file: FAT numbers files by position
 * and again with each mount, and a backup sets the change time.
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

/** Whether a file under a new name is, by its inode number, one whose name disappeared a moment ago. */
export const isRenamed = (known: Sight, seen: Sight): boolean =>
  isOneNumber(known, seen) && mayHaveMoved(known.fingerprint, seen.fingerprint);

/** The entry of a skipped file, with a digest of some of its bytes; null until they were read. */
export interface LeftFile extends Sight {
  readonly mark: string | null;
}

/**
 * `scan`: new; it is taken. `left`: it is the skipped file. `doubtful`: it may be either, since its bytes were not read
 * in time; a person decides.
 */
export type Finding = 'scan' | 'left' | 'doubtful';

/** Decides about a finished file under the name of a skipped one. `mark`: of its current bytes. */
export function judgeLeft(known: LeftFile, seen: Sight, mark: string): Finding {
  if (known.fingerprint.size !== seen.fingerprint.size) return 'scan';
  if (known.mark !== null) return known.mark === mark ? 'left' : 'scan';
  return known.fingerprint.modifiedNs === seen.fingerprint.modifiedNs ? 'left' : 'doubtful';
}

/**
 * Decides about a finished file under a new name, compared with a skipped one whose name is missing. The same bytes
 * with another time may be a backup's copy, or the letter saved again to be filed. `wentNow`: the name disappeared a
 * moment ago, as in a rename.
 */
export function judgeMovedLeft(known: LeftFile, seen: Sight, mark: string, wentNow: boolean): Finding {
  if (known.fingerprint.size !== seen.fingerprint.size) return 'scan';
  const isItsTime = mayHaveMoved(known.fingerprint, seen.fingerprint);
  if (known.mark === null) {
    // Its bytes were not read in time, so only the id can identify it, if it is reliable.
    if (isRenamed(known, seen)) return 'left';
    // Renamed and touched, or written to: only its id or the moment suggests that it is the same file.
    return isItsTime || wentNow || isOneNumber(known, seen) ? 'doubtful' : 'scan';
  }
  if (known.mark !== mark) return 'scan';
  return isItsTime ? 'left' : 'doubtful';
}
