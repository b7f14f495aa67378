import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import type { HostSettingsPort } from '../../window/handlers/handler-types.ts';
import { desktopWords } from '../../../preload/words/desktop-words.ts';
import { errnoOf, fileError } from '../../files/file-errors.ts';
import { hiddenFlag } from './arguments.ts';

/** Whether the program starts hidden at login: a setting that the system keeps. */
type LoginItem = HostSettingsPort;

/** Creates the login item of this system. `home`: the person's home folder. */
export function createLoginItem(
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
  process: Pick<NodeJS.Process, 'platform' | 'env' | 'execPath'>,
  home: string,
): LoginItem {
  if (process.platform !== 'linux') return createSystemLoginItem(app, process.platform);
  const { XDG_CONFIG_HOME: configHome, APPIMAGE: appImage } = process.env;
  return createAutostartFile({
    configHome: configHome === undefined || configHome === '' ? join(home, '.config') : configHome,
    program: appImage ?? process.execPath,
  });
}

/** Windows and macOS keep the setting; a person may have changed it in the system's list. */
function createSystemLoginItem(
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
  platform: NodeJS.Platform,
): LoginItem {
  return {
    read() {
      const found = app.getLoginItemSettings({ args: [hiddenFlag] });
      const isOn = found.openAtLogin && (platform !== 'win32' || found.executableWillLaunchAtLogin);
      return { openAtLogin: isOn };
    },
    write({ openAtLogin }) {
      app.setLoginItemSettings({ openAtLogin, args: [hiddenFlag], enabled: openAtLogin });
    },
  };
}

/**
 * Linux desktops read an autostart file of the XDG specification, which Electron does not write. An AppImage is started
 * by its own path, since its content is mounted at a different path each time.
 */
export function createAutostartFile(given: {
  /** `XDG_CONFIG_HOME`, or the `.config` of the person's home. */
  configHome: string;
  program: string;
}): LoginItem {
  const path = join(given.configHome, 'autostart', 'chartdrop.desktop');
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
        if (errnoOf(thrown) === 'ENOENT') return null;
        throw fileError(thrown);
      });
      const isOff = text === null || /^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(text);
      return { openAtLogin: !isOff };
    },
    async write({ openAtLogin }) {
      try {
        if (!openAtLogin) {
          await rm(path, { force: true });
          return;
        }
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, desktopEntry(given.program));
      } catch (thrown) {
        throw fileError(thrown);
      }
    },
  };
}

/** The content of the autostart file. A path in `Exec` is quoted twice: as a word, then as a value. */
export function desktopEntry(program: string): string {
  const word = `"${program.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
  const exec = `${word.replaceAll('\\', '\\\\')} ${hiddenFlag}`;
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.0',
    'Name=Chartdrop',
    `Comment=${desktopWords().login.name}`,
    `Exec=${exec}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
