import jpeg from 'jpeg-js';
import { bounds } from '../bounds.ts';
import { colourProfileOf, withColourProfile } from './heif-boxes.ts';
import { isHeic, openHeif } from './heic.ts';
import { collectGarbage } from '../memory.ts';

/**
 * A picture's rows, three bytes per pixel, copied from the library's memory. null if the file holds several
 * pictures.
 */
async function rowsOf(bytes: Buffer): Promise<Rows | null> {
  const heic = openHeif(bytes);
  if (heic.count > 1) return null;
  const { picture, release } = await heic.decode(0);
  const { width, height, stride, data } = picture;
  const rows = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    rows.set(data.subarray(y * stride, y * stride + width * 3), y * width * 3);
  }
  release();
  return { width, height, data: rows };
}

interface Rows {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Four bytes per pixel, as the encoder requires. */
async function pixelsOf(bytes: Buffer): Promise<Rows | null> {
  const rows = await rowsOf(bytes);
  if (rows === null) return null;
  // Frees the library's memory before more is allocated.
  collectGarbage();
  const { width, height, data } = rows;
  const out = new Uint8Array(width * height * 4);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    out[to] = data[from] ?? 0;
    out[to + 1] = data[from + 1] ?? 0;
    out[to + 2] = data[from + 2] ?? 0;
  }
  return { width, height, data: out };
}

/**
 * Converts a HEIC photo to a JPEG, upright and with its colour profile, without the camera's metadata (place, time,
 * phone). null if the bytes are no HEIC or hold several pictures, since a JPEG would keep only one. Throws
 * `Refused`. 12 megapixels take about two seconds and 300 MB, 48 megapixels four times as long and 550 MB.
 */
export async function heicToJpeg(bytes: Buffer): Promise<Buffer | null> {
  if (!isHeic(bytes)) return null;
  const pixels = await pixelsOf(bytes);
  if (pixels === null) return null;
  // Frees the rows before encoding: with both in memory, a large photo would exceed the limit.
  collectGarbage();
  const encoded = jpeg.encode(pixels, bounds.jpegQuality);
  const profile = colourProfileOf(bytes);
  return profile === null ? encoded.data : withColourProfile(encoded.data, profile);
}
