import type { Clock } from '../base/ports.ts';

/** The service's clock, estimated from its answers. */
export interface ServerClock {
  /** Learns from an answer's `Date` header. Ignores an unreadable one. */
  learn(dateHeader: string | undefined): void;
  /** False before the first answer. Until then `now` may be wrong by a day. */
  isKnown(): boolean;
  /**
   * Epoch milliseconds at the service, late by at most the request's duration. Our clock before the first answer.
   */
  now(): number;
  /** Whole milliseconds until a moment of the service's clock, at least 0. */
  until(serverInstant: number): number;
}

/**
 * Follows the service's clock by `Date` headers, which have whole seconds, so it may be one second late. Between
 * answers it uses the monotonic clock: a wall clock that is wrong or jumps has no effect (case 30).
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
