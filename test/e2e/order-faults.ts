import type { Page } from '@playwright/test';

/**
 * The reasons why the front part of the window (its dialog, if one is open) is not read in the order in which it is seen:
 * neighbours in the document of which the later one is above or left of the earlier one, and elements that change the order of
 * the Tab key (WCAG 1.3.2 and 2.4.3). Also tells if more than one enabled button is the primary one, since then neither is.
 */
export const orderFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const faults: string[] = [];
    const dialogs = document.querySelectorAll<HTMLElement>('dialog:modal');
    const root = dialogs[dialogs.length - 1] ?? document.body;
    const named = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${[...element.classList].filter((name) => !name.startsWith('svelte-')).join('.')}`;
    const isShown = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
    };
    const isInFlow = (element: Element): boolean =>
      !['absolute', 'fixed'].includes(getComputedStyle(element).position);

    for (const parent of [root, ...root.querySelectorAll('*:not(svg, svg *)')]) {
      const children = [...parent.children].filter((child) => isShown(child) && isInFlow(child));
      for (const [at, child] of children.entries()) {
        const next = children[at + 1];
        if (next === undefined) continue;
        const [one, other] = [child.getBoundingClientRect(), next.getBoundingClientRect()];
        const isAbove = other.bottom <= one.top + 1;
        const isBeside = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 4;
        if (isAbove || (isBeside && other.right <= one.left + 1))
          faults.push(`${named(next)} is read after ${named(child)}, and seen before it`);
      }
    }
    for (const element of root.querySelectorAll<HTMLElement>('[tabindex]'))
      if (element.tabIndex > 0) faults.push(`${named(element)} changes the order of the Tab key`);
    const primary = [...root.querySelectorAll('.primary:not(:disabled)')].filter(isShown);
    if (primary.length > 1)
      faults.push(`primary: ${primary.map((one) => one.textContent.trim()).join(', ')}`);
    return faults;
  });
