import { describe, expect, it } from 'vitest';
import { updaterScene } from './real-updater.ts';

const minute = 60_000;

/** The update is looked for, and on this disk. */
async function downloaded(given: Parameters<typeof updaterScene>[0] = {}) {
  const scene = await updaterScene(given);
  await scene.updates.check();
  await expect.poll(() => scene.updates.state().kind).toBe('ready');
  expect(scene.server.downloads()).toBe(1);
  return scene;
}

describe('an update, by electron-updater itself', () => {
  it('is downloaded, and installed when the program is quit', async () => {
    const { updates, installs, quit, awaited } = await downloaded();
    expect(installs).toEqual([]);
    expect(updates.beforeQuit()).toBe(true);
    quit();
    expect(installs).toEqual([{ isSilent: true, isForceRunAfter: false }]);
    expect(awaited()).toEqual({ version: '1.1.0', isHidden: false });
  });

  it('would be installed by no quit with the flag set late', async () => {
    const { updates, installs, quit } = await downloaded({ lateFlag: true });
    updates.beforeQuit();
    quit();
    expect(installs).toEqual([]);
  });

  it('is installed by “Restart now”, once, and the program started again', async () => {
    const { updates, installs, quit, quits } = await downloaded();
    expect(updates.canInstall()).toBe(true);
    expect(updates.beforeQuit()).toBe(true);
    updates.restart();
    await expect.poll(() => quits).toEqual(['by the updater']);
    quit();
    expect(installs).toEqual([{ isSilent: true, isForceRunAfter: true }]);
  });

  it('is installed by itself when nobody is there, and comes back hidden', async () => {
    const { updates, clock, state, quits, quit, installs, awaited } = await downloaded();
    await clock.advanceAsync(10 * minute);
    expect(quits).toEqual([]);
    state.isIdle = true;
    await clock.advanceAsync(minute);
    expect(quits).toEqual(['to install']);
    updates.beforeQuit();
    updates.restart();
    quit();
    expect(installs).toHaveLength(1);
    expect(awaited()).toEqual({ version: '1.1.0', isHidden: true });
  });

  it('is never installed under work, by a quit or by itself', async () => {
    const { updates, clock, state, quits, quit, installs, awaited } = await downloaded();
    state.isWorking = true;
    state.isIdle = true;
    await clock.advanceAsync(10 * minute);
    expect(quits).toEqual([]);
    expect(updates.canInstall()).toBe(false);
    expect(updates.beforeQuit()).toBe(false);
    quit();
    expect([installs, awaited()]).toEqual([[], null]);
  });

  it('is never installed while the system logs off', async () => {
    const { updates, quit, installs, awaited } = await downloaded();
    updates.systemEnds();
    expect(updates.beforeQuit()).toBe(false);
    quit();
    expect([installs, awaited()]).toEqual([[], null]);
  });

  it.each([
    ['damaged on its way', { sends: Buffer.from('MZ: the installer of 1.1.X') }],
    ['not signed as this program is', { signature: 'the publisher is another one' }],
  ])('that is %s is thrown away, in true words, and never installed', async (_name, given) => {
    const { updates, quit, installs } = await updaterScene(given);
    await updates.check();
    await expect.poll(() => updates.state()).toMatchObject({ kind: 'failed', failure: 'damaged' });
    updates.beforeQuit();
    quit();
    expect(installs).toEqual([]);
  });
});
