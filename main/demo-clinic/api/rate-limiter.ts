/** The number of requests that one user may make in a time. */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

export type RateLimiter = ReturnType<typeof createRateLimiter>;

/**
 * Counts a user's requests in fixed windows. A window starts with the first request after the previous one ended. null:
 * no limit.
 */
export function createRateLimiter(limit: RateLimit | null) {
  let windowStart = Number.NEGATIVE_INFINITY;
  let used = 0;
  return {
    /**
     * Counts one request at `now` (epoch milliseconds). Returns null if it is within the limit. Otherwise returns the
     * end of the window for `X-RateLimit-Reset`, in UNIX seconds, rounded up so that it is never too early.
     */
    admit(now: number): number | null {
      if (limit === null) return null;
      // A clock that was set back starts a new window; otherwise requests would be refused for as long.
      if (now >= windowStart + limit.windowMs || now < windowStart) {
        windowStart = now;
        used = 0;
      }
      if (used >= limit.requests) return Math.ceil((windowStart + limit.windowMs) / 1000);
      used += 1;
      return null;
    },
  };
}
