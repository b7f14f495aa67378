import { describe, expect, it } from 'vitest';
import { updaterScene } from './real-updater.ts';
import type { System } from './update-server.ts';

const minute = 60_000;
const rounds = [1, 2, 3];
// AppImages are started for real, which needs Linux.
const systems: System[] = process.platform === 'win32' ? ['windows', 'mac'] : ['windows', 'mac', 'linux'];

/** The update is found and downloaded. */
async function downloaded(system: System, given: Parameters<typeof updaterScene>[1] = {}) {
  const scene = await updaterScene(system, given);
  await scene.updates.check();
  await expect.poll(() => scene.updates.state().kind).toBe('ready');
  expect(scene.downloads).toHaveLength(1);
  return scene;
}
type Scene = Awaited<ReturnType<typeof downloaded>>;

/** Three starts of the program: the number of downloads and the installed versions. */
async function threeTimes(system: System, end: (scene: Scene) => Promise<void> | void) {
  const [scenes, installs] = [[] as Scene[], []] as [Scene[], { startsAgain: boolean }[]];
  while (scenes.length < rounds.length) {
    const scene = await downloaded(system);
    expect(await scene.installs()).toEqual([]);
    await end(scene);
    await expect.poll(scene.hasQuit).toBe(true);
    await expect.poll(async () => (await scene.installs()).length).toBe(1);
    scenes.push(scene);
    installs.push(...(await scene.installs()));
  }
  return { downloads: scenes.flatMap(({ downloads }) => downloads), installs, last: scenes.at(-1) };
}

describe.each(systems)('an update, by electron-updater’s own class for %s', (system) => {
  it('is downloaded three times and installed three times, when the program is quit', async () => {
    const { downloads, installs, last } = await threeTimes(system, ({ quit }) => quit());
    expect(downloads).toHaveLength(3);
    expect(installs).toEqual(rounds.map(() => ({ startsAgain: false })));
    expect(last?.awaited()).toEqual({ version: '1.1.0', isHidden: false });
    if (system === 'mac') expect(downloads[0]).toBe('Chartdrop-1.1.0-mac.zip');
  });

  it('is installed three times of three by “Restart now”, and the program started again', async () => {
    const { downloads, installs } = await threeTimes(system, ({ updates }) => {
      expect(updates.restart()).toBe(true);
    });
    expect(downloads).toHaveLength(3);
    expect(installs).toEqual(rounds.map(() => ({ startsAgain: true })));
  });

  it('is installed three times of three automatically while the person is away, and restarts hidden', async () => {
    const { downloads, installs, last } = await threeTimes(system, async ({ clock, state, hasQuit }) => {
      await clock.advanceAsync(10 * minute);
      expect(hasQuit()).toBe(false);
      state.isIdle = true;
      await clock.advanceAsync(minute);
    });
    expect(downloads).toHaveLength(3);
    expect(installs).toEqual(rounds.map(() => ({ startsAgain: true })));
    expect(last?.awaited()).toEqual({ version: '1.1.0', isHidden: true });
  });

  it('is never installed during work: by a restart, automatically, or by a quit', async () => {
    const { updates, clock, state, quit, hasQuit, installs, awaited } = await downloaded(system);
    Object.assign(state, { isWorking: true, isIdle: true });
    await clock.advanceAsync(10 * minute);
    expect([updates.canInstall(), updates.restart(), hasQuit()]).toEqual([false, false, false]);
    quit();
    expect(hasQuit()).toBe(true);
    expect([await installs(), awaited()]).toEqual([[], null]);
  });

  it('is never installed at a log-off', async () => {
    const { updates, quit, hasQuit, installs, awaited } = await downloaded(system);
    updates.systemEnds();
    expect(updates.restart()).toBe(false);
    quit();
    expect(hasQuit()).toBe(true);
    expect([await installs(), awaited()]).toEqual([[], null]);
  });

  it('is not installed when the system logs off in mid-quit', async () => {
    const { updates, quitElectron, installs } = await downloaded(system);
    expect(updates.beforeQuit()).toBe(true);
    updates.systemEnds();
    expect(updates.end()).toBe(false);
    quitElectron();
    expect(await installs()).toEqual([]);
  });

  it('is not installed by a restart that a person has cancelled', async () => {
    const { updates, installs, quit } = await downloaded(system, { staysOnce: true });
    updates.restart();
    quit();
    await expect.poll(installs).toEqual([{ startsAgain: false }]);
  });

  it('would be installed by no quit with the flag set late', async () => {
    const { updater, quit, hasQuit, clock, installs } = await downloaded(system, { flag: false });
    updater.autoInstallOnAppQuit = true;
    quit();
    // On macOS electron-updater then waits for an idle Squirrel; the program ends anyway.
    await clock.advanceAsync(2 * minute);
    expect(hasQuit()).toBe(true);
    expect(await installs()).toEqual([]);
  });

  it('that is damaged on its way is deleted, reported correctly, and never installed', async () => {
    const { updates, quit, installs } = await updaterScene(system, { sends: Buffer.from('PK: cut') });
    await updates.check();
    await expect.poll(() => updates.state()).toMatchObject({ kind: 'failed', failure: 'damaged' });
    quit();
    expect(await installs()).toEqual([]);
  });
});

it('on Windows with another signature is deleted and never installed', async () => {
  const signature = 'the publisher is another one';
  const { updates, quit, installs } = await updaterScene('windows', { signature });
  await updates.check();
  await expect.poll(() => updates.state()).toMatchObject({ kind: 'failed', failure: 'damaged' });
  quit();
  expect(await installs()).toEqual([]);
});

describe('on macOS an update', () => {
  it('would be installed at a log-off, had Squirrel been given it at once', async () => {
    const { updates, quit, installs, isStaged } = await downloaded('mac', { flag: true });
    // Squirrel downloads without reporting it to the program.
    await expect.poll(() => updates.state().kind).toBe('ready');
    await expect.poll(isStaged).toBe(true);
    updates.systemEnds();
    quit();
    await expect.poll(installs).toEqual([{ startsAgain: false }]);
  });

  it('that Squirrel refuses does not prevent quitting, and is reported', async () => {
    const { updates, quit, hasQuit, installs, awaited, refuse } = await downloaded('mac');
    refuse();
    quit();
    await expect.poll(hasQuit).toBe(true);
    expect(await installs()).toEqual([]);
    expect(updates.state().kind).toBe('failed');
    expect(awaited()).toEqual({ version: '1.1.0', isHidden: false });
  });
});
