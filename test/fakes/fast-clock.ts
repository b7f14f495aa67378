import type { Clock } from '../../main/base/ports.ts';

/** Real time, `factor` times as fast: minutes pass in a test with real sockets and files. */
export function createFastClock(factor: number): Clock {
  const startedAt = Date.now();
  const began = performance.now();
  const elapsed = (): number => (performance.now() - began) * factor;
  return {
    now: () => Math.floor(startedAt + elapsed()),
    monotonic: elapsed,
    after(ms, callback) {
      const timer = setTimeout(callback, ms / factor);
      return () => clearTimeout(timer);
    },
  };
}
