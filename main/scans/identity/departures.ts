import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import type { KnownFiles } from '../../database/known-file-store.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';
import { isGone } from '../../files/fingerprint.ts';
import type { Baseline } from './baseline.ts';
import type { Place } from './find-folder.ts';

/** Names that were seen to be gone a moment ago: a rename gives the same file another one in that moment. */
export interface Departures {
  /** A name that is known is not there. */
  add(relativePath: string): void;
  has(relativePath: string): boolean;
  names(): readonly string[];
  /** It is back, as another file, or is dealt with. */
  delete(relativePath: string): void;
  /** The folder itself was away: nothing that seemed to be gone was. */
  clear(): void;
  /** Finds the taken files whose names went while nobody looked, after a first listing, which does not know of them. */
  sweep(isThere: (relativePath: string) => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** An empty folder may be a share behind which a disk is missing; a few files can be taken out of it by hand. */
const mostGoneOfAll = 3;
const sweepAtOnce = 500;

/**
 * Ends what is known of names that are gone, `afterMs` milliseconds later and once they are found to be gone indeed, in
 * the folder that they were in: a share that goes away seems to lose all its files first (case 8).
 */
export function createDepartures(deps: {
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  folder: Pick<ScanFolder, 'id' | 'path'>;
  known: KnownFiles;
  baseline: Baseline;
  afterMs: () => number;
  /** The folder as it was opened, and as it is now; null where it is not there. */
  opened: () => Place | null;
  find: () => Promise<Place>;
}): Departures {
  const { clock, log, folder, baseline } = deps;
  const gone = new Map<string, number>();

  /** Which names are gone indeed, while the folder is there and is the one that they were in. */
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
    // What came back meanwhile was judged already.
    return found.filter((relativePath) => gone.has(relativePath));
  };

  const flush = async (signal: AbortSignal): Promise<number | null> => {
    const before = clock.monotonic() - deps.afterMs();
    const due = [...gone].filter(([, at]) => at <= before).map(([relativePath]) => relativePath);
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
    // The files stay known until they are seen to be gone again.
    onError: ({ code }) => log.warn('gone-files-kept', { code }),
  });

  const add = (relativePath: string): void => {
    if (deps.signal.aborted || gone.has(relativePath) || baseline.get(relativePath) === undefined) return;
    gone.set(relativePath, clock.monotonic());
    if (flushes.isIdle()) flushes.nudge(deps.afterMs());
  };

  return {
    add,
    has: (relativePath) => gone.has(relativePath),
    names: () => [...gone.keys()],
    delete: (relativePath) => void gone.delete(relativePath),
    clear: () => gone.clear(),
    async sweep(isThere) {
      let after: Uint8Array = new Uint8Array();
      while (!deps.signal.aborted) {
        const rows = deps.known.takenAfter(folder.id, after, sweepAtOnce);
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.key;
        for (const { relativePath } of rows) if (!isThere(relativePath)) add(relativePath);
        await nextTurn();
      }
    },
    async stop() {
      await flushes.stop();
      gone.clear();
    },
  };
}
