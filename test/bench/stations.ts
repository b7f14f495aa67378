import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ClinicFork, forkClinic } from '../demo-clinic/clinic-fork.ts';
import { heldOnce } from './held-once.ts';
import { type BenchResult, resultOf } from './result.ts';
import { scanBytes, sha256Of } from './scan-files.ts';
import { median, percentile } from './statistics.ts';
import { startWatch, type WatchProcess } from './watch-process.ts';

/** PCs of a large clinic, each with a scanner that writes into the common folder. */
const stations = 20;
/** Files that come at once: the evening's pile of every PC. */
const pile = { alone: 200, shared: 2000 } as const;
/** Files of a calm hour, one after the other. */
const calm = { files: 40, gapMs: 1500 } as const;
const fileBytes = 20_000;
const furtherBytes = 97;
/** Above the service's limit, which is for each person's key, so that only Chartdrop is measured. */
const rate = '100000/1';

interface Scene {
  /** Moves new scans into the folder. Returns the time of each by its name, in epoch milliseconds. */
  readonly appear: (count: number, gapMs: number) => Promise<ReadonlyMap<string, number>>;
  /** Milliseconds from the appearance of each file until it is filed, in any order. */
  readonly filed: (since: ReadonlyMap<string, number>) => Promise<number[]>;
  /** Throws unless the clinic holds every scan once. Stops everything. */
  readonly end: () => Promise<void>;
}

async function startScene(place: string, count: number, shared: 'yes' | 'no'): Promise<Scene> {
  const [folder, aside] = [join(place, 'scans'), join(place, 'aside')];
  for (const path of [place, folder, aside]) await mkdir(path);
  const clinic: ClinicFork = await forkClinic({ directory: join(place, 'clinic'), rateLimit: null });
  const { attachments, patients } = await clinic.book();
  const before = new Set(attachments.map(({ id }) => id));
  const patientId = patients.find(
    ({ archivedAt, deletedAt }) => archivedAt === null && deletedAt === null,
  )?.id;
  const watches: WatchProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(watches.map((watch) => watch.stop()));
    await clinic.kill();
  };
  try {
    for (let at = 0; at < count; at += 1) {
      const data = join(place, `data ${at}`);
      watches.push(await startWatch({ clinic, folder, data, patientId: patientId ?? '', rate, shared }));
    }
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  const written: string[] = [];
  return {
    async appear(many, gapMs) {
      const names = Array.from({ length: many }, (_, at) => `${written.length + at}.pdf`);
      for (const name of names) {
        const bytes = scanBytes(fileBytes + written.length * furtherBytes);
        written.push(sha256Of(bytes));
        await writeFile(join(aside, name), bytes);
      }
      const since = new Map<string, number>();
      for (const name of names) {
        since.set(name, Date.now());
        await rename(join(aside, name), join(folder, name));
        if (gapMs > 0) await delay(gapMs);
      }
      return since;
    },
    async filed(since) {
      const waits = new Map<string, number>();
      while (waits.size < since.size) {
        await delay(500);
        const lines = await Promise.all(watches.map((watch) => watch.until('filed', 0)));
        for (const { file, state, at } of lines.flat()) {
          const came = since.get(file.replace(/^.*[/\\]/, ''));
          if (state === 'filed' && came !== undefined) waits.set(file, at - came);
        }
      }
      return [...waits.values()];
    },
    async end() {
      const isSame = await heldOnce(clinic, before, written);
      await stop();
      if (!isSame) throw new Error('the clinic does not hold each file once, byte by byte');
    },
  };
}

/** The pile at once, as files a minute, then the calm hour. */
async function run(place: string, count: number, shared: 'yes' | 'no', files: number) {
  const scene = await startScene(place, count, shared);
  const startedAt = performance.now();
  const pileWaits = await scene.filed(await scene.appear(files, 0));
  const perMinute = (files / (performance.now() - startedAt)) * 60_000;
  const waits = await scene.filed(await scene.appear(calm.files, calm.gapMs));
  await scene.end();
  return { perMinute, longestMs: Math.max(...pileWaits), waits };
}

/**
 * Twenty of the built `chartdrop watch`, each in a separate process with separate data, on one folder of the disk with
 * the claims that they use on a share; beside it one alone without claims. All share this machine's processors, which twenty
 * PCs do not. Throws unless each file is in the clinic once.
 */
export async function benchStations(place: string): Promise<BenchResult> {
  const alone = await run(join(place, 'alone'), 1, 'no', pile.alone);
  const shared = await run(join(place, 'shared'), stations, 'yes', pile.shared);
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
