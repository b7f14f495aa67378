import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HostAsk } from '../../preload/contract/host.ts';
import HostAsks from '../../renderer/components/HostAsks.svelte';
import { ok } from '../fakes/fake-bridge.ts';
import { jane, statusOf, toJane, wei } from '../fixtures/views.ts';
import { answeredMs } from './delayed.ts';
import { show } from './show.ts';

beforeEach(() => {
  vi.useFakeTimers();
  HTMLDialogElement.prototype.showModal = () => undefined;
  // Like in a browser the event comes in a later task, even if the dialog has left the page. Here that is late indeed.
  HTMLDialogElement.prototype.close = function () {
    const close = new window.Event('close');
    setTimeout(() => this.dispatchEvent(close), 2 * answeredMs);
  };
});
afterEach(() => void vi.useRealTimers());
const answered = () => vi.advanceTimersByTimeAsync(3 * answeredMs);

it('shows the second of two links that follow each other, although the first one’s dialog reports its end later', async () => {
  const ask: HostAsk = { kind: 'propose', target: { kind: 'patient', id: jane.id } };
  const asks: HostAsk[] = [];
  const { bridge } = show(
    HostAsks,
    {},
    { 'host:take': () => ok(asks.splice(0)), 'link:look': () => ok(toJane) },
  );
  bridge.tell('status:changed', statusOf({ clinic: 'own' }));
  asks.push(ask);
  bridge.tell('host:asked', null);
  await answered();
  asks.push(ask);
  bridge.tell('host:asked', null);
  await fireEvent.click(screen.getByRole('button', { name: 'Ignore', hidden: true }));
  await answered();
  await answered();
  expect(screen.getByRole('button', { name: 'Scan for this patient', hidden: true })).toBeTruthy();
});

it('keeps the dialog of a second link open when a slow answer about the first one’s patient comes', async () => {
  const asks: HostAsk[] = [];
  const answer = Promise.withResolvers<null>();
  const { bridge } = show(
    HostAsks,
    {},
    {
      'host:take': () => ok(asks.splice(0)),
      'link:look': ({ id }) => ok(id === jane.id ? toJane : { kind: 'patient', patient: wei }),
      'destination:arm': async () => {
        await answer.promise;
        return ok({ destination: toJane, remainingMs: 1000 });
      },
    },
  );
  bridge.tell('status:changed', statusOf({ clinic: 'own' }));
  const follow = async (id: typeof jane.id): Promise<void> => {
    asks.push({ kind: 'propose', target: { kind: 'patient', id } });
    bridge.tell('host:asked', null);
    await answered();
  };
  await follow(jane.id);
  await fireEvent.click(screen.getByRole('button', { name: 'Scan for this patient', hidden: true }));
  await follow(wei.id);
  expect(screen.getByText('Wei Li')).toBeTruthy();
  answer.resolve(null);
  await answered();
  expect(screen.getByText('Wei Li')).toBeTruthy();
});
