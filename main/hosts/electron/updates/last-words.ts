import type { App, Dialog } from 'electron';
import { words } from '../../../../preload/words/current.ts';
import { desktopWords } from '../../../../preload/words/desktop-words.ts';
import { errorText } from '../../../../preload/words/text.ts';
import { ChartdropError } from '../../../base/errors.ts';

export interface LastWords {
  /** Reports an unexpected error at any time. */
  fault(error: ChartdropError): void;
  /** Reports that the start failed for a known reason. */
  cannotStart(error: ChartdropError): void;
  /** Reports refused switches. */
  refuses(switches: readonly string[]): void;
  /** Called as soon as there is a log. The entry must be on disk before the program ends. */
  onEnd(listener: (error: ChartdropError) => void): void;
}

/**
 * Ends the program with a message box. Otherwise an error at the start would leave a process without a window that
 * holds the lock, and every later start would end silently.
 */
export function createLastWords(ports: {
  app: Pick<App, 'isReady' | 'whenReady' | 'exit'>;
  dialog: Pick<Dialog, 'showErrorBox'>;
  platform: NodeJS.Platform;
}): LastWords {
  const { app, dialog } = ports;
  let beforeEnd: (error: ChartdropError) => void = () => undefined;
  let isEnding = false;

  const end = (error: ChartdropError, title: () => string, text: () => string): void => {
    if (isEnding) return;
    isEnding = true;
    const show = (): void => {
      try {
        beforeEnd(error);
      } finally {
        dialog.showErrorBox(title(), text());
        app.exit(1);
      }
    };
    // Before Electron is ready on Linux, it writes the message to standard error, which the person does not see.
    if (app.isReady() || ports.platform !== 'linux') show();
    else void app.whenReady().then(show);
  };

  return {
    fault: (error) =>
      end(
        error,
        () => 'Chartdrop',
        () => words().faults.unexpected,
      ),
    cannotStart: (error) =>
      end(
        error,
        () => desktopWords().startFaults.title,
        () => startFaultText(error),
      ),
    refuses: (switches) =>
      end(
        new ChartdropError('request-invalid'),
        () => desktopWords().startFaults.title,
        () =>
          desktopWords().startFaults.switches(
            switches
              .map((name) => `--${name}`)
              .join(' ')
              .slice(0, 500),
          ),
      ),
    onEnd(listener) {
      beforeEnd = listener;
    },
  };
}

/** Why the program cannot start, and what the person can do. */
function startFaultText(error: ChartdropError): string {
  const w = desktopWords();
  switch (error.code) {
    case 'settings-invalid':
      return w.startFaults.settings(error.detail ?? 'settings.json');
    case 'disk-full':
      return w.startFaults.diskFull;
    case 'disk-read-only':
      return w.startFaults.readOnly(error.detail ?? '');
    case 'unexpected':
      return words().faults.unexpected;
    default:
      return errorText(error);
  }
}
