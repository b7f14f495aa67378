import { fireEvent, screen } from '@testing-library/svelte';
import { beforeEach, expect, it } from 'vitest';
import PersonDialog from '../../renderer/components/PersonDialog.svelte';
import StatusBar from '../../renderer/components/StatusBar.svelte';
import { selectPatient } from '../../renderer/state/select-patient.ts';
import { ok } from '../fakes/fake-bridge.ts';
import { statusOf, toJane } from '../fixtures/views.ts';
import { show } from './show.ts';

beforeEach(() => {
  // jsdom has no modal dialogs.
  HTMLDialogElement.prototype.showModal = () => undefined;
  HTMLDialogElement.prototype.close = () => undefined;
});

const asked = (name: string | null) => statusOf({ atDesk: { asked: true, name } });
const answers = {
  'destination:arm': () => ok({ destination: toJane, remainingMs: 1 }),
  'person:tell': ({ name }: { name: string | null }) => ok(asked(name)),
};

it('asks who is at the desk before it selects a patient, and selects after the answer', async () => {
  const { core, bridge } = show(PersonDialog, {}, answers);
  bridge.tell('status:changed', asked(null));
  const selected = selectPatient(core, toJane);
  expect(core.personAsked).not.toBeNull();
  const box = screen.getByLabelText('Name or initials');
  await fireEvent.input(box, { target: { value: '  FD ' } });
  await fireEvent.submit(box);
  expect(await selected).toBe(true);
  expect(bridge.asked.map(({ name }) => name)).toEqual(['person:tell', 'destination:arm']);
  expect(bridge.asked[0]?.input).toEqual({ name: 'FD' });
  // The same person selects the next patient.
  expect(await selectPatient(core, toJane)).toBe(true);
  expect(core.personAsked).toBeNull();
});

it('selects no patient if the person gives no answer', async () => {
  const { core, bridge } = show(PersonDialog, {}, answers);
  bridge.tell('status:changed', asked(null));
  const selected = selectPatient(core, toJane);
  await fireEvent.click(screen.getByText('Cancel'));
  expect(await selected).toBe(false);
  expect(bridge.asked).toEqual([]);
});

it('asks only if the setting says so', async () => {
  const { core, bridge } = show(StatusBar, {}, answers);
  bridge.tell('status:changed', statusOf({}));
  expect(await selectPatient(core, toJane)).toBe(true);
  bridge.tell('status:changed', asked('FD'));
  expect(await screen.findByRole('button', { name: 'At the desk: FD' })).toBeTruthy();
});
