import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** Milliseconds between two looks at the memory: in this time a library can take some 50 MB. */
const lookMs = 10;

/** Gives back now what nobody holds any more; V8 would do it later, and know nothing of a bound. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** Bounds the memory of each WebAssembly library of this process: growing beyond it throws a RangeError. */
export function boundWasmMemory(mostBytes: number): void {
  const pageBytes = 65_536;
  const { grow } = Object.getOwnPropertyDescriptors(WebAssembly.Memory.prototype);
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
    if (this.buffer.byteLength + pages * pageBytes > mostBytes) throw new RangeError('no more memory');
    return Reflect.apply(grow.value as (pages: number) => number, this, [pages]);
  };
}

/**
 * Kills this process once it has more than `mostBytes`, also while a library keeps its main thread busy: a thread of its
 * own looks. Nothing can be cleaned up then, and need not be. `script` runs `watchIfThread` as its first act.
 */
export function killAbove(mostBytes: number, script: URL): void {
  new Worker(script, { workerData: mostBytes, resourceLimits: { maxOldGenerationSizeMb: 16 } }).unref();
}

/** The other side of `killAbove`; true in that thread, which does nothing else. */
export function watchIfThread(): boolean {
  if (isMainThread) return false;
  const mostBytes = Number(workerData);
  setInterval(() => {
    if (process.memoryUsage.rss() > mostBytes) process.kill(process.pid, 'SIGKILL');
  }, lookMs);
  return true;
}
