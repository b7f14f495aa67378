import type { BrowserWindow, Dialog } from 'electron';
import { desktopWords } from '../../../../preload/words/desktop-words.ts';
import { asChartdropError } from '../../../base/errors.ts';
import type { Clock, Log } from '../../../base/ports.ts';
import { appUrl } from './app-address.ts';

/** A window that failed twice within this time will probably fail again. Milliseconds. */
const againMs = 60_000;
/** Chromium's ERR_ABORTED: another load replaced it. */
const aborted = -3;

type Trouble = 'gone' | 'hangs' | 'notLoaded';

/**
 * Recovers a window that crashed, hangs or failed to load; Electron would leave it white. Reloads it the first time
 * without asking, since the main process does the work and nothing is lost. Later it asks a person.
 */
export function recoverWindow(
  window: Pick<BrowserWindow, 'on' | 'loadURL' | 'isDestroyed'> & {
    readonly webContents: Pick<BrowserWindow['webContents'], 'on'>;
  },
  given: {
    dialog: Pick<Dialog, 'showMessageBox'>;
    parent: BrowserWindow;
    clock: Clock;
    log: Log;
    isQuitting: () => boolean;
  },
): void {
  let lastReload = -Infinity;
  let isAsking = false;

  const reload = (): void => {
    if (window.isDestroyed()) return;
    lastReload = given.clock.monotonic();
    void window.loadURL(appUrl);
  };
  const ask = async (trouble: Trouble): Promise<void> => {
    isAsking = true;
    const w = desktopWords();
    const messages: Record<Trouble, string> = {
      gone: w.windowFaults.gone,
      hangs: w.windowFaults.hangs,
      notLoaded: w.windowFaults.notLoaded,
    };
    const { response } = await given.dialog.showMessageBox(given.parent, {
      type: 'warning',
      message: messages[trouble],
      buttons: [w.windowFaults.reload, w.windowFaults.wait],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    });
    isAsking = false;
    if (response === 0) reload();
  };
  const onTrouble = (trouble: Trouble): void => {
    if (given.isQuitting() || isAsking) return;
    given.log.warn('window-failed');
    const isFirst = given.clock.monotonic() - lastReload > againMs;
    // A window that hangs may only be busy, so the person decides.
    if (isFirst && trouble !== 'hangs') {
      reload();
      return;
    }
    ask(trouble).catch((thrown: unknown) => {
      isAsking = false;
      given.log.warn('window-failed', { code: asChartdropError(thrown).code });
    });
  };

  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') onTrouble('gone');
  });
  window.webContents.on('did-fail-load', (_event, code, _text, _url, isMainFrame) => {
    if (isMainFrame && code !== aborted) onTrouble('notLoaded');
  });
  window.on('unresponsive', () => onTrouble('hangs'));
}
