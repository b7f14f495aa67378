import type { BrowserWindow, BrowserWindowConstructorOptions, Screen, WebContents } from 'electron';
import { appUrl } from './app-address.ts';
import { visiblePlace, type WindowPlace } from './window-place.ts';

/** Where the window was left, kept between starts. */
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

/** The options of the one window: isolated, sandboxed, without Node (design 5). */
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
      // They would show patients' data as they travel.
      devTools: !isPackaged,
    },
  };
}

/** Refuses everything that would lead a page elsewhere: navigation, new windows, embedded pages. */
function confine(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

export interface MainWindow {
  readonly window: BrowserWindow;
  /** Remembers where it stands; for its close, and for the end of the session, after which nothing is written. */
  remember(): void;
}

/** Opens the window where it was left. `isHidden`: to the tray alone, until it is shown. */
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
