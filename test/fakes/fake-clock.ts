import type { Clock, Stop } from '../../main/base/ports.ts';

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly callback: () => void;
}

/** A Clock under the test's control. */
export interface FakeClock extends Clock {
  /** Advances time by `ms` milliseconds and runs due callbacks in order, each at its moment. */
  advance(ms: number): void;
  /** Like `advance`, and lets promises and file system calls settle after each callback. */
  advanceAsync(ms: number): Promise<void>;
  /** Changes the wall clock only, like a person or a time server. */
  jump(ms: number): void;
  /** Number of waiting callbacks: zero once everything has stopped. */
  pending(): number;
  /** Milliseconds until the next callback, or null. */
  untilNext(): number | null;
}

const isAtDisk = () => process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq'));

/** Gives promises a few turns of the event loop, and more while the disk has not answered. */
async function turns(): Promise<void> {
  for (let turn = 0, quiet = 0; quiet < 4 && turn < 10_000; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = isAtDisk() ? 0 : quiet + 1;
  }
}

/** A deterministic clock: time moves only when a test advances it. */
export function createFakeClock(startsAt = Date.UTC(2026, 10, 23, 9, 0, 0)): FakeClock {
  const timers = new Set<Timer>();
  let wall = startsAt;
  let elapsed = 0;
  let order = 0;

  const nextTimer = (until: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.due > until) continue;
      if (next === undefined || timer.due < next.due) next = timer;
      else if (timer.due === next.due && timer.order < next.order) next = timer;
    }
    return next;
  };

  const moveTo = (moment: number) => {
    wall += moment - elapsed;
    elapsed = moment;
  };

  /** Runs the next callback due by `until`; false if there is none. */
  const runNext = (until: number): boolean => {
    const timer = nextTimer(until);
    if (timer === undefined) return false;
    // A late callback never moves time backwards.
    moveTo(Math.max(elapsed, timer.due));
    timers.delete(timer);
    timer.callback();
    return true;
  };

  return {
    now: () => wall,
    monotonic: () => elapsed,
    after(ms, callback): Stop {
      const timer = { due: elapsed + Math.max(0, ms), order: (order += 1), callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const until = elapsed + ms;
      while (runNext(until));
      moveTo(until);
    },
    async advanceAsync(ms) {
      const until = elapsed + ms;
      await turns();
      while (runNext(until)) await turns();
      moveTo(Math.max(elapsed, until));
    },
    jump(ms) {
      wall += ms;
    },
    pending: () => timers.size,
    untilNext: () => {
      const timer = nextTimer(Infinity);
      return timer === undefined ? null : timer.due - elapsed;
    },
  };
}
