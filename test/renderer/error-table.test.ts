import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { retryTemporary } from '../../main/base/retry-temporary.ts';
import { recovery } from '../../main/jobs/retry-policy.ts';
import { type ErrorCode, errorCodeSchema } from '../../preload/contract/errors.ts';
import { words } from '../../preload/words/current.ts';
import { actErrorText, errorText, retriedText } from '../../preload/words/text.ts';
import { Asked } from '../../renderer/state/asked.svelte.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { ok, refused } from '../fakes/fake-bridge.ts';

/** The rows of the table that people read. */
const rows = readFileSync('docs/reference/errors.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, code, said, queue, promise, act, search, command] =
      /^\| `([^`]+)` \| (.*) \| (.*) \| (.*) \| (.*) \| (.*) \| (.*) \|$/.exec(line) ?? [];
    const known = errorCodeSchema.safeParse(code);
    return known.success ? [{ code: known.data, said, queue, promise, act, search, command }] : [];
  });

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const bare = (code: ErrorCode) => ({ code, detail: null });

describe('the table of errors', () => {
  it('has every error once', () => {
    expect(rows.map(({ code }) => code)).toEqual(errorCodeSchema.options);
  });

  it.each(rows)('is true of $code', async ({ code, said, queue, promise, act, search, command }) => {
    const text = errorText(bare(code));
    expect(text.startsWith(said ?? '?')).toBe(true);

    // A waiting file is promised another try exactly if it gets one.
    const { kind } = recovery(new ChartdropError(code), {
      tries: 0,
      random: 0.5,
      untilReset: 1,
      isKept: false,
      isReached: false,
    });
    expect(kind === 'later').toBe(queue?.startsWith('again'));
    if (kind === 'later') expect(promise).toBe('yes');
    if (kind === 'fail') expect(promise).toBe('no');
    expect(retriedText(bare(code)) === text).toBe(promise === 'no');

    // An act is never repeated, so its error promises nothing.
    expect(actErrorText(bare(code))).not.toContain(words().faults.retried);
    expect(actErrorText(bare(code)) !== text).toBe(act?.includes('Try again in a moment') ?? false);

    let asks = 0;
    const asked = new Asked(
      () => {
        asks += 1;
        return Promise.resolve(asks === 1 ? refused(code) : ok('found'));
      },
      { retries: true },
    );
    asked.put('question');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asks).toBe(search === 'no' ? 1 : 2);
    asked.stop();

    const clock = createFakeClock();
    const work = vi.fn().mockRejectedValueOnce(new ChartdropError(code)).mockResolvedValue('done');
    const { signal } = new AbortController();
    const running = retryTemporary(work, { clock, forMs: 60_000, signal }).catch(() => 'ended');
    await clock.advanceAsync(2_000);
    expect(await running).toBe(command === 'ends' ? 'ended' : 'done');
  });
});
