import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/ports.ts';
import { errnoOf } from '../../files/file-errors.ts';
import { readSmall, writeStart } from '../../files/folder-files.ts';
import { claimError, rootOf } from './claim-places.ts';

/** One small file per station, written again and again: as long as its time moves on, the station lives. */
export interface SignsOfLife {
  /** Writes our own, unless that was done a moment ago and it need not be written `always`. Throws `claims-denied` and the file system's errors. */
  give(options?: { always: boolean }): Promise<void>;
  /**
   * True where a station gave no sign for as long as it said itself it would, by the share's clock, *and* none came
   * while we watched: a share whose clock jumps makes everybody look dead for a moment (case 30). `claimedMs`: the
   * time of its claim by the share's clock, where the station has no sign at all.
   */
  isSilent(station: string, claimedMs: number): Promise<boolean>;
}

/** A sign is given this many times in the time after which others take over. */
export const signsPerTerm = 8;
/** And so many of them must have failed to come while we watched. */
const watchedSigns = 3;

/** `termMs`: milliseconds without a sign after which this station may be taken for dead. */
export function createSignsOfLife(given: {
  directory: string;
  station: string;
  termMs: number;
  clock: Clock;
}): SignsOfLife {
  const { directory, station, termMs, clock } = given;
  const pathOf = (name: string): string => join(directory, name);
  const root = rootOf(directory);
  const seen = new Map<string, { modifiedMs: number; at: number }>();
  let lastGiven = -Infinity;
  let count = 0;

  const write = async (): Promise<void> => {
    const at = clock.monotonic();
    // The time is the share's own doing: a time set by this PC would be by this PC's clock.
    const text = `${termMs} ${(count += 1)}\n`;
    await writeStart(pathOf(station), text, root).catch((thrown: unknown) => {
      throw claimError(thrown);
    });
    lastGiven = at;
  };

  /** What another station's sign says: when, by the share's clock, and for how long it is good, in milliseconds. */
  const read = async (name: string): Promise<{ modifiedMs: number; termMs: number } | null> => {
    try {
      const { text, mtimeMs } = await readSmall(pathOf(name), root);
      const said = Number.parseInt(text, 10);
      return { modifiedMs: mtimeMs, termMs: Number.isFinite(said) ? said : termMs };
    } catch (thrown) {
      if (errnoOf(thrown) === 'ENOENT') return null;
      throw claimError(thrown);
    }
  };

  return {
    async give({ always } = { always: false }) {
      if (always || clock.monotonic() - lastGiven >= termMs / signsPerTerm) await write();
    },
    async isSilent(name, claimedMs) {
      const sign = (await read(name)) ?? { modifiedMs: claimedMs, termMs };
      const now = clock.monotonic();
      const before = seen.get(name);
      if (before?.modifiedMs !== sign.modifiedMs) {
        seen.set(name, { modifiedMs: sign.modifiedMs, at: now });
        return false;
      }
      if (now - before.at < (sign.termMs * watchedSigns) / signsPerTerm) return false;
      // Now, by the share's clock: what a file that is written at this moment gets.
      await write();
      const { mtimeMs } = await lstat(pathOf(station));
      return mtimeMs - sign.modifiedMs >= sign.termMs;
    },
  };
}
