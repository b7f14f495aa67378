import type { Rectangle } from 'electron';

/** The smallest window that shows complete names: a screen of 1366 x 768 at 150 %. Device-independent pixels. */
const smallest = { width: 900, height: 540 };
const usual = { width: 1280, height: 800 };

export interface WindowPlace {
  readonly bounds: Partial<Rectangle>;
  readonly isMaximised: boolean;
}

const within = (value: number, from: number, to: number): number => Math.max(from, Math.min(value, to));

/**
 * Moves a stored position onto an existing screen. `area` returns the work area of the nearest screen: the previous one
 * may be disconnected or smaller now.
 */
export function visiblePlace(
  kept: Partial<Rectangle>,
  area: (near: Rectangle | null) => Rectangle,
): Rectangle & { minWidth: number; minHeight: number } {
  const { x, y } = kept;
  const size = { width: kept.width ?? usual.width, height: kept.height ?? usual.height };
  const hasPlace = x !== undefined && y !== undefined;
  const screen = area(hasPlace ? { x, y, ...size } : null);
  const minWidth = Math.min(smallest.width, screen.width);
  const minHeight = Math.min(smallest.height, screen.height);
  const width = within(size.width, minWidth, screen.width);
  const height = within(size.height, minHeight, screen.height);
  const centre = {
    x: Math.round((screen.width - width) / 2),
    y: Math.round((screen.height - height) / 2),
  };
  return {
    x: within(hasPlace ? x : screen.x + centre.x, screen.x, screen.x + screen.width - width),
    y: within(hasPlace ? y : screen.y + centre.y, screen.y, screen.y + screen.height - height),
    width,
    height,
    minWidth,
    minHeight,
  };
}
