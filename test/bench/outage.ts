import { setTimeout as delay } from 'node:timers/promises';
import type { FaultAct } from '../../main/demo-clinic/faults/faults.ts';
import type { Switches } from '../../main/demo-clinic/faults/switches.ts';
import { type BenchResult, resultOf } from './result.ts';
import { scanBytes } from './scan-files.ts';
import { type Stage, startStage, type Watcher } from './stage.ts';
import { median } from './statistics.ts';

/** Milliseconds of each outage, and how often it is measured. */
const outages = [
  { ms: 4000, times: 5 },
  { ms: 15_000, times: 5 },
  { ms: 30_000, times: 5 },
  { ms: 120_000, times: 1 },
] as const;
/** Each kind of outage in turn: a cut line, a line without answers, a service that refuses its work. */
const kinds: readonly FaultAct[] = ['drop-before', 'hang', { status: 503 }];
/** The size of the first scan; each is a little larger than the one before, as scans are. */
const fileBytes = 50_000;
const furtherBytes = 997;
const filesBefore = 4;
const filesDuring = 12;
const lossyFiles = 60;
const lossyShare = 0.4;
/** Which answers are lost is chance: four programs took 80, 91, 108 and 151 s, so one may take far longer than most benchmarks. */
const lossyTimes = 3;
const lossyMostMs = 600_000;
/** The service's standard limit. */
const limit = { requests: 200, windowMs: 60_000 };

interface Instance {
  readonly stage: Stage;
  readonly watch: Watcher;
}

async function startInstance(place: string, switches: Partial<Switches> = {}): Promise<Instance> {
  const bytesOf = (at: number): Buffer => scanBytes(fileBytes + at * furtherBytes);
  const stage = await startStage(place, { rateLimit: limit, bytesOf });
  try {
    const watch = await stage.watch();
    await stage.clinic.faults({ turn: switches });
    return { stage, watch };
  } catch (thrown) {
    await stage.stop();
    throw thrown;
  }
}

/** Milliseconds from the end of an outage until the first file is uploaded. */
async function resumeMs({ stage, watch }: Instance, ms: number, act: FaultAct): Promise<number> {
  const { clinic } = stage;
  await stage.appear(await stage.write(filesBefore));
  await watch.until('filed', filesBefore);
  await clinic.faults({ add: [{ act, times: 'always' }] });
  await stage.appear(await stage.write(filesDuring));
  await delay(ms);
  await clinic.faults({ clear: true });
  const endedAt = Date.now();
  const lines = await watch.until('stored', filesBefore + 1);
  const first = lines.filter(({ state }) => state === 'stored')[filesBefore];
  await watch.until('filed', filesBefore + filesDuring);
  return (first?.at ?? NaN) - endedAt;
}

/** Seconds until all files are filed while two of five answers are lost. */
async function lossySeconds({ stage, watch }: Instance): Promise<number> {
  const startedAt = performance.now();
  await stage.appear(await stage.write(lossyFiles));
  await watch.until('filed', lossyFiles, lossyMostMs);
  return (performance.now() - startedAt) / 1000;
}

/**
 * Outages of the clinic and its storage, all side by side, each with a separate program and clinic, and the service's
 * standard limit: how soon the built `chartdrop watch` uploads again. Then the same with lost answers.
 */
export async function benchOutage(place: string): Promise<BenchResult> {
  const instances: Instance[] = [];
  const start = async (switches?: Partial<Switches>): Promise<Instance> => {
    const instance = await startInstance(place, switches);
    instances.push(instance);
    return instance;
  };
  try {
    const runs: { ms: number; instance: Instance }[] = [];
    for (const { ms, times } of outages) {
      for (let at = 0; at < times; at += 1) runs.push({ ms, instance: await start() });
    }
    const lossy: Instance[] = [];
    for (let at = 0; at < lossyTimes; at += 1) lossy.push(await start({ lost: lossyShare }));
    const [seconds, resumed] = await Promise.all([
      Promise.all(lossy.map(lossySeconds)),
      Promise.all(
        runs.map(({ ms, instance }, at) => resumeMs(instance, ms, kinds[at % kinds.length] ?? 'drop-before')),
      ),
    ]);
    const of = (ms: number): number[] => resumed.filter((_, at) => runs[at]?.ms === ms);
    const counts = await Promise.all(
      instances.map(async ({ stage }) => (await stage.clinic.faults()).requests),
    );
    for (const { stage } of instances) await stage.prove();
    return resultOf({
      resume4Ms: of(4000),
      resume15Ms: of(15_000),
      resume30Ms: of(30_000),
      resume120Ms: of(120_000),
      resumeMs: Math.max(...outages.map(({ ms }) => median(of(ms)))),
      lossySeconds: seconds,
      answers429: counts.reduce((sum, { answers429 }) => sum + answers429, 0),
    });
  } finally {
    await Promise.all(instances.map(({ stage }) => stage.stop()));
  }
}
