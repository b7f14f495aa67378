import { createHash, randomFillSync } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PresignedPost } from '../../main/clinic/schemas.ts';
import { forkClinic } from '../demo-clinic/clinic-fork.ts';
import { callOptions, clientOf, somePatient } from './clinic-side.ts';
import { curlPost, curlPostAssured } from './curl-post.ts';
import { need } from './machine.ts';
import { oneAnswer } from './one-answer.ts';
import { processCost } from './process-cost.ts';
import { type BenchResult, resultOf } from './result.ts';
import { startSlowLine } from './slow-line.ts';
import { ratios } from './statistics.ts';
import { inTurns } from './turns.ts';
import type { Cost, Order } from './upload-side.ts';

const pieceBytes = 1024 * 1024;
const megabyte = 1e6;
/** MiB. A slow line needs no larger files. The first one is what a program that runs all day has sent before. */
const sizes = { first: 1, loopback: 1024, line: 128 } as const;

interface File {
  readonly path: string;
  readonly sha256: string;
}

/** Of incompressible bytes that are really on disk. */
async function makeFile(path: string, pieces: number): Promise<File> {
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
  return { path, sha256: hash.digest('hex') };
}

/** Includes the cost of the store's process. */
type WithStore<T> = T & { readonly storeCpuMs: number };

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: pieceBytes }), hash);
  return hash.digest('hex');
}

/** The goals compare the best turns of both sides: other programs only ever make a turn slower. */
const best = (turns: readonly number[]): number => Math.min(...turns);

/** Compares the store with what was sent, and empties it. */
async function proveAndClear(objects: string, sent: readonly File[]): Promise<void> {
  const blobs = (await readdir(objects)).map((name) => join(objects, name));
  const held = await Promise.all(blobs.map(digestOf));
  const wanted = sent.map(({ sha256 }) => sha256);
  if (held.sort().join() !== wanted.sort().join())
    throw new Error('the store does not hold exactly what was sent');
  for (const blob of blobs) await rm(blob);
}

/**
 * One large file: Chartdrop's upload compared with `curl -F`, alone and with `openssl dgst` beside it, to the same demo
 * store. Includes Chartdrop's hashing before or during the upload. On loopback, on a line of 1 Gbit/s, and on one with
 * 40 ms latency. Compares each stored file.
 */
export async function benchLarge(place: string): Promise<BenchResult> {
  need('curl', 'openssl');
  const clinic = await forkClinic({ directory: join(place, 'clinic'), rateLimit: null });
  try {
    const { client } = clientOf(clinic);
    const patientId = await somePatient(clientOf(clinic));
    const objects = join(place, 'clinic', 'objects');
    const first = await makeFile(join(place, 'first.bin'), sizes.first);

    /** The three ways to upload a file; each proves and clears what it sent. */
    const waysOf = (
      file: File,
      via: (presigned: PresignedPost) => PresignedPost = (presigned) => presigned,
    ) => {
      const presign = () => client.presignedPost(patientId, callOptions());
      const posted = async <T>(
        post: (presigned: PresignedPost) => Promise<T>,
        sent: readonly File[] = [file],
      ): Promise<WithStore<T>> => {
        const presigned = via(await presign());
        const before = processCost(clinic.pid);
        const cost = await post(presigned);
        const storeCpuMs = (processCost(clinic.pid)?.cpuMs ?? NaN) - (before?.cpuMs ?? NaN);
        await proveAndClear(objects, sent);
        return { ...cost, storeCpuMs };
      };
      const { path, sha256 } = file;
      return {
        curl: () => posted((presigned) => curlPost(presigned, path)),
        assured: () => posted((presigned) => curlPostAssured(presigned, path, sha256)),
        chartdrop: () =>
          posted(
            async (presigned) => {
              const cost = await oneAnswer<Cost>('upload-side.ts', {
                before: { presigned: await presign(), path: first.path },
                measured: { presigned, path },
              } satisfies Order);
              if (cost.sha256 !== sha256) throw new Error('what was hashed is not what was sent');
              return cost;
            },
            [first, file],
          ),
      };
    };
    const overLine = async (file: File, roundTripMs: number): Promise<number[]> => {
      const line = await startSlowLine(Number(new URL(clinic.storageUrl).port), {
        megabitsPerSecond: 1000,
        roundTripMs,
      });
      try {
        const ways = waysOf(file, (presigned) => ({ ...presigned, url: `http://127.0.0.1:${line.port}/` }));
        const { curl, chartdrop } = await inTurns(
          { turns: 3, warmUps: 0 },
          { curl: ways.curl, chartdrop: ways.chartdrop },
        );
        return ratios(
          curl.map(({ wallMs }) => wallMs),
          chartdrop.map(({ wallMs }) => wallMs),
        );
      } finally {
        await line.stop();
      }
    };

    const large = await makeFile(join(place, 'large.bin'), sizes.loopback);
    const { curl, assured, chartdrop } = await inTurns({ turns: 5, warmUps: 1 }, waysOf(large));
    await rm(large.path);
    const middle = await makeFile(join(place, 'middle.bin'), sizes.line);
    const curlMs = curl.map(({ wallMs }) => wallMs);
    const chartdropMs = chartdrop.map(({ wallMs }) => wallMs);
    const chartdropCpuMs = chartdrop.map(({ cpuMs }) => cpuMs);
    const assuredMs = assured.map(({ wallMs }) => wallMs);
    const assuredCpuMs = assured.map(({ cpuMs }) => cpuMs ?? NaN);
    return resultOf({
      sizeMiB: sizes.loopback,
      curlMs,
      curlCpuMs: curl.map(({ cpuMs }) => cpuMs ?? NaN),
      curlPeakMB: curl.map(({ peakRss }) => (peakRss ?? NaN) / megabyte),
      assuredMs,
      assuredCpuMs,
      chartdropMs,
      chartdropCpuMs,
      storeCpuMs: [...curl, ...chartdrop].map(({ storeCpuMs }) => storeCpuMs),
      extraMB: chartdrop.map(({ peakRss, baseRss }) => (peakRss - baseRss) / megabyte),
      ratio: best(curlMs) / best(chartdropMs),
      turnRatio: ratios(curlMs, chartdropMs),
      // The most that a program with a hash can reach here: it depends on how fast the processor hashes.
      curlAssuredRatio: best(curlMs) / best(assuredMs),
      assuredRatio: best(assuredMs) / best(chartdropMs),
      assuredTurnRatio: ratios(assuredMs, chartdropMs),
      assuredCpuRatio: ratios(chartdropCpuMs, assuredCpuMs),
      gigabitRatio: await overLine(middle, 0),
      gigabit40msRatio: await overLine(middle, 40),
    });
  } finally {
    await clinic.kill();
  }
}
