import type { Clock } from '../base/ports.ts';

/** The service's clock, as far as its answers tell. */
export interface ServerClock {
  /** Learns from an answer's `Date` header; anything unreadable is ignored. */
  learn(dateHeader: string | undefined): void;
  /** False before any answer: what `now` says then may be wrong by a day. */
  isKnown(): boolean;
  /** Epoch milliseconds at the service, never later than the truth by more than the way there; our own before any answer. */
  now(): number;
  /** Whole milliseconds from now until an instant of the service's clock; not below 0. */
  until(serverInstant: number): number;
}

/**
 * Follows the service's clock by `Date` headers (whole seconds, so it lags by up to one). It counts on from the last
 * answer by the monotonic clock: a wall clock that is wrong by a day, or jumps, changes nothing (case 30).
 */
export function createServerClock(clock: Clock): ServerClock {
  let learned: { server: number; at: number } | null = null;
  const now = (): number =>
    learned === null ? clock.now() : learned.server + (clock.monotonic() - learned.at);
  return {
    learn(dateHeader) {
      const server = dateHeader === undefined ? NaN : Date.parse(dateHeader);
      if (!Number.isNaN(server)) learned = { server, at: clock.monotonic() };
    },
    isKnown: () => learned !== null,
    now,
    until: (serverInstant) => Math.max(0, Math.ceil(serverInstant - now())),
  };
}
