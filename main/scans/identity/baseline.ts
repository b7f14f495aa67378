import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import { asChartdropError } from '../../base/errors.ts';
import type { KnownEntry, KnownFile, KnownFiles, Scope } from '../../database/known-file-store.ts';
import type { Clock, Log } from '../../base/ports.ts';
import { createSequencer } from '../../base/sequencer.ts';
import { fingerprintOf, sameFingerprint } from '../../files/fingerprint.ts';
import { readMark } from '../../files/file-mark.ts';
import { pathBytes } from '../../files/name-bytes.ts';
import { createWakeableSleep } from '../../base/wakeable-sleep.ts';

/** The known files of one folder, including those noted as existing when it was added. */
export interface Baseline {
  /** False until a first listing was recorded completely. */
  readonly isComplete: boolean;
  /** The scope of the recorded listing; null if there is none or an older version made it. */
  scope(): Scope | null;
  /**
   * The known entry of a name. Checks a file that is only noted; one changed since then is not the earlier file, so it
   * is unknown.
   */
  get(relativePath: string): KnownEntry | undefined;
  /** Whether only the name of an existing file is known so far. */
  isNoted(relativePath: string): boolean;
  /** Files that existed on a local drive at `listedAt`, in epoch milliseconds. They are checked later. */
  note(relativePaths: readonly string[], listedAt: number): void;
  /** The system reported a change of this name. */
  changed(relativePath: string): void;
  /** Records files immediately: existing ones on a network drive, and every taken one. */
  remember(files: readonly KnownFile[]): void;
  /** These names are gone, so their entries end. */
  end(relativePaths: readonly string[]): void;
  /** Whether the name disappeared since the program started, without a file taken under it afterwards. */
  hasEnded(relativePath: string): boolean;
  /** Records that the listing was complete: new files are scans from now on. */
  complete(scope: Scope): void;
  /** Resolves when nothing is being written, after the signal or when done. */
  drained(): Promise<void>;
}

/** Each transaction waits for the disk: one per 1,000 subfolders took longer than the rest of a first watch. */
const partSize = 5_000;
/** Files checked and written at once, in a few milliseconds, so that the window does not stutter. */
const rowsAtOnce = 250;
/** Files whose bytes are read at once, and the pause afterwards in milliseconds; this is not urgent. */
const marksAtOnce = 50;
const markPauseMs = 50;

/** Represents an unknown time: no file has it, so the bytes or a person must decide. */
const unknownTime = '';

interface Noted {
  readonly listedAt: number;
  /** Noted by a program that ended before checking: later changes caused no event. */
  readonly isOld: boolean;
}

/**
 * The record of the files that existed when a folder was added. Checking and writing 100,000 files takes longer than
 * listing them. So their names are first written in a few encrypted parts, which survive a crash, and become rows while
 * the folder is already watched. After a crash during the listing, the next start lists the folder as if it had just
 * been added. Finally some bytes of each are read slowly: see `readMark`.
 */
export function createBaseline(deps: {
  known: KnownFiles;
  folder: Pick<ScanFolder, 'id' | 'path'>;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  /** The mount on which ids and change times are currently read. */
  mount: () => string;
  /** All noted names are rows, and counted. */
  onRecorded?: (() => void) | undefined;
}): Baseline {
  const { known, folder, log, signal, clock } = deps;
  const openedAt = clock.now();
  const noted = new Map<string, Noted>();
  const changed = new Set<string>();
  const ended = new Set<string>();
  let part: { listedAt: number; relativePaths: string[] } = { listedAt: Infinity, relativePaths: [] };
  let isComplete = known.hasBaseline(folder.id);
  const recordings = createSequencer<'recording'>();

  const look = (relativePath: string, { listedAt, isOld }: Noted): KnownEntry | undefined => {
    try {
      const stats = lstatSync(pathBytes(join(folder.path, relativePath)), { bigint: true });
      if (!stats.isFile()) return undefined;
      const changedAt = Number(stats.ctimeNs / 1_000_000n);
      const isLater = stats.ctimeNs > BigInt(listedAt) * 1_000_000n;
      // A wrong clock also gives later times; if the system reported a change, the file was written to.
      if (isLater && changed.has(relativePath)) return undefined;
      const fingerprint = fingerprintOf(stats);
      const isDoubtful = isOld && isLater && changedAt <= openedAt;
      return {
        fingerprint: isDoubtful ? { ...fingerprint, modifiedNs: unknownTime } : fingerprint,
        standing: 'left',
        mount: deps.mount(),
        mark: null,
      };
    } catch {
      // Gone or not readable now: it stays noted, since its folder may return.
      return undefined;
    }
  };

  const writePart = (): void => {
    if (part.relativePaths.length > 0) known.addBaselinePart(folder.id, part);
    part = { listedAt: Infinity, relativePaths: [] };
  };

  const forget = (relativePath: string): void => {
    noted.delete(relativePath);
    changed.delete(relativePath);
  };
  const remember = (files: readonly KnownFile[]): void => {
    if (files.length > 0) known.remember(folder.id, files);
    for (const { relativePath } of files) {
      forget(relativePath);
      ended.delete(relativePath);
    }
  };

  const record = async (): Promise<void> => {
    let looked = 0;
    let rows: KnownFile[] = [];
    await nextTurn();
    for (const [relativePath, note] of noted) {
      if (signal.aborted) return;
      const entry = look(relativePath, note);
      if (entry !== undefined) rows.push({ relativePath, ...entry });
      looked += 1;
      if (looked % rowsAtOnce !== 0) continue;
      remember(rows);
      rows = [];
      await nextTurn();
    }
    if (signal.aborted) return;
    remember(rows);
    const left = [...noted.keys()];
    const listedAt = Math.min(...new Set([...noted.values()].map((note) => note.listedAt)));
    known.replaceBaselineParts(folder.id, left.length === 0 ? [] : [{ listedAt, relativePaths: left }]);
  };

  /** Reads some bytes of the skipped files. A file that cannot be read simply stays without a mark. */
  const mark = async (): Promise<void> => {
    const pause = createWakeableSleep(clock, signal);
    let after: Uint8Array = new Uint8Array();
    for (;;) {
      const files = known.unmarkedAfter(folder.id, after, marksAtOnce);
      const last = files.at(-1);
      if (last === undefined || signal.aborted) return;
      after = last.key;
      const marks: { key: Uint8Array; mark: string }[] = [];
      for (const { key, relativePath, fingerprint } of files) {
        const read = await readMark(join(folder.path, relativePath)).catch(() => null);
        // Written to since it was checked, so these bytes are not the earlier ones.
        if (read === null || !sameFingerprint(read.fingerprint, fingerprint)) continue;
        marks.push({ key, mark: known.markOf(read.hash) });
      }
      if (deps.signal.aborted) return;
      known.setMarks(folder.id, marks);
      await pause.for(markPauseMs);
    }
  };

  const startRecording = (): void => {
    recordings
      .run('recording', async () => {
        await record();
        deps.onRecorded?.();
        await mark();
      })
      .catch((thrown: unknown) => {
        // Nothing is lost: the next start makes rows of the parts.
        log.warn('baseline-not-written', { code: asChartdropError(thrown).code });
      });
  };

  if (isComplete) {
    // Left by a crash. Rows written since are newer.
    for (const { listedAt, relativePaths } of known.baselineParts(folder.id)) {
      for (const relativePath of relativePaths) {
        if (known.get(folder.id, relativePath) === undefined)
          noted.set(relativePath, { listedAt, isOld: true });
      }
    }
    startRecording();
  } else known.replaceBaselineParts(folder.id, []);

  return {
    get isComplete() {
      return isComplete;
    },
    scope: () => (isComplete ? known.scope(folder.id) : null),
    get(relativePath) {
      const note = noted.get(relativePath);
      return note === undefined ? known.get(folder.id, relativePath) : look(relativePath, note);
    },
    isNoted: (relativePath) => noted.has(relativePath),
    note(relativePaths, listedAt) {
      for (const relativePath of relativePaths) {
        noted.set(relativePath, { listedAt, isOld: false });
        part.relativePaths.push(relativePath);
      }
      // The earlier one, so that after a crash changes in between count.
      part.listedAt = Math.min(part.listedAt, listedAt);
      if (part.relativePaths.length >= partSize) writePart();
    },
    changed(relativePath) {
      if (!isComplete || noted.has(relativePath)) changed.add(relativePath);
    },
    remember,
    end(relativePaths) {
      for (const relativePath of relativePaths) {
        forget(relativePath);
        ended.add(relativePath);
      }
      known.end(folder.id, relativePaths);
    },
    hasEnded: (relativePath) => ended.has(relativePath),
    complete(scope) {
      writePart();
      known.completeBaseline(folder.id, scope);
      isComplete = true;
      startRecording();
    },
    drained: () => recordings.drained(),
  };
}
