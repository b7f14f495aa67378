import { fireEvent, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { JobView, PageView } from '../../preload/contract/views.ts';
import DeskFile from '../../renderer/components/DeskFile.svelte';
import { pageText } from '../../renderer/state/desk-row.ts';
import { SeenFor } from '../../renderer/state/seen-for.ts';
import { ok } from '../fakes/fake-bridge.ts';
import { jane, jobRow, toJane, wei } from '../fixtures/views.ts';
import { heldClock } from './held-clock.ts';
import { show } from './show.ts';

const line = {
  page: 1,
  text: 'RE: Wei Li, DOB 9 Sep 1975',
  box: { left: 0.1, top: 0.1, width: 0.4, height: 0.02 },
};
const page: PageView = {
  said: 'names-another',
  named: [{ patient: wei, line }],
  chosen: toJane,
  isFiled: false,
};
const asked = (given: Partial<JobView> = {}): JobView =>
  jobRow({
    ...{ state: 'inbox', reason: 'page-names-another', destination: null, candidates: [toJane], page },
    ...given,
  });

/** The pane of a file whose page names another patient. Its text file needs no picture of the line. */
function pane(given: Partial<JobView> = {}) {
  const job = asked(given);
  const decided = vi.fn();
  const { bridge } = show(
    DeskFile,
    { job, mayDecide: () => true, onDecided: decided, onDoubted: () => undefined, onAsk: () => undefined },
    {
      'jobs:assign': ({ ids }) => ok(ids.map((id) => ({ id, error: null, outcome: 'assigned' as const }))),
      'jobs:dismiss': ({ ids }) => ok(ids.map((id) => ({ id, error: null }))),
      'destination:recent': () => ok([]),
    },
  );
  const acts = () => bridge.asked.filter(({ name }) => name === 'jobs:assign' || name === 'jobs:dismiss');
  return { acts, decided };
}
const clock = heldClock();
const looked = (): void => clock.pass(450);

describe('a page that names another patient', () => {
  it('shows its line and both patients with two identifiers, and files with the one on the page first', async () => {
    const { acts } = pane();
    const first = await screen.findByRole('button', { name: /^File with Wei Li.*1975 · #\d+/ });
    expect(first.classList).toContain('primary');
    expect(screen.getByText('The page says: “RE: Wei Li, DOB 9 Sep 1975”')).toBeTruthy();
    expect(screen.getByRole('button', { name: /^File with Jane Citizen.*1980 · #\d+ anyway/ })).toBeTruthy();
    looked();
    await fireEvent.click(first);
    await expect.poll(acts).toMatchObject([{ input: { patientId: wei.id, acceptPage: false } }]);
  });

  it('takes a press only once both patients were on screen for 400 ms', async () => {
    const { acts } = pane();
    const first = await screen.findByRole('button', { name: /^File with Wei Li/ });
    await fireEvent.click(first);
    looked();
    expect(acts()).toEqual([]);
    await fireEvent.click(first);
    await expect.poll(acts).toHaveLength(1);
  });

  it('files nothing by a key that repeats', async () => {
    pane();
    const first = await screen.findByRole('button', { name: /^File with Wei Li/ });
    looked();
    expect(await fireEvent.keyDown(first, { key: 'Enter', repeat: true })).toBe(false);
  });

  it('is filed as chosen if a person says so', async () => {
    const { acts } = pane();
    const anyway = await screen.findByRole('button', { name: /anyway$/ });
    looked();
    await fireEvent.click(anyway);
    await expect.poll(acts).toMatchObject([{ input: { patientId: jane.id, acceptPage: true } }]);
  });

  it('of a filed file is moved, or stays where it is', async () => {
    const { acts, decided } = pane({ page: { ...page, isFiled: true } });
    expect(await screen.findByRole('button', { name: /^Move to Wei Li/ })).toBeTruthy();
    looked();
    await fireEvent.click(screen.getByRole('button', { name: /^Leave with Jane Citizen/ }));
    await expect.poll(acts).toMatchObject([{ name: 'jobs:dismiss' }]);
    await expect.poll(() => decided.mock.calls.length).toBe(1);
  });
});

it('proposes the patient on the page for a file without one', async () => {
  const suggests: PageView = { said: 'suggests', named: [{ patient: wei, line }] };
  const { acts } = pane({ reason: 'nobody-armed', candidates: [], page: suggests });
  const first = await screen.findByRole('button', { name: /^File with Wei Li/ });
  expect(screen.getByText('The page says: “RE: Wei Li, DOB 9 Sep 1975”')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /anyway$/ })).toBeNull();
  await fireEvent.click(first);
  looked();
  expect(acts()).toEqual([]);
  await fireEvent.click(first);
  await expect.poll(acts).toMatchObject([{ input: { patientId: wei.id, acceptPage: false } }]);
});

it.each([
  ['filed', { said: 'agrees', line }, 'The page names this patient'],
  ['filed', { said: 'unread' }, 'Not read yet'],
  ['held', { said: 'unread' }, 'Not read yet'],
  ['filed', { said: 'unreadable' }, 'The page could not be read.'],
  ['filed', { said: 'nothing' }, null],
  ['inbox', { said: 'unread' }, null],
  ['filed', null, null],
  ['inbox', page, null],
  ['uploading', page, 'The page names another patient.'],
  ['filed', page, null],
] as const)('a %s file whose page says %o says %j', (state, said, text) => {
  expect(pageText({ state, page: said, acts: [] })).toBe(text);
});

it('a filed file whose move is not proposed yet says so', () => {
  expect(pageText({ state: 'filed', page, acts: ['refile'] })).toBe('The page names another patient.');
});

describe('the time that something is on screen', () => {
  it('restarts with other content, and ends when a part is missing', () => {
    const seen = new SeenFor(400);
    expect(seen.isLongEnough()).toBe(false);
    seen.show('one');
    clock.pass(399);
    expect(seen.isLongEnough()).toBe(false);
    clock.pass(1);
    expect(seen.isLongEnough()).toBe(true);
    seen.show('one');
    expect(seen.isLongEnough()).toBe(true);
    seen.show('two');
    expect(seen.isLongEnough()).toBe(false);
    clock.pass(500);
    seen.show(null);
    expect(seen.isLongEnough()).toBe(false);
  });
});
