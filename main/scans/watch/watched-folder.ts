import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { Refused } from '../../../preload/contract/folder-account.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import type { KnownFiles } from '../../database/known-file-store.ts';
import type { Clock, Log } from '../../base/ports.ts';
import type { Appearance } from '../../uploads/intake/intake.ts';
import type { Identified } from '../identity/identify-file.ts';
import type { Handed } from '../../base/handover.ts';
import type { DriveKind } from '../../files/drive-kind.ts';
import type { FolderEvents, FolderEventsDeps } from './folder-events.ts';
import type { FinishedFile, StuckFile } from '../settle/settling.ts';
import type { Inspection } from '../settle/stability.ts';
import type { StatFiles } from './stat-files.ts';
import type { Unlisted } from './seen-names.ts';

/** A finished file of a scan folder, with the token from its first sight. */
export interface FinishedScan<Token> extends FinishedFile<Token> {
  readonly folder: ScanFolder;
}

/** A finished file that is to be taken. */
export interface Scan<Token> extends FinishedScan<Token> {
  /** `doubtful`: a skipped file, or its name used again; a person decides. */
  readonly appearance: Appearance | 'doubtful';
  /** Records its name as taken. Called in the transaction that writes its job, so that no crash comes between. */
  readonly note: () => void;
}

/** The scans of one watched folder, and the entries of their names. */
export interface ScanSource<Token> {
  /** Each scan goes to one taker; a rejected answer returns it after a pause. */
  finished(): AsyncIterable<Handed<FinishedScan<Token>>>;
  identify(scan: FinishedScan<Token>): Promise<Identified>;
  /** Notes the name as that of a taken file. */
  noteTaken(scan: FinishedScan<Token>): void;
  /** The same for a file that another program has filed: it is known by its bytes, since it has no job here. */
  noteElsewhere(scan: FinishedScan<Token>): Promise<void>;
}

export interface FolderWatchDeps<Token> {
  readonly clock: Clock;
  readonly log: Log;
  readonly known: KnownFiles;
  /** For tests: replacements for the system's answers. */
  readonly driveKind?: (path: string) => Promise<DriveKind>;
  readonly inspect?: (path: string) => Promise<Inspection>;
  readonly watchEvents?: (deps: FolderEventsDeps) => FolderEvents;
  readonly statFiles?: StatFiles;
  /**
   * Called in the turn in which a name is first seen; returns the scan's token. The file did not exist before `since`,
   * in monotonic milliseconds; -Infinity if unknown. The name may turn out not to be a scan.
   */
  onAppeared(path: string, since: number): Token;
  /** A new file exists, or grows. */
  onActivity(token: Token): void;
  /** Called once each time that the folder becomes unreachable; `since` in epoch milliseconds. */
  onVanished(event: { since: number; code: ErrorCode }): void;
  onReturned(event: { since: number }): void;
  /** The status may have changed. */
  onAccount?(): void;
}

export type FolderStatus = {
  /** `listing`: without events, every 5 s instead of every 60 s. */
  readonly method: 'events' | 'listing';
  readonly unfinished: number;
  /** Number of skipped files, which existed when the folder was added or its settings changed. */
  readonly leftAlone: number;
  /** Files that cannot be taken at present; also counted as unfinished. */
  readonly stuck: readonly StuckFile[];
  /** Entries that are no scans, as of the last listing. */
  readonly refused: readonly Refused[];
  /** Entries that the last listing could not follow up. */
  readonly unlisted: readonly Unlisted[];
  /** Why the folder cannot be read at present, since when, in epoch milliseconds. */
  readonly blocked: { readonly since: number; readonly code: ErrorCode } | null;
} & (
  { readonly kind: 'starting' | 'watching' } | { readonly kind: 'vanished'; since: number; code: ErrorCode }
);

/** After a crash, or after `recheck`, the same finished file may come twice: its taker must recognise it. */
export interface FolderWatch<Token> extends ScanSource<Token> {
  /**
   * Resolves after the first complete listing with the number of files that existed when the folder was added; 0 later.
   */
  readonly ready: Promise<{ existing: number }>;
  /** Stops everything; resolves when the last file handle is closed. */
  stop(): Promise<void>;
  /** Lists the folder now; resolves when that is done or has failed. */
  rescan(): Promise<void>;
  /** Checks one file and takes it again once it is finished, even if it seems unchanged. */
  recheck(path: string): void;
  /** The file with that name was put away or renamed: a later one under it is new. */
  putAway(path: string): void;
  /** Whether the entry of a taken file with that name is still valid, so that a file may have been renamed from it. */
  isKnown(path: string): boolean;
  /** Files the skipped files; resolves after the listing that finds them. */
  takeLeft(): Promise<void>;
  status(): FolderStatus;
}
