import type { App, BrowserWindow } from 'electron';
import type { Status } from '../../../preload/contract/views.ts';
import type { BytesUnderWay } from './bytes-under-way.ts';

/** The window's button in the system's bar: a bar for the bytes under way, and a number for what needs a person. */
export function createTaskbar(
  app: Pick<App, 'setBadgeCount'>,
  window: Pick<BrowserWindow, 'setProgressBar'>,
  bytes: Pick<BytesUnderWay, 'fraction'>,
): { update(status: Status): void; progress(): void } {
  let paused = false;
  let [shownBar, shownBadge] = ['', 0];

  const progress = (): void => {
    const fraction = bytes.fraction();
    // To a hundredth: the system redraws at each call.
    const bar = fraction === null ? -1 : Math.round(fraction * 100) / 100;
    const key = `${bar} ${paused}`;
    if (key === shownBar) return;
    shownBar = key;
    window.setProgressBar(bar, { mode: fraction === null ? 'none' : paused ? 'paused' : 'normal' });
  };

  return {
    progress,
    update(status) {
      paused = status.pausedBy.length > 0;
      progress();
      const badge = status.counts.inbox + status.counts.failed;
      if (badge === shownBadge) return;
      shownBadge = badge;
      app.setBadgeCount(badge);
    },
  };
}
