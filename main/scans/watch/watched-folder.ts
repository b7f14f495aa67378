import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import type { KnownFiles } from '../../database/known-file-store.ts';
import type { Clock, Log } from '../../base/ports.ts';
import type { Appearance } from '../../uploads/intake/intake.ts';
import type { Identified } from '../identity/identify-file.ts';
import type { Handed } from '../../base/handover.ts';
import type { DriveKind } from '../../files/drive-kind.ts';
import type { FolderEvents, FolderEventsDeps } from './folder-events.ts';
import type { FinishedFile } from '../settle/settling.ts';
import type { Inspection } from '../settle/stability.ts';

/** A finished file of a scan folder, with the token that its first sight was given. */
export interface FinishedScan<Token> extends FinishedFile<Token> {
  readonly folder: ScanFolder;
}

/** A finished file that is to be taken. */
export interface Scan<Token> extends FinishedScan<Token> {
  /** `doubtful`: a file that is left alone, or its name used again; a person decides. */
  readonly appearance: Appearance | 'doubtful';
  /** Notes its name as that of a taken file. Called in the transaction that writes its job, so that no crash comes between. */
  readonly note: () => void;
}

/** The scans of one watched folder, and what is known of their names. */
export interface ScanSource<Token> {
  /** Each scan goes to one taker; an answer that rejects brings it back after a pause. */
  finished(): AsyncIterable<Handed<FinishedScan<Token>>>;
  identify(scan: FinishedScan<Token>): Promise<Identified>;
  /** Notes the name as that of a taken file. */
  noteTaken(scan: FinishedScan<Token>): void;
  /** The same of a file that another program has filed: it is known by its bytes, since no job here knows it. */
  noteElsewhere(scan: FinishedScan<Token>): Promise<void>;
}

export interface FolderWatchDeps<Token> {
  readonly clock: Clock;
  readonly log: Log;
  readonly known: KnownFiles;
  /** Seams for tests: what the system says by default. */
  readonly driveKind?: (path: string) => Promise<DriveKind>;
  readonly inspect?: (path: string) => Promise<Inspection>;
  readonly watchEvents?: (deps: FolderEventsDeps) => FolderEvents;
  /**
   * Called in the very turn in which a name is first seen; returns the scan's token. The file was not there before `since`,
   * in monotonic milliseconds; -Infinity where that is not known. The name may yet prove to be no scan.
   */
  onAppeared(path: string, since: number): Token;
  /** A new file is there, or grows. */
  onActivity(token: Token): void;
  /** Once for each time that the folder cannot be reached; `since` in epoch milliseconds. */
  onVanished(event: { since: number; code: ErrorCode }): void;
  onReturned(event: { since: number }): void;
}

export type FolderStatus = {
  /** `listing` where events do not come: every 5 s instead of every 60 s. */
  readonly method: 'events' | 'listing';
  readonly unfinished: number;
  /** Files that lay there when the folder was added, or its settings changed, and are left alone. */
  readonly leftAlone: number;
  /** Files that cannot be taken at present. */
  readonly stuck: readonly { relativePath: string; code: ErrorCode }[];
} & (
  { readonly kind: 'starting' | 'watching' } | { readonly kind: 'vanished'; since: number; code: ErrorCode }
);

/** After a crash, or after `recheck`, the same finished file may come twice: its taker must know it. */
export interface FolderWatch<Token> extends ScanSource<Token> {
  /** Resolves after the first full listing, with how many files lay there when the folder was added; 0 later on. */
  readonly ready: Promise<{ existing: number }>;
  /** Ends everything; resolves when the last file handle is closed. */
  stop(): Promise<void>;
  /** Lists the folder now; resolves when that is done, or has failed. */
  rescan(): Promise<void>;
  /** Looks at one file again and takes it again once it is finished, even where it seems unchanged. */
  recheck(path: string): void;
  /** The file of that name was put away, or renamed: what comes under it from now on is new. */
  putAway(path: string): void;
  /** Whether what is known of a taken file of that name still holds, so that a file may have been renamed from it. */
  isKnown(path: string): boolean;
  /** Takes what was left alone; resolves when the listing that finds it is done. */
  takeLeft(): Promise<void>;
  status(): FolderStatus;
}
