import type { Clock } from './ports.ts';

/** True once the promise resolves, false if that takes longer than `ms` milliseconds or the signal aborts first. */
export function within(
  promise: Promise<unknown>,
  { clock, ms, signal }: { clock: Pick<Clock, 'after'>; ms: number; signal: AbortSignal },
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const end = (isDone: boolean): void => {
      stop();
      signal.removeEventListener('abort', onAbort);
      resolve(isDone);
    };
    const onAbort = (): void => end(false);
    const stop = clock.after(ms, onAbort);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    promise.then(() => end(true), reject);
  });
}
