import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import SuggestedPatients from '../../renderer/components/SuggestedPatients.svelte';
import { seenMs } from '../../renderer/state/desk-selection.svelte.ts';
import { toJane } from '../fixtures/views.ts';
import { show } from './show.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

/** The patients came on screen `ago` milliseconds ago. True if a key still chooses one of them. */
async function takes(ago: number, key: { key: string; repeat?: boolean }): Promise<boolean> {
  show(SuggestedPatients, {
    label: 'Recent',
    destinations: [toJane],
    isChoosing: false,
    takes: () => false as const,
    onChoose: () => undefined,
  });
  vi.advanceTimersByTime(ago);
  const button = await screen.findByRole('button', { name: /Jane Citizen/ });
  button.focus();
  // A browser presses a button by its key unless that is prevented.
  return fireEvent.keyDown(button, key);
}

it.each(['Enter', ' '])('the key “%s” chooses a patient once the names were on screen', async (key) => {
  expect(await takes(seenMs + 1, { key })).toBe(true);
});

it.each(['Enter', ' '])(
  'the key “%s” that came before they can have been read chooses no patient',
  async (key) => {
    expect(await takes(seenMs - 50, { key })).toBe(false);
  },
);

it.each(['Enter', ' '])('the key “%s” that is held down chooses no patient', async (key) => {
  expect(await takes(60_000, { key, repeat: true })).toBe(false);
});
