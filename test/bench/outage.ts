import { mkdir, mkdtemp, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultAct } from '../../main/demo-clinic/faults/faults.ts';
import type { DemoPatient } from '../../main/demo-clinic/records/book.ts';
import type { Switches } from '../../main/demo-clinic/faults/switches.ts';
import { type ClinicFork, forkClinic } from '../demo-clinic/clinic-fork.ts';
import { heldOnce } from './held-once.ts';
import { type BenchResult, resultOf } from './result.ts';
import { scanBytes, sha256Of } from './scan-files.ts';
import { median } from './statistics.ts';
import { startWatch, type WatchProcess } from './watch-process.ts';

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
/** The service's standard limit. */
const limit = { requests: 200, windowMs: 60_000 };

/** A clinic with a program that watches a folder for one of its patients. */
interface Instance {
  readonly clinic: ClinicFork;
  readonly watch: WatchProcess;
  /** Moves this many new scans into the folder at once. */
  readonly appear: (count: number) => Promise<void>;
  /** Throws unless the clinic holds every scan once. Stops both. */
  readonly end: () => Promise<void>;
}

const isCurrent = ({ archivedAt, deletedAt, mergedAt }: DemoPatient): boolean =>
  archivedAt === null && deletedAt === null && mergedAt === null;

async function startInstance(place: string, switches: Partial<Switches> = {}): Promise<Instance> {
  const here = await mkdtemp(join(place, 'outage-'));
  const [folder, aside] = [join(here, 'scans'), join(here, 'aside')];
  await mkdir(folder);
  await mkdir(aside);
  const clinic = await forkClinic({ directory: join(here, 'clinic'), rateLimit: limit });
  const { attachments, patients } = await clinic.book();
  const before = new Set(attachments.map(({ id }) => id));
  const rate = `${limit.requests}/${limit.windowMs / 1000}`;
  const patientId = patients.find(isCurrent)?.id ?? '';
  const watch = await startWatch({ clinic, folder, data: join(here, 'data'), patientId, rate });
  await clinic.faults({ turn: switches });
  const written: string[] = [];
  return {
    clinic,
    watch,
    async appear(count) {
      const names = Array.from({ length: count }, (_, at) => `${written.length + at}.pdf`);
      for (const name of names) {
        const bytes = scanBytes(fileBytes + written.length * furtherBytes);
        written.push(sha256Of(bytes));
        await writeFile(join(aside, name), bytes);
      }
      for (const name of names) await rename(join(aside, name), join(folder, name));
    },
    async end() {
      const same = await heldOnce(clinic, before, written);
      await watch.stop();
      await clinic.kill();
      if (!same) throw new Error('the clinic does not hold each file once, byte by byte');
    },
  };
}

/** Milliseconds from the end of an outage until the first file is uploaded. */
async function resumeMs({ clinic, watch, appear }: Instance, ms: number, act: FaultAct): Promise<number> {
  await appear(filesBefore);
  await watch.until('filed', filesBefore);
  await clinic.faults({ add: [{ act, times: 'always' }] });
  await appear(filesDuring);
  await delay(ms);
  await clinic.faults({ clear: true });
  const endedAt = Date.now();
  const lines = await watch.until('stored', filesBefore + 1);
  const first = lines.filter(({ state }) => state === 'stored')[filesBefore];
  await watch.until('filed', filesBefore + filesDuring);
  return (first?.at ?? NaN) - endedAt;
}

/** Seconds until all files are filed while two of five answers are lost. */
async function lossySeconds({ watch, appear }: Instance): Promise<number> {
  const startedAt = performance.now();
  await appear(lossyFiles);
  await watch.until('filed', lossyFiles);
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
    const lossy = await start({ lost: lossyShare });
    const [seconds, ...resumed] = await Promise.all([
      lossySeconds(lossy),
      ...runs.map(({ ms, instance }, at) =>
        resumeMs(instance, ms, kinds[at % kinds.length] ?? 'drop-before'),
      ),
    ]);
    const of = (ms: number): number[] => resumed.filter((_, at) => runs[at]?.ms === ms);
    const counts = await Promise.all(instances.map(async ({ clinic }) => (await clinic.faults()).requests));
    for (const instance of instances.splice(0)) await instance.end();
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
    for (const { watch, clinic } of instances) {
      await watch.stop();
      await clinic.kill();
    }
  }
}
