import { fireEvent, screen, within } from '@testing-library/svelte';
import { expect, it, onTestFinished, vi } from 'vitest';
import { jobIdSchema } from '../../preload/contract/ids.ts';
import DeskView from '../../renderer/views/DeskView.svelte';
import { ok } from '../fakes/fake-bridge.ts';
import { jobRow, statusOf, toJane, wei } from '../fixtures/views.ts';
import { heldClock } from './held-clock.ts';
import { show } from './show.ts';

const idOf = (at: number) => jobIdSchema.parse(`0b0e8a0e-7f0c-4f0a-9d7a-${String(at).padStart(12, '0')}`);

it('acts on a range of files, each act on those that allow it', async () => {
  const rows = [0, 1, 2].map((at) =>
    jobRow({
      id: idOf(at),
      name: `${at}.pdf`,
      state: 'inbox',
      acts: at === 2 ? ['assign'] : ['assign', 'dismiss'],
    }),
  );
  const { bridge } = show(
    DeskView,
    {},
    {
      'jobs:page': ({ offset, limit }) =>
        ok({ rows: rows.slice(offset, offset + limit), total: rows.length, revision: 1 }),
      'jobs:dismiss': ({ ids }) => ok(ids.map((id) => ({ id, error: null }))),
      'destination:recent': () => ok([]),
      'settings:read': () => {
        throw new Error('not asked');
      },
    },
  );
  bridge.tell('status:changed', statusOf({}));
  const list = await screen.findByRole('listbox', { name: 'Today' });
  await fireEvent.keyDown(list, { key: 'Home' });
  await fireEvent.keyDown(list, { key: 'End', shiftKey: true });
  await screen.findByRole('heading', { name: '3 files selected' });
  await fireEvent.click(screen.getByRole('button', { name: 'Ignore (2)' }));
  await expect
    .poll(() => bridge.asked)
    .toContainEqual({ name: 'jobs:dismiss', input: { ids: [idOf(0), idOf(1)] } });
});

const clock = heldClock();

it('files nothing by a press on a file that has just taken the place of another, nor by a held key', async () => {
  const one = jobRow({
    id: idOf(1),
    name: 'one.pdf',
    state: 'inbox',
    candidates: [toJane],
    destination: null,
  });
  let rows = [one, { ...one, id: idOf(2), name: 'two.pdf' }];
  const { bridge } = show(
    DeskView,
    {},
    {
      'jobs:page': () => ok({ rows, total: rows.length, revision: 1 }),
      'jobs:assign': ({ ids }) => ok(ids.map((id) => ({ id, error: null, outcome: 'assigned' as const }))),
      'destination:recent': () => ok([]),
    },
  );
  bridge.tell('status:changed', statusOf({}));
  await screen.findByRole('region', { name: 'File one.pdf' });
  const asked = () => bridge.asked.filter(({ name }) => name === 'jobs:assign');
  // Another PC has filed it.
  rows = rows.slice(1);
  bridge.tell('status:changed', statusOf({ jobsRevision: 2 }));
  await screen.findByRole('region', { name: 'File two.pdf' });
  const button = screen.getByRole('button', { name: /^File with Jane Citizen/ });
  await fireEvent.click(button);
  expect(asked()).toEqual([]);
  expect(await fireEvent.keyDown(button, { key: 'Enter', repeat: true })).toBe(false);
  clock.pass(450);
  await fireEvent.click(button);
  await expect.poll(asked).toMatchObject([{ input: { ids: [idOf(2)], patientId: toJane.patient.id } }]);
});

/** Three files of the inbox that can be ignored; the first is filed with Jane, the others with Wei. */
const inbox = () =>
  [1, 2, 3].map((at) =>
    jobRow({
      ...{ id: idOf(at), name: `${at}.pdf`, state: 'inbox', acts: ['assign', 'dismiss'], destination: null },
      candidates: [at === 1 ? toJane : { kind: 'patient', patient: wei }],
    }),
  );

it('gives a press on a row to its file, though the list moves before the button is released or a drag begins', async () => {
  // jsdom has no layout.
  const height = vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(640);
  onTestFinished(() => height.mockRestore());
  let rows = inbox();
  const { bridge } = show(
    DeskView,
    {},
    {
      'jobs:page': () => ok({ rows, total: rows.length, revision: 1 }),
      'destination:recent': () => ok([]),
    },
  );
  bridge.tell('status:changed', statusOf({}));
  const rowOf = (name: string) => screen.getByRole('option', { name: new RegExp(name) });
  await screen.findByRole('region', { name: 'File 1.pdf' });
  const pressed = rowOf('2.pdf');
  rows = rows.slice(1);
  bridge.tell('status:changed', statusOf({ jobsRevision: 2 }));
  await screen.findByRole('region', { name: 'File 2.pdf' });
  expect(rowOf('2.pdf')).toBe(pressed);
  const third = rowOf('3.pdf');
  rows = [...inbox().slice(0, 1), ...rows];
  bridge.tell('status:changed', statusOf({ jobsRevision: 3 }));
  await screen.findByRole('option', { name: /1.pdf/ });
  await fireEvent.click(third);
  await screen.findByRole('region', { name: 'File 3.pdf' });
});

it.each(['a second click on Ignore', 'the Delete key'])(
  'ignores no file by %s that was meant for the one before it',
  async (press) => {
    let rows = inbox();
    const { bridge } = show(
      DeskView,
      {},
      {
        'jobs:page': () => ok({ rows, total: rows.length, revision: 1 }),
        'jobs:dismiss': ({ ids }) => ok(ids.map((id) => ({ id, error: null }))),
        'destination:recent': () => ok([]),
      },
    );
    bridge.tell('status:changed', statusOf({}));
    await screen.findByRole('region', { name: 'File 1.pdf' });
    const ignored = () =>
      bridge.asked.filter(({ name }) => name === 'jobs:dismiss').map(({ input }) => input);
    const again = () =>
      press === 'the Delete key'
        ? fireEvent.keyDown(screen.getByRole('listbox', { name: 'Today' }), { key: 'Delete' })
        : fireEvent.click(screen.getByRole('button', { name: 'Ignore 2.pdf' }));
    clock.pass(2000);
    // Ignored, or filed by another PC: the next file takes its place.
    rows = rows.slice(1);
    bridge.tell('status:changed', statusOf({ jobsRevision: 2 }));
    await screen.findByRole('region', { name: 'File 2.pdf' });
    await again();
    expect(ignored()).toEqual([]);
    clock.pass(450);
    await again();
    await expect.poll(ignored).toEqual([{ ids: [idOf(2)] }]);
  },
);

it('leaves the keys with the search for another file’s patient when a slow answer about the first comes', async () => {
  const rows = inbox();
  const answer = Promise.withResolvers<null>();
  const { bridge, core } = show(
    DeskView,
    {},
    {
      'jobs:page': () => ok({ rows, total: rows.length, revision: 1 }),
      'jobs:assign': async ({ ids }) => {
        await answer.promise;
        return ok(ids.map((id) => ({ id, error: null, outcome: 'assigned' as const })));
      },
      'destination:recent': () => ok([]),
    },
  );
  bridge.tell('status:changed', statusOf({}));
  await screen.findByRole('region', { name: 'File 1.pdf' });
  clock.pass(2000);
  await fireEvent.click(screen.getByRole('button', { name: /^File with Jane Citizen/ }));
  await fireEvent.keyDown(screen.getByRole('listbox', { name: 'Today' }), { key: 'ArrowDown' });
  const box = within(await screen.findByRole('region', { name: 'File 2.pdf' })).getByRole('combobox');
  box.focus();
  answer.resolve(null);
  await expect.poll(() => core.notices.length).toBe(1);
  expect(document.activeElement).toBe(box);
});
