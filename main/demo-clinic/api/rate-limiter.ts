/** How many requests one user may make in how long a time. */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

export type RateLimiter = ReturnType<typeof createRateLimiter>;

/**
 * A user's budget in fixed windows; a window starts with the first request after the last one ended.
 * Null stands for no limit.
 */
export function createRateLimiter(limit: RateLimit | null) {
  let windowStart = Number.NEGATIVE_INFINITY;
  let used = 0;
  return {
    /**
     * Takes one request out of the budget at `now` (epoch milliseconds). Null: it may pass. Otherwise the end of the
     * window for `X-RateLimit-Reset`, in UNIX seconds, rounded up so that it is never before the budget is back.
     */
    admit(now: number): number | null {
      if (limit === null) return null;
      // A clock that was set back opens a new window too, or the budget would stay away for as long.
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
