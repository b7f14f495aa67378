import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import App from '../../renderer/App.svelte';
import Notices from '../../renderer/components/Notices.svelte';
import { assignJobs } from '../../renderer/state/assign-jobs.ts';
import { undoWithin } from '../../renderer/state/undo.ts';
import { createFakeBridge, ok } from '../fakes/fake-bridge.ts';
import { jobRow, statusOf, toJane } from '../fixtures/views.ts';
import { show } from './show.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settings = (holdSeconds: number) => ({
  'settings:read': () => ok(preferencesSchema.parse({ holdSeconds })),
  'jobs:assign': ({ ids }: { ids: readonly string[] }) =>
    ok(ids.map((id) => ({ id, error: null, outcome: 'assigned' as const })) as never),
  'jobs:takeBack': ({ ids }: { ids: readonly string[] }) =>
    ok(ids.map((id) => ({ id, error: null })) as never),
});

async function assigned(holdSeconds: number) {
  const shown = show(Notices, {}, settings(holdSeconds));
  const job = jobRow({ state: 'inbox' });
  const done = assignJobs(shown.core, [job], toJane);
  await vi.advanceTimersByTimeAsync(2000);
  await done;
  return { ...shown, job };
}
const undo = () => screen.queryByRole('button', { name: 'Undo' });

describe('after an assignment', () => {
  it('a notice with both identifiers takes the file back as long as its undo period lasts', async () => {
    const { bridge, job } = await assigned(30);
    expect(screen.getByRole('log').textContent).toMatch(/The file goes to.*Jane Citizen.*1980/s);
    const button = undo();
    if (button === null) throw new Error('no undo');
    await fireEvent.click(button);
    await vi.advanceTimersByTimeAsync(1000);
    expect(bridge.asked.at(-1)).toEqual({ name: 'jobs:takeBack', input: { ids: [job.id] } });
    expect(screen.getByRole('log').textContent).toContain('Undone.');
  });

  it('ends with the undo period', async () => {
    await assigned(30);
    await vi.advanceTimersByTimeAsync(26_000);
    expect(undo()).toBeTruthy();
    await vi.advanceTimersByTimeAsync(4500);
    expect(undo()).toBeNull();
  });

  it('is not offered where the settings leave no undo period', async () => {
    await assigned(0);
    expect(screen.getByRole('log').textContent).toContain('The file goes to');
    expect(undo()).toBeNull();
  });
});

it('is not offered for no file', async () => {
  const { core } = show(Notices, {}, settings(30));
  const offered = undoWithin(core, 'jobs:undoRefile', []);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await offered).toBeNull();
});

it('Ctrl+Z undoes the newest act that a notice offers to undo, and typing in a box', async () => {
  vi.stubGlobal('matchMedia', () => new EventTarget());
  const bridge = createFakeBridge({});
  render(App, { props: { bridge } });
  bridge.setLink(true);
  bridge.tell('status:changed', statusOf({}));
  await vi.advanceTimersByTimeAsync(0);
  const press = (target: Element) => fireEvent.keyDown(target, { key: 'z', ctrlKey: true });
  // Without such a notice the key does nothing.
  await press(document.body);
  await fireEvent.click(screen.getByRole('button', { name: /^Find/ }));
  await vi.advanceTimersByTimeAsync(0);
  expect(await press(screen.getByRole('combobox'))).toBe(true);
  expect(await press(document.body)).toBe(false);
  vi.unstubAllGlobals();
});
