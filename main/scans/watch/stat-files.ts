import { lstatSync, type BigIntStats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { pathBytes } from '../../files/name-bytes.ts';

/** Milliseconds that the event loop may be busy at once, so that the window does not stutter. */
const sliceMs = 4;
const networkAtOnce = 8;

function attempt(path: string): { kind: 'found'; stats: BigIntStats } | { kind: 'failed'; thrown: unknown } {
  try {
    return { kind: 'found', stats: lstatSync(pathBytes(path), { bigint: true }) };
  } catch (thrown) {
    return { kind: 'failed', thrown };
  }
}

export type StatFiles = (
  paths: readonly string[],
  options: { network: boolean; signal: AbortSignal },
  onStats: (index: number, stats: BigIntStats) => void,
  onFailure: (index: number, thrown: unknown) => void,
) => Promise<void>;

/**
 * Calls back with the stats of each path; failed ones (missing, locked) go to `onFailure`. On a local drive calls are
 * synchronous in short slices, four times cheaper than promises for 100,000 files. On a network drive each call may
 * hang, so they are asynchronous.
 */
export const statFiles: StatFiles = async (paths, options, onStats, onFailure) => {
  const { network, signal } = options;
  if (!network) {
    let sliceEnd = performance.now() + sliceMs;
    for (const [index, path] of paths.entries()) {
      const stats = attempt(path);
      if (stats.kind === 'found') onStats(index, stats.stats);
      else onFailure(index, stats.thrown);
      if (performance.now() < sliceEnd) continue;
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) return;
      sliceEnd = performance.now() + sliceMs;
    }
    return;
  }
  const queue = paths.entries();
  const work = async () => {
    for (const [index, path] of queue) {
      if (signal.aborted) return;
      await lstat(pathBytes(path), { bigint: true }).then(
        (stats) => onStats(index, stats),
        (thrown: unknown) => onFailure(index, thrown),
      );
    }
  };
  await Promise.all(Array.from({ length: networkAtOnce }, work));
};
