import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { mounts, shareRoot } from '../share/mounts.ts';
import { type BenchResult, resultOf } from './result.ts';
import { scanBytes } from './scan-files.ts';
import { onStage, type Watcher } from './stage.ts';
import { median, percentile } from './statistics.ts';

/** PCs of a large clinic, each with a scanner that writes into the common folder. */
const stations = 20;
/** PCs on a real share: this machine also serves it. */
const sharing = 5;
/** Files that come at once: the evening's pile of every PC. */
const pile = { alone: 200, shared: 2000 } as const;
/** Files of a calm hour, one after the other. */
const calm = { files: 40, gapMs: 1500 } as const;
/** Milliseconds until a run counts as stuck. */
const longestMs = 900_000;
const fileBytes = 20_000;
const furtherBytes = 97;

const bytesOf = (at: number): Buffer => scanBytes(fileBytes + at * furtherBytes);

/** Milliseconds from the appearance of each file until it is filed, by whichever program. */
async function waitsOf(watchers: readonly Watcher[], since: ReadonlyMap<string, number>): Promise<number[]> {
  const waits = new Map<string, number>();
  const endsAt = performance.now() + longestMs;
  while (waits.size < since.size) {
    await delay(500);
    if (performance.now() > endsAt) throw new Error(`only ${waits.size} of ${since.size} files were filed`);
    const lines = await Promise.all(watchers.map((watcher) => watcher.until('filed', 0)));
    for (const { file, state, at } of lines.flat()) {
      const name = file.replace(/^.*[/\\]/, '');
      const came = since.get(name);
      if (state === 'filed' && came !== undefined) waits.set(name, at - came);
    }
  }
  return [...waits.values()];
}

/** Programs that watch one folder, each by the path that its PC sees it at. */
interface Crew {
  readonly views: readonly ((folder: string) => string)[];
  readonly shared: 'yes' | 'no';
  readonly files: number;
}

const itself = (folder: string): string => folder;

/** The pile at once, as files a minute, then the calm hour. */
function run(place: string, { views, shared, files }: Crew) {
  return onStage(place, { rateLimit: null, bytesOf }, async (stage) => {
    const watchers: Watcher[] = [];
    for (const view of views) watchers.push(await stage.watch(shared, view(stage.folder)));
    const names = await stage.write(files);
    const startedAt = performance.now();
    const pileWaits = await waitsOf(watchers, await stage.appear(names));
    const perMinute = (files / (performance.now() - startedAt)) * 60_000;
    const waits = await waitsOf(watchers, await stage.appear(await stage.write(calm.files), calm.gapMs));
    return { perMinute, longestMs: Math.max(...pileWaits), waits };
  });
}

/** The same on a real share, by its mounts; nothing without one. */
async function onShare(): Promise<Record<string, number>> {
  const server = join(shareRoot, 'share');
  const views = mounts()
    .slice(0, sharing)
    .map((view) => (folder: string) => join(shareRoot, view, relative(server, folder)));
  if (views.length === 0) return {};
  const { perMinute, longestMs, waits } = await run(server, { views, shared: 'yes', files: pile.shared });
  return {
    shareStations: views.length,
    shareFilesAMinute: perMinute,
    shareLongestWaitOfPileMs: longestMs,
    shareWaitMs: median(waits),
    shareWaitP95Ms: percentile(waits, 0.95),
    shareLongestWaitMs: Math.max(...waits),
  };
}

/**
 * Twenty of the built `chartdrop watch`, each in a separate process with separate data, on one folder of the disk with
 * the claims that they use on a share; beside it one alone without claims. All share this machine's processors, which twenty
 * PCs do not. If `CHARTDROP_SHARE` names a real share, up to five on it as well. Throws unless each file is in the clinic once.
 */
export async function benchStations(place: string): Promise<BenchResult> {
  const alone = await run(place, { views: [itself], shared: 'no', files: pile.alone });
  const views = Array.from({ length: stations }, () => itself);
  const shared = await run(place, { views, shared: 'yes', files: pile.shared });
  return resultOf({
    stations,
    files: pile.shared,
    aloneFilesAMinute: alone.perMinute,
    filesAMinute: shared.perMinute,
    claimsCost: alone.perMinute / shared.perMinute,
    longestWaitOfPileMs: shared.longestMs,
    aloneWaitMs: median(alone.waits),
    waitMs: median(shared.waits),
    waitP95Ms: percentile(shared.waits, 0.95),
    longestWaitMs: Math.max(...shared.waits),
    ...(await onShare()),
  });
}
