import { EventEmitter } from 'node:events';
import { driven, onlyWhenReady, preventable, state, tell } from './tell.mjs';
import { BrowserWindow } from './window.mjs';

const env = process.env;

class App extends EventEmitter {
  isPackaged = env['CHARTDROP_TEST_PACKAGED'] !== 'no';
  isQuitting = false;
  paths = { userData: env['CHARTDROP_TEST_DATA'], exe: process.execPath };
  // Electron's command line. The fake only knows the switch for the data folder.
  commandLine = {
    hasSwitch: (name) => env['CHARTDROP_TEST_SWITCHES']?.split(' ').includes(name) ?? true,
    // Chromium reads its switches after the entry was evaluated.
    removeSwitch: (name) => tell(state.isReady ? 'switch-kept' : 'switch-removed', name),
  };

  isReady = () => state.isReady;
  whenReady = () =>
    state.isReady ? Promise.resolve() : new Promise((resolve) => this.once('ready', () => resolve()));
  getPath = (name) => this.paths[name];
  setPath = (name, path) => {
    this.paths[name] = path;
    tell('set-path', { name, path });
  };
  getVersion = () => '0.0.0';
  getName = () => 'chartdrop';
  // Empty before `ready`, whatever the system's language.
  getLocale = () => (state.isReady ? (env['CHARTDROP_TEST_LOCALE'] ?? 'en-AU') : '');
  requestSingleInstanceLock = (data) => {
    const isFirst = env['CHARTDROP_TEST_LOCK'] !== 'taken';
    tell(isFirst ? 'lock' : 'handed-over', data);
    return isFirst;
  };
  setAppUserModelId = (id) => tell('model-id', id);
  setAsDefaultProtocolClient = (scheme) => tell('protocol-client', scheme);
  setBadgeCount = (count) => tell('badge', count);
  getLoginItemSettings = () => ({
    openAtLogin: false,
    wasOpenedAtLogin: false,
    executableWillLaunchAtLogin: false,
  });
  setLoginItemSettings = (settings) => tell('login-item', settings);
  relaunch = (options) => tell('relaunch', options ?? null);

  exit = (code = 0) => {
    state.hasQuit = true;
    tell('exit', code);
    process.disconnect?.();
    process.exit(code);
  };

  /** Reports each step of a quit in order. */
  step(name, event) {
    tell('app-event', name);
    return super.emit(name, event, ...(name === 'quit' ? [0] : []));
  }

  /**
   * The order of a quit as in Electron's browser.cc. It does not include `window-all-closed`, although windows close.
   * Before `ready`, Electron quits as soon as it is ready.
   */
  quit = () => {
    if (state.hasQuit || this.isQuitting) return;
    if (!state.isReady) {
      this.quitsWhenReady = true;
      return;
    }
    const event = preventable();
    this.step('before-quit', event);
    if (event.defaultPrevented) return;
    this.isQuitting = true;
    if (BrowserWindow.getAllWindows().length === 0) this.shutDown();
    for (const window of BrowserWindow.getAllWindows()) window.close();
    // A window that stays open cancels the quit.
    if (BrowserWindow.getAllWindows().length > 0) this.isQuitting = false;
  };

  shutDown() {
    const last = preventable();
    this.step('will-quit', last);
    this.isQuitting = !last.defaultPrevented;
    if (last.defaultPrevented) return;
    state.hasQuit = true;
    this.step('quit', {});
    tell('quit');
    process.disconnect?.();
    // Electron ends the process here, even if work is pending.
    setImmediate(() => process.exit(0));
  }
}

export const app = (driven.emitters.app = new App());
driven.onAllWindowsClosed = () => {
  if (app.isQuitting) app.shutDown();
  // Without a listener in the program, Electron's own quits.
  else if (!app.step('window-all-closed')) app.quit();
};

/** Electron calls this after the entry was evaluated, in a second instance too. */
export function becomeReady() {
  state.isReady = true;
  state.isSettingSchemes = false;
  tell('ready');
  app.emit('ready', {}, {});
  if (app.quitsWhenReady === true) app.quit();
}

export const protocol = {
  registerSchemesAsPrivileged: (schemes) => {
    if (!state.isSettingSchemes) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    state.isSettingSchemes = false;
    tell('privileged', schemes);
  },
  handle: (scheme, answer) => {
    onlyWhenReady('Session can only be received when app is ready');
    tell('protocol', scheme);
    driven.handlers.set(scheme, answer);
  },
};

const permissions = new EventEmitter();
driven.permissions = permissions;
export const session = {
  // electron-updater's session: the requests of `net` use it.
  fromPartition: (name) => ({ name }),
  get defaultSession() {
    onlyWhenReady('Session can only be received when app is ready');
    return {
      setPermissionCheckHandler: (decide) => (permissions.check = decide),
      setPermissionRequestHandler: (decide) => (permissions.request = decide),
      // The real one returns the answer of a PAC script or the system's settings.
      resolveProxy: async (url) => {
        tell('resolve-proxy', url);
        return env['CHARTDROP_TEST_PROXY'] ?? 'DIRECT';
      },
    };
  },
};
