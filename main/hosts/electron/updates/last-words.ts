import type { App, Dialog } from 'electron';
import { words } from '../../../../preload/words/current.ts';
import { errorText } from '../../../../preload/words/text.ts';
import { ChartdropError } from '../../../base/errors.ts';

export interface LastWords {
  /** Something that nobody foresaw happened, at any moment. */
  fault(error: ChartdropError): void;
  /** The start failed for a reason that has words of its own. */
  cannotStart(error: ChartdropError): void;
  /** It was started with switches that it does not take. */
  refuses(switches: readonly string[]): void;
  /** Called first, as soon as there is a log: it must be on the disk before the program ends. */
  onEnd(listener: (error: ChartdropError) => void): void;
}

/**
 * Ends the program in a box with plain words. Without this a fault of the start would leave a process without a window
 * that holds the lock, and every later start would end in silence.
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
    // Before it is ready, Electron on Linux writes the box to standard error, where nobody looks.
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
        () => words().startFaults.title,
        () => startFaultText(error),
      ),
    refuses: (switches) =>
      end(
        new ChartdropError('request-invalid'),
        () => words().startFaults.title,
        () =>
          words().startFaults.switches(
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

/** Why the program cannot start, and what a person can do. */
function startFaultText(error: ChartdropError): string {
  const w = words();
  switch (error.code) {
    case 'settings-invalid':
      return w.startFaults.settings(error.detail ?? 'settings.json');
    case 'disk-full':
      return w.startFaults.diskFull;
    case 'disk-read-only':
      return w.startFaults.readOnly(error.detail ?? '');
    case 'unexpected':
      return w.faults.unexpected;
    default:
      return errorText(error);
  }
}
