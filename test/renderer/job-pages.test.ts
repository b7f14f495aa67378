import { expect, it } from 'vitest';
import { Core } from '../../renderer/state/core.svelte.ts';
import { JobPages } from '../../renderer/state/job-pages.svelte.ts';
import type { RequestOutput } from '../../preload/contract/requests.ts';
import type { Result } from '../../preload/contract/errors.ts';
import { createFakeBridge, ok, refused } from '../fakes/fake-bridge.ts';
import { jobRow } from '../fixtures/views.ts';

type Page = Result<RequestOutput<'jobs:page'>>;

/** Pages of a queue of a hundred thousand, answered when the test says so. */
function queue() {
  const waiting: { page: number; answer: (given?: Page) => void }[] = [];
  const bridge = createFakeBridge({
    'jobs:page': ({ offset }) =>
      new Promise((resolve) => {
        const rows = [jobRow({ name: `row ${offset}` })];
        const answer = (given: Page = ok({ rows, total: 100_000, revision: 1 })): void => resolve(given);
        waiting.push({ page: offset / 100, answer });
      }),
  });
  const pages = new JobPages(new Core(bridge), 'queue');
  return {
    pages,
    asked: () => waiting.map(({ page }) => page),
    answer: (page: number, given?: Page) => waiting.findLast((one) => one.page === page)?.answer(given),
  };
}

it('does not load pages that were scrolled away before', async () => {
  const { pages, asked, answer } = queue();
  pages.refresh(1);
  for (let first = 0; first < 90_000; first += 300) pages.show(first, first + 30);
  expect(asked()).toEqual([0, 3]);
  answer(0);
  await expect.poll(asked).toEqual([0, 3, 897]);
  answer(897);
  answer(3);
  await expect.poll(() => pages.row(89_700)?.name).toBe('row 89700');
  expect(pages.row(0)).toBeUndefined();
  expect(asked()).toHaveLength(3);
});

it('reloads the visible pages when the revision changes, even during a request', async () => {
  const { pages, asked, answer } = queue();
  pages.refresh(1);
  pages.refresh(2);
  expect(asked()).toEqual([0]);
  answer(0);
  await expect.poll(asked).toEqual([0, 0]);
  answer(0);
  await expect.poll(() => pages.isLoaded).toBe(true);
  pages.refresh(2);
  expect(asked()).toEqual([0, 0]);
});

it('asks again after a lost answer', async () => {
  const { pages, asked, answer } = queue();
  pages.refresh(1);
  answer(0, refused('network-unreachable'));
  await expect
    .poll(() => {
      // As at each status event.
      pages.refresh(1);
      return asked();
    })
    .toEqual([0, 0]);
  expect(pages.isLoaded).toBe(false);
  answer(0);
  await expect.poll(() => [pages.isLoaded, pages.total]).toEqual([true, 100_000]);
});
