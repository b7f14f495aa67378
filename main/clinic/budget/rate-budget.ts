import { ChartdropError } from '../../base/errors.ts';
import type { Clock, Stop } from '../../base/ports.ts';
import { type CallLedger, createCallLedger, type TakenCall } from './call-ledger.ts';

/**
 * The window's calls go first, then the few that ask whether files were processed or write a case's list that was just
 * read, then those of uploads.
 */
export type Priority = 'window' | 'poll' | 'background';

export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

export interface RateBudget {
  /** Waits for a place and reserves it. Call the result when the answer has arrived. Rejects with `aborted`. */
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
/** Calls that uploads leave free, so that the last file of a burst is verified at once: 1 of 200. */
const pollShare = 0.005;

/** How often waiting calls look whether other processes freed a place early, in milliseconds. */
const lookAgainMs = 1000;

interface Waiter {
  readonly priority: Priority;
  readonly grant: (call: TakenCall) => void;
}

/**
 * One sliding window for all calls of one key. A place stays taken until a full window after its *answer* arrived:
 * the service counted the call at some moment between request and answer, so no window of the service, sliding or
 * fixed, can exceed the limit, however slow the network is. `ledger`: where the calls are counted.
 */
export function createRateBudget(
  clock: Clock,
  limit: RateLimit,
  ledger: CallLedger = createCallLedger(),
): RateBudget {
  let waiting: Waiter[] = [];
  let stopTimer: Stop | null = null;

  const allowed = (priority: Priority, now: number, windowUsedUntil: number): number => {
    if (priority === 'window') return limit.requests;
    const isWindowUsed = now < windowUsedUntil;
    if (priority === 'poll' && !isWindowUsed) return limit.requests;
    const reserve = isWindowUsed ? Math.ceil(limit.requests * windowShare) : spare;
    const forPolls = priority === 'poll' ? 0 : Math.floor(limit.requests * pollShare);
    return Math.max(1, limit.requests - reserve - forPolls);
  };
  const first = (priority: Priority): Waiter | undefined =>
    waiting.find((waiter) => waiter.priority === priority);
  const next = (): Waiter | undefined => first('window') ?? first('poll') ?? waiting[0];

  const pump = (): void => {
    const now = clock.monotonic();
    for (let waiter = next(); waiter !== undefined; waiter = next()) {
      const { priority, grant } = waiter;
      const call = ledger.take(
        now,
        limit.windowMs,
        ({ used, blockedUntil, windowUsedUntil }) =>
          now >= blockedUntil && used < allowed(priority, now, windowUsedUntil),
      );
      if (call === null) break;
      waiting = waiting.filter((other) => other !== waiter);
      grant(call);
    }
    arm(now);
  };

  /** Sets a timer for the next moment at which a place becomes free. */
  const arm = (now: number): void => {
    stopTimer?.();
    stopTimer = null;
    if (waiting.length === 0) return;
    const { blockedUntil, windowUsedUntil, freeAt } = ledger.read(now);
    const again = ledger.isShared ? now + lookAgainMs : Infinity;
    const moments = [blockedUntil, windowUsedUntil, freeAt ?? Infinity, again].filter((at) => at > now);
    const soonest = Math.min(...moments);
    // No timer is needed: the next answer calls `pump`.
    if (soonest !== Infinity) stopTimer = clock.after(Math.ceil(soonest - now), pump);
  };

  const release = (call: TakenCall): void => {
    call.answered(clock.monotonic() + limit.windowMs);
    pump();
  };

  return {
    reserve(priority, signal) {
      if (signal.aborted) return Promise.reject(new ChartdropError('aborted'));
      const now = clock.monotonic();
      if (priority === 'window') ledger.extend('windowUsedUntil', now + limit.windowMs, now);
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          waiting = waiting.filter((other) => other !== waiter);
          pump();
          reject(new ChartdropError('aborted'));
        };
        const waiter: Waiter = {
          priority,
          grant: (call) => {
            signal.removeEventListener('abort', onAbort);
            resolve(once(() => release(call)));
          },
        };
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.push(waiter);
        pump();
      });
    },
    block(ms) {
      const now = clock.monotonic();
      ledger.extend('blockedUntil', now + ms, now);
      pump();
    },
    usage() {
      const now = clock.monotonic();
      const { used, blockedUntil } = ledger.read(now);
      return {
        used,
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
