import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateBudget, type Priority, type RateBudget } from '../../main/clinic/budget/rate-budget.ts';
import { createFakeClock, type FakeClock } from '../fakes/fake-clock.ts';
import { rejectionOf } from '../fixtures/error-of.ts';

const minute = 60_000;
const standard = { requests: 200, windowMs: minute };
const never = new AbortController().signal;

/** Lets promises settle without moving the clock. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Advances time callback by callback, so that each grant is seen at its moment. */
async function pass(clock: FakeClock, ms: number): Promise<void> {
  let left = ms;
  await settled();
  for (let next = clock.untilNext(); next !== null && next <= left; next = clock.untilNext()) {
    clock.advance(next);
    left -= next;
    await settled();
  }
  clock.advance(left);
  await settled();
}

/** Requests places and records the results. */
function caller(budget: RateBudget) {
  const granted: string[] = [];
  const answers: (() => void)[] = [];
  const ask = async (priority: Priority, name: string = priority, signal = never): Promise<void> => {
    const answered = await budget.reserve(priority, signal);
    granted.push(name);
    answers.push(answered);
  };
  return {
    granted,
    /** Ends all calls that have a place. */
    answerAll: () => {
      for (const answered of answers.splice(0)) answered();
    },
    ask,
    askOften: (priority: Priority, times: number): void => {
      for (let at = 0; at < times; at += 1) void ask(priority);
    },
  };
}

function start(limit = standard) {
  const clock = createFakeClock();
  const budget = createRateBudget(clock, limit);
  return { clock, budget, ...caller(budget) };
}

describe('the rate budget', () => {
  it('allows calls up to the limit, and more only a full window after the answers', async () => {
    const { clock, granted, askOften, answerAll, budget } = start();
    askOften('window', 205);
    await pass(clock, 5 * minute);
    expect(granted).toHaveLength(200);
    expect(budget.usage()).toEqual({ used: 200, limit: 200, windowMs: minute, blockedForMs: 0 });

    answerAll();
    await pass(clock, minute - 1);
    expect(granted).toHaveLength(200);
    await pass(clock, 1);
    expect(granted).toHaveLength(205);
    expect(budget.usage().used).toBe(5);
  });

  it('reserves one place for rounding errors while the window is not used', async () => {
    const { clock, granted, askOften, ask } = start();
    askOften('background', 300);
    await pass(clock, 5 * minute);
    expect(granted).toHaveLength(198);
    await ask('window');
    expect(granted).toHaveLength(199);
  });

  it('keeps 40 of 200 free for the window while a person uses it, and for a minute after', async () => {
    const { clock, granted, ask, askOften, answerAll } = start();
    await ask('window');
    askOften('background', 300);
    await settled();
    expect(granted).toHaveLength(159);
    await pass(clock, minute - 1);
    expect(granted).toHaveLength(159);
    // Without an answer, only the minute passes.
    await pass(clock, 1);
    expect(granted).toHaveLength(198);
    answerAll();
    await ask('window');
    expect(granted).toHaveLength(199);
    await pass(clock, minute);
    expect(granted).toHaveLength(302);
  });

  it('keeps a place free for a poll, so that the last files of a burst are verified at once', async () => {
    const { clock, granted, ask, askOften } = start();
    askOften('background', 300);
    await settled();
    expect(granted).toHaveLength(198);
    for (let at = 0; at < 4; at += 1) void ask('poll');
    await pass(clock, 30_000);
    expect(granted.slice(198)).toEqual(['poll', 'poll']);
  });

  it('prefers the window, and keeps the order of arrival', async () => {
    const { clock, granted, ask, answerAll } = start({ requests: 4, windowMs: 1000 });
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => ask('window', name)));
    void ask('background', 'first');
    void ask('background', 'second');
    void ask('window', 'clicked');
    void ask('window', 'clicked again');
    answerAll();
    await pass(clock, 1000);
    // One place is reserved from background calls, so the first of them waits for the next answers.
    expect(granted.slice(4)).toEqual(['clicked', 'clicked again', 'first']);
    answerAll();
    await pass(clock, 1000);
    expect(granted.slice(7)).toEqual(['second']);
  });

  it('works with a limit of one', async () => {
    const { granted, ask, answerAll, clock } = start({ requests: 1, windowMs: 1000 });
    await ask('background');
    void ask('background');
    answerAll();
    await pass(clock, 1000);
    expect(granted).toHaveLength(2);
  });

  it('allows no call while it is blocked (case 25)', async () => {
    const { clock, granted, ask, budget } = start();
    budget.block(5000);
    budget.block(1000);
    void ask('window');
    void ask('background');
    await pass(clock, 4999);
    expect(budget.usage().blockedForMs).toBe(1);
    expect(granted).toEqual([]);
    await pass(clock, 1);
    expect(granted).toEqual(['window', 'background']);
    expect(budget.usage().blockedForMs).toBe(0);
  });

  it('goes by durations, however the wall clock jumps (case 30)', async () => {
    const { clock, granted, ask, budget } = start();
    budget.block(1000);
    void ask('window');
    clock.jump(86_400_000);
    await pass(clock, 999);
    clock.jump(-2 * 86_400_000);
    expect(granted).toEqual([]);
    await pass(clock, 1);
    expect(granted).toEqual(['window']);
  });

  it('forgets a caller that gives up, and serves the next one', async () => {
    const { granted, ask, answerAll, clock, budget } = start({ requests: 1, windowMs: 1000 });
    await ask('window', 'first');
    const patience = new AbortController();
    const gaveUp = rejectionOf(ask('window', 'gives up', patience.signal));
    void ask('window', 'patient');
    patience.abort();
    expect((await gaveUp).code).toBe('aborted');
    answerAll();
    await pass(clock, 1000);
    expect(granted).toEqual(['first', 'patient']);
    expect(budget.usage().used).toBe(1);
  });

  it('leaves no timer behind when the last one gives up', async () => {
    const { ask, clock, budget } = start();
    budget.block(1000);
    const patience = new AbortController();
    const gaveUp = rejectionOf(ask('background', '', patience.signal));
    expect(clock.pending()).toBe(1);
    patience.abort();
    await gaveUp;
    expect(clock.pending()).toBe(0);
  });

  it('gives no place to a caller that gave up before asking', async () => {
    const { budget } = start();
    expect((await rejectionOf(budget.reserve('window', AbortSignal.abort()))).code).toBe('aborted');
    expect(budget.usage().used).toBe(0);
  });

  it('ignores an abort after the place was given, and a second answer', async () => {
    const { budget, clock } = start();
    const patience = new AbortController();
    const answered = await budget.reserve('window', patience.signal);
    patience.abort();
    answered();
    answered();
    expect(budget.usage().used).toBe(1);
    clock.advance(minute);
    expect(budget.usage().used).toBe(0);
  });
});

interface Drawn {
  readonly pauseMs: number;
  readonly priority: Priority;
  readonly answerMs: number;
  /** When the service counts the call between request and answer, in [0, 1]. */
  readonly countedAt: number;
  readonly givesUpMs: number | null;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  pauseMs: fc.oneof(fc.constant(0), fc.nat(700)),
  priority: fc.constantFrom('window', 'background'),
  answerMs: fc.oneof(fc.constant(0), fc.nat(2500)),
  countedAt: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  givesUpMs: fc.option(fc.nat(1500), { freq: 6 }),
});

describe('whatever the network does to the timing', () => {
  it('no window of the service ever exceeds the limit, and every caller gets a place', async () => {
    const windowMs = 1000;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 8 }),
        fc.array(drawn, { maxLength: 40 }),
        async (requests, calls) => {
          const clock = createFakeClock();
          const budget = createRateBudget(clock, { requests, windowMs });
          const counted: number[] = [];
          let gaveUp = 0;
          for (const call of calls) {
            await pass(clock, call.pauseMs);
            const patience = new AbortController();
            if (call.givesUpMs !== null) clock.after(call.givesUpMs, () => patience.abort());
            budget.reserve(call.priority, patience.signal).then(
              (answered) => {
                counted.push(clock.monotonic() + call.countedAt * call.answerMs);
                clock.after(call.answerMs, answered);
              },
              () => (gaveUp += 1),
            );
          }
          await pass(clock, calls.length * (windowMs + 2500) + windowMs);

          expect(counted.length + gaveUp).toBe(calls.length);
          expect(budget.usage().used).toBe(0);
          expect(clock.pending()).toBe(0);
          for (const first of counted) {
            const inWindow = counted.filter((at) => at >= first && at < first + windowMs);
            expect(inWindow.length).toBeLessThanOrEqual(requests);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('background calls never take the window’s share while it is used', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 5, max: 50 }),
        fc.array(fc.nat(900), { maxLength: 20 }),
        async (requests, pauses) => {
          const { clock, budget, ask, askOften, answerAll } = start({ requests, windowMs: 1000 });
          await ask('window');
          askOften('background', 100);
          for (const pauseMs of pauses) {
            await pass(clock, pauseMs);
            answerAll();
            await settled();
            const before = budget.usage().used;
            expect(before).toBeLessThanOrEqual(requests - 1);
            // A person returns: from now on new background calls leave a fifth free.
            if (before < requests - 1) await ask('window');
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
