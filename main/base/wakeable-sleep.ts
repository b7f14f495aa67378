import type { Clock } from './ports.ts';

/** A sleep that can be woken early. */
export interface WakeableSleep {
  /** Waits `ms` milliseconds, or until it is woken or aborted. Never rejects. */
  for(ms: number): Promise<void>;
  /** Ends the current sleep once it has lasted `ms` milliseconds. Without a current sleep, shortens the next one. */
  wake(ms: number): void;
}

/** The pause between two checks. `signal` ends it. */
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
        // Resolves immediately instead of by a timer: only 300 ms may pass from a finished file to its upload.
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
