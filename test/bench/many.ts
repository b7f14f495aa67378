import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { userAgent } from '../../main/hosts/product.ts';
import type { RateLimit } from '../../main/clinic/budget/rate-budget.ts';
import { need } from './machine.ts';
import { type BenchResult, resultOf } from './result.ts';
import { scanBytes } from './scan-files.ts';
import { onStage } from './stage.ts';
import { median, ratios } from './statistics.ts';
import { inTurns } from './turns.ts';
import type { TimelineLine } from './watch-process.ts';

const files = 500;
const fileBytes = 200_000;
/** The service's limit in a window a quarter as long: four times as many calls per second. */
const limit: RateLimit = { requests: 200, windowMs: 15_000 };
/** Slightly more than two windows. */
const limitedFiles = 220;
const loop = fileURLToPath(new URL('curl-loop.sh', import.meta.url));

const bytesOf = (): Buffer => scanBytes(fileBytes);

/** Milliseconds for all files with this many parallel shell loops. */
function byCurl(place: string, atATime: number): Promise<number> {
  return onStage(place, { rateLimit: null, processingMs: 0, bytesOf }, async (stage) => {
    const { clinic, patientId, folder } = stage;
    const names = await stage.write(files);
    await stage.appear(names);
    const paths = names.map((name) => join(folder, name));
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
  return onStage(place, { rateLimit: null, processingMs: 0, bytesOf }, async (stage) => {
    const names = await stage.write(files);
    const watcher = await stage.watch();
    const startedAt = performance.now();
    await stage.appear(names);
    await watcher.until('filed', files);
    return performance.now() - startedAt;
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
  return onStage(place, { rateLimit: limit, processingMs: 0, bytesOf }, async (stage) => {
    const names = await stage.write(limitedFiles);
    const watcher = await stage.watch();
    await stage.appear(names);
    const lines = await watcher.until('filed', limitedFiles);
    const { answers429 } = (await stage.clinic.faults()).requests;
    return { rateShare: filedPerWindow(lines, limit.windowMs) / (limit.requests / 2), answers429 };
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
    { turns: 3, warmUps: 0 },
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
