import type { TrayMark } from './tray-model.ts';

/** Drawn in double resolution and shown at half size. Pixels. */
export const markSize = 32;

/** Whether a point is inside the shape. Coordinates from -1 to 1, y downwards. */
const shapes: Record<TrayMark, (x: number, y: number) => boolean> = {
  armed: (x, y) => isRing(x, y) || Math.hypot(x, y) < 0.45,
  nobody: (x, y) => isRing(x, y),
  paused: (x, y) => Math.abs(y) < 0.75 && Math.abs(Math.abs(x) - 0.4) < 0.2,
  trouble: (x, y) =>
    (Math.abs(x) < 0.16 && y > -0.85 && y < 0.3) || (Math.abs(x) < 0.18 && y > 0.5 && y < 0.86),
};
const isRing = (x: number, y: number): boolean => Math.hypot(x, y) < 0.94 && Math.hypot(x, y) > 0.7;

/** Readable on light and dark bars; macOS colours the shape itself. Blue, green, red. */
const colour = [0x9e, 0xa8, 0x20] as const;
const samples = [-0.25, 0.25];

/** The icon of a state as a bitmap for `nativeImage`: BGRA with premultiplied alpha. */
export function markBitmap(mark: TrayMark): Buffer {
  const pixels = Buffer.alloc(markSize * markSize * 4);
  const place = (at: number, shift: number): number => ((at + 0.5 + shift) / markSize) * 2 - 1;
  for (let row = 0; row < markSize; row += 1) {
    for (let column = 0; column < markSize; column += 1) {
      const hits = samples.flatMap((dy) =>
        samples.filter((dx) => shapes[mark](place(column, dx), place(row, dy))),
      ).length;
      const alpha = hits / samples.length ** 2;
      const bytes = [...colour.map((part) => Math.round(part * alpha)), Math.round(255 * alpha)];
      pixels.set(bytes, (row * markSize + column) * 4);
    }
  }
  return pixels;
}
