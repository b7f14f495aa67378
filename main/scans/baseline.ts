import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FolderId } from '../../preload/contract/ids.ts';
import type { Fingerprint } from '../../preload/contract/job.ts';
import type { Log } from '../ports.ts';
import type { KnownFile, KnownFiles } from '../history/known-file-store.ts';
import { asChartdropError } from '../errors.ts';

/** What is known of one folder's files, with those of a first listing that are not among the known files yet. */
export interface Baseline {
  /** False until a first listing was recorded in full. */
  readonly isComplete: boolean;
  get(relativePath: string): Fingerprint | undefined;
  /** Notes files that lay there when the folder was added; they are written down many at a time. */
  add(files: readonly KnownFile[]): void;
  /** Writes down a file that was taken, at once. */
  remember(file: KnownFile): void;
  /** Writes down what is not yet, and that the listing was complete: from then on, what is new is a scan. */
  complete(): void;
  /** Resolves when nothing is being written any more, after the signal or by itself. */
  drained(): Promise<void>;
}

/** A transaction ends on the disk: one for each of 1,000 subfolders took longer than all the rest of a first watch. */
const partSize = 5_000;
/** Rows written in one go, in a few milliseconds: the window must not stutter. */
const rowsAtOnce = 500;

/**
 * The record of what lay in a folder when it was added. Row by row, 100,000 files take longer than finding them; so they
 * are first written in a few sealed parts, which is enough to survive a crash, and made rows of while the folder is
 * watched already. A crash before the listing was complete loses them: the next start lists the folder as if it had
 * just been added.
 */
export function createBaseline(deps: {
  known: KnownFiles;
  folder: FolderId;
  log: Log;
  signal: AbortSignal;
}): Baseline {
  const { known, folder, log, signal } = deps;
  let unwritten = new Map<string, Fingerprint>();
  let part: KnownFile[] = [];
  let writing = Promise.resolve();
  let isComplete = known.hasBaseline(folder);

  const writePart = (): void => {
    if (part.length > 0) known.addBaselinePart(folder, part);
    part = [];
  };

  /** Parts of a listing that was complete, left by a crash: what is known of a file besides is newer. */
  const takeUp = (): void => {
    // Of a file that was listed twice, the later one.
    const left = new Map(known.baselineParts(folder).map((file) => [file.relativePath, file]));
    const unknown = [...left.values()].filter(
      ({ relativePath }) => known.get(folder, relativePath) === undefined,
    );
    if (unknown.length > 0) known.remember(folder, unknown);
  };
  if (isComplete) takeUp();
  known.dropBaselineParts(folder);

  const writeRows = async (): Promise<void> => {
    while (unwritten.size > 0) {
      await nextTurn();
      if (signal.aborted) return;
      const rows: KnownFile[] = [];
      for (const [relativePath, fingerprint] of unwritten) {
        rows.push({ relativePath, fingerprint });
        if (rows.length === rowsAtOnce) break;
      }
      known.remember(folder, rows);
      for (const { relativePath } of rows) unwritten.delete(relativePath);
    }
    unwritten = new Map();
    known.dropBaselineParts(folder);
  };

  return {
    get isComplete() {
      return isComplete;
    },
    get: (relativePath) => unwritten.get(relativePath) ?? known.get(folder, relativePath),
    add(files) {
      for (const file of files) {
        unwritten.set(file.relativePath, file.fingerprint);
        part.push(file);
      }
      if (part.length >= partSize) writePart();
    },
    remember(file) {
      known.remember(folder, [file]);
      // What lay there under that name is older.
      unwritten.delete(file.relativePath);
    },
    complete() {
      writePart();
      known.completeBaseline(folder);
      isComplete = true;
      writing = writeRows().catch((thrown: unknown) => {
        // Nothing is lost: the parts are there, and the next start makes rows of them.
        log.warn('baseline-not-written', { code: asChartdropError(thrown).code });
      });
    },
    drained: () => writing,
  };
}
