import { EventEmitter } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyNotSelfUpdating } from '../../../main/hosts/electron/updates/self-update.ts';
import {
  type AwaitedUpdate,
  createUpdates,
  noUpdates,
  type Updater,
} from '../../../main/hosts/electron/updates/updates.ts';
import { silentLog } from '../../fakes/silent-log.ts';
import { updateText } from '../../../preload/words/text.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';

/** Replaces electron-updater: the test decides what it finds and how it fails. */
class FakeUpdater extends EventEmitter {
  autoDownload = true;
  autoInstallOnAppQuit = true;
  logger: Updater['logger'] = console;
  found: { version: string } | Error | null = null;
  checks = 0;
  downloads = 0;

  async checkForUpdates(): Promise<null> {
    this.checks += 1;
    if (this.found instanceof Error) {
      this.emit('error', this.found);
      throw this.found;
    }
    this.emit(this.found === null ? 'update-not-available' : 'update-available', this.found ?? {});
    return null;
  }

  quitAndInstall(): void {
    this.emit('quit-and-install');
  }

  async downloadUpdate(): Promise<string[]> {
    this.downloads += 1;
    return [];
  }
}

function scene(given: { awaited?: string; isWorking?: () => boolean } = {}) {
  const clock = createFakeClock();
  const updater = new FakeUpdater();
  let awaited: AwaitedUpdate | null =
    given.awaited === undefined ? null : { version: given.awaited, isHidden: false };
  const updates = createUpdates({
    updater: updater as unknown as Updater,
    memory: { read: () => awaited, write: (version) => (awaited = version) },
    version: '1.0.0',
    clock,
    log: silentLog,
    isWorking: given.isWorking ?? (() => false),
    isIdle: () => false,
    quit: () => undefined,
    platform: 'win32',
  });
  return { updater, updates, clock, awaited: () => awaited?.version ?? null };
}
const minute = 60_000;

describe('updates', () => {
  it('are checked some time after the start and then every six hours, until the program stops', async () => {
    const { updater, updates, clock } = scene();
    updates.start();
    await clock.advanceAsync(minute - 1);
    expect(updater.checks).toBe(0);
    await clock.advanceAsync(1);
    expect(updater.checks).toBe(1);
    expect(updates.state()).toEqual({ kind: 'current', checkedAt: clock.now() });
    await clock.advanceAsync(360 * minute);
    expect(updater.checks).toBe(2);
    updates.stop();
    expect(clock.pending()).toBe(0);
  });

  it('are downloaded, announced, and installed on quit; not immediately', async () => {
    const { updater, updates, awaited } = scene();
    const told: string[] = [];
    updates.listen(() => told.push(updateText(updates.state())));
    expect([updater.autoDownload, updater.autoInstallOnAppQuit, updater.logger]).toEqual([false, true, null]);
    updater.found = { version: '1.1.0' };
    await updates.check();
    expect(updater.downloads).toBe(1);
    updater.emit('download-progress', { percent: 41.7 });
    expect(updates.state()).toEqual({ kind: 'downloading', version: '1.1.0', percent: 42 });
    updater.emit('update-downloaded', { version: '1.1.0' });
    expect(told.at(-1)).toBe('Version 1.1.0 is installed when you quit Chartdrop.');
    // A second check does not download it again.
    await updates.check();
    expect(updater.checks).toBe(1);
    updates.beforeQuit();
    expect(updater.autoInstallOnAppQuit).toBe(true);
    expect(awaited()).toBe('1.1.0');
  });

  it('are never installed during uploads', async () => {
    let isWorking = true;
    const { updater, updates, awaited } = scene({ isWorking: () => isWorking });
    updater.found = { version: '1.1.0' };
    await updates.check();
    updater.emit('update-downloaded', { version: '1.1.0' });
    updates.beforeQuit();
    expect([updater.autoInstallOnAppQuit, awaited()]).toEqual([false, null]);
    isWorking = false;
    updates.beforeQuit();
    expect([updater.autoInstallOnAppQuit, awaited()]).toEqual([true, '1.1.0']);
  });
});

describe('an update that fails (case 27)', () => {
  it.each([
    [Object.assign(new Error('net::ERR_CONNECTION_REFUSED')), 'unreachable'],
    [Object.assign(new Error('sha512'), { code: 'ERR_CHECKSUM_MISMATCH' }), 'damaged'],
    [Object.assign(new Error('signature'), { code: 'ERR_UPDATER_INVALID_SIGNATURE' }), 'damaged'],
    [Object.assign(new Error('full'), { code: 'ENOSPC' }), 'disk-full'],
  ] as const)('reports the reason, and leaves this version unchanged: %s', async (error, failure) => {
    const { updater, updates } = scene();
    updater.found = { version: '1.1.0' };
    await updates.check();
    updater.emit('error', error);
    expect(updates.state()).toMatchObject({ kind: 'failed', failure, version: '1.1.0' });
    expect(updateText(updates.state())).toContain('This version keeps working.');
    updates.beforeQuit();
    expect(updater.autoInstallOnAppQuit).toBe(false);
  });

  it('is tried again later, and on a person’s request', async () => {
    const { updater, updates, clock } = scene();
    updates.start();
    updater.found = new Error('net::ERR_NETWORK_CHANGED');
    await clock.advanceAsync(minute);
    expect(updates.state()).toMatchObject({ kind: 'failed', version: null });
    updater.found = null;
    await clock.advanceAsync(360 * minute);
    expect(updates.state()).toMatchObject({ kind: 'current' });
    updates.stop();
  });

  it('that was to be installed is reported at the next start, and not retried automatically: no loop', async () => {
    const { updater, updates, clock, awaited } = scene({ awaited: '1.1.0' });
    updates.start();
    expect(updates.state()).toMatchObject({ kind: 'failed', failure: 'not-installed', version: '1.1.0' });
    expect(awaited()).toBeNull();
    updater.found = { version: '1.1.0' };
    await clock.advanceAsync(minute);
    expect([updater.downloads, updates.state().kind]).toEqual([0, 'failed']);
    // A newer version, or a person's check, is tried again.
    updater.found = { version: '1.2.0' };
    await clock.advanceAsync(360 * minute);
    expect(updater.downloads).toBe(1);
    updater.emit('error', new Error('net::ERR_FAILED'));
    updater.found = { version: '1.1.0' };
    await updates.check();
    expect(updater.downloads).toBe(2);
    updates.stop();
  });

  it('is not reported if the awaited version runs', () => {
    const { updates } = scene({ awaited: '1.0.0' });
    updates.start();
    expect(updates.state()).toEqual({ kind: 'current', checkedAt: null });
    updates.stop();
  });
});

describe('an installation that is updated by other means', () => {
  const on = { updates: 'on' } as const;
  async function installed(url: string | null, more = 'publisherName: [Chartdrop]\n') {
    const folder = await tempFolder();
    const resources = join(folder, 'resources');
    await mkdir(resources);
    const text = `provider: generic\nurl: ${url}\n${more}`;
    if (url !== null) await writeFile(join(resources, 'app-update.yml'), text);
    const executable = join(folder, 'Chartdrop.exe');
    return {
      nsis: () => writeFile(join(folder, 'Uninstall Chartdrop.exe'), ''),
      installation: {
        isPackaged: true,
        platform: 'win32',
        executable,
        resources,
        appImage: undefined,
      } as const,
    };
  }

  it('is an MSI’s, a deb’s, and one that its administrator or its maker chose', async () => {
    const { installation, nsis } = await installed('https://updates.clinic.test');
    expect(whyNotSelfUpdating(installation, on)).toBe('managed');
    await nsis();
    expect(whyNotSelfUpdating(installation, on)).toBeNull();
    expect(whyNotSelfUpdating(installation, { updates: 'off' })).toBe('preset');
    expect(whyNotSelfUpdating({ ...installation, isPackaged: false }, on)).toBe('development');
    const linux = { ...installation, platform: 'linux' } as const;
    expect(whyNotSelfUpdating(linux, on)).toBe('managed');
    expect(whyNotSelfUpdating({ ...linux, appImage: '/opt/Chartdrop.AppImage' }, on)).toBeNull();
    expect(whyNotSelfUpdating({ ...installation, platform: 'darwin' }, on)).toBeNull();
  });

  it.each([
    null,
    'https://updates.chartdrop.example',
    'nonsense',
    'http://updates.clinic.test',
    'http://127.0.0.1:8080',
    'file:///srv/updates',
    'ftp://updates.clinic.test',
    'https://updates.clinic.test\nurl: http://updates.clinic.test',
    'https://updates.clinic.test\n"url": http://updates.clinic.test',
  ])('is one without a server: %s', async (url) => {
    const { installation, nsis } = await installed(url);
    await nsis();
    expect(whyNotSelfUpdating(installation, on)).toBe('no-server');
  });

  it.each([
    '',
    'publisherName:\n',
    'publisherName: []\n',
    '# publisherName: Chartdrop\n',
    'publisherName: # no\n',
  ])('is one of Windows that could not verify an update’s origin: %j', async (publisher) => {
    const { installation, nsis } = await installed('https://updates.clinic.test', publisher);
    await nsis();
    expect(whyNotSelfUpdating(installation, on)).toBe('unsigned');
    expect(whyNotSelfUpdating({ ...installation, platform: 'darwin' }, on)).toBeNull();
  });

  it.each([
    'publisherName: Chartdrop Pty Ltd\n',
    'publisherName: [Chartdrop]\n',
    "publisherName: ['Chartdrop, Inc.']\n",
    'publisherName:\n  - Chartdrop Pty Ltd\n',
  ])('is none if the publisher is named: %j', async (publisher) => {
    const { installation, nsis } = await installed('https://updates.clinic.test', publisher);
    await nsis();
    expect(whyNotSelfUpdating(installation, on)).toBeNull();
  });

  it('says so, and does nothing', async () => {
    const updates = noUpdates('managed');
    updates.start();
    updates.beforeQuit();
    expect(await updates.check()).toEqual({ kind: 'off', why: 'managed' });
    expect(updateText(updates.state())).toContain('distributes');
    updates.listen(() => undefined)();
    updates.stop();
  });
});
