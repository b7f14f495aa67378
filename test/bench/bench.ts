import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CommanderError } from 'commander';
import { type BenchArguments, type BenchName, readArguments } from './bench-arguments.ts';
import { againstEarlier, runIn } from './earlier-run.ts';
import { missedGoals } from './goals.ts';
import { growthChart } from './growth-chart.ts';
import { describeMachine } from './machine.ts';
import { type Bench, jsonOf, linesOf } from './result.ts';

/** Loaded on demand: a benchmark that needs a browser must not prevent the others. */
const benches: Readonly<Record<BenchName, (given: BenchArguments) => Promise<Bench>>> = {
  large: async () => (await import('./large.ts')).benchLarge,
  many: async () => (await import('./many.ts')).benchMany,
  given: async () => (await import('./given.ts')).benchGiven,
  latency: async () => (await import('./latency.ts')).benchLatency,
  folder: async () => (await import('./folder.ts')).benchFolder,
  queue: async () => (await import('./queue.ts')).benchQueue,
  million: async ({ sizes }) => {
    const { benchMillion } = await import('./million.ts');
    return (place) => benchMillion(place, sizes);
  },
  window: async () => (await import('./window.ts')).benchWindow,
  search: async () => (await import('./search.ts')).benchSearch,
  start: async () => (await import('./start.ts')).benchStart,
  hostile: async () => (await import('./hostile.ts')).benchHostile,
  outage: async () => (await import('./outage.ts')).benchOutage,
  loop: async () => (await import('./loop.ts')).benchLoop,
  idle: async () => (await import('./idle.ts')).benchIdle,
  stations: async () => (await import('./stations.ts')).benchStations,
  reading: async ({ all }) => {
    const { benchReading } = await import('./reading.ts');
    return (place) => benchReading(place, all);
  },
};

/**
 * Benchmarks that mostly wait, by the one beside which they run, each in its own process: it looks at pages on one core. Not while
 * `million` fills its databases, since a disk that is busy made the lost answers of `outage` cost twice as long.
 */
const besides: Readonly<Partial<Record<BenchName, readonly BenchName[]>>> = { reading: ['idle', 'outage'] };

const out = (line: string): void => void process.stdout.write(`${line}\n`);
const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
function failed(message: string): void {
  process.stderr.write(`bench: ${message}\n`);
  process.exitCode = 1;
}

/** A benchmark's part of the JSON, and its lines for people. */
interface Ran {
  readonly json: Record<string, unknown>;
  readonly lines: readonly string[];
}

async function runHere(name: BenchName, given: BenchArguments): Promise<Ran> {
  const bench = await benches[name](given);
  const place = await mkdtemp(join(tmpdir(), 'chartdrop-bench-'));
  const startedAt = performance.now();
  try {
    const result = await bench(place);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    return { json: jsonOf(result), lines: [`${name}: ${seconds} s`, ...linesOf(result)] };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function runBeside(name: BenchName): Promise<Ran> {
  const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, name, '--json']);
  const lines = stdout.split('\n');
  const from = lines.findIndex((line) => line.startsWith(`${name}: `));
  return { json: runIn(stdout)[name] ?? {}, lines: lines.slice(from, lines.indexOf('', from)) };
}

/** `npm run bench [-- NAME…] [--json] [--sizes SMALL,LARGE] [--all] [--compare FILE]`: compares Chartdrop with alternatives. */
async function run(words: readonly string[]): Promise<void> {
  const given = readArguments(words);
  const { names, json, compare } = given;
  // Read first: a wrong name must not cost a run.
  const earlier = compare === undefined ? null : runIn(await readFile(compare, 'utf8'));
  const machine = describeMachine();
  out(
    Object.entries(machine)
      .map(([name, value]) => `${name} ${value}`)
      .join(' · '),
  );
  const startedAt = performance.now();
  const results: Record<string, Record<string, unknown>> = {};
  const tell = (name: BenchName, { json: result, lines }: Ran): void => {
    results[name] = result;
    ['', ...lines].forEach(out);
    if (name === 'million') out(growthChart(result));
  };
  /** One that fails must not cost the others: its goals count as missed. */
  const tellOnceRun = async (name: BenchName, running: Promise<Ran>): Promise<void> => {
    try {
      tell(name, await running);
    } catch (thrown) {
      results[name] = {};
      failed(`${name}: ${messageOf(thrown)}`);
    }
  };
  const others = new Set(names.flatMap((name) => besides[name] ?? []));
  for (const name of names.filter((one) => !others.has(one))) {
    const beside = names
      .filter((one) => besides[name]?.includes(one))
      .map((one) => [one, runBeside(one)] as const);
    // An error belongs to the one that awaits it.
    for (const [, running] of beside) running.catch(() => undefined);
    await tellOnceRun(name, runHere(name, given));
    for (const [other, running] of beside) await tellOnceRun(other, running);
  }
  out(`\n${Math.round((performance.now() - startedAt) / 1000)} s in all`);
  const missed = missedGoals(results);
  out(missed.length === 0 ? '\nAll goals are reached.' : `\nMissed: ${missed.join('; ')}.`);
  if (earlier !== null) againstEarlier(results, earlier).forEach(out);
  if (json) out(JSON.stringify({ ...results, machine, missed }));
}

try {
  await run(process.argv.slice(2));
} catch (thrown) {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) process.exitCode = 0;
  else failed(messageOf(thrown));
}
