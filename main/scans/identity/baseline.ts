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
import { createWakeableSleep } from '../../base/wakeable-sleep.ts';

/** What is known of one folder's files, with those that are only noted as having lain there when it was added. */
export interface Baseline {
  /** False until a first listing was recorded in full. */
  readonly isComplete: boolean;
  /** Which files the recorded listing was of; null where there is none, or an older version made it. */
  scope(): Scope | null;
  /**
   * What is known under a name. A file that is only noted is looked at now; what was written to since it was noted is
   * not what lay there, and not known.
   */
  get(relativePath: string): KnownEntry | undefined;
  /** Files on a local drive that lay there at `listedAt`, epoch milliseconds. They are looked at later. */
  note(relativePaths: readonly string[], listedAt: number): void;
  /** The system told of a change of this name. */
  changed(relativePath: string): void;
  /** Writes files down at once: such as lay there on a network drive, and each that was taken. */
  remember(files: readonly KnownFile[]): void;
  /** The names are gone, and with them what was known of them. */
  end(relativePaths: readonly string[]): void;
  /** Whether the name was gone since the program began, and nothing was taken under it after that. */
  hasEnded(relativePath: string): boolean;
  /** Writes down that the listing was complete: from then on, what is new is a scan. */
  complete(scope: Scope): void;
  /** Resolves when nothing is being written any more, after the signal or by itself. */
  drained(): Promise<void>;
}

/** A transaction ends on the disk: one for each of 1,000 subfolders took longer than all the rest of a first watch. */
const partSize = 5_000;
/** Files looked at and written in one go, in a few milliseconds: the window must not stutter. */
const rowsAtOnce = 250;
/** Files whose bytes are looked at in one go, and the pause after it, in milliseconds: nobody waits for them. */
const marksAtOnce = 50;
const markPauseMs = 50;

/** In place of a time that nobody knows: no file has it, so that the bytes or a person must tell. */
const unknownTime = '';

interface Noted {
  readonly listedAt: number;
  /** Noted by a program that ended before it looked: changes since then were told to nobody. */
  readonly isOld: boolean;
}

/**
 * The record of what lay in a folder when it was added. Looking at 100,000 files and writing each down takes longer than
 * finding them; so their names are first written in a few sealed parts, which is enough to survive a crash, and made
 * rows of while the folder is watched already. A crash before the listing was complete loses them: the next start then
 * lists the folder as if it had just been added. Last of all, and gently, some bytes of each are read: see `readMark`.
 */
export function createBaseline(deps: {
  known: KnownFiles;
  folder: Pick<ScanFolder, 'id' | 'path'>;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  /** The mount on which ids and change times are read at present. */
  mount: () => string;
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
      const stats = lstatSync(join(folder.path, relativePath), { bigint: true });
      if (!stats.isFile()) return undefined;
      const changedAt = Number(stats.ctimeNs / 1_000_000n);
      const isLater = stats.ctimeNs > BigInt(listedAt) * 1_000_000n;
      // A clock that was wrong gives later times too; so does the system tell of it, the file was written to.
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
      // Gone, or not to be looked at just now: it stays noted, for the folder may come back with it.
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

  /** Reads some bytes of the files that are left alone; of those that cannot be read nothing is known, at no harm. */
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
        // Written to meanwhile, or since it was looked at: then these bytes are not those that lay there.
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
      .run('recording', () => record().then(mark))
      .catch((thrown: unknown) => {
        // Nothing is lost: the parts are there, and the next start makes rows of them.
        log.warn('baseline-not-written', { code: asChartdropError(thrown).code });
      });
  };

  if (isComplete) {
    // Left by a crash. What was written down since is newer.
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
    note(relativePaths, listedAt) {
      for (const relativePath of relativePaths) {
        noted.set(relativePath, { listedAt, isOld: false });
        part.relativePaths.push(relativePath);
      }
      // The earlier, so that after a crash too what changed in between counts as changed.
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
