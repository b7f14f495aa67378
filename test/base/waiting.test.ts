import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { retryTemporary } from '../../main/base/retry-temporary.ts';
import { within } from '../../main/base/within.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';

const never = new AbortController().signal;

describe('a promise within a time', () => {
  it('is in time, or late', async () => {
    const clock = createFakeClock();
    expect(await within(Promise.resolve(), { clock, ms: 100, signal: never })).toBe(true);
    const late = within(new Promise(() => undefined), { clock, ms: 100, signal: never });
    clock.advance(100);
    expect(await late).toBe(false);
    expect(clock.pending()).toBe(0);
  });

  it('is given up at an abort, and rejects like the promise', async () => {
    const clock = createFakeClock();
    const end = new AbortController();
    const waiting = within(new Promise(() => undefined), { clock, ms: 100, signal: end.signal });
    end.abort();
    expect(await waiting).toBe(false);
    const aborted = { clock, ms: 100, signal: end.signal };
    expect(await within(new Promise(() => undefined), aborted)).toBe(false);
    const failed = within(Promise.reject(new ChartdropError('aborted')), { clock, ms: 100, signal: never });
    await expect(failed).rejects.toMatchObject({ code: 'aborted' });
    expect(clock.pending()).toBe(0);
  });
});

describe('work with temporary errors', () => {
  /** Work that always fails with these codes, the last one again and again. */
  const failing = (...codes: ('network-timeout' | 'permission-denied')[]) => {
    let calls = 0;
    return {
      calls: () => calls,
      work: () => {
        const code = codes[Math.min(calls, codes.length - 1)] ?? 'network-timeout';
        calls += 1;
        return Promise.reject(new ChartdropError(code));
      },
    };
  };

  it('is repeated for a time, then throws the last error', async () => {
    const clock = createFakeClock();
    const { work, calls } = failing('network-timeout');
    const running = retryTemporary(work, { clock, forMs: 60_000, signal: never });
    const ended = expect(running).rejects.toMatchObject({ code: 'network-timeout' });
    await clock.advanceAsync(61_000);
    await ended;
    // At 0, 1, 3, 7, 15, 30, 45 and 60 seconds.
    expect(calls()).toBe(8);
  });

  it('is not repeated for an error that needs a person, without time, or after an abort', async () => {
    const clock = createFakeClock();
    const refused = failing('permission-denied');
    await expect(retryTemporary(refused.work, { clock, forMs: 60_000, signal: never })).rejects.toThrow();
    const hurried = failing('network-timeout');
    await expect(retryTemporary(hurried.work, { clock, forMs: 0, signal: never })).rejects.toThrow();
    const stopped = { clock, forMs: 60_000, signal: AbortSignal.abort() };
    await expect(retryTemporary(hurried.work, stopped)).rejects.toThrow();
    expect([refused.calls(), hurried.calls()]).toEqual([1, 2]);
  });
});
