import type { App, BrowserWindow, nativeImage } from 'electron';
import type { Status } from '../../../../preload/contract/views.ts';
import { desktopWords } from '../../../../preload/words/desktop-words.ts';
import type { BytesUnderWay } from '../window/bytes-under-way.ts';
import { markBitmap, markSize } from './tray-image.ts';

/** The window's button in the taskbar: a bar for the active uploads, and the number of files that need a person. */
export function createTaskbar(
  ports: {
    app: Pick<App, 'setBadgeCount'>;
    nativeImage: Pick<typeof nativeImage, 'createFromBitmap'>;
    platform: NodeJS.Platform;
  },
  window: Pick<BrowserWindow, 'setProgressBar' | 'setOverlayIcon'>,
  bytes: Pick<BytesUnderWay, 'fraction'>,
): { update(status: Status): void; progress(): void } {
  let paused = false;
  let [shownBar, shownBadge] = ['', 0];

  const progress = (): void => {
    const fraction = bytes.fraction();
    // Rounded to a hundredth, since the system redraws at each call.
    const bar = fraction === null ? -1 : Math.round(fraction * 100) / 100;
    const key = `${bar} ${paused}`;
    if (key === shownBar) return;
    shownBar = key;
    window.setProgressBar(bar, { mode: fraction === null ? 'none' : paused ? 'paused' : 'normal' });
  };

  /** Windows shows no number on a button, but a small picture with a text for screen readers. */
  const showOverlay = (badge: number): void => {
    const size = { width: markSize, height: markSize };
    const image = badge === 0 ? null : ports.nativeImage.createFromBitmap(markBitmap('trouble'), size);
    window.setOverlayIcon(image, badge === 0 ? '' : desktopWords().taskbar.needYou(badge));
  };

  return {
    progress,
    update(status) {
      paused = status.pausedBy.length > 0;
      progress();
      const badge = status.counts.inbox + status.counts.failed;
      if (badge === shownBadge) return;
      shownBadge = badge;
      if (ports.platform === 'win32') showOverlay(badge);
      else ports.app.setBadgeCount(badge);
    },
  };
}
