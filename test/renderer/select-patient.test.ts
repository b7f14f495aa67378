import { expect, it } from 'vitest';
import type { Destination } from '../../preload/contract/destination.ts';
import { Core } from '../../renderer/state/core.svelte.ts';
import { selectPatient } from '../../renderer/state/select-patient.ts';
import { createFakeBridge, ok } from '../fakes/fake-bridge.ts';
import { statusOf, toJane, wei } from '../fixtures/views.ts';

/** Selects Jane, with this selection as the core’s answer: the result, and the patients of the notices. */
async function selecting(destination: Destination | null) {
  const bridge = createFakeBridge({
    'destination:arm': () => ok({ destination, remainingMs: destination === null ? null : 1000 }),
  });
  const core = new Core(bridge);
  core.follow();
  bridge.tell('status:changed', statusOf({}));
  const isSelected = await selectPatient(core, toJane);
  return { isSelected, said: core.notices.map(({ patient }) => patient?.name) };
}

it('says that scans go to a patient only if they do', async () => {
  expect(await selecting(toJane)).toEqual({ isSelected: true, said: [toJane.patient.name] });
  // A link or a second window selected another one during the lookup, or Finish was pressed.
  expect(await selecting({ kind: 'patient', patient: wei })).toEqual({ isSelected: false, said: [] });
  expect(await selecting(null)).toEqual({ isSelected: false, said: [] });
});
