import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, it, vi } from 'vitest';
import { createQuitGuard } from '../../../main/hosts/electron/quit-guard.ts';
import { silentLog } from '../../fakes/silent-log.ts';

/** An app that quits like Electron: listeners may prevent it. */
function scene(given: { unfiled?: number; ask?: (signal: AbortSignal) => Promise<boolean> } = {}) {
  const app = new EventEmitter();
  let quits = 0;
  const stop = vi.fn(() => Promise.resolve());
  const quit = (): void => {
    const preventDefault = vi.fn();
    app.emit('before-quit', { preventDefault });
    if (preventDefault.mock.calls.length === 0) quits += 1;
  };
  const ask = vi.fn((_unfiled: number, signal: AbortSignal) => given.ask?.(signal) ?? Promise.resolve(true));
  const guard = createQuitGuard({
    app: { on: (name: string, listener: () => void) => app.on(name, listener), quit } as unknown as Pick<
      App,
      'on' | 'quit'
    >,
    unfiled: () => given.unfiled ?? 0,
    ask,
    stop,
    end: quit,
    log: silentLog,
  });
  return { guard, quit, ask, stop, quits: () => quits };
}

it('quits without a question if all files are filed, once everything has stopped', async () => {
  const { quit, ask, stop, quits, guard } = scene();
  quit();
  quit();
  expect(guard.isQuitting()).toBe(true);
  await expect.poll(quits).toBe(1);
  expect(stop).toHaveBeenCalledTimes(1);
  expect(ask).not.toHaveBeenCalled();
});

it('stays when a person prefers to wait, and asks again the next time', async () => {
  const { quit, ask, quits, guard } = scene({ unfiled: 2, ask: () => Promise.resolve(false) });
  quit();
  await expect.poll(() => ask.mock.calls.length).toBe(1);
  quit();
  await expect.poll(() => ask.mock.calls.length).toBe(2);
  expect(guard.isQuitting()).toBe(false);
  expect(quits()).toBe(0);
});

it('takes its question back when the system ends meanwhile', async () => {
  let asked: AbortSignal | null = null;
  const answer = Promise.withResolvers<boolean>();
  const { quit, guard, quits, stop } = scene({
    unfiled: 1,
    ask(signal) {
      asked = signal;
      return answer.promise;
    },
  });
  quit();
  guard.systemEnds();
  guard.systemEnds();
  expect(asked).toMatchObject({ aborted: true });
  answer.resolve(false);
  await expect.poll(quits).toBe(1);
  expect(stop).toHaveBeenCalledTimes(1);
});

it('can be quit even if the question or the stop fails', async () => {
  const { quit, quits, stop } = scene({ unfiled: 1, ask: () => Promise.reject(new Error('no display')) });
  stop.mockRejectedValueOnce(new Error('disk gone'));
  quit();
  await expect.poll(quits).toBe(1);
});
