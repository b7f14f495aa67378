import { deflateSync } from 'node:zlib';
import type { PDFDocument } from '@cantoo/pdf-lib';
import jpeg from 'jpeg-js';
import { bounds } from '../bounds.ts';
import { onPaper, type Original, type Picture } from '../formats/picture.ts';

/** The pixels as one bit each, rows from the top; null if one of them is neither black nor white. */
function bitsOf({ width, height, stride, channels, data }: Picture): Buffer | null {
  const line = Math.ceil(width / 8);
  const bits = Buffer.alloc(line * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0, at = y * stride; x < width; x += 1, at += channels) {
      const shade = data[at];
      if (data[at + 1] !== shade || data[at + 2] !== shade) return null;
      if (shade === 255) bits[y * line + (x >> 3)] = (bits[y * line + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
      else if (shade !== 0) return null;
    }
  }
  return bits;
}

/** Four bytes per pixel, as the encoder requires. */
function pixelsOf({ width, height, stride, channels, data }: Picture): Uint8Array {
  if (channels === 4 && stride === width * 4) return data;
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0, at = y * stride; x < width; x += 1, at += channels, to += 4) {
      pixels[to] = data[at] ?? 0;
      pixels[to + 1] = data[at + 1] ?? 0;
      pixels[to + 2] = data[at + 2] ?? 0;
    }
  }
  return pixels;
}

function packed(picture: Picture): { bytes: Uint8Array; entries: Record<string, string | number> } {
  const bits = bitsOf(picture);
  if (bits !== null) {
    const entries = { ColorSpace: 'DeviceGray', BitsPerComponent: 1, Filter: 'FlateDecode' };
    return { bytes: deflateSync(bits), entries };
  }
  const { width, height } = picture;
  const { data } = jpeg.encode({ width, height, data: pixelsOf(picture) }, bounds.jpegQuality);
  return { bytes: data, entries: { ColorSpace: 'DeviceRGB', BitsPerComponent: 8, Filter: 'DCTDecode' } };
}

/** Adds a page of the picture's size on paper, with the picture only. Source: ISO 32000-1, 8.9.5. */
export function addPicturePage(document: PDFDocument, original: Original): void {
  const { context } = document;
  const { picture } = original;
  const { bytes, entries } = packed(picture);
  const { width, height } = onPaper(original.shape, original.dotsPerInch);
  const image = context.stream(bytes, {
    ...{ Type: 'XObject', Subtype: 'Image', Width: picture.width, Height: picture.height },
    ...entries,
  });
  const content = context.stream(`q ${width} 0 0 ${height} 0 0 cm /I Do Q`);
  const page = document.addPage([width, height]);
  page.node.set(
    page.node.context.obj('Resources'),
    context.obj({ XObject: context.obj({ I: context.register(image) }) }),
  );
  page.node.set(page.node.context.obj('Contents'), context.register(content));
}
