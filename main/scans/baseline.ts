import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import type { Fingerprint } from '../../preload/contract/job.ts';
import { asChartdropError } from '../errors.ts';
import type { KnownFile, KnownFiles } from '../history/known-file-store.ts';
import type { Log } from '../ports.ts';
import { fingerprintOf } from '../uploads/fingerprint.ts';

/** What is known of one folder's files, with those that are only noted as having lain there when it was added. */
export interface Baseline {
  /** False until a first listing was recorded in full. */
  readonly isComplete: boolean;
  /**
   * The fingerprint of what is known under a name. A file that is only noted is looked at now; what changed since it was
   * noted is not what lay there, and not known.
   */
  get(relativePath: string): Fingerprint | undefined;
  /** Files on a local drive that lay there at `listedAt`, epoch milliseconds. They are looked at later. */
  note(relativePaths: readonly string[], listedAt: number): void;
  /** Writes files down at once: such as lay there on a network drive, and each that was taken. */
  remember(files: readonly KnownFile[]): void;
  /** Writes down that the listing was complete: from then on, what is new is a scan. */
  complete(): void;
  /** Resolves when nothing is being written any more, after the signal or by itself. */
  drained(): Promise<void>;
}

/** A transaction ends on the disk: one for each of 1,000 subfolders took longer than all the rest of a first watch. */
const partSize = 5_000;
/** Files looked at and written in one go, in a few milliseconds: the window must not stutter. */
const rowsAtOnce = 250;

/**
 * The record of what lay in a folder when it was added. Looking at 100,000 files and writing each down takes longer than
 * finding them; so their names are first written in a few sealed parts, which is enough to survive a crash, and made
 * rows of while the folder is watched already. A crash before the listing was complete loses them: the next start then
 * lists the folder as if it had just been added.
 */
export function createBaseline(deps: {
  known: KnownFiles;
  folder: Pick<ScanFolder, 'id' | 'path'>;
  log: Log;
  signal: AbortSignal;
}): Baseline {
  const { known, folder, log, signal } = deps;
  const notedAt = new Map<string, number>();
  let part: { listedAt: number; relativePaths: string[] } = { listedAt: Infinity, relativePaths: [] };
  let isComplete = known.hasBaseline(folder.id);
  let recording = Promise.resolve();

  const look = (relativePath: string, listedAt: number): Fingerprint | undefined => {
    try {
      const stats = lstatSync(join(folder.path, relativePath), { bigint: true });
      const isSame = stats.isFile() && stats.ctimeNs <= BigInt(listedAt) * 1_000_000n;
      return isSame ? fingerprintOf(stats) : undefined;
    } catch {
      // Gone, or not to be looked at just now: it stays noted, for the folder may come back with it.
      return undefined;
    }
  };

  const writePart = (): void => {
    if (part.relativePaths.length > 0) known.addBaselinePart(folder.id, part);
    part = { listedAt: Infinity, relativePaths: [] };
  };

  const remember = (files: readonly KnownFile[]): void => {
    if (files.length > 0) known.remember(folder.id, files);
    for (const { relativePath } of files) notedAt.delete(relativePath);
  };

  const record = async (): Promise<void> => {
    let looked = 0;
    let rows: KnownFile[] = [];
    await nextTurn();
    for (const [relativePath, listedAt] of notedAt) {
      if (signal.aborted) return;
      const fingerprint = look(relativePath, listedAt);
      if (fingerprint !== undefined) rows.push({ relativePath, fingerprint });
      looked += 1;
      if (looked % rowsAtOnce !== 0) continue;
      remember(rows);
      rows = [];
      await nextTurn();
    }
    if (signal.aborted) return;
    remember(rows);
    const left = [...notedAt.keys()];
    const listedAt = Math.min(...new Set(notedAt.values()));
    known.replaceBaselineParts(folder.id, left.length === 0 ? [] : [{ listedAt, relativePaths: left }]);
  };
  const startRecording = (): void => {
    recording = record().catch((thrown: unknown) => {
      // Nothing is lost: the parts are there, and the next start makes rows of them.
      log.warn('baseline-not-written', { code: asChartdropError(thrown).code });
    });
  };

  if (isComplete) {
    // Left by a crash. What was written down since is newer.
    const parts = known.baselineParts(folder.id);
    for (const { listedAt, relativePaths } of parts) {
      for (const relativePath of relativePaths) {
        if (known.get(folder.id, relativePath) === undefined) notedAt.set(relativePath, listedAt);
      }
    }
    if (parts.length > 0) startRecording();
  } else known.replaceBaselineParts(folder.id, []);

  return {
    get isComplete() {
      return isComplete;
    },
    get(relativePath) {
      const listedAt = notedAt.get(relativePath);
      return listedAt === undefined ? known.get(folder.id, relativePath) : look(relativePath, listedAt);
    },
    note(relativePaths, listedAt) {
      for (const relativePath of relativePaths) {
        notedAt.set(relativePath, listedAt);
        part.relativePaths.push(relativePath);
      }
      // The earlier, so that after a crash too what changed in between counts as changed.
      part.listedAt = Math.min(part.listedAt, listedAt);
      if (part.relativePaths.length >= partSize) writePart();
    },
    remember,
    complete() {
      writePart();
      known.completeBaseline(folder.id);
      isComplete = true;
      if (notedAt.size > 0) startRecording();
    },
    drained: () => recording,
  };
}
