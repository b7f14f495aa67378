import { createRawSnippet } from 'svelte';
import { screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import VirtualRows from '../../renderer/components/VirtualRows.svelte';
import { show } from './show.ts';

// jsdom has no layout: the list is 640 pixels high.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(640);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1000);
});
afterEach(() => void vi.restoreAllMocks());

const row = createRawSnippet((index: () => number) => ({ render: () => `<span>row ${index()}</span>` }));

it('renders the visible rows, with their position in the list', async () => {
  const ranges: [number, number][] = [];
  show(VirtualRows, {
    count: 100_000,
    rowHeight: 32,
    label: 'Queue',
    row,
    keyOf: () => undefined,
    onRange: (first: number, last: number) => void ranges.push([first, last]),
  });
  const list = screen.getByRole('list', { name: 'Queue' });
  await waitFor(() => expect(screen.getAllByRole('listitem').length).toBeGreaterThan(20));
  expect(screen.getAllByRole('listitem').length).toBeLessThan(60);
  expect(list.style.height).toBe('3200000px');
  const [first] = screen.getAllByRole('listitem');
  expect([first?.getAttribute('aria-posinset'), first?.getAttribute('aria-setsize')]).toEqual([
    '1',
    '100000',
  ]);

  const viewport = screen.getByRole('region', { name: 'Queue' });
  viewport.scrollTop = 1_600_000;
  viewport.dispatchEvent(new Event('scroll'));
  await waitFor(() => expect(screen.getByText('row 50000')).toBeTruthy());
  expect(screen.queryByText('row 0')).toBeNull();
  const [from, to] = ranges.at(-1) ?? [0, 0];
  expect([from <= 50_000, to >= 50_019]).toEqual([true, true]);
});

it('shows nothing of an empty list', () => {
  const nothing = () => undefined;
  show(VirtualRows, { count: 0, rowHeight: 32, label: 'Queue', row, keyOf: nothing, onRange: nothing });
  expect(screen.queryAllByRole('listitem')).toEqual([]);
});

it('shows a row twice if two parts of the list, loaded one after the other, both have it', async () => {
  const ids = ['a', 'b', 'b', '3'];
  const keyOf = (index: number) => ids[index];
  show(VirtualRows, { count: 5, rowHeight: 32, label: 'Queue', row, keyOf, onRange: () => undefined });
  await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(5));
  expect(screen.getAllByRole('listitem').map((one) => one.textContent.trim())).toEqual(
    [0, 1, 2, 3, 4].map((index) => `row ${index}`),
  );
});
