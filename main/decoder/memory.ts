import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** Milliseconds between two checks of the memory. A library can allocate about 50 MB in this time. */
const lookMs = 10;

/** Frees unreferenced memory now. V8 would free it later, since it does not know the limit. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** Limits the memory of each WebAssembly library in this process: growing beyond the limit throws a RangeError. */
export function boundWasmMemory(mostBytes: number): void {
  const pageBytes = 65_536;
  const { grow } = Object.getOwnPropertyDescriptors(WebAssembly.Memory.prototype);
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
    if (this.buffer.byteLength + pages * pageBytes > mostBytes) throw new RangeError('no more memory');
    return Reflect.apply(grow.value as (pages: number) => number, this, [pages]);
  };
}

/**
 * Kills this process once it uses more than `mostBytes`. A separate thread checks, so that a library that blocks
 * the main thread cannot prevent it. The process needs no cleanup. `script` must call `watchIfThread` first.
 */
export function killAbove(mostBytes: number, script: URL): void {
  new Worker(script, { workerData: mostBytes, resourceLimits: { maxOldGenerationSizeMb: 16 } }).unref();
}

/** The thread's part of `killAbove`. Returns true in that thread, which does nothing else. */
export function watchIfThread(): boolean {
  if (isMainThread) return false;
  const mostBytes = Number(workerData);
  setInterval(() => {
    if (process.memoryUsage.rss() > mostBytes) process.kill(process.pid, 'SIGKILL');
  }, lookMs);
  return true;
}
