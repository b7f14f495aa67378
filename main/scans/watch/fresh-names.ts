import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import type { Clock } from '../../base/ports.ts';
import { errnoOf } from '../../files/file-errors.ts';
import { fingerprintOf } from '../../files/fingerprint.ts';
import type { DriveKind } from '../../files/drive-kind.ts';
import type { KnownEntry, KnownFile, Scope } from '../../database/known-file-store.ts';
import type { Baseline } from '../identity/baseline.ts';
import type { ExpectedNames } from '../identity/expected-names.ts';
import { createFilter } from './filter.ts';
import { likeness, type Sight } from '../identity/identity.ts';
import { pendingEventsHandled } from './pending-events.ts';
import type { SeenNames } from './seen-names.ts';
import type { Settling } from '../settle/settling.ts';
import { statFiles, type StatFiles } from './stat-files.ts';

export interface FreshNamesDeps {
  readonly folder: ScanFolder;
  readonly clock: Clock;
  readonly baseline: Baseline;
  readonly expected: ExpectedNames;
  readonly seen: SeenNames;
  readonly settling: Pick<Settling, 'has' | 'sight' | 'room' | 'gone'>;
  readonly signal: AbortSignal;
  readonly takeExisting: boolean;
  readonly statFiles?: StatFiles | undefined;
  drive(): DriveKind;
  /** See `Sight`. */
  mount(): string;
  /** The files that the folder's settings include now. */
  scope(): Scope;
  /** A known name is missing. */
  onGone(relativePath: string): void;
  /** The name of an existing file was listed, but is missing before anything else of it is known. */
  onUncheckedGone(relativePath: string): void;
}

export interface FreshNames {
  /** The folder was opened for the first time or again: files that its settings or place newly include are skipped. */
  begin(): void;
  /** The name of a file appeared or disappeared. */
  onRenamed(relativePath: string): void;
  /** Whether the name changed while the first listing had not ended: its file may have lain there before. */
  mayHaveLain(relativePath: string): boolean;
  /** Sorts the names of a listing: known, part of the baseline, or a file to settle. */
  onNew(relativePaths: readonly string[], since: number): Promise<void>;
  /** Checks whether known files are unchanged. */
  check(relativePaths: readonly string[], network: boolean): Promise<void>;
  /** Ends the baseline if this was the folder's first listing. Returns the number of existing files. */
  finishFirstPass(): { existing: number };
  /**
   * Compares the files of names that the first listing deferred, while `goesOn`. Resolves to whether all are compared, and
   * the number of skipped files met since the folder was opened.
   */
  compareDeferred(goesOn: () => Promise<boolean>): Promise<{ complete: boolean; leftMet: number }>;
}

/** Recognises a file that the previous listing excluded, because of other settings or another place. */
function outsideOf(before: Scope, now: Scope): (relativePath: string) => boolean {
  if (before.path !== now.path) return () => true;
  const filter = createFilter(before);
  return (relativePath) => filter.accepts(relativePath).kind !== 'accepted';
}
const nothing = (): boolean => false;
/** Names of a full look between two checks of the folder. */
const comparedAtOnce = 1_000;

/** Decides which names of a listing are new, and records the existing files when the folder was added. */
export function createFreshNames(deps: FreshNamesDeps): FreshNames {
  const { folder, baseline, expected, seen, settling, signal } = deps;
  const stat = deps.statFiles ?? statFiles;
  let isFirst = !baseline.isComplete;
  /** Until the next listing is complete: an existing file that no person was asked about. */
  let isUncovered: (relativePath: string) => boolean = nothing;
  /** Names that appeared or disappeared among existing files before the listing ended. */
  const early = new Set<string>();
  let takesAll = deps.takeExisting;
  let existing = 0;
  let leftMet = 0;
  // Immediately, so that after a crash the remaining files are not skipped after all.
  if (isFirst && deps.takeExisting) baseline.complete(deps.scope());

  const sightOf = (stats: BigIntStats): Sight => ({ fingerprint: fingerprintOf(stats), mount: deps.mount() });
  const isSame = (entry: KnownEntry | undefined, sight: Sight): boolean =>
    entry !== undefined && likeness(entry, sight) === 'same';

  /** All existing files are skipped. */
  const skipsAll = (): boolean => isFirst && !deps.takeExisting;
  const skips = (relativePath: string): boolean => skipsAll() || isUncovered(relativePath);

  const look = (
    relativePaths: readonly string[],
    network: boolean,
    onStats: (relativePath: string, stats: BigIntStats) => void,
    onFailure: (relativePath: string, thrown: unknown) => void,
  ) =>
    stat(
      relativePaths.map((relativePath) => join(folder.path, relativePath)),
      { network, signal },
      (index, stats) => onStats(relativePaths[index] ?? '', stats),
      (index, thrown) => onFailure(relativePaths[index] ?? '', thrown),
    );

  /** Compares files with their entries: each is the known one, part of the baseline, or a file to settle. */
  const compare = async (relativePaths: readonly string[], since: number): Promise<void> => {
    const isBaseline = skipsAll();
    const layThere: KnownFile[] = [];
    const anew: KnownFile[] = [];
    const unsettled: string[] = [];
    await look(
      relativePaths,
      deps.drive() === 'network',
      (relativePath, stats) => {
        if (!stats.isFile()) return;
        const sight = sightOf(stats);
        const entry = baseline.get(relativePath);
        if (entry !== undefined && isSame(entry, sight)) {
          seen.add(relativePath);
          if (entry.standing === 'left') leftMet += 1;
          // From now on this mount's values are used for comparison.
          if (entry.mount !== sight.mount) anew.push({ ...entry, ...sight, relativePath });
        } else if (isBaseline || (entry === undefined && isUncovered(relativePath))) {
          layThere.push({ relativePath, ...sight, standing: 'left', mark: null });
        } else unsettled.push(relativePath);
      },
      (relativePath, thrown) => {
        // Locked: it exists and is waited for. If it is gone, the next listing knows.
        if (errnoOf(thrown) !== 'ENOENT') unsettled.push(relativePath);
        else if (skips(relativePath)) deps.onUncheckedGone(relativePath);
      },
    );
    baseline.remember([...layThere, ...anew]);
    for (const { relativePath } of layThere) seen.add(relativePath);
    existing += layThere.length + (isFirst ? unsettled.length : 0);
    leftMet += layThere.length;
    await settling.room();
    // Let pending events run first: they date the file more precisely.
    if (unsettled.length > 0) await pendingEventsHandled();
    for (const relativePath of unsettled) {
      // A deferred name was seen already.
      seen.delete(relativePath);
      settling.sight({ relativePath, since });
    }
  };

  return {
    begin() {
      leftMet = 0;
      early.clear();
      const before = takesAll ? null : baseline.scope();
      isUncovered = before === null ? nothing : outsideOf(before, deps.scope());
      expected.begin(isFirst ? null : before, deps.scope());
    },
    onRenamed(relativePath) {
      if (skips(relativePath)) early.add(relativePath);
    },
    mayHaveLain: (relativePath) => early.has(relativePath),
    async onNew(relativePaths, since) {
      const names = relativePaths.filter((relativePath) => !settling.has(relativePath));
      const isBaseline = skipsAll();
      const isNetwork = deps.drive() === 'network';
      if (isBaseline && !isNetwork) {
        // Unless it was settled meanwhile.
        const layThere = names.filter((relativePath) => !seen.has(relativePath));
        baseline.note(layThere, deps.clock.now());
        for (const relativePath of layThere) seen.add(relativePath);
        existing += layThere.length;
        leftMet += layThere.length;
        return;
      }
      const unexpected = names.filter((relativePath) => {
        if (!expected.defers(relativePath)) return true;
        seen.add(relativePath);
        return false;
      });
      await compare(unexpected, since);
    },
    async check(relativePaths, network) {
      const overwritten: string[] = [];
      await look(
        relativePaths,
        network,
        (relativePath, stats) => {
          if (stats.isFile() && !isSame(baseline.get(relativePath), sightOf(stats)))
            overwritten.push(relativePath);
        },
        (relativePath, thrown) => {
          if (errnoOf(thrown) !== 'ENOENT') return;
          seen.delete(relativePath);
          settling.gone(relativePath);
          deps.onGone(relativePath);
        },
      );
      // As above: a write whose event is pending belongs to the current selection.
      if (overwritten.length > 0) await pendingEventsHandled();
      for (const relativePath of overwritten) {
        // At an unknown time.
        if (!settling.has(relativePath)) settling.sight({ relativePath, since: -Infinity });
      }
    },
    finishFirstPass() {
      // Only then: if this cannot be recorded, the next listing is still the first one.
      baseline.complete(deps.scope());
      isFirst = false;
      takesAll = false;
      isUncovered = nothing;
      expected.listed();
      return { existing };
    },
    async compareDeferred(goesOn) {
      while (await goesOn()) {
        const names = expected.take(comparedAtOnce);
        if (names.length === 0) return { complete: true, leftMet };
        await compare(
          names.filter((relativePath) => !settling.has(relativePath)),
          -Infinity,
        );
      }
      return { complete: false, leftMet };
    },
  };
}
