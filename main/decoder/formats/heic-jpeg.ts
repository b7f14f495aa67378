import jpeg from 'jpeg-js';
import { colourProfileOf, withColourProfile } from './heif-boxes.ts';
import { isHeic, openHeif } from './heic.ts';
import { collectGarbage } from '../memory.ts';

/** Of 100. Above it files grow fast, and nobody sees a difference. */
const quality = 90;

/** A picture's rows, three bytes a pixel, copied out of the library's memory; null of several pictures. */
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

/** As the encoder wants it: four bytes a pixel. */
async function pixelsOf(bytes: Buffer): Promise<Rows | null> {
  const rows = await rowsOf(bytes);
  if (rows === null) return null;
  // The library goes before more is taken.
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
 * A HEIC photo as a JPEG, turned as it is to be looked at, in its own colours; what the camera wrote beside the picture
 * (the place, the time, the phone) is not in it. Null where the bytes are no HEIC, or hold several pictures, of which a
 * JPEG would lose all but one. Throws `Refused`. Takes about two seconds for 12 megapixels and 300 MB, for 48 four times
 * as long and 550 MB.
 */
export async function heicToJpeg(bytes: Buffer): Promise<Buffer | null> {
  if (!isHeic(bytes)) return null;
  const pixels = await pixelsOf(bytes);
  if (pixels === null) return null;
  // And the rows before the encoder comes: together, a large photo would take more than there is.
  collectGarbage();
  const encoded = jpeg.encode(pixels, quality);
  const profile = colourProfileOf(bytes);
  return profile === null ? encoded.data : withColourProfile(encoded.data, profile);
}
