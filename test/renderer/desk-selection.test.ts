import { expect, it } from 'vitest';
import { jobIdSchema } from '../../preload/contract/ids.ts';
import type { JobView } from '../../preload/contract/views.ts';
import { Core } from '../../renderer/state/core.svelte.ts';
import { deskKey } from '../../renderer/state/desk-keys.ts';
import { DeskSelection, mostSelected } from '../../renderer/state/desk-selection.svelte.ts';
import { JobPages } from '../../renderer/state/job-pages.svelte.ts';
import { createFakeBridge, ok } from '../fakes/fake-bridge.ts';
import { jobRow } from '../fixtures/views.ts';

const idOf = (at: number) => jobIdSchema.parse(`0b0e8a0e-7f0c-4f0a-9d7a-${String(at).padStart(12, '0')}`);
const row = (at: number, given: Partial<JobView> = {}): JobView =>
  jobRow({ id: idOf(at), name: `${at}.pdf`, state: 'inbox', ...given });

/** A list of the desk, loaded; `change` replaces its rows and loads it again. */
async function desk(count: number) {
  let answer: Promise<unknown> = Promise.resolve();
  let rows = Array.from({ length: count }, (_, at) => row(at));
  const bridge = createFakeBridge({
    async 'jobs:page'({ offset, limit }) {
      await answer;
      return ok({ rows: rows.slice(offset, offset + limit), total: rows.length, revision: 1 });
    },
  });
  const pages = new JobPages(new Core(bridge), 'day');
  const selection = new DeskSelection(() => pages);
  let revision = 0;
  const load = async (): Promise<void> => {
    const before = pages.answers;
    pages.refresh((revision += 1));
    await expect.poll(() => pages.answers).toBeGreaterThan(before);
    selection.follow();
  };
  await load();
  const change = async (next: JobView[]): Promise<void> => {
    rows = next;
    await load();
  };
  const names = () => selection.records.map(({ name }) => name);
  /** Answers only after this. */
  const wait = (until: Promise<unknown>): void => void (answer = until);
  return { pages, selection, change, names, wait, rows: () => rows };
}

it('begins with the first row, and extends a range from the last single choice', async () => {
  const { selection, names } = await desk(10);
  expect(names()).toEqual(['0.pdf']);
  selection.select(4);
  await selection.extend(6);
  expect(names()).toEqual(['4.pdf', '5.pdf', '6.pdf']);
  await selection.extend(2);
  expect(names()).toEqual(['2.pdf', '3.pdf', '4.pdf']);
  selection.toggle(8);
  expect(names()).toEqual(['2.pdf', '3.pdf', '4.pdf', '8.pdf']);
  selection.toggle(3);
  expect(names()).toEqual(['2.pdf', '4.pdf', '8.pdf']);
});

it('selects all, also what is not loaded, and says when that is not all', async () => {
  const few = await desk(250);
  expect(await few.selection.selectAll()).toBe(true);
  expect(few.names()).toHaveLength(250);
  const many = await desk(mostSelected + 1);
  expect(await many.selection.selectAll()).toBe(false);
  expect(many.names()).toHaveLength(mostSelected);
});

it('keeps its files while rows come and go around them', async () => {
  const { selection, change, names, rows } = await desk(5);
  selection.select(2);
  await change([row(100), row(101), ...rows()]);
  expect([names(), selection.index]).toEqual([['2.pdf'], 4]);
  await selection.extend(5);
  expect(names()).toEqual(['2.pdf', '3.pdf']);
  selection.select(4);
  await change(rows().filter(({ id }) => id !== idOf(2)));
  // It left the list: the row in its place is next.
  expect(names()).toEqual(['3.pdf']);
  await change([]);
  expect([names(), selection.current]).toEqual([[], null]);
});

it('selects the next file that needs a person after a decision, or else follows the decided one', async () => {
  const { selection, change, names, rows } = await desk(3);
  selection.decided();
  const [first, ...others] = rows();
  const sent: JobView = { ...(first as JobView), state: 'uploading' };
  await change([...others, sent]);
  expect(names()).toEqual(['1.pdf']);
  const [next, last] = others as [JobView, JobView];
  await change([{ ...next, state: 'filed' }, last, sent]);
  expect(names()).toEqual(['1.pdf']);
});

it('understands the keys of a list', () => {
  const press = (key: string, given: Partial<KeyboardEvent> = {}) =>
    deskKey(
      {
        key,
        shiftKey: false,
        ctrlKey: false,
        metaKey: false,
        altKey: false,
        isComposing: false,
        repeat: false,
        ...given,
      },
      { index: 5, total: 20 },
    );
  expect(press('ArrowDown')).toEqual({ kind: 'go', index: 6 });
  expect(press('ArrowUp', { shiftKey: true })).toEqual({ kind: 'extend', index: 4 });
  expect([press('Home'), press('End'), press('PageUp')]).toEqual([
    { kind: 'go', index: 0 },
    { kind: 'go', index: 19 },
    { kind: 'go', index: 0 },
  ]);
  expect(press('a', { metaKey: true })).toEqual({ kind: 'all' });
  expect([press('Enter'), press('Delete')]).toEqual([{ kind: 'decide' }, { kind: 'dismiss' }]);
  expect([press('Enter', { repeat: true }), press('Delete', { repeat: true })]).toEqual([null, null]);
  expect([press('x'), press('7'), press('é')]).toEqual([
    { kind: 'search' },
    { kind: 'search' },
    { kind: 'search' },
  ]);
  const others = [
    press('ArrowDown', { altKey: true }),
    press('b', { ctrlKey: true }),
    press('x', { altKey: true }),
  ];
  expect([...others, press('.'), press(' ')]).toEqual([null, null, null, null, null]);
});

it('keeps the row that a person chose while all rows were still being loaded', async () => {
  const { selection, names, wait } = await desk(1000);
  const loaded = Promise.withResolvers<null>();
  wait(loaded.promise);
  const all = selection.selectAll();
  selection.select(5);
  loaded.resolve(null);
  await all;
  expect(names()).toEqual(['5.pdf']);
  await selection.selectAll();
  expect(names()).toHaveLength(1000);
});
