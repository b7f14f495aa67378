import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { userAgent } from '../../main/hosts/product.ts';
import type { RateLimit } from '../../main/clinic/budget/rate-budget.ts';
import type { DemoPatient } from '../../main/demo-clinic/records/book.ts';
import { type ClinicFork, forkClinic } from '../demo-clinic/clinic-fork.ts';
import { need } from './machine.ts';
import { heldOnce } from './held-once.ts';
import { type BenchResult, resultOf } from './result.ts';
import { scanBytes, sha256Of } from './scan-files.ts';
import { median, ratios } from './statistics.ts';
import { inTurns } from './turns.ts';
import { startWatch, type TimelineLine } from './watch-process.ts';

const files = 500;
const fileBytes = 200_000;
/** The service's limit in a window a quarter as long: four times as many calls per second. */
const limit: RateLimit = { requests: 200, windowMs: 15_000 };
/** Slightly more than two windows. */
const limitedFiles = 220;
const loop = fileURLToPath(new URL('curl-loop.sh', import.meta.url));

/** A clinic, and scans in a folder beside the watched one. */
export interface Stage {
  readonly clinic: ClinicFork;
  readonly patientId: string;
  readonly folder: string;
  readonly data: string;
  /** Moves all of them into the folder at once. */
  readonly appear: () => Promise<void>;
}

const isCurrent = ({ archivedAt, deletedAt, mergedAt }: DemoPatient): boolean =>
  archivedAt === null && deletedAt === null && mergedAt === null;

/** `bytesOf`: the bytes of each scan, all different; default: random ones. */
export async function onStage<T>(
  place: string,
  given: { count: number; rateLimit: RateLimit | null; bytesOf?: (at: number) => Buffer },
  act: (stage: Stage) => Promise<T>,
): Promise<T> {
  const here = await mkdtemp(join(place, 'many-'));
  const [folder, aside] = [join(here, 'scans'), join(here, 'aside')];
  await mkdir(folder);
  await mkdir(aside);
  const written: string[] = [];
  for (let at = 0; at < given.count; at += 1) {
    const bytes = given.bytesOf?.(at) ?? scanBytes(fileBytes);
    written.push(sha256Of(bytes));
    await writeFile(join(aside, `${at}.pdf`), bytes);
  }
  const clinic = await forkClinic({
    directory: join(here, 'clinic'),
    rateLimit: given.rateLimit,
    processingMs: 0,
  });
  try {
    const { attachments, patients } = await clinic.book();
    const before = new Set(attachments.map(({ id }) => id));
    const result = await act({
      clinic,
      // Taken from the demo clinic's book, since a call would count against the limit.
      patientId: patients.find(isCurrent)?.id ?? '',
      folder,
      data: join(here, 'data'),
      async appear() {
        for (const name of await readdir(aside)) await rename(join(aside, name), join(folder, name));
      },
    });
    const same = await heldOnce(clinic, before, written);
    if (!same) throw new Error('the clinic does not hold each file once, byte by byte');
    return result;
  } finally {
    await clinic.kill();
    await rm(here, { recursive: true });
  }
}

/** Milliseconds for all files with this many parallel shell loops. */
function byCurl(place: string, atATime: number): Promise<number> {
  return onStage(place, { count: files, rateLimit: null }, async ({ clinic, patientId, folder, appear }) => {
    await appear();
    const paths = (await readdir(folder)).map((name) => join(folder, name));
    const env = {
      ...process.env,
      API_URL: clinic.apiUrl,
      API_KEY: clinic.apiKey,
      AGENT: userAgent,
      PATIENT: patientId,
    };
    const startedAt = performance.now();
    await Promise.all(
      Array.from({ length: atATime }, (_, part) =>
        promisify(execFile)('bash', [loop, ...paths.filter((_path, at) => at % atATime === part)], { env }),
      ),
    );
    return performance.now() - startedAt;
  });
}

/** Milliseconds from the first file's appearance in the folder until the last one is filed. */
function byChartdrop(place: string): Promise<number> {
  return onStage(place, { count: files, rateLimit: null }, async (stage) => {
    const watch = await startWatch({ ...stage, rate: '100000/1' });
    try {
      const startedAt = performance.now();
      await stage.appear();
      await watch.until('filed', files);
      return performance.now() - startedAt;
    } finally {
      await watch.stop();
    }
  });
}

/**
 * Files per window, over complete windows from the first call: in part of a window the limit allows all calls at once.
 */
export function filedPerWindow(lines: readonly TimelineLine[], windowMs: number): number {
  const at = (state: string): number[] => lines.filter((line) => line.state === state).map((line) => line.at);
  const registered = at('processing');
  const start = Math.min(...at('uploading'));
  const windows = Math.floor((Math.max(...registered) - start) / windowMs);
  return registered.filter((moment) => moment < start + windows * windowMs).length / windows;
}

/** With the limit: the share of allowed files that are filed, and how often the limit was exceeded. */
function underLimit(place: string): Promise<{ rateShare: number; answers429: number }> {
  return onStage(place, { count: limitedFiles, rateLimit: limit }, async (stage) => {
    const rate = `${limit.requests}/${limit.windowMs / 1000}`;
    const watch = await startWatch({ ...stage, rate });
    try {
      await stage.appear();
      const lines = await watch.until('filed', limitedFiles);
      const { answers429 } = (await stage.clinic.faults()).requests;
      return { rateShare: filedPerWindow(lines, limit.windowMs) / (limit.requests / 2), answers429 };
    } finally {
      await watch.stop();
    }
  });
}

/**
 * 500 scans of 200 kB from the folder to `filed`, including settling and checking the result, compared with shell loops
 * of curl that only make the three calls, one loop or four. Then with the service's limit.
 */
export async function benchMany(place: string): Promise<BenchResult> {
  need('curl', 'bash');
  // Measured once, since it is slow and has no goal.
  const curl1 = await byCurl(place, 1);
  const { curl4, chartdrop } = await inTurns(
    { turns: 2, warmUps: 0 },
    { curl4: () => byCurl(place, 4), chartdrop: () => byChartdrop(place) },
  );
  return resultOf({
    files,
    fileBytes,
    curl1Ms: curl1,
    curl4Ms: curl4,
    chartdropMs: chartdrop,
    ratio1: curl1 / median(chartdrop),
    ratio4: ratios(curl4, chartdrop),
    ...(await underLimit(place)),
  });
}
