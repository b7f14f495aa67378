import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Status } from '../../preload/contract/views.ts';
import TopBar from '../../renderer/components/TopBar.svelte';
import { statusOf, toJane } from '../fixtures/views.ts';
import { show } from './show.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function bar(status: Partial<Status>) {
  const shown = show(TopBar, {});
  shown.bridge.setLink(true);
  shown.bridge.tell('status:changed', statusOf(status));
  await vi.advanceTimersByTimeAsync(0);
  return shown;
}
const armed = (remainingMs: number): Partial<Status> => ({ active: { destination: toJane, remainingMs } });

it('counts down to zero, and uses the core’s value when it comes', async () => {
  const { bridge } = await bar(armed(62_000));
  expect(screen.getByText('Ends in 1:02')).toBeTruthy();
  await vi.advanceTimersByTimeAsync(3000);
  expect(screen.getByText('Ends in 0:59')).toBeTruthy();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(screen.getByText('Ends in 0:00')).toBeTruthy();
  bridge.tell('status:changed', statusOf(armed(600_000)));
  await vi.advanceTimersByTimeAsync(0);
  expect(screen.getByText('Ends in 10:00')).toBeTruthy();
});

it('announces a change of the patient, and does not read out the seconds', async () => {
  await bar(armed(60_000));
  const live = screen.getByText('Jane Citizen').closest('[aria-live]');
  expect(live?.getAttribute('aria-live')).toBe('polite');
  expect(live?.textContent).toMatch(/Scans go to.*Jane Citizen.*1980.*#1968645883121643170/s);
  expect(screen.getByText('Ends in 1:00').closest('[aria-live], [role="status"]')).toBeNull();
});

it.each<[string, Partial<Status>, RegExp]>([
  ['offline', { connection: 'offline' }, /Offline/],
  ['a rejected key', { connection: 'key-rejected' }, /Key rejected/],
  ['the queue paused by the key', { pausedBy: ['key'] }, /Key rejected/],
  ['paused by a person', { pausedBy: ['person'] }, /Paused/],
  ['the rate limit', { rate: { used: 200, limit: 200, blockedForMs: 9000 } }, /Limit reached/],
])('says in words: %s', async (_name, status, words) => {
  await bar(status);
  expect(screen.getByRole('status').textContent).toMatch(words);
  expect(screen.getByText('No patient selected.')).toBeTruthy();
});

it('says that the connection to the core is lost', async () => {
  const { bridge } = await bar({});
  expect(screen.getByRole('status').textContent).not.toContain('Reconnecting');
  bridge.setLink(false);
  await vi.advanceTimersByTimeAsync(0);
  expect(screen.getByRole('status').textContent).toContain('Reconnecting');
});

it('finishes the selection by a press', async () => {
  const { bridge } = await bar(armed(60_000));
  await fireEvent.click(screen.getByRole('button', { name: 'Finish' }));
  expect(bridge.asked.at(-1)).toEqual({ name: 'destination:disarm', input: null });
});
