import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import type { KnownFiles } from '../../database/known-file-store.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';
import { isGone } from '../../files/fingerprint.ts';
import { pathBytes } from '../../files/name-bytes.ts';
import type { Settling } from '../settle/settling.ts';
import type { Baseline } from './baseline.ts';
import type { Place } from './find-folder.ts';

/** Names that disappeared a moment ago, since a rename gives the file another name then. */
export interface Departures {
  /** A known name is missing. `mayHaveLain`: so is one whose file lay there before the folder was watched. */
  add(relativePath: string, mayHaveLain: boolean): void;
  /** Whether a file under a new name may be one of which nothing but its missing name is known. */
  hasUnchecked(): boolean;
  has(relativePath: string): boolean;
  names(): readonly string[];
  /** The name is back as another file, or was handled. */
  delete(relativePath: string): void;
  /** The folder itself was missing, so its files were not. */
  clear(): void;
  /**
   * Finds taken files whose names disappeared while the program was off, after a first listing, which does not know of
   * them.
   */
  sweepTaken(isThere: (relativePath: string) => boolean): Promise<void>;
  /** The same for skipped files, if fewer were met than are recorded. */
  sweepLeft(isThere: (relativePath: string) => boolean, met: number): Promise<void>;
  stop(): Promise<void>;
}

/** An empty folder may be a share without its disk; a person may remove a few files by hand. */
const mostGoneOfAll = 3;
const sweepAtOnce = 500;

/** When a name was missed, and since when it may have been missing, in monotonic milliseconds. */
interface Departure {
  readonly at: number;
  readonly since: number;
  /** Size and time of its file are known. */
  readonly checked: boolean;
}

/**
 * Ends the entries of missing names after `afterMs` milliseconds, once they are confirmed to be missing in the folder
 * that they were in: a disappearing share seems to lose all its files first (case 8).
 */
export function createDepartures(deps: {
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  folder: Pick<ScanFolder, 'id' | 'path'>;
  known: KnownFiles;
  baseline: Baseline;
  afterMs: () => number;
  /**
   * Files that are not taken. One may be a missing one under its new name, however long it takes to settle, or the disk is
   * full.
   */
  untaken: () => Pick<Settling, 'newestUntaken' | 'denied'>;
  /** The folder when it was opened, and now; null if it is missing. */
  opened: () => Place | null;
  find: () => Promise<Place>;
}): Departures {
  const { clock, log, folder, baseline } = deps;
  const gone = new Map<string, Departure>();

  /** The names that are really missing, if the folder exists and is the same. */
  const confirmed = async (relativePaths: readonly string[]): Promise<string[]> => {
    const opened = deps.opened();
    const now = await deps.find().catch(() => null);
    if (opened === null || now === null || now.identity !== opened.identity) return [];
    if (now.isEmpty && relativePaths.length > mostGoneOfAll) return [];
    const found: string[] = [];
    for (const relativePath of relativePaths) {
      const path = join(folder.path, relativePath);
      if (await isGone(path, { path, inode: '' }).catch(() => false)) found.push(relativePath);
    }
    // A name that returned meanwhile was handled already.
    return found.filter((relativePath) => gone.has(relativePath));
  };

  /** The sizes of the files that may not be opened: a missing file of such a size may be one of them. */
  const sizesDenied = async (): Promise<ReadonlySet<number | undefined>> => {
    const sizes = new Set<number>();
    for (const relativePath of deps.untaken().denied()) {
      const stats = await lstat(pathBytes(join(folder.path, relativePath))).catch(() => null);
      // Gone: its own end is reported.
      if (stats !== null) sizes.add(stats.size);
    }
    return sizes;
  };

  const flush = async (signal: AbortSignal): Promise<number | null> => {
    const before = clock.monotonic() - deps.afterMs();
    const newest = deps.untaken().newestUntaken();
    const late = [...gone]
      .filter(([, { at, since }]) => at <= before && (newest === null || newest < since))
      .map(([relativePath]) => relativePath);
    if (late.length === 0) return untilNext();
    const denied = await sizesDenied();
    const due = late.filter((relativePath) => !denied.has(baseline.get(relativePath)?.fingerprint.size));
    const ended = due.length === 0 ? [] : await confirmed(due);
    if (ended.length > 0 && !signal.aborted) baseline.end(ended);
    for (const relativePath of due) gone.delete(relativePath);
    return untilNext();
  };
  const untilNext = (): number | null => (gone.size === 0 ? null : deps.afterMs());
  const flushes = createRetryingTask({
    clock,
    work: flush,
    backoffMs: untilNext,
    // The files stay known until they are missing again.
    onError: ({ code }) => log.warn('gone-files-kept', { code }),
  });

  const add = (
    relativePath: string,
    mayHaveLain: boolean,
    since = clock.monotonic() - deps.afterMs(),
  ): void => {
    if (deps.signal.aborted || gone.has(relativePath)) return;
    const checked = baseline.get(relativePath) !== undefined;
    if (!checked && !mayHaveLain && !baseline.isNoted(relativePath)) return;
    gone.set(relativePath, { at: clock.monotonic(), since, checked });
    flushes.nudge(deps.afterMs());
  };

  const sweepRows = async (
    page: 'takenAfter' | 'leftAfter',
    isThere: (relativePath: string) => boolean,
  ): Promise<void> => {
    let after: Uint8Array = new Uint8Array();
    while (!deps.signal.aborted) {
      const rows = deps.known[page](folder.id, after, sweepAtOnce);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.key;
      for (const { relativePath } of rows) if (!isThere(relativePath)) add(relativePath, false, -Infinity);
      await nextTurn();
    }
  };

  return {
    add: (relativePath, mayHaveLain) => add(relativePath, mayHaveLain),
    hasUnchecked: () => [...gone.values()].some(({ checked }) => !checked),
    has: (relativePath) => gone.has(relativePath),
    names: () => [...gone.keys()],
    delete: (relativePath) => void gone.delete(relativePath),
    clear: () => gone.clear(),
    sweepTaken: (isThere) => sweepRows('takenAfter', isThere),
    async sweepLeft(isThere, met) {
      // Their paths need not be decrypted at each start: a folder may have 100,000.
      if (deps.known.countLeft(folder.id) > met) await sweepRows('leftAfter', isThere);
    },
    async stop() {
      await flushes.stop();
      gone.clear();
    },
  };
}
