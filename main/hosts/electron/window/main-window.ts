import type { BrowserWindow, BrowserWindowConstructorOptions, Screen, WebContents } from 'electron';
import { appUrl } from './app-address.ts';
import { visiblePlace, type WindowPlace } from './window-place.ts';

/** Stores the window's position between starts. */
export interface PlaceMemory {
  read(): WindowPlace;
  write(place: WindowPlace): void;
}

interface WindowGiven {
  readonly preload: string;
  readonly place: PlaceMemory;
  readonly screen: Pick<Screen, 'getDisplayMatching' | 'getPrimaryDisplay'>;
  readonly isPackaged: boolean;
}

/** The options of the one window: isolated, sandboxed, without Node. */
function mainWindowOptions({
  preload,
  place,
  screen,
  isPackaged,
}: WindowGiven): BrowserWindowConstructorOptions {
  const area = (near: Parameters<typeof screen.getDisplayMatching>[0] | null) =>
    (near === null ? screen.getPrimaryDisplay() : screen.getDisplayMatching(near)).workArea;
  return {
    ...visiblePlace(place.read().bounds, area),
    show: false,
    title: 'Chartdrop',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      // Developer tools would show patients' data.
      devTools: !isPackaged,
    },
  };
}

/** Refuses everything that would load another page: navigation, new windows, embedded pages. */
function confine(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export interface MainWindow {
  readonly window: BrowserWindow;
  /** Stores the position. Also called on close and at the end of the session, when later writes are lost. */
  remember(): void;
}

/** Opens the window at its last position. `isHidden`: in the tray only, until it is shown. */
export function openMainWindow(
  Window: new (options: BrowserWindowConstructorOptions) => BrowserWindow,
  given: WindowGiven & { isHidden: boolean },
): MainWindow {
  const window = new Window(mainWindowOptions(given));
  confine(window.webContents);
  const { isMaximised } = given.place.read();
  if (!given.isHidden) {
    window.once('ready-to-show', () => {
      if (isMaximised) window.maximize();
      window.show();
    });
  }
  const remember = (): void => {
    if (window.isDestroyed()) return;
    given.place.write({ bounds: window.getNormalBounds(), isMaximised: window.isMaximized() });
  };
  window.on('close', remember);
  void window.loadURL(appUrl);
  return { window, remember };
}
