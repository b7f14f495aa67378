import { setTimeout as delay } from 'node:timers/promises';
import { type BenchResult, resultOf } from './result.ts';
import { scanBytes } from './scan-files.ts';
import { onStage, type Watcher } from './stage.ts';
import { median, percentile } from './statistics.ts';

/** PCs of a large clinic, each with a scanner that writes into the common folder. */
const stations = 20;
/** Files that come at once: the evening's pile of every PC. */
const pile = { alone: 200, shared: 2000 } as const;
/** Files of a calm hour, one after the other. */
const calm = { files: 40, gapMs: 1500 } as const;
const fileBytes = 20_000;
const furtherBytes = 97;

const bytesOf = (at: number): Buffer => scanBytes(fileBytes + at * furtherBytes);

/** Milliseconds from the appearance of each file until it is filed, by whichever program. */
async function waitsOf(watchers: readonly Watcher[], since: ReadonlyMap<string, number>): Promise<number[]> {
  const waits = new Map<string, number>();
  while (waits.size < since.size) {
    await delay(500);
    const lines = await Promise.all(watchers.map((watcher) => watcher.until('filed', 0)));
    for (const { file, state, at } of lines.flat()) {
      const came = since.get(file.replace(/^.*[/\\]/, ''));
      if (state === 'filed' && came !== undefined) waits.set(file, at - came);
    }
  }
  return [...waits.values()];
}

/** The pile at once, as files a minute, then the calm hour. */
function run(place: string, count: number, shared: 'yes' | 'no', files: number) {
  return onStage(place, { rateLimit: null, bytesOf }, async (stage) => {
    const watchers: Watcher[] = [];
    for (let at = 0; at < count; at += 1) watchers.push(await stage.watch(shared));
    const names = await stage.write(files);
    const startedAt = performance.now();
    const pileWaits = await waitsOf(watchers, await stage.appear(names));
    const perMinute = (files / (performance.now() - startedAt)) * 60_000;
    const waits = await waitsOf(watchers, await stage.appear(await stage.write(calm.files), calm.gapMs));
    return { perMinute, longestMs: Math.max(...pileWaits), waits };
  });
}

/**
 * Twenty of the built `chartdrop watch`, each in a separate process with separate data, on one folder of the disk with
 * the claims that they use on a share; beside it one alone without claims. All share this machine's processors, which twenty
 * PCs do not. Throws unless each file is in the clinic once.
 */
export async function benchStations(place: string): Promise<BenchResult> {
  const alone = await run(place, 1, 'no', pile.alone);
  const shared = await run(place, stations, 'yes', pile.shared);
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
  });
}
