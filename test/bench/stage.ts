import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RateLimit } from '../../main/clinic/budget/rate-budget.ts';
import { type ClinicFork, forkClinic } from '../demo-clinic/clinic-fork.ts';
import { sha256Of } from './scan-files.ts';
import { startWatch, type WatchProcess } from './watch-process.ts';

/** A clinic, a folder, and programs that file its scans with one of the clinic's patients. */
export interface Stage {
  readonly clinic: ClinicFork;
  readonly patientId: string;
  readonly folder: string;
  /**
   * Starts the built `chartdrop watch` on the folder, with separate data and the clinic's limit. `seenAt`: the path by which
   * its PC sees the folder.
   */
  watch(shared?: 'yes' | 'no', seenAt?: string): Promise<Watcher>;
  /** Writes scans beside the folder. Returns their names. */
  write(count: number): Promise<string[]>;
  /** Moves scans into the folder, with a pause after each, under names with this prefix. Returns when each came, in epoch milliseconds. */
  appear(names: readonly string[], gapMs?: number, prefix?: string): Promise<ReadonlyMap<string, number>>;
  /** Throws unless the clinic holds each written scan once, byte by byte. */
  prove(): Promise<void>;
  /** Ends all programs and the clinic, and removes the files. */
  stop(): Promise<void>;
}

export interface Watcher extends WatchProcess {
  readonly data: string;
}

export interface StageGiven {
  /** null: none, so that only Chartdrop is measured. */
  readonly rateLimit: RateLimit | null;
  readonly processingMs?: number;
  /** The bytes of each scan, all different. */
  readonly bytesOf: (at: number) => Buffer;
}

export async function startStage(place: string, given: StageGiven): Promise<Stage> {
  const here = await mkdtemp(join(place, 'stage-'));
  const [folder, aside] = [join(here, 'scans'), join(here, 'aside')];
  await mkdir(folder);
  await mkdir(aside);
  const { rateLimit, processingMs, bytesOf } = given;
  const clinic = await forkClinic({
    ...{ directory: join(here, 'clinic'), rateLimit },
    ...(processingMs === undefined ? {} : { processingMs }),
  });
  const rate = rateLimit === null ? '100000/1' : `${rateLimit.requests}/${rateLimit.windowMs / 1000}`;
  const watchers: Watcher[] = [];
  const written: string[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(watchers.splice(0).map((watcher) => watcher.stop()));
    await clinic.kill();
    await rm(here, { recursive: true, force: true });
  };
  // From the demo clinic's book, since a call would count against the limit.
  const { attachments, patients } = await clinic.book().catch(async (thrown: unknown) => {
    await stop();
    throw thrown;
  });
  const before = new Set(attachments.map(({ id }) => id));
  const patientId =
    patients.find(
      ({ archivedAt, deletedAt, mergedAt }) => archivedAt === null && deletedAt === null && mergedAt === null,
    )?.id ?? '';
  return {
    ...{ clinic, patientId, folder, stop },
    async watch(shared = 'no', seenAt = folder) {
      const data = join(here, `data ${watchers.length}`);
      const started = await startWatch({ clinic, folder: seenAt, data, patientId, rate, shared });
      const watcher = { ...started, data };
      watchers.push(watcher);
      return watcher;
    },
    async write(count) {
      const names: string[] = [];
      for (let at = 0; at < count; at += 1) {
        const bytes = bytesOf(written.length);
        const name = `${written.length}.pdf`;
        written.push(sha256Of(bytes));
        await writeFile(join(aside, name), bytes);
        names.push(name);
      }
      return names;
    },
    async appear(names, gapMs = 0, prefix = '') {
      const since = new Map<string, number>();
      for (const name of names) {
        since.set(name, Date.now());
        await rename(join(aside, name), join(folder, prefix + name));
        if (gapMs > 0) await delay(gapMs);
      }
      return since;
    },
    async prove() {
      const held = (await clinic.book()).attachments.flatMap(({ id, sha256 }) =>
        before.has(id) ? [] : [sha256],
      );
      if (held.sort().join() !== written.toSorted().join())
        throw new Error('the clinic does not hold each file once, byte by byte');
    },
  };
}

/** Acts on a stage, proves afterwards that the clinic holds each scan once, and stops it in any case. */
export async function onStage<T>(
  place: string,
  given: StageGiven,
  act: (stage: Stage) => Promise<T>,
): Promise<T> {
  const stage = await startStage(place, given);
  try {
    const result = await act(stage);
    await stage.prove();
    return result;
  } finally {
    await stage.stop();
  }
}
