import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle, WebContents } from 'electron';
import { appUrl } from './app-protocol.ts';

export interface WindowPlace {
  read(): Partial<Rectangle>;
  write(place: Rectangle): void;
}

const smallest = { minWidth: 1024, minHeight: 640 };

/** The options of the one window: isolated, sandboxed, without Node (design 5). */
export function mainWindowOptions(
  preload: string,
  place: Partial<Rectangle>,
): BrowserWindowConstructorOptions {
  return {
    width: 1280,
    height: 800,
    ...smallest,
    ...place,
    show: false,
    title: 'Chartdrop',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  };
}

/** Refuses everything that would lead a page elsewhere: navigation, new windows, embedded pages. */
export function confine(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Opens the window where it was left, and remembers where it is put. `isHidden`: to the tray alone, until it is shown. */
export function openMainWindow(
  Window: new (options: BrowserWindowConstructorOptions) => BrowserWindow,
  given: { preload: string; place: WindowPlace; isHidden: boolean },
): BrowserWindow {
  const window = new Window(mainWindowOptions(given.preload, given.place.read()));
  confine(window.webContents);
  if (!given.isHidden) window.once('ready-to-show', () => window.show());
  window.on('close', () => given.place.write(window.getNormalBounds()));
  void window.loadURL(appUrl);
  return window;
}
