import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateBudget, type Priority } from '../../main/clinic/budget/rate-budget.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';

const windowMs = 1_000;
const longestAnswerMs = 4_000;

/** One call, with its network delay and its handling by the service. */
const call = fc.record({
  /** Bursts, trickles, and pauses longer than a window. */
  pauseMs: fc.oneof(fc.constant(0), fc.nat(120), fc.constantFrom(windowMs - 1, windowMs, windowMs + 1)),
  priority: fc.constantFrom<Priority>('window', 'background', 'background'),
  /** To the service and back: the service counts a call when it arrives. */
  thereMs: fc.oneof(fc.constant(0), fc.nat(longestAnswerMs / 2)),
  backMs: fc.oneof(fc.constant(0), fc.nat(longestAnswerMs / 2)),
  blockMs: fc.option(fc.nat(2 * windowMs), { freq: 12 }),
});
const scene = {
  requests: fc.integer({ min: 1, max: 12 }),
  /** The start of the service's fixed windows, relative to our clock. */
  skewMs: fc.integer({ min: 0, max: windowMs - 1 }),
  calls: fc.array(call, { minLength: 10, maxLength: 80, size: 'max' }),
};

interface Grant {
  readonly priority: Priority;
  readonly at: number;
  readonly arrivesAt: number;
  readonly blockedUntil: number;
  /** Number of the window's calls that waited at that moment. */
  readonly windowWaits: number;
  readonly used: number;
  readonly usedByPerson: boolean;
}

/** Plays all events in order; promises of each moment settle before the next. */
async function run(
  requests: number,
  calls: readonly (typeof call extends fc.Arbitrary<infer T> ? T : never)[],
) {
  const clock = createFakeClock();
  const budget = createRateBudget(clock, { requests, windowMs });
  const { signal } = new AbortController();
  const grants: Grant[] = [];
  let windowWaits = 0;
  let personUntil = -Infinity;
  let blockedUntil = 0;
  const microtasks = () => new Promise((resolve) => setImmediate(resolve));
  const pass = async (ms: number): Promise<void> => {
    const until = clock.monotonic() + ms;
    await microtasks();
    for (let next = clock.untilNext(); next !== null; next = clock.untilNext()) {
      if (clock.monotonic() + next > until) break;
      clock.advance(next);
      await microtasks();
    }
    clock.advance(until - clock.monotonic());
  };
  for (const { pauseMs, priority, thereMs, backMs, blockMs } of calls) {
    await pass(pauseMs);
    if (blockMs !== null) {
      budget.block(blockMs);
      blockedUntil = Math.max(blockedUntil, clock.monotonic() + blockMs);
    }
    if (priority === 'window') {
      windowWaits += 1;
      personUntil = clock.monotonic() + windowMs;
    }
    void budget.reserve(priority, signal).then((answered) => {
      if (priority === 'window') windowWaits -= 1;
      const at = clock.monotonic();
      const { used } = budget.usage();
      const usedByPerson = at < personUntil;
      grants.push({
        priority,
        at,
        arrivesAt: at + thereMs,
        blockedUntil,
        windowWaits,
        used,
        usedByPerson,
      });
      clock.after(thereMs + backMs, answered);
    });
  }
  const begun = clock.monotonic();
  await pass((calls.length + 2) * (windowMs + longestAnswerMs));
  return { grants, begun, used: budget.usage().used, timers: clock.pending() };
}

/** The highest number of calls in any of these windows. */
const fullest = (times: readonly number[], starts: readonly number[]): number =>
  Math.max(0, ...starts.map((start) => times.filter((at) => at >= start && at < start + windowMs).length));

describe('the budget, measured where it counts', () => {
  it('never lets the service count more than the limit, in sliding or fixed windows', async () => {
    await fc.assert(
      fc.asyncProperty(scene.requests, scene.skewMs, scene.calls, async (requests, skewMs, calls) => {
        const { grants } = await run(requests, calls);
        const times = grants.map(({ arrivesAt }) => arrivesAt);
        expect(fullest(times, times)).toBeLessThanOrEqual(requests);
        const fixed = times.map((at) => Math.floor((at - skewMs) / windowMs) * windowMs + skewMs);
        expect(fullest(times, fixed)).toBeLessThanOrEqual(requests);
      }),
      { numRuns: 60 },
    );
  });

  it('prefers the window’s calls, keeps its share while it is used, and pauses while blocked', async () => {
    await fc.assert(
      fc.asyncProperty(scene.requests, scene.calls, async (requests, calls) => {
        const { grants } = await run(requests, calls);
        for (const grant of grants) {
          expect(grant.at).toBeGreaterThanOrEqual(grant.blockedUntil);
          if (grant.priority === 'window') continue;
          expect(grant.windowWaits).toBe(0);
          const reserve = grant.usedByPerson ? Math.ceil(requests * 0.2) : 1;
          expect(grant.used).toBeLessThanOrEqual(Math.max(1, requests - reserve));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('gives every caller a place in order, and leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(scene.requests, scene.calls, async (requests, calls) => {
        const { grants, used, timers } = await run(requests, calls);
        expect(grants).toHaveLength(calls.length);
        const asked = calls.filter(({ priority }) => priority === 'background').map(({ thereMs }) => thereMs);
        const got = grants.filter(({ priority }) => priority === 'background');
        expect(got.map(({ at, arrivesAt }) => arrivesAt - at)).toEqual(asked);
        expect([used, timers]).toEqual([0, 0]);
      }),
      { numRuns: 40 },
    );
  });
});
