import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UpdateState } from '../../preload/contract/updates.ts';
import Updates from '../../renderer/components/Updates.svelte';
import { ok } from '../fakes/fake-bridge.ts';
import { show } from './show.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function shown(state: UpdateState, mayRestart = true) {
  const { bridge } = show(Updates, {}, { 'updates:restart': () => ok(mayRestart) });
  bridge.setLink(true);
  bridge.tell('updates:changed', state);
  await vi.advanceTimersByTimeAsync(1000);
  return bridge;
}
const name = 'Restart to update';

describe('the restart that installs an update', () => {
  it('is offered once it was downloaded, and requested by a press', async () => {
    const bridge = await shown({ kind: 'ready', version: '1.1.0' });
    expect(screen.getByText('Version 1.1.0 is installed when you quit Chartdrop.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name }));
    expect(bridge.asked.at(-1)).toEqual({ name: 'updates:restart', input: null });
    await vi.advanceTimersByTimeAsync(1000);
    expect(screen.queryByText(/Files are on their way/)).toBeNull();
  });

  it('says that files are being filed, and can be pressed again', async () => {
    await shown({ kind: 'ready', version: '1.1.0' }, false);
    await fireEvent.click(screen.getByRole('button', { name }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(
      screen.getByText('Files are being uploaded. Restart when they have arrived in Cliniko.'),
    ).toBeTruthy();
    expect(screen.getByRole('button', { name })).toBeTruthy();
  });

  it.each<UpdateState>([
    { kind: 'off', why: 'managed' },
    { kind: 'current', checkedAt: null },
    { kind: 'checking' },
    { kind: 'downloading', version: '1.1.0', percent: 99 },
    { kind: 'failed', failure: 'damaged', version: '1.1.0', at: 0 },
  ])('is not offered without one: $kind', async (state) => {
    await shown(state);
    expect(screen.queryByRole('button', { name })).toBeNull();
  });
});
