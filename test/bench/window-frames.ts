import type { Page } from '@playwright/test';

/** The length of each frame in milliseconds, and how often script and layout blocked the page for more than 50 ms. */
export interface Frames {
  readonly lengths: readonly number[];
  readonly ownLong: number;
}

/**
 * Records `count` frames while the list scrolls from start to end: the first half like a wheel, the second like
 * dragging the scrollbar.
 */
export function recordFrames(page: Page, given: { count: number; scrolls: boolean }): Promise<Frames> {
  return page.evaluate(
    ({ count, scrolls }) =>
      new Promise<{ lengths: number[]; ownLong: number }>((resolve, reject) => {
        const list = document.querySelector('[role="listbox"][aria-multiselectable]')?.parentElement;
        if (list == null) {
          reject(new Error('no list'));
          return;
        }
        const lengths: number[] = [];
        let ownLong = 0;
        // Only blocks of more than 50 ms are reported.
        const observer = new PerformanceObserver((entries) => (ownLong += entries.getEntries().length));
        observer.observe({ type: 'long-animation-frame' });
        let before = performance.now();
        let step = 0;
        const next = (now: number): void => {
          lengths.push(now - before);
          before = now;
          step += 1;
          if (scrolls) {
            const dragged = (list.scrollHeight * (step - count / 2)) / (count / 2);
            list.scrollTop = step < count / 2 ? step * 120 : dragged;
          }
          if (step < count) return void requestAnimationFrame(next);
          observer.disconnect();
          resolve({ lengths: lengths.slice(1), ownLong });
        };
        requestAnimationFrame(next);
      }),
    given,
  );
}

/** A 60 Hz display has a frame every 16.7 ms; timers and rounding sometimes add to it. */
const oneFrameMs = 17.5;

export const over16 = ({ lengths }: Frames): number => lengths.filter((ms) => ms > oneFrameMs).length;
export const over50 = ({ lengths }: Frames): number => lengths.filter((ms) => ms > 50).length;
