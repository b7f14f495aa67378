import type { FolderId } from '../../preload/contract/ids.ts';
import type { Fingerprint } from '../../preload/contract/job.ts';
import type { DriveKind } from './drive-kind.ts';

/** A file of one scan folder: its path inside the folder, with `/` between parts, and what it was like. */
export interface KnownFile {
  readonly relativePath: string;
  readonly fingerprint: Fingerprint;
}

/**
 * The files that were taken, or left alone as they lay there before, kept from start to start. A file that goes
 * away stays known: a share that comes back, or an empty mount point, must not make old files new (case 8).
 */
export interface KnownFiles {
  /** False until the folder's first listing has been recorded in full. */
  hasBaseline(folder: FolderId): boolean;
  get(folder: FolderId, relativePath: string): Fingerprint | undefined;
  /** Adds files, or replaces what is known of them, in one transaction. */
  remember(folder: FolderId, files: readonly KnownFile[]): void;
  completeBaseline(folder: FolderId): void;
}

/**
 * True where the file is the one that is known. Its change time is left out: a backup program or a move sets it
 * without touching a byte. So is the inode on a network drive, where each mount may number anew (case 8).
 */
export function isKnown(known: Fingerprint, seen: Fingerprint, drive: DriveKind): boolean {
  if (known.size !== seen.size || known.modifiedNs !== seen.modifiedNs) return false;
  return drive === 'network' || known.inode === seen.inode;
}
