import type { Fingerprint } from '../../preload/contract/job.ts';
import { sameSizeAndTime } from '../uploads/fingerprint.ts';
import type { DriveKind } from './drive-kind.ts';

/**
 * True where the file is the one that is known. Its change time is left out: a backup program or a move sets it
 * without touching a byte. So is the inode on a network drive, where each mount may number anew (case 8).
 */
export function isKnown(known: Fingerprint, seen: Fingerprint, drive: DriveKind): boolean {
  return sameSizeAndTime(known, seen) && (drive === 'network' || known.inode === seen.inode);
}
