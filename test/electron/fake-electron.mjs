/**
 * Stands in for `electron` where the built main process runs under plain Node: the port at which Electron's side ends.
 * What the main process does with it is told to the parent process, message by message.
 */
import { EventEmitter } from 'node:events';

/** To the test; once the program has quit nobody listens any more. */
const tell = (what, detail = null) => {
  if (process.connected) process.send({ what, detail });
};
const handlers = new Map();

/** What tests drive by name. */
const emitters = {};
const menus = {};
let answerQuestion = () => undefined;
/** As the system does: the listener may prevent what would follow, and the test learns whether it did. */
const preventable = () => {
  const event = { prevented: false, preventDefault: () => (event.prevented = true) };
  return event;
};

class FakeApp extends EventEmitter {
  isPackaged = process.env['CHARTDROP_TEST_PACKAGED'] !== 'no';
  whenReady = () => Promise.resolve();
  getPath = () => process.env['CHARTDROP_TEST_DATA'];
  getVersion = () => '0.0.0';
  getLocale = () => process.env['CHARTDROP_TEST_LOCALE'] ?? 'en-AU';
  /** Where another instance runs, Electron ends this process although its module still waits. */
  requestSingleInstanceLock = (data) => {
    const isFirst = process.env['CHARTDROP_TEST_LOCK'] !== 'taken';
    if (!isFirst) {
      process.send?.({ what: 'handed-over', detail: data }, () => process.exit(0));
    }
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
  exit = (code) => process.exit(code);
  quit = () => {
    const event = preventable();
    this.emit('before-quit', event);
    if (!event.prevented) {
      tell('quit');
      process.disconnect?.();
    }
  };
}
export const app = (emitters.app = new FakeApp());
// A packaged Electron names no script.
if (app.isPackaged) process.argv.splice(1, 1);

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
    emitters.window = this;
    this.on('focus', () => (this.focused = true));
    this.on('blur', () => (this.focused = false));
    tell('window', {
      ...options.webPreferences,
      preload: options.webPreferences.preload.split(/[\\/]/).at(-1),
    });
    const navigation = preventable();
    setImmediate(() => {
      this.webContents.emit('will-navigate', navigation);
      tell('navigation-prevented', navigation.prevented);
    });
  }
  loadURL = (url) => {
    tell('load', url);
    return Promise.resolve();
  };
  focused = false;
  isFocused = () => this.focused;
  isMinimized = () => false;
  restore = () => tell('restore');
  show = () => tell('show');
  hide = () => tell('hide');
  focus = () => tell('focus');
  setProgressBar = (fraction, { mode }) => tell('progress', { fraction, mode });
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
    setPermissionCheckHandler: (decide) => tell('permission-check', decide(null, 'media')),
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
  showMessageBox: ({ message, detail, buttons }) => {
    tell('question', { message, detail, buttons });
    return new Promise((resolve) => {
      answerQuestion = (response) => resolve({ response, checkboxChecked: false });
    });
  },
  showErrorBox: (_title, words) => tell('error-box', words),
};

const labels = (template) => template.map(({ label, role, type }) => label ?? role ?? type);
export const Menu = {
  buildFromTemplate: (template) => ({ template }),
  setApplicationMenu: ({ template }) => {
    menus.app = template;
    tell(
      'menu',
      template.map((menu) => ({ label: menu.label, items: labels(menu.submenu) })),
    );
  },
};
export class Tray extends EventEmitter {
  constructor() {
    super();
    emitters.tray = this;
  }
  setImage = () => undefined;
  setToolTip = (tip) => tell('tray-tip', tip);
  setContextMenu = ({ template }) => {
    menus.tray = template;
    tell('tray', labels(template));
  };
  destroy = () => tell('tray-gone');
}
export const nativeImage = {
  createFromBitmap: (bitmap, options) => ({ bitmap, options, setTemplateImage: () => undefined }),
};
export class Notification extends EventEmitter {
  constructor(options) {
    super();
    this.options = options;
  }
  show = () => {
    emitters.notification = this;
    tell('notification', this.options);
  };
  close = () => undefined;
}
export const powerMonitor = (emitters.powerMonitor = new EventEmitter());
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
  if (kind === 'answer') answerQuestion(args[0]);
  if (kind === 'emit') {
    const [target, name, ...given] = args;
    const event = preventable();
    emitters[target].emit(name, event, ...given);
    process.send?.({ id, result: event.prevented });
  }
  if (kind === 'press') {
    const [menu, label] = args;
    const items = menus[menu].flatMap((item) => [item, ...(item.submenu ?? [])]);
    items.find((item) => item.label === label).click();
    process.send?.({ id, result: null });
  }
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
