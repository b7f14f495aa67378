import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from 'chokidar';
import { openHistory } from '../../main/jobs/history.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { watchFolder } from '../../main/scans/watch/folder-watch.ts';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { defaultIgnores, defaultTypes } from '../../preload/contract/scan-folder-defaults.ts';
import { silentLog } from '../fakes/silent-log.ts';
import { answerOnce } from './one-answer.ts';
import { ownPeakRss } from './process-cost.ts';

export interface FolderOrder {
  readonly watcher: 'events' | 'listing' | 'chokidar-native' | 'chokidar-polling';
  readonly path: string;
  /** Where Chartdrop stores the known files. */
  readonly data: string;
  /** How long it idles once it watches. */
  readonly idleMs: number;
  /** Number of new files to notice after that, one after the other. */
  readonly newFiles: number;
  /** How long to wait for it; without a value, no limit. */
  readonly patienceMs?: number;
}

/** Milliseconds, and bytes. */
export interface FolderCost {
  /** null if it did not watch in time. All other values are then measured at the end of that time. */
  readonly readyMs: number | null;
  readonly existing: number;
  /** The peak of the process until it watched. */
  readonly peakRss: number;
  readonly idleCpuPercent: number;
  readonly noticedMs: readonly number[];
}

interface Watching {
  /** Number of files in the folder at the start. */
  readonly existing: number;
  /** Starts a listing now, for a watcher without events. */
  look(): void;
  stop(): Promise<void>;
}

/** Prepares everything that a running program has, and returns a function that starts watching. */
type Prepare = (order: FolderOrder, onFile: () => void) => Promise<() => Promise<Watching>>;

const byChokidar: Prepare =
  async ({ path, watcher }, onFile) =>
  async () => {
    const watched = watch(path, { backend: watcher === 'chokidar-polling' ? 'polling' : 'native' });
    let existing = 0;
    watched.on('add', () => {
      existing += 1;
      onFile();
    });
    await new Promise<void>((resolve, reject) => void watched.on('ready', resolve).on('error', reject));
    return { existing, look: () => undefined, stop: () => watched.close() };
  };

const byChartdrop: Prepare = async ({ path, watcher, data }, onFile) => {
  await mkdir(data, { recursive: true });
  const history = openHistory({
    directory: data,
    // Not a secret. The same at each start, so that a second one can read the data of the first.
    dataKey: Buffer.alloc(32).toString('base64'),
    access: 'work',
    clock: systemClock,
    actor: () => ({ osUser: 'bench', station: 'bench', apiUser: null }),
  });
  const folder = {
    id: folderIdSchema.parse('2c9f5b2e-6f0a-4d5e-9d55-5f3f5a1c7b10'),
    path,
    subfolders: true,
    types: [...defaultTypes],
    ignore: [...defaultIgnores],
    route: { kind: 'inbox' } as const,
    afterFiling: 'stay' as const,
    watchMethod: watcher === 'listing' ? ('listing' as const) : ('events' as const),
    settleMs: null,
    shared: 'no' as const,
    takeOverSeconds: 120,
    description: null,
    nameTemplate: null,
  };
  return async () => {
    const watched = watchFolder(
      folder,
      { takeExisting: false },
      {
        clock: systemClock,
        log: silentLog,
        known: history.knownFiles,
        onAppeared: onFile,
        onActivity: () => undefined,
        onVanished: () => undefined,
        onReturned: () => undefined,
      },
    );
    const { existing } = await watched.ready;
    return {
      existing,
      look: () => void (watcher === 'listing' && watched.rescan()),
      async stop() {
        await watched.stop();
        history.close();
      },
    };
  };
};

/** Percent of one core, of this process since `from`. */
const cpuPercent = (from: { cpu: NodeJS.CpuUsage; at: number }): number => {
  const { user, system } = process.cpuUsage(from.cpu);
  return (user + system) / 10 / (performance.now() - from.at);
};
/** A look in the background may wait for a busy disk for one of them. */
const quietSpans = 4;
/**
 * Resolves once two seconds use less than a hundredth of a core, several times in a row, or after ten minutes: a look at each of
 * 100,000 files waits for a busy disk.
 */
async function quiet(): Promise<void> {
  const until = performance.now() + 600_000;
  for (let quiets = 0; quiets < quietSpans && performance.now() < until;) {
    const from = moment();
    await sleep(2_000);
    quiets = cpuPercent(from) < 1 ? quiets + 1 : 0;
  }
}
const moment = () => ({ cpu: process.cpuUsage(), at: performance.now() });

/** Runs one watcher on one folder in a separate process: until it watches, then idle, then with new files. */
async function attend(order: FolderOrder): Promise<FolderCost> {
  let onFile = (): void => undefined;
  const prepare = order.watcher.startsWith('chokidar') ? byChokidar : byChartdrop;
  const start = await prepare(order, () => onFile());
  const began = moment();
  const starting = start();
  const watching = await (order.patienceMs === undefined
    ? starting
    : Promise.race([starting, sleep(order.patienceMs, null)]));
  if (watching === null) {
    const idleCpuPercent = cpuPercent(began);
    return { readyMs: null, existing: 0, peakRss: ownPeakRss(), idleCpuPercent, noticedMs: [] };
  }
  const ready = { readyMs: performance.now() - began.at, peakRss: ownPeakRss() };

  // Excludes garbage left by the start, and the one-time reading of a few bytes of each file. Listing is never quiet.
  if (order.watcher === 'events' && order.idleMs > 0) await quiet();
  else await sleep(1000);
  const idle = moment();
  await sleep(order.idleMs);
  const idleCpuPercent = cpuPercent(idle);

  const noticedMs: number[] = [];
  for (let at = 0; at < order.newFiles; at += 1) {
    const noticed = new Promise<void>((resolve) => (onFile = resolve));
    const writtenAt = performance.now();
    await writeFile(join(order.path, `new-${process.pid}-${at}.pdf`), 'x');
    watching.look();
    await noticed;
    noticedMs.push(performance.now() - writtenAt);
  }
  await watching.stop();
  return { ...ready, existing: watching.existing, idleCpuPercent, noticedMs };
}

answerOnce(attend);
