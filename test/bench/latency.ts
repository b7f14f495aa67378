import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from 'chokidar';
import { startDemoClinic } from '../../main/demo-clinic/start.ts';
import { type BenchResult, resultOf } from './result.ts';
import { scanBytes } from './scan-files.ts';
import { percentile } from './statistics.ts';
import { startWatch } from './watch-process.ts';

const scans = 40;
const fileBytes = 200_000;
/** Milliseconds between two scans: longer than one takes, so that uploads arrive in order. */
const everyMs = 350;

/** Writes like a scanner, in two parts. Returns the moment of the close, in milliseconds of `performance.now()`. */
async function scan(path: string): Promise<number> {
  const bytes = scanBytes(fileBytes);
  const file = await open(path, 'wx');
  await file.write(bytes, 0, fileBytes / 2);
  await file.write(bytes, fileBytes / 2);
  await file.close();
  return performance.now();
}

/** The moments at which each upload's first byte reached the storage, reported by Node in this process. */
function watchStorage(port: number): { arrivals: number[]; stop(): void } {
  const arrivals: number[] = [];
  const onStart = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    if (request.method === 'POST' && request.socket.localPort === port) arrivals.push(performance.now());
  };
  subscribe('http.server.request.start', onStart);
  return { arrivals, stop: () => void unsubscribe('http.server.request.start', onStart) };
}

interface Latencies {
  readonly chartdrop: readonly number[];
  readonly chokidar: readonly number[];
}

/**
 * The time from the writer's close to the first byte at the storage, without undo period, scan by scan. Also the time
 * to chokidar's `add` with the default `awaitWriteFinish`, for the same writes. Once with a type that the early format
 * check knows and once with another.
 */
export async function benchLatency(place: string): Promise<BenchResult> {
  const clinic = await startDemoClinic({ directory: join(place, 'clinic'), rateLimit: null });
  const patientId = clinic.patients().find(({ lastName }) => lastName === 'Citizen')?.id ?? '';
  const storage = watchStorage(Number(new URL(clinic.storageUrl).port));

  const measure = async (type: string): Promise<Latencies> => {
    const folder = join(place, type);
    await mkdir(folder);
    const added = new Map<string, number>();
    const peer = watch(folder, { ignoreInitial: true, awaitWriteFinish: true });
    await once(peer, 'ready');
    peer.on('add', (path) => added.set(basename(path), performance.now()));
    const data = join(place, `${type}-data`);
    const chartdrop = await startWatch({ clinic, folder, data, patientId, rate: '100000/1', after: 'stay' });
    storage.arrivals.length = 0;
    const closed: number[] = [];
    for (let at = 0; at < scans; at += 1) {
      closed.push(await scan(join(folder, `${at}.${type}`)));
      await sleep(everyMs);
    }
    await chartdrop.until('put away', scans);
    while (added.size < scans) await once(peer, 'add');
    await chartdrop.stop();
    await peer.close();
    const since = (moments: readonly (number | undefined)[]): number[] =>
      closed.map((moment, at) => (moments[at] ?? NaN) - moment);
    return {
      chartdrop: since(storage.arrivals),
      chokidar: since(closed.map((_moment, at) => added.get(`${at}.${type}`))),
    };
  };

  try {
    const known = await measure('pdf');
    const unknown = await measure('bmp');
    return resultOf({
      scans,
      p50ms: percentile(known.chartdrop, 0.5),
      p95ms: percentile(known.chartdrop, 0.95),
      mostMs: Math.max(...known.chartdrop),
      uncheckedP50ms: percentile(unknown.chartdrop, 0.5),
      uncheckedP95ms: percentile(unknown.chartdrop, 0.95),
      chokidarP50ms: percentile(known.chokidar, 0.5),
      chokidarP95ms: percentile(known.chokidar, 0.95),
    });
  } finally {
    storage.stop();
    await clinic.stop();
  }
}
