import { ChartdropError } from '../base/errors.ts';
import type { Clock, Stop } from '../base/ports.ts';

/** The window's calls go before those of the queue. */
export type Priority = 'window' | 'background';

export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

export interface RateBudget {
  /** Waits for a place and reserves it; call the result once the answer has come. Rejects with `aborted`. */
  reserve(priority: Priority, signal: AbortSignal): Promise<() => void>;
  /** Stops all calls for this many milliseconds, since the service reported that its limit is reached. */
  block(ms: number): void;
  /** The number of calls that count against the limit now, and the limit. */
  usage(): { used: number; limit: number; windowMs: number; blockedForMs: number };
}

/** Calls reserved for the window while a person uses it: 40 of 200. */
const windowShare = 0.2;
/** Calls that are never used, so that a rounding in the service's count does not exceed the limit. */
const spare = 1;

interface Waiter {
  readonly priority: Priority;
  readonly grant: () => void;
}

/**
 * One sliding window for all calls of one key. A place stays taken until a full window after its *answer* arrived:
 * the service counted the call at some moment between request and answer, so no window of the service, sliding or
 * fixed, can exceed the limit, however slow the network is.
 */
export function createRateBudget(clock: Clock, limit: RateLimit): RateBudget {
  let inFlight = 0;
  /** When each answered call stops counting, ascending, by the monotonic clock. */
  const freeAt: number[] = [];
  let waiting: Waiter[] = [];
  let blockedUntil = 0;
  let windowUsedUntil = 0;
  let stopTimer: Stop | null = null;

  const expire = (now: number): void => {
    while (freeAt[0] !== undefined && freeAt[0] <= now) freeAt.shift();
  };
  const allowed = (priority: Priority, now: number): number => {
    if (priority === 'window') return limit.requests;
    const reserve = now < windowUsedUntil ? Math.ceil(limit.requests * windowShare) : spare;
    return Math.max(1, limit.requests - reserve);
  };
  const next = (): Waiter | undefined => waiting.find((waiter) => waiter.priority === 'window') ?? waiting[0];

  const pump = (): void => {
    const now = clock.monotonic();
    expire(now);
    for (let waiter = next(); waiter !== undefined; waiter = next()) {
      if (now < blockedUntil || inFlight + freeAt.length >= allowed(waiter.priority, now)) break;
      waiting = waiting.filter((other) => other !== waiter);
      inFlight += 1;
      waiter.grant();
    }
    arm(now);
  };

  /** Sets a timer for the next moment at which a place becomes free. */
  const arm = (now: number): void => {
    stopTimer?.();
    stopTimer = null;
    if (waiting.length === 0) return;
    const moments = [blockedUntil, windowUsedUntil, freeAt[0] ?? Infinity].filter((at) => at > now);
    const soonest = Math.min(...moments);
    // No timer is needed: the next answer calls `pump`.
    if (soonest !== Infinity) stopTimer = clock.after(Math.ceil(soonest - now), pump);
  };

  const release = (): void => {
    inFlight -= 1;
    freeAt.push(clock.monotonic() + limit.windowMs);
    pump();
  };

  return {
    reserve(priority, signal) {
      if (signal.aborted) return Promise.reject(new ChartdropError('aborted'));
      if (priority === 'window') windowUsedUntil = clock.monotonic() + limit.windowMs;
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          waiting = waiting.filter((other) => other !== waiter);
          pump();
          reject(new ChartdropError('aborted'));
        };
        const waiter: Waiter = {
          priority,
          grant: () => {
            signal.removeEventListener('abort', onAbort);
            resolve(once(release));
          },
        };
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.push(waiter);
        pump();
      });
    },
    block(ms) {
      blockedUntil = Math.max(blockedUntil, clock.monotonic() + ms);
      pump();
    },
    usage() {
      const now = clock.monotonic();
      expire(now);
      return {
        used: inFlight + freeAt.length,
        limit: limit.requests,
        windowMs: limit.windowMs,
        blockedForMs: Math.max(0, blockedUntil - now),
      };
    },
  };
}

function once(callback: () => void): () => void {
  let called = false;
  return () => {
    if (called) return;
    called = true;
    callback();
  };
}
