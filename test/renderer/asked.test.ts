import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Result } from '../../preload/contract/errors.ts';
import { Asked } from '../../renderer/state/asked.svelte.ts';
import { ok, refused } from '../fakes/fake-bridge.ts';

/** A list whose answers the test triggers. */
function asked(options: { pauseMs?: number; retries?: boolean } = {}) {
  const waiting: { question: string; answer: (given: Result<string>) => void }[] = [];
  const list = new Asked<string, string>(
    (question) => new Promise((resolve) => waiting.push({ question, answer: resolve })),
    options,
  );
  const answer = async (question: string, given: Result<string> = ok(`answer to ${question}`)) => {
    waiting.findLast((one) => one.question === question)?.answer(given);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { list, answer, questions: () => waiting.map(({ question }) => question) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('has no current answer from the moment another question is asked', async () => {
  const { list, answer } = asked();
  list.put('li');
  await answer('li');
  expect(list.current).toBe('answer to li');
  list.put('li, wei');
  expect([list.current, list.isInert, list.isAwaited]).toEqual([null, true, true]);
  expect(list.shown).toEqual({ question: 'li', value: 'answer to li' });
  await answer('li, wei');
  expect([list.current, list.isInert, list.isAwaited]).toEqual(['answer to li, wei', false, false]);
});

it('drops an answer that comes after a newer question', async () => {
  const { list, answer } = asked();
  list.put('li');
  list.put('wei');
  await answer('wei');
  await answer('li');
  expect(list.current).toBe('answer to wei');
});

it('uses the existing answer when a person returns to its question', async () => {
  const { list, answer, questions } = asked();
  list.put('li');
  await answer('li');
  list.put('lin');
  list.put('li');
  expect([list.current, list.isAwaited]).toEqual(['answer to li', false]);
  expect(questions()).toEqual(['li', 'lin']);
});

it('asks once a person pauses, and not at each key', async () => {
  const { list, questions } = asked({ pauseMs: 200 });
  for (const text of ['l', 'li', 'li,']) {
    list.put(text);
    await vi.advanceTimersByTimeAsync(140);
  }
  expect(questions()).toEqual([]);
  await vi.advanceTimersByTimeAsync(60);
  expect(questions()).toEqual(['li,']);
});

it('reports a failure of that question, and asks again when it is repeated', async () => {
  const { list, answer, questions } = asked();
  list.put('li');
  await answer('li', refused('network-unreachable'));
  expect([list.current, list.failure?.code]).toEqual([null, 'network-unreachable']);
  list.put('wei');
  expect(list.failure).toBeNull();
  list.put('li');
  await answer('li');
  expect(list.current).toBe('answer to li');
  expect(questions()).toEqual(['li', 'wei', 'li']);
});

it('returns null to waiting callers when another question is asked', async () => {
  const { list, answer } = asked();
  list.put('li');
  const settled = list.settled();
  list.put('wei');
  expect(await settled).toBeNull();
  const next = list.settled();
  await answer('wei');
  expect(await next).toBe('answer to wei');
});

it('holds an answer back while frozen, and drops it if the question changed', async () => {
  const { list, answer } = asked();
  list.put('li');
  list.hold();
  await answer('li');
  expect([list.current, list.isAwaited]).toEqual([null, true]);
  list.release();
  expect(list.current).toBe('answer to li');
  list.put('wei');
  list.hold();
  await answer('wei');
  list.put('jane');
  list.release();
  expect(list.current).toBeNull();
});

it('serves the existing answer while the same question is repeated, unless told not to', async () => {
  const { list, answer } = asked();
  list.put('li');
  await answer('li');
  list.again({ keep: true });
  expect([list.current, list.isAwaited]).toEqual(['answer to li', true]);
  await answer('li', ok('newer'));
  expect(list.current).toBe('newer');
  list.again({ keep: false });
  expect(list.current).toBeNull();
});

it('drops the next page of an answer that is no longer current', async () => {
  const { list, answer } = asked();
  list.put('li');
  await answer('li');
  const page = Promise.withResolvers<Result<string>>();
  const extended = list.extend(() => page.promise);
  expect(list.isExtending).toBe(true);
  list.put('wei');
  await answer('wei');
  page.resolve(ok('answer to li, page 2'));
  await extended;
  expect([list.current, list.isExtending]).toEqual(['answer to wei', false]);
});

it('retries a temporary failure with growing pauses while the question stands, and says why until then', async () => {
  const { list, answer, questions } = asked({ retries: true });
  list.put('li');
  await answer('li', refused('service-error'));
  expect([list.failure?.code, list.isRetrying]).toEqual(['service-error', true]);
  await vi.advanceTimersByTimeAsync(1250);
  expect(questions()).toHaveLength(2);
  await answer('li', refused('network-timeout'));
  await vi.advanceTimersByTimeAsync(1499);
  expect(questions()).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1001);
  expect([questions().length, list.failure?.code]).toEqual([3, 'network-timeout']);
  await answer('li');
  expect([list.current, list.failure, list.isRetrying]).toEqual(['answer to li', null, false]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(questions()).toHaveLength(3);
});

it('does not retry a question that changed, was closed, or was refused', async () => {
  const { list, answer, questions } = asked({ retries: true });
  list.put('li');
  await answer('li', refused('service-error'));
  list.put('wei');
  await answer('wei', refused('permission-denied'));
  expect(list.isRetrying).toBe(false);
  list.put('jane');
  await answer('jane', refused('service-error'));
  list.put(null);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(questions()).toEqual(['li', 'wei', 'jane']);
});

it('retries at once when the connection returns, and drops the answer to the try before', async () => {
  const { list, answer, questions } = asked({ retries: true });
  list.put('li');
  list.resume();
  expect(questions()).toHaveLength(1);
  await answer('li', refused('network-unreachable'));
  list.resume();
  expect(questions()).toHaveLength(2);
  await answer('li');
  expect(list.current).toBe('answer to li');
  list.resume();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(questions()).toHaveLength(2);
});
