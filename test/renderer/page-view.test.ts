import { fireEvent, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { beforeEach, expect, it } from 'vitest';
import Paper from '../../renderer/components/Paper.svelte';
import { PageView } from '../../renderer/state/page-view.svelte.ts';
import { show } from './show.ts';

// As in a new window.
beforeEach(() => void (new PageView().zoom = 'width'));

const room = { width: 400, height: 300 };
const a4 = { width: 210, height: 297 };

it('a page is as wide as its place, also on its side', () => {
  const view = new PageView();
  expect(view.sizeIn(room, a4).width).toBe(400);
  expect(view.sizeIn(room, a4).height).toBeCloseTo((400 * 297) / 210);
  view.turn();
  expect(view.sizeIn(room, a4).width).toBe(400);
  expect(view.sizeIn(room, a4).height).toBeCloseTo((400 * 210) / 297);
  for (let turn = 0; turn < 3; turn += 1) view.turn();
  expect(view.turns).toBe(0);
});

it('a whole page fits its place in both directions, and is never enlarged for that', () => {
  const view = new PageView();
  view.zoom = 'whole';
  expect(view.sizeIn(room, a4).height).toBeCloseTo(300);
  view.turn();
  const { width, height } = view.sizeIn(room, a4);
  expect([width <= 400, height <= 300]).toEqual([true, true]);
  expect(view.sizeIn({ width: 100, height: 900 }, a4).width).toBe(100);
});

it('zooms in steps between a half and three times its width', () => {
  const view = new PageView();
  const widths = Array.from({ length: 6 }, () => {
    view.step(1);
    return view.sizeIn(room, a4).width;
  });
  expect(widths).toEqual([600, 800, 1200, 1200, 1200, 1200]);
  for (let step = 0; step < 9; step += 1) view.step(-1);
  expect(view.sizeIn(room, a4).width).toBe(200);
});

it('the next file keeps the zoom and no turn', () => {
  const view = new PageView();
  view.turn();
  view.zoom = 2;
  expect([new PageView().zoom, new PageView().turns]).toEqual([2, 0]);
});

it('keys zoom, turn and change the page; others pass', async () => {
  const view = new PageView();
  const pages: number[] = [];
  show(Paper, {
    name: 'letter.pdf',
    view,
    onPage: (by: 1 | -1) => void pages.push(by),
    picture: createRawSnippet<[{ onload: (event: Event) => void }]>(() => ({
      render: () => '<p>a page</p>',
    })),
  });
  const paper = screen.getByRole('region', { name: 'letter.pdf' });
  const press = (key: string, given = {}) => fireEvent.keyDown(paper, { key, ...given });
  await press('+', { shiftKey: true });
  expect(view.zoom).toBe(1.5);
  await press('-');
  expect(view.zoom).toBe(1);
  await press('0');
  expect(view.zoom).toBe('width');
  await press('r');
  expect(view.turns).toBe(1);
  await press('n');
  await press('p');
  expect(pages).toEqual([1, -1]);
  // Not prevented: the arrows scroll, and Ctrl+R belongs to the host.
  expect(await press('ArrowDown')).toBe(true);
  expect(await press('r', { ctrlKey: true })).toBe(true);
  expect(view.turns).toBe(1);
});
