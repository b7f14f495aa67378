import type { Clock } from './ports.ts';

/** A wait that can be cut short. */
export interface WakeableSleep {
  /** Waits `ms` milliseconds, or until it is woken or aborted. Never rejects. */
  for(ms: number): Promise<void>;
  /** Ends the wait as soon as it has lasted `ms` milliseconds. When nobody waits, the next wait is as short. */
  wake(ms: number): void;
}

/** The pause between two looks. `signal` ends it. */
export function createWakeableSleep(clock: Clock, signal: AbortSignal): WakeableSleep {
  let shortest = Infinity;
  let current: { startedAt: number; endAt(moment: number): void } | null = null;

  return {
    async for(ms) {
      if (signal.aborted) return;
      let stopTimer = () => {};
      let end = () => {};
      const slept = new Promise<void>((resolve) => (end = resolve));
      let endsAt = Infinity;
      const startedAt = clock.monotonic();
      const endAt = (moment: number) => {
        if (moment >= endsAt) return;
        stopTimer();
        endsAt = moment;
        const left = moment - clock.monotonic();
        // At once rather than by a timer: the 300 ms from a whole file to its upload are short of every millisecond.
        if (left <= 0) end();
        else stopTimer = clock.after(left, end);
      };
      current = { startedAt, endAt };
      signal.addEventListener('abort', end, { once: true });
      endAt(startedAt + Math.min(ms, shortest));
      await slept;
      signal.removeEventListener('abort', end);
      stopTimer();
      current = null;
      shortest = Infinity;
    },
    wake(ms) {
      shortest = Math.min(shortest, ms);
      current?.endAt(current.startedAt + ms);
    },
  };
}
