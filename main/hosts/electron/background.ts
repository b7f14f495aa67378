import type { BrowserWindow } from 'electron';

/** Whether the person has been told that closing the window is not quitting. */
export interface ToldOnce {
  read(): boolean;
  write(): void;
}

/** Closing the window only puts it away; the first time this is said. */
export function keepInBackground(
  window: Pick<BrowserWindow, 'on' | 'hide'>,
  given: { isQuitting: () => boolean; told: ToldOnce; tell: () => void },
): void {
  window.on('close', (event) => {
    if (given.isQuitting()) return;
    event.preventDefault();
    window.hide();
    if (given.told.read()) return;
    given.told.write();
    given.tell();
  });
}

/** Brings the window before the person, wherever it is. */
export function bringForward(
  window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>,
): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
