import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from 'electron';
import { describe, expect, it } from 'vitest';
import {
  createAutostartFile,
  createLoginItem,
  desktopEntry,
} from '../../../main/hosts/electron/login-item.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';

type LoginSettings = Parameters<App['setLoginItemSettings']>[0];

/** Windows, which stores the item and lets a person switch it off in its own list. */
function windows() {
  const kept = { openAtLogin: false, executableWillLaunchAtLogin: false, args: [''] };
  return {
    kept,
    app: {
      getLoginItemSettings: () => ({
        ...kept,
        wasOpenedAtLogin: false,
        status: 'enabled' as const,
        launchItems: [],
      }),
      setLoginItemSettings: ({ openAtLogin = false, enabled = false, args = [] }: LoginSettings) =>
        Object.assign(kept, { openAtLogin, executableWillLaunchAtLogin: enabled, args }),
    },
  };
}

describe('the start at login', () => {
  it('uses the system’s own setting if there is one, hidden, and shows its actual state', async () => {
    const { app, kept } = windows();
    const item = createLoginItem(
      app,
      { platform: 'win32', env: {}, execPath: 'C:\\x.exe' },
      'C:\\Users\\ada',
    );
    expect(await item.read()).toEqual({ openAtLogin: false });
    await item.write({ openAtLogin: true });
    expect(await item.read()).toEqual({ openAtLogin: true });
    expect(kept.args).toEqual(['--hidden']);
    kept.executableWillLaunchAtLogin = false;
    expect(await item.read()).toEqual({ openAtLogin: false });
  });

  it('is a file on Linux, for the program as it was started, in the person’s folder', async () => {
    const [home, configHome] = [await tempFolder(), await tempFolder()];
    const process = { platform: 'linux' as const, execPath: '/tmp/.mount_x/chartdrop' };
    const { app } = windows();
    const env = { XDG_CONFIG_HOME: '', APPIMAGE: '/home/ada/Chart drop.AppImage' };
    const item = createLoginItem(app, { ...process, env }, home);
    await item.write({ openAtLogin: true });
    const other = createAutostartFile({ configHome, program: '/x' });
    expect(await item.read()).toEqual({ openAtLogin: true });
    expect(await other.read()).toEqual({ openAtLogin: false });
    expect(await createAutostartFile({ configHome: join(home, '.config'), program: '/x' }).read()).toEqual({
      openAtLogin: true,
    });
    await item.write({ openAtLogin: false });
    await item.write({ openAtLogin: false });
    expect(await item.read()).toEqual({ openAtLogin: false });
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
    'is off where a desktop wrote %s',
    async (line) => {
      const configHome = await tempFolder();
      await mkdir(join(configHome, 'autostart'));
      await writeFile(join(configHome, 'autostart', 'chartdrop.desktop'), `[Desktop Entry]\n${line}\n`);
      expect(await createAutostartFile({ configHome, program: '/x' }).read()).toEqual({ openAtLogin: false });
    },
  );

  it('explains in the file system’s words why it cannot be set', async () => {
    const configHome = join(await tempFolder(), 'file');
    await writeFile(configHome, '');
    const item = createAutostartFile({ configHome, program: '/x' });
    await expect(item.write({ openAtLogin: true })).rejects.toMatchObject({ name: 'ChartdropError' });
  });

  it.each([
    ['/opt/Chartdrop/chartdrop', 'Exec="/opt/Chartdrop/chartdrop" --hidden'],
    ['/home/ada/100 % "x" $y.AppImage', 'Exec="/home/ada/100 %% \\\\"x\\\\" \\\\$y.AppImage" --hidden'],
    ['/a\\b`c', 'Exec="/a\\\\\\\\b\\\\`c" --hidden'],
  ])('quotes %s as the specification requires', (program, line) => {
    expect(desktopEntry(program).split('\n')).toContain(line);
  });
});
