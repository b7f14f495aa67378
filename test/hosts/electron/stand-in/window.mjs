import { request } from './protocol.mjs';
import { driven, Destroyable, onlyWhenReady, preventable, tell } from './tell.mjs';

/** A common screen in clinics: 1366 x 768 at 150 %, with a bar at the bottom. */
const display = {
  id: 1,
  bounds: { x: 0, y: 0, width: 911, height: 512 },
  workArea: { x: 0, y: 0, width: 911, height: 472 },
  scaleFactor: 1.5,
};
const tooEarly = "The 'screen' module can't be used before the app 'ready' event";
const onScreen = () => {
  onlyWhenReady(tooEarly);
  return display;
};
export const screen = {
  getPrimaryDisplay: onScreen,
  getDisplayMatching: onScreen,
  getAllDisplays: () => [onScreen()],
};

class Contents extends Destroyable {
  setWindowOpenHandler = (decide) =>
    this.alive(() => tell('window-open', decide({ url: 'https://elsewhere.example' })));
  send = (...message) => this.alive(() => tell('event', message[1]));
  reload = () => this.alive(() => tell('reload'));
  getURL = () => this.alive(() => 'app://chartdrop/');
}

export class BrowserWindow extends Destroyable {
  static all = [];
  static getAllWindows = () => BrowserWindow.all;
  webContents = new Contents();
  focused = false;

  constructor(options) {
    onlyWhenReady('Cannot create BrowserWindow before app is ready');
    super();
    BrowserWindow.all.push(this);
    driven.emitters.window = this;
    driven.emitters.contents = this.webContents;
    this.on('focus', () => (this.focused = true));
    this.on('blur', () => (this.focused = false));
    const { x, y, width, height, minWidth, minHeight, show } = options;
    this.bounds = { x: x ?? 0, y: y ?? 0, width, height };
    tell('window-place', { ...this.bounds, minWidth, minHeight, show });
    tell('window', {
      ...options.webPreferences,
      preload: options.webPreferences.preload.split(/[\\/]/).at(-1),
    });
  }

  /** Never an unhandled rejection, since Electron listens itself. The result is an event. */
  loadURL = (url) =>
    this.alive(() => {
      tell('load', url);
      setImmediate(() => this.loaded(url));
      return Promise.resolve();
    });

  async loaded(url) {
    if (this.isGone) return;
    const { status } = await request(url);
    if (status !== 200) {
      this.webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', url, true);
      return;
    }
    const navigation = preventable();
    this.webContents.emit('will-navigate', navigation);
    tell('navigation-prevented', navigation.defaultPrevented);
    this.webContents.emit('did-finish-load');
    this.emit('ready-to-show');
    tell('ready-to-show');
  }

  isFocused = () => this.alive(() => this.focused);
  isVisible = () => this.alive(() => this.visible ?? false);
  isMinimized = () => this.alive(() => false);
  isMaximized = () => this.alive(() => this.maximised ?? false);
  maximize = () => this.alive(() => ((this.maximised = true), tell('maximise')));
  restore = () => this.alive(() => tell('restore'));
  show = () => this.alive(() => ((this.visible = true), tell('show')));
  hide = () => this.alive(() => ((this.visible = false), tell('hide')));
  focus = () => this.alive(() => tell('focus'));
  flashFrame = (isOn) => this.alive(() => tell('flash', isOn));
  setProgressBar = (fraction, { mode }) => this.alive(() => tell('progress', { fraction, mode }));
  setOverlayIcon = (image, words) => this.alive(() => tell('overlay', image === null ? null : words));
  getNormalBounds = () => this.alive(() => this.bounds);

  close = () =>
    this.alive(() => {
      const event = preventable();
      this.emit('close', event);
      if (!event.defaultPrevented) this.destroy();
      return event.defaultPrevented;
    });
  destroy = () => {
    if (this.isGone) return;
    this.isGone = this.webContents.isGone = true;
    BrowserWindow.all = BrowserWindow.all.filter((one) => one !== this);
    this.emit('closed');
    tell('window-gone');
    if (BrowserWindow.all.length === 0) driven.onAllWindowsClosed();
  };
}
