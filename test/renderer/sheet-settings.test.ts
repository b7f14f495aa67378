import { expect, it, vi } from 'vitest';
import SheetSettings from '../../renderer/components/SheetSettings.svelte';
import { ok } from '../fakes/fake-bridge.ts';
import { statusOf } from '../fixtures/views.ts';
import { show } from './show.ts';

it('the settings of cover sheets ask for their key once for each clinic, not at each status', async () => {
  const { core, bridge } = show(SheetSettings, {}, { 'sheets:readKey': () => ok({ hasKey: false }) });
  core.isLinked = true;
  const asked = () => bridge.asked.filter(({ name }) => name === 'sheets:readKey').length;
  for (const [clinic, times] of [
    ['demo', 1],
    ['own', 2],
  ] as const) {
    for (let status = 0; status < 3; status += 1) {
      core.status = statusOf({ clinic });
      await vi.waitFor(() => expect(asked()).toBe(times));
    }
  }
});
