import type { Page } from '@playwright/test';

/** The sizes at which the window is measured: the smallest is 1366x768 at 150 %. */
export const sizes = [
  { width: 900, height: 540 },
  { width: 1024, height: 640 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;

/**
 * The faults of the page's layout in words: text that lies on other text, that is cut off, or that leaves the
 * window. Text is cut by an ellipsis alone, and only if a tooltip shows the whole; an identifier of a patient is never cut, except a
 * name of more than 32 letters.
 */
export const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    interface Piece {
      readonly element: HTMLElement;
      readonly text: string;
      /** The part that is visible. */
      readonly box: DOMRect;
    }
    const faults = new Set<string>();
    const dialogs = document.querySelectorAll<HTMLElement>('dialog:modal');
    const root = dialogs[dialogs.length - 1] ?? document.body;
    /** Letters from which a name may be shortened. */
    const longName = 32;
    const clips = (value: string): boolean => value === 'hidden' || value === 'clip';
    const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll';
    /** Words for a screen reader alone. */
    const isOnlyRead = (element: HTMLElement): boolean =>
      element.offsetWidth <= 1 || (element.parentElement !== null && element.parentElement.offsetWidth <= 1);
    const isHidden = (element: HTMLElement): boolean =>
      isOnlyRead(element) ||
      element.closest('.hidden, [aria-hidden="true"], svg, option, script, style, [role="log"]') !== null ||
      !element.checkVisibility({ visibilityProperty: true });

    const pieces: Piece[] = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = (node.textContent ?? '').trim();
      if (element === null || text === '' || isHidden(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const whole of range.getClientRects()) {
        if (whole.width < 1) continue;
        let [left, top, right, bottom] = [whole.left, whole.top, whole.right, whole.bottom];
        let isSeen = true;
        for (let box: HTMLElement | null = element; box !== null && box !== root; box = box.parentElement) {
          const style = getComputedStyle(box);
          const edge = box.getBoundingClientRect();
          if (clips(style.overflowX) && (right > edge.right + 1 || left < edge.left - 1)) {
            const saysSo = style.textOverflow === 'ellipsis' && box.closest('[title]') !== null;
            const isIdentifier = element.closest('.identity') !== null && text.length <= longName;
            if (!saysSo || isIdentifier) faults.add(`cut off: ${text}`);
          }
          const isCutBelow = bottom > edge.bottom + 3 && top < edge.bottom - 1;
          if (clips(style.overflowY) && isCutBelow) faults.add(`cut off below: ${text}`);
          if (
            clips(style.overflowX) ||
            scrolls(style.overflowX) ||
            scrolls(style.overflowY) ||
            clips(style.overflowY)
          ) {
            left = Math.max(left, edge.left);
            right = Math.min(right, edge.right);
            top = Math.max(top, edge.top);
            bottom = Math.min(bottom, edge.bottom);
          }
          if (right <= left || bottom <= top) isSeen = false;
          // Opened in front of all else.
          if (style.position === 'fixed') break;
        }
        if (!isSeen) continue;
        if (left < -1 || right > innerWidth + 1) faults.add(`outside the window: ${text}`);
        pieces.push({ element, text, box: new DOMRect(left, top, right - left, bottom - top) });
      }
    }

    for (const [at, one] of pieces.entries()) {
      for (const other of pieces.slice(at + 1)) {
        if (one.element === other.element) continue;
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > 2 && down > 5) faults.add(`overlap: ${one.text} / ${other.text}`);
      }
    }

    for (const element of [document.documentElement, ...root.querySelectorAll<HTMLElement>('*')]) {
      const isWide = element.scrollWidth > element.clientWidth + 1;
      const scrolling = element === document.documentElement || scrolls(getComputedStyle(element).overflowX);
      if (isWide && scrolling && !element.matches('input, textarea, .paper'))
        faults.add(`scrolls sideways: ${element.tagName.toLowerCase()}.${element.className}`);
    }
    return [...faults];
  });

/** Heights in pixels of the bars, which must not jump between views and states. */
export const headerHeights = (page: Page): Promise<Record<'top' | 'view' | 'bar', number | null>> =>
  page.evaluate(() => {
    const height = (selector: string): number | null =>
      document.querySelector(selector)?.getBoundingClientRect().height ?? null;
    return {
      top: height('.window > header'),
      view: height('main > header, main > .view > header'),
      bar: height('.window > footer'),
    };
  });
