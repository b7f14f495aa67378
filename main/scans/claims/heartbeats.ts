import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/ports.ts';
import { errnoOf } from '../../files/file-errors.ts';
import { readSmall, writeStart } from '../../files/folder-files.ts';
import { pathBytes } from '../../files/name-bytes.ts';
import { claimError, rootOf, throwClaimError } from './claim-places.ts';

/** One small file per station, updated regularly: as long as its time changes, the station is active. */
export interface Heartbeats {
  /**
   * Updates our own, unless that was done a moment ago and `always` is not set. Resolves with whether it did. Throws `claims-denied`
   * and the file system's errors.
   */
  give(options?: { always: boolean }): Promise<boolean>;
  /**
   * True if a station's sign is older than its own term by the share's clock, *and* did not change while we watched: a
   * share whose clock jumps would make every station look silent (case 30). `claimedMs`: the time of its claim by the
   * share's clock, used if the station has no sign.
   */
  isSilent(station: string, claimedMs: number): Promise<boolean>;
}

/** A sign is updated this many times per take-over term. */
export const beatsPerTerm = 8;
/** And this many updates must be missing while we watch. */
const watchedSigns = 3;

/** `termMs`: milliseconds without an update after which this station counts as silent. */
export function createHeartbeats(given: {
  directory: string;
  station: string;
  termMs: number;
  clock: Clock;
}): Heartbeats {
  const { directory, station, termMs, clock } = given;
  const pathOf = (name: string): string => join(directory, name);
  const root = rootOf(directory);
  const seen = new Map<string, { modifiedMs: number; termMs: number; at: number }>();
  const watchMs = (sign: { termMs: number }): number => (sign.termMs * watchedSigns) / beatsPerTerm;
  let lastGiven = -Infinity;
  let count = 0;

  const write = async (): Promise<void> => {
    const at = clock.monotonic();
    // The share sets the time: a time set by this PC would follow this PC's clock.
    const text = `${termMs} ${(count += 1)}\n`;
    await writeStart(pathOf(station), text, root).catch(throwClaimError);
    lastGiven = at;
  };

  /** Another station's sign: its time by the share's clock, and its term in milliseconds. */
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
      const isDue = always || clock.monotonic() - lastGiven >= termMs / beatsPerTerm;
      if (isDue) await write();
      return isDue;
    },
    async isSilent(name, claimedMs) {
      const before = seen.get(name);
      // Its sign decides nothing before: this is asked for each file that waits for the station.
      if (before !== undefined && clock.monotonic() - before.at < watchMs(before)) return false;
      const sign = (await read(name)) ?? { modifiedMs: claimedMs, termMs };
      const now = clock.monotonic();
      if (before?.modifiedMs !== sign.modifiedMs) {
        seen.set(name, { ...sign, at: now });
        return false;
      }
      if (now - before.at < watchMs(sign)) return false;
      // The current time of the share's clock: the time of a file written now.
      await write();
      const { mtimeMs } = await lstat(pathBytes(pathOf(station)));
      return mtimeMs - sign.modifiedMs >= sign.termMs;
    },
  };
}
