import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import type { Clock } from '../ports.ts';
import { errnoOf } from '../uploads/file-errors.ts';
import { fingerprintOf } from '../uploads/fingerprint.ts';
import type { DriveKind } from './drive-kind.ts';
import type { KnownFile } from '../history/known-file-store.ts';
import type { Baseline } from './baseline.ts';
import { isKnown } from './is-known.ts';
import { pendingEventsHandled } from './pending-events.ts';
import type { SeenNames } from './seen-names.ts';
import type { Settling } from './settling.ts';
import { statFiles } from './stat-files.ts';

export interface FreshNamesDeps {
  readonly folder: ScanFolder;
  readonly clock: Clock;
  readonly baseline: Baseline;
  readonly seen: SeenNames;
  readonly settling: Settling;
  readonly signal: AbortSignal;
  readonly takeExisting: boolean;
  drive(): DriveKind;
}

export interface FreshNames {
  /** Sorts names that a listing found: known, part of the baseline, or a file to settle. */
  onNew(relativePaths: readonly string[], since: number): Promise<void>;
  /** Looks whether files that are known are still what they were. */
  check(relativePaths: readonly string[], network: boolean): Promise<void>;
  /** Ends the baseline, where this was the folder's first listing; returns how many files it found lying there. */
  finishFirstPass(): number;
}

/** Tells, of the names that a listing found, which are new, and records what lay there when the folder was added. */
export function createFreshNames(deps: FreshNamesDeps): FreshNames {
  const { folder, baseline, seen, settling, signal } = deps;
  let isFirst = !baseline.isComplete;
  let existing = 0;
  // At once, so that a crash half-way through does not leave the rest of the files alone after all.
  if (isFirst && deps.takeExisting) baseline.complete();

  const look = (
    relativePaths: readonly string[],
    network: boolean,
    onStats: (relativePath: string, stats: BigIntStats) => void,
    onFailure: (relativePath: string, thrown: unknown) => void,
  ) =>
    statFiles(
      relativePaths.map((relativePath) => join(folder.path, relativePath)),
      { network, signal },
      (index, stats) => onStats(relativePaths[index] ?? '', stats),
      (index, thrown) => onFailure(relativePaths[index] ?? '', thrown),
    );

  return {
    async onNew(relativePaths, since) {
      const names = relativePaths.filter((relativePath) => !settling.has(relativePath));
      const isBaseline = isFirst && !deps.takeExisting;
      const isNetwork = deps.drive() === 'network';
      if (isBaseline && !isNetwork) {
        // Unless it was settled meanwhile.
        const layThere = names.filter((relativePath) => !seen.has(relativePath));
        baseline.note(layThere, deps.clock.now());
        for (const relativePath of layThere) seen.add(relativePath);
        existing += layThere.length;
        return;
      }
      const layThere: KnownFile[] = [];
      const unsettled: string[] = [];
      await look(
        names,
        isNetwork,
        (relativePath, stats) => {
          if (!stats.isFile()) return;
          const fingerprint = fingerprintOf(stats);
          const before = baseline.get(relativePath);
          if (before !== undefined && isKnown(before, fingerprint, deps.drive())) seen.add(relativePath);
          else if (isBaseline) layThere.push({ relativePath, fingerprint });
          else unsettled.push(relativePath);
        },
        (relativePath, thrown) => {
          // Locked: it is there, and is waited for. Gone again: the next listing knows.
          if (errnoOf(thrown) !== 'ENOENT') unsettled.push(relativePath);
        },
      );
      baseline.remember(layThere);
      for (const { relativePath } of layThere) seen.add(relativePath);
      if (isFirst) existing += layThere.length + unsettled.length;
      await settling.room();
      // A listing only knows that they came after the one before. Their events, if there are any, know better.
      if (unsettled.length > 0) await pendingEventsHandled();
      for (const relativePath of unsettled) settling.sight({ relativePath, since });
    },
    async check(relativePaths, network) {
      await look(
        relativePaths,
        network,
        (relativePath, stats) => {
          const before = baseline.get(relativePath);
          if (before !== undefined && isKnown(before, fingerprintOf(stats), deps.drive())) return;
          // Overwritten, nobody knows when.
          if (stats.isFile() && !settling.has(relativePath))
            settling.sight({ relativePath, since: -Infinity });
        },
        (relativePath, thrown) => {
          if (errnoOf(thrown) !== 'ENOENT') return;
          seen.delete(relativePath);
          settling.gone(relativePath);
        },
      );
    },
    finishFirstPass() {
      if (!isFirst) return 0;
      // Only then: where it cannot be written down, the next listing is the first one still.
      baseline.complete();
      isFirst = false;
      return existing;
    },
  };
}
