import { bounds } from '../bounds.ts';
import { Refused } from '../refused.ts';

/** Rows of pixels, from the top left. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Bytes per pixel: red, green, blue, and an optional ignored one. */
  readonly channels: 3 | 4;
  /** Bytes per row. */
  readonly stride: number;
  readonly data: Uint8Array;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A page of a picture file at its full size. */
export interface Original {
  readonly picture: Picture;
  /** Its proportions on paper: a fax has fewer rows than columns for the same length. */
  readonly shape: Size;
  /** Pixels of the width per inch; null: unknown. */
  readonly dotsPerInch: number | null;
}

/** A file whose pages can be drawn. Each throws `Refused`. */
export interface OpenedFile {
  readonly pages: number;
  /** `page`: from 1. `width`: available pixels in the window. */
  draw(page: number, width: number): Promise<Picture>;
  /** A new file of the same kind with only these pages, counted from 1. null: its pages cannot be separated. */
  readonly part: ((pages: readonly number[]) => Promise<Uint8Array>) | null;
  /** A page at its full size. null: its pages are no pictures. */
  readonly original: ((page: number) => Promise<Original>) | null;
  close(): void;
}

/** Refuses a picture by its declared size before unpacking it. Throws `Refused`. */
export function checkPixels({ width, height }: Size): void {
  const isSize = Number.isSafeInteger(width) && Number.isSafeInteger(height) && width > 0 && height > 0;
  if (!isSize) throw new Refused('damaged');
  if (width * height > bounds.pixels) throw new Refused('too-large');
}

/** The size for drawing something `width` pixels wide: within the limits, and at least one pixel. */
export function fitted(size: Size, width: number): Size {
  if (!(size.width > 0 && size.height > 0)) throw new Refused('damaged');
  const wanted = Math.min(width >= 1 ? width : 1, bounds.drawnSide) / size.width;
  const byHeight = bounds.drawnSide / size.height;
  const byPixels = Math.sqrt(bounds.drawnPixels / (size.width * size.height));
  const scale = Math.min(wanted, byHeight, byPixels);
  const side = (length: number): number =>
    Math.min(Math.max(Math.floor(length * scale), 1), bounds.drawnSide);
  return { width: side(size.width), height: side(size.height) };
}

/** Scales a picture down to at most `width`. Each pixel is the mean of those it replaces. */
export function resized(picture: Picture, size: Size): Picture {
  const width = Math.min(size.width, picture.width);
  const { height } = size;
  if (width === picture.width && height === picture.height) return picture;
  const { channels, stride, data } = picture;
  const out = new Uint8Array(width * height * 3);
  const edges = Array.from({ length: width + 1 }, (_, x) => Math.floor((x * picture.width) / width));
  const sums = new Float64Array(width * 3);
  for (let y = 0; y < height; y++) {
    const top = Math.floor((y * picture.height) / height);
    const bottom = Math.max(Math.floor(((y + 1) * picture.height) / height), top + 1);
    sums.fill(0);
    for (let row = top; row < bottom; row++) addRow(sums, data, row * stride, channels, edges);
    for (let x = 0; x < width; x++) {
      const count = ((edges[x + 1] ?? 0) - (edges[x] ?? 0)) * (bottom - top);
      for (let channel = 0; channel < 3; channel++) {
        out[(y * width + x) * 3 + channel] = (sums[x * 3 + channel] ?? 0) / count;
      }
    }
  }
  return { width, height, channels: 3, stride: width * 3, data: out };
}

function addRow(
  sums: Float64Array,
  data: Uint8Array,
  start: number,
  channels: number,
  edges: readonly number[],
): void {
  let at = start;
  for (let x = 0; x + 1 < edges.length; x++) {
    const end = start + (edges[x + 1] ?? 0) * channels;
    let [red, green, blue] = [0, 0, 0];
    for (; at < end; at += channels) {
      red += data[at] ?? 0;
      green += data[at + 1] ?? 0;
      blue += data[at + 2] ?? 0;
    }
    sums[x * 3] = (sums[x * 3] ?? 0) + red;
    sums[x * 3 + 1] = (sums[x * 3 + 1] ?? 0) + green;
    sums[x * 3 + 2] = (sums[x * 3 + 2] ?? 0) + blue;
  }
}

/** How light a pixel is, of 255, by the weights of BT.601. `at`: the place of its first colour. */
export const greyAt = (data: Uint8Array, at: number): number =>
  0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);

/** In points, which are 1/72 inch: the sides of A4, and the longest one that is believed, of A3. */
const [shortSide, longSide, longest] = [595.28, 841.89, 1190.55];
/** The resolutions of scanners. Cameras write others, which say nothing about paper. */
const isScanned = (dotsPerInch: number): boolean => dotsPerInch >= 100 && dotsPerInch <= 2400;

/** The size of a picture on paper, in points: by its resolution, or else as large as A4 allows. */
export function onPaper({ width, height }: Size, dotsPerInch: number | null): Size {
  const [least, most] = [Math.min(width, height), Math.max(width, height)];
  const told = dotsPerInch !== null && isScanned(dotsPerInch) ? 72 / dotsPerInch : null;
  const scale = told !== null && most * told <= longest ? told : Math.min(shortSide / least, longSide / most);
  const points = (pixels: number): number => Math.round(pixels * scale * 100) / 100;
  return { width: points(width), height: points(height) };
}
