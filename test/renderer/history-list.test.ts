import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { auditEntrySchema, type AuditEntry } from '../../preload/contract/history.ts';
import { Core } from '../../renderer/state/core.svelte.ts';
import { HistoryList } from '../../renderer/state/history-list.svelte.ts';
import { createFakeBridge, ok, refused } from '../fakes/fake-bridge.ts';

const entry = (seq: number): AuditEntry =>
  auditEntrySchema.parse({
    seq,
    at: seq,
    kind: 'job-filed',
    jobId: null,
    patientId: '7',
    caseId: null,
    attachmentId: null,
    apiUser: null,
    osUser: 'desk',
    station: 'pc',
    detail: { patient: 'Jane Citizen' },
  });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** 20,000 entries, read 5,000 at a time, of which only the oldest matches the word. */
function history() {
  const bridge = createFakeBridge({
    'history:page': ({ after, search }) => {
      if (search === '') return ok({ rows: [entry(20_000)], next: null });
      const before = (after?.before ?? 20_001) - 5000;
      const next = { part: 'parts' as const, before, indexedTo: 20_000 };
      return before <= 1 ? ok({ rows: [entry(1)], next: null }) : ok({ rows: [], next });
    },
  });
  const list = new HistoryList(new Core(bridge));
  return { list, bridge, asked: () => bridge.asked.map(({ input }) => (input as { search: string }).search) };
}

it('asks once a word is typed, and not at each key', async () => {
  const { list, asked } = history();
  await vi.advanceTimersByTimeAsync(300);
  for (const text of ['j', 'ja', 'jan', 'jane']) {
    list.type(text);
    await vi.advanceTimersByTimeAsync(140);
  }
  expect(asked()).toEqual(['']);
  await vi.advanceTimersByTimeAsync(300);
  expect(new Set(asked())).toEqual(new Set(['', 'jane']));
});

it('continues through thousands of entries until one matches', async () => {
  const { list } = history();
  await vi.advanceTimersByTimeAsync(300);
  list.type('jane');
  expect(list.rows).toBeNull();
  await vi.advanceTimersByTimeAsync(2000);
  expect(list.rows?.map(({ seq }) => seq)).toEqual([1]);
  expect(list.hasMore).toBe(false);
});

it('searches until a page is full, tells its progress, and continues for another page when asked', async () => {
  const bridge = createFakeBridge({
    'history:page': ({ after, search }) => {
      const before = (after?.before ?? 1001) - 40;
      const rows = Array.from({ length: search === '' ? 1 : 40 }, (_, at) => entry(before + 40 - at));
      return ok({ rows, next: { part: 'parts', before, indexedTo: 1000 } });
    },
  });
  const list = new HistoryList(new Core(bridge));
  await vi.advanceTimersByTimeAsync(300);
  list.type('jane');
  await vi.advanceTimersByTimeAsync(2000);
  expect(list.rows).toHaveLength(120);
  expect(list.progress).toBeCloseTo(0.12, 2);
  expect(list.hasMore).toBe(true);
  void list.more();
  await vi.advanceTimersByTimeAsync(2000);
  expect(list.rows).toHaveLength(240);
});

it('shows no entry of an earlier word', async () => {
  const { list } = history();
  await vi.advanceTimersByTimeAsync(300);
  expect(list.rows).toHaveLength(1);
  list.type('jane');
  expect(list.rows).toBeNull();
  list.type('');
  expect(list.rows?.map(({ seq }) => seq)).toEqual([20_000]);
});

it('reports a failed search, and continues it', async () => {
  let isDown = true;
  const bridge = createFakeBridge({
    'history:page': () => (isDown ? refused('unexpected') : ok({ rows: [entry(3)], next: null })),
  });
  const list = new HistoryList(new Core(bridge));
  await vi.advanceTimersByTimeAsync(300);
  expect(list.failure?.code).toBe('unexpected');
  isDown = false;
  list.tryAgain();
  await vi.advanceTimersByTimeAsync(300);
  expect(list.rows).toHaveLength(1);
});
