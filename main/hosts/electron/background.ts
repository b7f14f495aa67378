import type { BrowserWindow } from 'electron';

/** Remembers whether the person was informed that closing the window does not quit. */
export interface ToldOnce {
  read(): boolean;
  write(): void;
}

/** Hides the window when it is closed, and says so the first time. */
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

/** Shows, restores and focuses the window. */
export function bringForward(
  window: Pick<BrowserWindow, 'isMinimized' | 'restore' | 'show' | 'focus'>,
): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
