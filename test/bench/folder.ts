import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderCost, FolderOrder } from './folder-side.ts';
import { oneAnswer } from './one-answer.ts';
import { type BenchResult, resultOf } from './result.ts';
import { median, ratios } from './statistics.ts';
import { inTurns } from './turns.ts';

const files = 100_000;
const subfolders = 1_000;
const idleMs = 60_000;
/** The first watch continues to record files while it watches. */
const recordingMs = 5_000;
/** Polling may never finish with so many files; no person would wait longer. */
const pollingPatienceMs = 10_000;
const newFiles = 10;
const megabyte = 1e6;

/** Small files, which the watchers never open. */
async function fill(path: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    await mkdir(join(path, folder), { recursive: true });
    for (let at = 0; at < files / folders.length; at += 1) {
      writeFileSync(join(path, folder, `scan-${at}.pdf`), 'x');
    }
  }
}

const attend = async (order: Partial<FolderOrder> & Pick<FolderOrder, 'watcher' | 'path' | 'data'>) =>
  oneAnswer<FolderCost>('folder-side.ts', { idleMs: 0, newFiles: 0, ...order });

/** Where Chartdrop has a record of a folder, after a first watch that lasts until all it found is written down. */
async function record(path: string, place: string): Promise<string> {
  const data = join(place, 'known');
  await attend({ watcher: 'events', path, data, idleMs: recordingMs });
  return data;
}

/** Time until watching and memory for one folder: a first watch, which records all files, and a later start. */
async function compare(path: string, place: string, known: string) {
  const sides = await inTurns(
    { turns: 3, warmUps: 0 },
    {
      chokidar: () => attend({ watcher: 'chokidar-native', path, data: '' }),
      async first() {
        const data = await mkdtemp(join(place, 'first-'));
        const cost = await attend({ watcher: 'events', path, data });
        await rm(data, { recursive: true });
        return cost;
      },
      again: () => attend({ watcher: 'events', path, data: known }),
    },
  );
  for (const { existing } of [...sides.chokidar, ...sides.first]) {
    if (existing !== files) throw new Error(`a watcher found ${existing} of ${files} files`);
  }
  const ready = (costs: readonly FolderCost[]) => costs.map(({ readyMs }) => readyMs ?? NaN);
  const memory = (costs: readonly FolderCost[]) => costs.map(({ peakRss }) => peakRss / megabyte);
  const { chokidar, first, again } = sides;
  return {
    readyRatio: ratios(ready(first), ready(chokidar)),
    againRatio: ratios(ready(again), ready(chokidar)),
    memoryRatio: ratios(memory(first), memory(chokidar)),
    readyMs: ready(first),
    againMs: ready(again),
    againMemoryMB: memory(again),
    chokidarReadyMs: ready(chokidar),
    memoryMB: memory(first),
    chokidarMemoryMB: memory(chokidar),
  };
}

const worse = (a: readonly number[], b: readonly number[]): readonly number[] =>
  median(a) > median(b) ? a : b;
const named = (prefix: string, values: Readonly<Record<string, readonly number[]>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      prefix + name.slice(0, 1).toUpperCase() + name.slice(1),
      value,
    ]),
  );

/**
 * A folder with 100,000 files, flat and in 1,000 subfolders: time to watching, memory, what it costs to be left alone,
 * and how soon a new file is noticed; beside bare chokidar, which keeps no record of what it saw. The goals are held
 * against the worse of the two folders.
 */
export async function benchFolder(place: string): Promise<BenchResult> {
  const [flat, deep] = [join(place, 'flat'), join(place, 'deep')];
  await fill(flat, ['']);
  await fill(
    deep,
    Array.from({ length: subfolders }, (_, at) => String(at)),
  );
  const [flatPlace, deepPlace] = [join(place, 'flat-data'), join(place, 'deep-data')];
  await mkdir(flatPlace);
  await mkdir(deepPlace);
  const [flatKnown, deepKnown] = await Promise.all([record(flat, flatPlace), record(deep, deepPlace)]);
  const inFlat = await compare(flat, flatPlace, flatKnown);
  const inDeep = await compare(deep, deepPlace, deepKnown);

  const idle = { idleMs, newFiles };
  const [flatIdle, deepIdle, chokidarIdle] = await Promise.all([
    attend({ watcher: 'events', path: flat, data: flatKnown, ...idle }),
    attend({ watcher: 'events', path: deep, data: deepKnown, ...idle }),
    attend({ watcher: 'chokidar-native', path: flat, data: '', idleMs }),
  ]);
  const listing = await attend({ watcher: 'listing', path: deep, data: deepKnown, idleMs: 6_000, newFiles });
  const polling = await attend({
    watcher: 'chokidar-polling',
    path: flat,
    data: '',
    patienceMs: pollingPatienceMs,
  });
  return resultOf({
    files,
    readyRatio: worse(inFlat.readyRatio, inDeep.readyRatio),
    laterRatio: worse(inFlat.againRatio, inDeep.againRatio),
    memoryRatio: worse(inFlat.memoryRatio, inDeep.memoryRatio),
    idleCpuPercent: Math.max(flatIdle.idleCpuPercent, deepIdle.idleCpuPercent),
    chokidarIdleCpuPercent: chokidarIdle.idleCpuPercent,
    listingIdleCpuPercent: listing.idleCpuPercent,
    eventMs: [...flatIdle.noticedMs, ...deepIdle.noticedMs],
    rescanMs: listing.noticedMs,
    // Never, as JSON has no word for it: null.
    pollingReadyMs: polling.readyMs ?? Infinity,
    pollingMemoryMB: polling.peakRss / megabyte,
    pollingCpuPercent: polling.idleCpuPercent,
    ...named('flat', inFlat),
    ...named('deep', inDeep),
  });
}
