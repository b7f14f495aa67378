import { fireEvent, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Result } from '../../preload/contract/errors.ts';
import { jobIdSchema } from '../../preload/contract/ids.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import type { Outcomes } from '../../preload/contract/views.ts';
import DescribeDialog from '../../renderer/components/DescribeDialog.svelte';
import DropTarget from '../../renderer/components/DropTarget.svelte';
import Notices from '../../renderer/components/Notices.svelte';
import type { Described } from '../../renderer/state/described.ts';
import { ok } from '../fakes/fake-bridge.ts';
import { errorDto, jane, jobRow } from '../fixtures/views.ts';
import { answeredMs } from './delayed.ts';
import { show } from './show.ts';

const first = jobIdSchema.parse('0b0e8a0e-7f0c-4f0a-9d7a-0c5c3f7b1a11');
const second = jobIdSchema.parse('0b0e8a0e-7f0c-4f0a-9d7a-0c5c3f7b1a22');
const done = ({ ids }: { ids: readonly string[] }): Result<Outcomes> =>
  ok(ids.map((id) => ({ id, error: null })));
const presets = () => ok(preferencesSchema.parse({}));
const dropped = (id: typeof first): Described => ({
  id,
  name: 'letter.pdf',
  description: null,
  state: 'held',
  paused: false,
});

beforeEach(() => {
  vi.useFakeTimers();
  // jsdom has no dialogs.
  HTMLDialogElement.prototype.showModal = () => undefined;
  HTMLDialogElement.prototype.close = () => undefined;
});
afterEach(() => void vi.useRealTimers());
const answered = () => vi.advanceTimersByTimeAsync(3 * answeredMs);

it('pauses a file while its description is written, and resumes it afterwards', async () => {
  const { bridge } = show(
    DescribeDialog,
    { jobs: [jobRow({ state: 'held' })], onClose: () => undefined },
    { 'jobs:pause': done, 'jobs:describe': done },
  );
  await answered();
  const pauses = () => bridge.asked.filter(({ name }) => name === 'jobs:pause').map(({ input }) => input);
  expect(pauses()).toEqual([{ ids: [first], paused: true }]);
  window.dispatchEvent(new Event('pagehide'));
  await answered();
  expect(pauses()).toEqual([
    { ids: [first], paused: true },
    { ids: [first], paused: false },
  ]);
});

it('leaves a file paused that a person has paused', async () => {
  const { bridge } = show(
    DescribeDialog,
    { jobs: [jobRow({ state: 'held', paused: true })], onClose: () => undefined },
    { 'jobs:pause': done },
  );
  await answered();
  window.dispatchEvent(new Event('pagehide'));
  await answered();
  expect(bridge.asked.filter(({ name }) => name === 'jobs:pause')).toEqual([]);
});

it('describes the dropped files that are not being uploaded yet, and reports the others', async () => {
  const { core, drops } = show(
    Notices,
    {},
    {
      'jobs:read': ({ ids }) =>
        ok(ids.map((id) => jobRow({ id, state: 'held', acts: id === second ? [] : ['describe'] }))),
    },
  );
  const jobs = [dropped(first), dropped(second)];
  core.tell({ text: '2 files for', patient: jane, way: { kind: 'describe', jobs } });
  await vi.advanceTimersByTimeAsync(0);
  const log = screen.getByRole('log', { name: 'Notices' });
  await fireEvent.click(within(log).getByRole('button', { name: 'Describe…' }));
  await answered();
  expect(drops.described?.map(({ id }) => id)).toEqual([first]);
  expect(log.textContent).toContain('The file is being uploaded already.');
});

it('keeps the description and the pause that a person gave to a dropped file meanwhile', async () => {
  const now = jobRow({ id: first, state: 'held', description: 'Referral', paused: true, acts: ['describe'] });
  const { bridge, drops } = show(DropTarget, {}, { 'jobs:read': () => ok([now]), 'settings:read': presets });
  void drops.describe([dropped(first)]);
  await answered();
  expect(screen.getByDisplayValue('Referral')).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Cancel', hidden: true }));
  await answered();
  expect(bridge.asked.map(({ name }) => name)).not.toContain('jobs:describe');
  expect(bridge.asked.map(({ name }) => name)).not.toContain('jobs:pause');
});

it('leads from the error of a rejected key to where a key is entered', async () => {
  const { core, navigation } = show(
    Notices,
    {},
    { 'queue:resume': () => ({ ok: false, error: errorDto('key-rejected') }) },
  );
  const asked = core.attempt('queue:resume', null);
  await answered();
  await asked;
  await vi.advanceTimersByTimeAsync(0);
  await fireEvent.click(screen.getByRole('button', { name: 'Enter the key' }));
  expect(navigation.view).toBe('settings');
  expect(navigation.keyRequests).toBe(1);
  expect(core.notices).toEqual([]);
});
