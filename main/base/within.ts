import type { Clock } from './ports.ts';

/** True once the promise resolves, false if that takes longer than `ms` milliseconds or the signal aborts first. */
export function within(
  promise: Promise<unknown>,
  { clock, ms, signal }: { clock: Pick<Clock, 'after'>; ms: number; signal: AbortSignal },
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const cleanUp = (): void => {
      stop();
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = (): void => {
      cleanUp();
      resolve(false);
    };
    const stop = clock.after(ms, onAbort);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    promise.finally(cleanUp).then(() => resolve(true), reject);
  });
}
