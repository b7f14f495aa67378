import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createRandom } from '../../main/demo-clinic/base/seeded-random.ts';
import { scanFolderSchema } from '../../preload/contract/scan-folder.ts';
import { defaultIgnores, defaultTypes } from '../../preload/contract/scan-folder-defaults.ts';
import { preferencesSchema, settingsSchema } from '../../preload/contract/settings.ts';
import { startServe } from '../e2e/serve-process.ts';
import type { LoopDelay } from './measured-serve.ts';
import { type BenchResult, resultOf } from './result.ts';
import { scanBytes } from './scan-files.ts';
import { onStage } from './stage.ts';
import { openWindowSocket, type WindowSocket } from './window-socket.ts';

/** A clinic's day in two minutes. */
const dayMs = 120_000;
const files = 200;
const fileBytes = 200_000;
/** Milliseconds from the start of the program, which do not count. */
const startMs = 5000;
/** Milliseconds between two acts of a person, each with its answer awaited. */
const actMs = 400;

/** Acts of people in the window, in turns. */
const acts: readonly ((
  core: WindowSocket,
  given: { patientId: string; term: string },
) => Promise<unknown>)[] = [
  (core, { term }) => core.call('patients:search', { query: term }),
  (core) => core.call('jobs:page', { list: 'day', offset: 0, limit: 100 }),
  (core) =>
    core.call('attachments:list', {
      ...{ scope: { kind: 'recent' }, filters: [], sort: [], archived: 'without', next: null },
    }),
  (core, { term }) => core.call('history:page', { after: null, search: term, limit: 50 }),
  (core) => core.call('history:days', { days: 31 }),
  (core) => core.call('today:read', null),
];

/**
 * A day's 200 scans, searches and lists in two minutes, with the headless program: how late its event loop is, 999 of 1000
 * times. Its own clinic and this process share the machine's processors with it.
 */
export async function benchLoop(place: string): Promise<BenchResult> {
  const data = join(place, 'data');
  const report = join(place, 'loop.json');
  const random = createRandom(7);
  await mkdir(data);
  const answers = await onStage(
    place,
    { rateLimit: null, bytesOf: () => scanBytes(fileBytes) },
    async (stage) => {
      const folder = scanFolderSchema.parse({
        ...{ id: crypto.randomUUID(), path: stage.folder, subfolders: false, types: defaultTypes },
        ...{ ignore: defaultIgnores, route: { kind: 'filename', pattern: '^(?P<patientId>[0-9]+)_' } },
        ...{ afterFiling: 'move', watchMethod: 'auto', settleMs: null },
      });
      const settings = settingsSchema.parse({
        ...{ clinic: 'own', folders: { demo: [], own: [folder] } },
        preferences: preferencesSchema.parse({ requestsPerMinute: 10_000, holdSeconds: 0 }),
      });
      await writeFile(join(data, 'settings.json'), JSON.stringify({ settings }));
      const serve = await startServe(
        data,
        {
          CHARTDROP_API_URL: stage.clinic.apiUrl,
          BENCH_LOOP_REPORT: report,
          BENCH_LOOP_AFTER: String(startMs),
        },
        'test/bench/measured-serve.ts',
      );
      try {
        const core = await openWindowSocket(serve.url);
        await core.call('clinic:useKey', { apiKey: stage.clinic.apiKey });
        const names = await stage.write(files);
        await delay(startMs);
        const { patients } = await stage.clinic.book();
        const endsAt = performance.now() + dayMs;
        const scanning = (async () => {
          for (const name of names) {
            await stage.appear([name], 0, `${stage.patientId}_${name}`);
            await delay((dayMs / files) * 0.9);
          }
        })();
        let answered = 0;
        for (let at = 0; performance.now() < endsAt; at += 1) {
          const { id, lastName } = random.pick(patients as [(typeof patients)[number], ...typeof patients]);
          await acts[at % acts.length]?.(core, { patientId: id, term: lastName });
          answered += 1;
          await delay(actMs);
        }
        await scanning;
        const isFiled = async (): Promise<boolean> =>
          (await core.call('jobs:page', { list: 'filed', offset: 0, limit: 1 })).total === files;
        while (!(await isFiled())) await delay(200);
        core.close();
        return answered;
      } finally {
        await serve.stop();
      }
    },
  );
  const { p999Ms, maxMs } = JSON.parse(await readFile(report, 'utf8')) as LoopDelay;
  return resultOf({ files, seconds: dayMs / 1000, answers, p999Ms, maxMs });
}
