import type { Page } from '@playwright/test';

/** Each frame's length in milliseconds, and how often this page's own script and layout kept it for more than 50 ms. */
export interface Frames {
  readonly lengths: readonly number[];
  readonly ownLong: number;
}

/**
 * Records `count` frames. Scrolling, the list goes from its beginning to its end: the first half as a wheel does, the
 * second as the scrollbar's thumb is dragged to the end.
 */
export function recordFrames(page: Page, given: { count: number; scrolls: boolean }): Promise<Frames> {
  return page.evaluate(
    ({ count, scrolls }) =>
      new Promise<{ lengths: number[]; ownLong: number }>((resolve, reject) => {
        const list = document.querySelector('[role="list"]')?.parentElement;
        if (list == null) {
          reject(new Error('no list'));
          return;
        }
        const lengths: number[] = [];
        let ownLong = 0;
        // Only what keeps the page for more than 50 ms is told.
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

/** A display of 60 Hz has a frame each 16.7 ms; timers and rounding make it a little more now and then. */
const oneFrameMs = 17.5;

export const over16 = ({ lengths }: Frames): number => lengths.filter((ms) => ms > oneFrameMs).length;
export const over50 = ({ lengths }: Frames): number => lengths.filter((ms) => ms > 50).length;
