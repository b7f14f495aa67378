import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { createRandom } from '../../main/demo-clinic/base/seeded-random.ts';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import type { FaultAct, FaultStep } from '../../main/demo-clinic/faults/faults.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import buildProgram from '../build-program.ts';
import { type ClinicFork, forkClinic } from '../demo-clinic/clinic-fork.ts';
import { growths, isLevel, type Sample } from './level.ts';
import { createProgram, type Program } from './program.ts';
import { folderInput, writeSettings } from './set-up.ts';

/**
 * `npm run soak`: regular scans with occasional faults for a chosen time. Memory, handles, timers and the database's
 * size per job must stay level.
 */
function minutes(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number of minutes.');
  return value;
}
const options = new Command('soak')
  .option('--minutes <m>', 'how long', minutes, 10)
  .option('--json', 'end with one line of JSON', false)
  .parse()
  .opts<{ minutes: number; json: boolean }>();

const line = (text: string): void => void process.stdout.write(`${text}\n`);
const mega = 1024 * 1024;
const scanEveryMs = 250;
const samplesInAll = 90;
/** One scan in this many meets a fault. */
const faultEvery = 40;
/** How long the last scans may take once all faults are removed. */
const drainMs = 120_000;

const faults: readonly [FaultStep, FaultAct][] = [
  ['create', 'drop-after'],
  ['create', { status: 503 }],
  ['storage', 'drop-before'],
  ['storage', { slowRead: 200_000 }],
  ['presign', 'html'],
  ['presign', { delayMs: 1500 }],
  ['list', 'truncate'],
  ['list', 'hang'],
  ['create', { rateLimitMs: 1000 }],
];

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function sample(program: Program, database: string): Promise<Sample> {
  const { rss, heapUsed, resources } = await program.vitals();
  const { counts } = await program.ask('status:read', null);
  return {
    rss,
    heapUsed,
    resources: Object.values(resources).reduce((sum, one) => sum + one, 0),
    database: await sizeOf(database),
    writeAheadLog: await sizeOf(`${database}-wal`),
    jobs: Object.values(counts).reduce((sum, one) => sum + one, 0),
  };
}

/** The number of filed scans at the end. */
async function drained(program: Program): Promise<number> {
  const until = performance.now() + drainMs;
  for (;;) {
    const { counts } = await program.ask('status:read', null);
    const all = Object.values(counts).reduce((sum, one) => sum + one, 0);
    if (counts.filed === all || performance.now() > until) return counts.filed;
    await pause(500);
  }
}

async function soak(clinic: ClinicFork, directory: string): Promise<boolean> {
  const [data, scans] = [join(directory, 'data'), join(directory, 'scans')];
  await mkdir(scans);
  await writeSettings(data, { holdSeconds: 0 });
  const program = createProgram({ data, apiUrl: clinic.apiUrl, collectsGarbage: true });
  if (!(await program.start())) throw new Error(program.said());
  try {
    await program.ask('clinic:useKey', { apiKey: clinic.apiKey });
    const patients = (await clinic.book()).patients.filter((one) => one.archivedAt === null);
    const patient = { id: patientIdSchema.parse(patients[1]?.id), name: 'Somebody', dateOfBirth: null };
    const route = { kind: 'fixed', destination: { kind: 'patient', patient } } as const;
    await program.saveFolder(scans, folderInput(route, 'move'));

    const database = join(data, 'clinics', new URL(clinic.apiUrl).host.replace(':', '_'), 'chartdrop.sqlite');
    const random = createRandom(1);
    const samples: Sample[] = [];
    const began = performance.now();
    const lastsMs = options.minutes * 60_000;
    for (let number = 0; performance.now() - began < lastsMs; number += 1) {
      await writeFile(join(scans, `scan ${number}.pdf`), seedFile('pdf', number));
      if (number % faultEvery === 0) {
        const [step, act] = faults[random.below(faults.length)] ?? ['create', 'drop-after'];
        await clinic.faults({ add: [{ step, act }] });
      }
      if (performance.now() - began >= (samples.length * lastsMs) / samplesInAll) {
        const now = await sample(program, database);
        samples.push(now);
        const minutesSoFar = ((performance.now() - began) / 60_000).toFixed(1);
        const { jobs, rss, heapUsed, resources } = now;
        if (!options.json) {
          line(
            `${minutesSoFar} min  ${jobs} jobs  rss ${Math.round(rss / mega)} MB  heap ${(heapUsed / mega).toFixed(1)} MB  ${resources} resources  database ${(now.database / mega).toFixed(1)} MB  log ${(now.writeAheadLog / mega).toFixed(1)} MB`,
          );
        }
      }
      await pause(scanEveryMs);
    }
    await clinic.faults({ clear: true });
    const filed = await drained(program);
    const found = growths(samples);
    for (const growth of options.json ? [] : found) {
      line(
        `${growth.what}: ${Math.round(growth.middle)} in the middle, ${Math.round(growth.last)} at the end, ${isLevel(growth) ? 'level' : 'NOT LEVEL'}`,
      );
    }
    const level = found.every(isLevel);
    const jobs = (await sample(program, database)).jobs;
    line(
      options.json
        ? JSON.stringify({ minutes: options.minutes, jobs, filed, level, growths: found })
        : `${jobs} jobs, ${filed} filed in ${options.minutes} minutes: ${level ? 'level' : 'not level'}`,
    );
    return level && program.crashes.length === 0 && filed === jobs;
  } finally {
    await program.stop();
  }
}

await buildProgram();
const directory = await mkdtemp(join(tmpdir(), 'chartdrop-soak-'));
const clinic = await forkClinic({ directory: join(directory, 'clinic'), rateLimit: null, processingMs: 200 });
try {
  process.exitCode = (await soak(clinic, directory)) ? 0 : 1;
} finally {
  await clinic.kill();
  await rm(directory, { recursive: true, force: true, maxRetries: 20 });
}
