/**
 * Replaces `electron` when the built main process runs under plain Node. As strict as Electron: calls that need `ready`
 * or a destroyed object throw Electron's own messages. Reports the main process' calls to the parent process.
 */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { app, protocol, session } from './app.mjs';
import { driven, Destroyable, onlyWhenReady, state, tell } from './tell.mjs';
import { Squirrel } from './squirrel.mjs';
import { utilityProcess } from './utility.mjs';
import { BrowserWindow, screen } from './window.mjs';

export { app, BrowserWindow, protocol, screen, session, utilityProcess };
const env = process.env;

export const autoUpdater = new Squirrel();
/** Electron's requests: Node's, with the additional event `redirect`. */
export const net = {
  request: (options) => {
    onlyWhenReady('net module can only be used after app is ready');
    tell('net-request', options.path);
    if (options.protocol !== 'https:') return request(options);
    // Chromium trusts the system's certificates; in Node a session is one of TLS.
    const ca = readFileSync(env['CHARTDROP_TEST_AUTHORITY']);
    return secureRequest({ ...options, session: undefined, ca });
  },
};

export const ipcMain = {
  handle: (channel, handler) => {
    if (driven.handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    driven.handlers.set(channel, handler);
    tell('handle', channel);
  },
  // electron-store answers pages that ask for its path; the preload does not let them ask.
  on: (channel) => tell('on', channel),
  removeHandler: (channel) => driven.handlers.delete(channel),
};

const dialogTooEarly = 'dialog module can only be used after app is ready';
/** A window may come before the options and is the dialog's parent. */
const asked = (given) => ({ options: given.at(-1), hasParent: given.length > 1 });
export const dialog = {
  showOpenDialog: (...given) => {
    onlyWhenReady(dialogTooEarly);
    tell('open-dialog', asked(given).hasParent);
    return Promise.resolve({ canceled: true, filePaths: [] });
  },
  showMessageBox: (...given) => {
    onlyWhenReady(dialogTooEarly);
    const { options, hasParent } = asked(given);
    const { message, detail, buttons, signal } = options;
    tell('question', { message, detail, buttons, hasParent });
    return new Promise((resolve) => {
      driven.answer = (response) => resolve({ response, checkboxChecked: false });
      signal?.addEventListener('abort', () => resolve({ response: 0, checkboxChecked: false }));
    });
  },
  // Before `ready`, Linux only writes to standard error, which the person does not see.
  showErrorBox: (title, content) =>
    tell(state.isReady || process.platform !== 'linux' ? 'error-box' : 'stderr', `${title}\n${content}`),
};

const labels = (template) => template.map(({ label, role, type }) => label ?? role ?? type);
export const Menu = {
  buildFromTemplate: (template) => ({ template }),
  setApplicationMenu: ({ template }) => {
    driven.menus.app = template;
    tell(
      'menu',
      template.map((menu) => ({ label: menu.label, items: labels(menu.submenu) })),
    );
  },
};
export class Tray extends Destroyable {
  constructor() {
    onlyWhenReady('Cannot create Tray before app is ready');
    super();
    driven.emitters.tray = this;
  }
  setImage = () => this.alive(() => undefined);
  setToolTip = (tip) => this.alive(() => tell('tray-tip', tip));
  setContextMenu = ({ template }) =>
    this.alive(() => {
      driven.menus.tray = template;
      tell('tray', labels(template));
    });
  destroy = () => {
    this.isGone = true;
    tell('tray-gone');
  };
}
export const nativeImage = {
  createFromBitmap: (bitmap, options) => ({ bitmap, options, setTemplateImage: () => undefined }),
};
export class Notification extends EventEmitter {
  constructor(options) {
    onlyWhenReady('Cannot create Notification before app is ready');
    super();
    this.options = options;
  }
  static isSupported = () => true;
  show = () => {
    // Electron keeps no reference to it: without one in the program it is garbage-collected, with its click.
    driven.notification = new WeakRef(this);
    tell('notification', this.options);
  };
  close = () => this.emit('close');
}

/** Lock events exist on Windows and macOS only; on Linux a listener is never called. */
class PowerMonitor extends EventEmitter {
  idle = 'active';
  seconds = 0;
  emit(name, ...given) {
    if (process.platform === 'linux' && /^(un)?lock-screen$/.test(name)) {
      throw new Error(`${name} does not come on Linux`);
    }
    return super.emit(name, ...given);
  }
  getSystemIdleState = () => this.idle;
  getSystemIdleTime = () => this.seconds;
}
export const powerMonitor = (driven.emitters.powerMonitor = new PowerMonitor());
export const powerSaveBlocker = {
  start: (kind) => {
    tell('awake', kind);
    return 7;
  },
  stop: (id) => {
    tell('may-sleep', id);
    return true;
  },
};
export const shell = {
  trashItem: () => Promise.resolve(),
  showItemInFolder: (path) => tell('shown-in-folder', path),
};
export const crashReporter = {
  start: (options) => {
    if (state.isReady) throw new Error('crashReporter.start must come before app is ready');
    tell('crash-reporter', options);
  },
};

/** `none`, `locked`, `weak`, `re-encrypt`: no store, one that is locked for now, Linux' known password, a new key. */
const store = () => env['CHARTDROP_TEST_KEY_STORE'] ?? 'real';
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => state.isReady && store() !== 'none',
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptStringAsync: async (text) => {
    onlyWhenReady('safeStorage cannot be used before app is ready');
    if (store() === 'locked') throw new Error(temporarily);
    return Buffer.from(`${store() === 'weak' ? 'v10' : 'v11'}sealed:${text}`);
  },
  decryptStringAsync: async (sealed) => {
    onlyWhenReady('safeStorage cannot be used before app is ready');
    tell('key-store-read');
    if (store() === 'locked') throw new Error(temporarily);
    const found = /^v1[01]sealed:(.*)$/s.exec(sealed.toString());
    if (found === null) throw new Error('Error while decrypting the ciphertext provided to safeStorage.');
    return { result: found[1], shouldReEncrypt: env['CHARTDROP_TEST_KEY_STORE'] === 're-encrypt' };
  },
};
const temporarily =
  'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync. Encryption is temporarily unavailable. Please try again.';
export default { app, ipcMain, shell };
