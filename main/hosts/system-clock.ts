import type { Clock } from '../base/ports.ts';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // Counted since the start of the machine, so that all processes agree; `performance.now` begins at zero in each.
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
