import { type ChildProcess, fork } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { type Clinic, createClinic } from '../../main/clinic/clinic.ts';
import { collect } from '../../main/clinic/pages.ts';
import { userAgent } from '../../main/hosts/product.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import type { PatientId } from '../../preload/contract/ids.ts';
import { sizeText } from '../../renderer/format.ts';
import type { Address } from '../demo-clinic/test-clinic.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { curlPost, type CurlCost } from './curl-side.ts';
import type { Cost, Order } from './upload-side.ts';

/**
 * `npm run bench:upload`: Chartdrop's upload of one large file beside `curl -F`, to the same demo store, in turns. The
 * post alone is what both do; the hash, which Chartdrop alone needs, is told too. Each stored file is compared.
 */
const options = new Command('bench:upload')
  .option('--size <MiB>', 'size of the file', Number, 1024)
  .option('--runs <n>', 'measured runs of each side, after one to warm up', Number, 5)
  .option('--json', 'print the result as JSON', false)
  .parse()
  .opts<{ size: number; runs: number; json: boolean }>();

const call = () => ({ priority: 'background', signal: new AbortController().signal }) as const;
const pieceBytes = 1024 * 1024;

/** Of bytes that nothing compresses, all of them on the disk; returns their SHA-256. */
async function makeFile(path: string, pieces: number): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(pieceBytes);
  const file = await open(path, 'wx');
  try {
    for (let at = 0; at < pieces; at += 1) {
      hash.update(randomFillSync(piece));
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

/** The one file that the store has got: compared and removed. */
async function proveAndClear(objects: string, sha256: string): Promise<void> {
  const [blob, ...more] = await readdir(objects);
  if (blob === undefined || more.length > 0) throw new Error('the store does not hold exactly one file');
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(objects, blob), { highWaterMark: pieceBytes }), hash);
  if (hash.digest('hex') !== sha256) throw new Error('the store holds other bytes');
  await rm(join(objects, blob));
}

async function chartdropPost(order: Order): Promise<Cost> {
  const side = fork(new URL('upload-side.ts', import.meta.url));
  side.send(order);
  const ended = once(side, 'exit').then(() =>
    Promise.reject(new Error('Chartdrop’s side ended without a result')),
  );
  const [cost] = (await Promise.race([once(side, 'message'), ended])) as [Cost];
  await ended.catch(() => undefined);
  return cost;
}

function median(values: readonly (number | null)[]): number {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function summary(bytes: number, curl: readonly CurlCost[], chartdrop: readonly Cost[]) {
  const curlMs = median(curl.map(({ wallMs }) => wallMs));
  const postMs = median(chartdrop.map(({ post }) => post.wallMs));
  const wholeMs = median(chartdrop.map(({ hash, post }) => hash.wallMs + post.wallMs));
  const round = (value: number, digits = 0) => Number(value.toFixed(digits));
  return {
    bytes,
    runs: curl.length,
    curl: {
      wallMs: round(curlMs),
      cpuMs: round(median(curl.map(({ cpuMs }) => cpuMs))),
      peakRss: median(curl.map(({ peakRss }) => peakRss)),
    },
    chartdrop: {
      hashMs: round(median(chartdrop.map(({ hash }) => hash.wallMs))),
      hashCpuMs: round(median(chartdrop.map(({ hash }) => hash.cpuMs))),
      postMs: round(postMs),
      postCpuMs: round(median(chartdrop.map(({ post }) => post.cpuMs))),
      peakRss: median(chartdrop.map(({ peakRss }) => peakRss)),
      grownBy: median(chartdrop.map(({ peakRss, baseRss }) => peakRss - baseRss)),
    },
    /** 1 is as fast as curl, more is faster. */
    ratio: round(curlMs / postMs, 2),
    ratioWithHash: round(curlMs / wholeMs, 2),
  };
}

async function compare(place: string, address: Address): Promise<ReturnType<typeof summary>> {
  const path = join(place, 'large.bin');
  const sha256 = await makeFile(path, options.size);
  const { apiUrl, apiKey } = address;
  const clinic: Clinic = createClinic({
    network: directNetwork,
    apiKey: () => apiKey,
    baseUrl: apiUrl,
    userAgent,
    rateLimit: { requests: 1000, windowMs: 1000 },
    clock: systemClock,
  });
  const [patient] = await collect(clinic.client.patients({}, call()), 1);
  const patientId = patient?.id as PatientId;
  const curl = async () => curlPost(await clinic.client.presignedPost(patientId, call()), path);
  const chartdrop = () => chartdropPost({ apiUrl, apiKey, patientId, path });
  const costs: { curl: CurlCost[]; chartdrop: Cost[] } = { curl: [], chartdrop: [] };
  for (let run = 0; run <= options.runs; run += 1) {
    // Each goes first every other time: whoever comes second meets the disk still at work for the other.
    for (const side of run % 2 === 0 ? (['curl', 'chartdrop'] as const) : (['chartdrop', 'curl'] as const)) {
      if (side === 'curl') costs.curl.push(await curl());
      else costs.chartdrop.push(await chartdrop());
      await proveAndClear(join(place, 'clinic', 'objects'), sha256);
    }
  }
  // The first of each only warmed up.
  return summary(options.size * pieceBytes, costs.curl.slice(1), costs.chartdrop.slice(1));
}

async function run(): Promise<ReturnType<typeof summary>> {
  const place = await mkdtemp(join(tmpdir(), 'chartdrop-bench-'));
  let store: ChildProcess | null = null;
  try {
    const settings = { directory: join(place, 'clinic'), rateLimit: null };
    store = fork(new URL('../demo-clinic/clinic-child.ts', import.meta.url), [JSON.stringify(settings)]);
    const [address] = (await once(store, 'message')) as [Address];
    return await compare(place, address);
  } finally {
    store?.disconnect();
    if (store !== null) await once(store, 'exit');
    await rm(place, { recursive: true });
  }
}

function words(result: ReturnType<typeof summary>): string {
  const { bytes, runs, curl, chartdrop, ratio, ratioWithHash } = result;
  const speed = (ms: number) => `${sizeText((bytes / ms) * 1000)}/s`;
  return [
    `${sizeText(bytes)}, median of ${runs}, same demo store, in turns; all stored bytes compared`,
    `curl -F     ${speed(curl.wallMs)}   CPU ${curl.cpuMs} ms   at most ${sizeText(curl.peakRss)}`,
    `Chartdrop   ${speed(chartdrop.postMs)}   CPU ${chartdrop.postCpuMs} ms   at most ${sizeText(chartdrop.peakRss)}, ${sizeText(chartdrop.grownBy)} of it for the upload`,
    `its hash before that: ${chartdrop.hashMs} ms, CPU ${chartdrop.hashCpuMs} ms`,
    `ratio ${ratio} (1: as fast as curl); with the hash ${ratioWithHash}`,
  ].join('\n');
}

try {
  const result = await run();
  process.stdout.write(`${options.json ? JSON.stringify(result) : words(result)}\n`);
} catch (thrown) {
  process.stderr.write(`bench:upload: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
}
