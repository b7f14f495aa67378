/**
 * Stands in for `electron` where the built main process runs under plain Node: the port at which Electron's side ends.
 * What the main process does with it is told to the parent process, message by message.
 */
import { EventEmitter } from 'node:events';

const tell = (what, detail = null) => process.send?.({ what, detail });
const handlers = new Map();

class FakeApp extends EventEmitter {
  whenReady = () => Promise.resolve();
  getPath = () => process.env['CHARTDROP_TEST_DATA'];
  getVersion = () => '0.0.0';
  exit = (code) => process.exit(code);
  quit = () => {
    const event = { prevented: false, preventDefault: () => (event.prevented = true) };
    this.emit('before-quit', event);
    if (!event.prevented) {
      tell('quit');
      process.disconnect?.();
    }
  };
}
export const app = new FakeApp();

class FakeContents extends EventEmitter {
  setWindowOpenHandler = (decide) => tell('window-open', decide({ url: 'https://elsewhere.example' }));
  send = (...message) => tell('event', message[1]);
}
export class BrowserWindow extends EventEmitter {
  static all = [];
  static getAllWindows = () => BrowserWindow.all;
  webContents = new FakeContents();
  constructor(options) {
    super();
    BrowserWindow.all.push(this);
    tell('window', {
      ...options.webPreferences,
      preload: options.webPreferences.preload.split(/[\\/]/).at(-1),
    });
    const navigation = { prevented: false, preventDefault: () => (navigation.prevented = true) };
    setImmediate(() => {
      this.webContents.emit('will-navigate', navigation);
      tell('navigation-prevented', navigation.prevented);
    });
  }
  loadURL = (url) => {
    tell('load', url);
    return Promise.resolve();
  };
  show = () => tell('show');
  getNormalBounds = () => ({ x: 0, y: 0, width: 1280, height: 800 });
}

export const ipcMain = {
  handle: (channel, handler) => {
    handlers.set(channel, handler);
    tell('handle', channel);
  },
  // electron-store tells its own place to pages that ask; the preload gives them no way to.
  on: (channel) => tell('on', channel),
  removeHandler: (channel) => handlers.delete(channel),
};
export const protocol = {
  registerSchemesAsPrivileged: (schemes) => tell('privileged', schemes),
  handle: (scheme, answer) => {
    tell('protocol', scheme);
    handlers.set(scheme, answer);
  },
};
export const session = {
  defaultSession: {
    // What a PAC script, or the system's settings, answer in the real one.
    resolveProxy: async (url) => {
      tell('resolve-proxy', url);
      return process.env['CHARTDROP_TEST_PROXY'] ?? 'DIRECT';
    },
    setPermissionRequestHandler: (decide) => decide(null, 'media', (granted) => tell('permission', granted)),
  },
};
export const dialog = {
  showOpenDialog: () => Promise.resolve({ filePaths: [] }),
  showErrorBox: (_title, words) => tell('error-box', words),
};
export const shell = {
  trashItem: () => Promise.resolve(),
  showItemInFolder: (path) => tell('shown-in-folder', path),
};
export const crashReporter = { start: (options) => tell('crash-reporter', options) };
export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(process.env['CHARTDROP_TEST_KEY_STORE'] !== 'none'),
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptStringAsync: (text) => Promise.resolve(Buffer.from(`sealed:${text}`)),
  decryptStringAsync: (sealed) =>
    Promise.resolve({ result: sealed.toString().slice(7), shouldReEncrypt: false }),
};
export default { app, ipcMain, shell };

process.on('message', async ({ id, kind, args }) => {
  if (kind === 'quit') app.quit();
  if (kind === 'call') {
    const [frameUrl, channel, input] = args;
    const event = { senderFrame: { parent: null, url: frameUrl } };
    process.send?.({ id, result: await handlers.get('chartdrop:call')(event, channel, input) });
  }
  if (kind === 'fetch') {
    const response = await handlers.get('app')(new Request(args[0]));
    const body = await response.text();
    const csp = response.headers.get('content-security-policy');
    process.send?.({ id, result: { status: response.status, body: body.slice(0, 600), csp } });
  }
});
