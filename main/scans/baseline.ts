import type { FolderId } from '../../preload/contract/ids.ts';
import type { Fingerprint } from '../../preload/contract/job.ts';
import type { KnownFile, KnownFiles } from '../history/known-file-store.ts';

/** What is known of one folder's files, with a first listing's files that are not written down yet. */
export interface Baseline {
  get(relativePath: string): Fingerprint | undefined;
  /** Notes files that lay there when the folder was added; they are written down many at a time. */
  add(files: readonly KnownFile[]): void;
  /** Writes down a file that was taken, at once. */
  remember(file: KnownFile): void;
  /** Writes down what is not yet, and that the listing was complete: from then on, what is new is a scan. */
  complete(): void;
}

/** A transaction ends on the disk: one for each of 1,000 subfolders took longer than all the rest of a first watch. */
const batchSize = 5_000;

/**
 * The record of what lay in a folder when it was added. A crash before it is complete loses what was not written yet;
 * the next start then lists the folder as if it had just been added.
 */
export function createBaseline(known: KnownFiles, folder: FolderId): Baseline {
  const unwritten = new Map<string, Fingerprint>();

  const write = (): void => {
    known.remember(
      folder,
      Array.from(unwritten, ([relativePath, fingerprint]) => ({ relativePath, fingerprint })),
    );
    unwritten.clear();
  };

  return {
    get: (relativePath) => unwritten.get(relativePath) ?? known.get(folder, relativePath),
    add(files) {
      for (const { relativePath, fingerprint } of files) unwritten.set(relativePath, fingerprint);
      if (unwritten.size >= batchSize) write();
    },
    remember(file) {
      known.remember(folder, [file]);
      // What lay there under that name is older.
      unwritten.delete(file.relativePath);
    },
    complete() {
      if (unwritten.size > 0) write();
      known.completeBaseline(folder);
    },
  };
}
