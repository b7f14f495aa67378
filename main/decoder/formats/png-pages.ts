import { inflateSync } from 'node:zlib';
import { bounds } from '../bounds.ts';
import { checkPixels, fitted, type OpenedFile, type Picture, resized, type Size } from './picture.ts';
import { Refused } from '../refused.ts';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
const isPng = (bytes: Buffer): boolean => bytes.subarray(0, 8).equals(signature);

/** Samples of a pixel, by colour type: grey, colours, a place in the palette, and the first two with transparency. */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const palette = 3;

interface Head extends Size {
  /** Bits of a sample. */
  readonly depth: number;
  readonly colourType: number;
  readonly samples: number;
}

/** Source: RFC 2083, 4.1.1. Scanners write no interlaced pictures. Throws `Refused`. */
function headOf(bytes: Buffer): Head {
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [depth = 0, colourType = 0, , , interlaced = 0] = bytes.subarray(24, 29);
  checkPixels({ width, height });
  const samples = samplesOf[colourType];
  const isKnown = [1, 2, 4, 8, 16].includes(depth) && (depth >= 8 || samples === 1);
  if (samples === undefined || !isKnown || interlaced !== 0) throw new Refused('damaged');
  return { width, height, depth, colourType, samples };
}

interface Chunks {
  /** The packed rows. */
  readonly packed: Buffer;
  /** The palette. */
  readonly colours: Buffer;
  /** Pixels of the width, which `pHYs` has per metre. */
  readonly dotsPerInch: number | null;
}

function chunksOf(bytes: Buffer): Chunks {
  const packed: Buffer[] = [];
  let colours = Buffer.alloc(0);
  let dotsPerInch: number | null = null;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IDAT') packed.push(data);
    if (type === 'PLTE') colours = Buffer.from(data);
    if (type === 'pHYs' && data.length === 9 && data[8] === 1)
      dotsPerInch = Math.round(data.readUInt32BE(0) * 0.0254);
    if (type === 'IEND') break;
    at += 12 + length;
  }
  return { packed: Buffer.concat(packed), colours, dotsPerInch };
}

/** The predictor of Paeth: of left, above and above left, the one that is nearest to their sum. RFC 2083, 6.6. */
function paeth(left: number, above: number, corner: number): number {
  const sum = left + above - corner;
  const [byLeft, byAbove, byCorner] = [Math.abs(sum - left), Math.abs(sum - above), Math.abs(sum - corner)];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

/** Undoes the filter of each row in place (RFC 2083, 6). `step`: bytes of a pixel. Throws `Refused`. */
function unfilter(
  rows: Buffer,
  { line, height, step }: { line: number; height: number; step: number },
): void {
  for (let y = 0; y < height; y += 1) {
    const start = y * (line + 1);
    const filter = rows[start] ?? 0;
    if (filter > 4) throw new Refused('damaged');
    for (let x = 1; filter > 0 && x <= line; x += 1) {
      const at = start + x;
      const left = x > step ? (rows[at - step] ?? 0) : 0;
      const above = y > 0 ? (rows[at - line - 1] ?? 0) : 0;
      const corner = y > 0 && x > step ? (rows[at - line - 1 - step] ?? 0) : 0;
      const guess =
        [0, left, above, (left + above) >> 1, filter === 4 ? paeth(left, above, corner) : 0][filter] ?? 0;
      rows[at] = ((rows[at] ?? 0) + guess) & 255;
    }
  }
}

/** A PNG as its only page; transparent places are white. Throws `Refused`. */
export function openPng(bytes: Buffer): OpenedFile {
  if (!isPng(bytes) || bytes.length < 33) throw new Refused('damaged');
  const head = headOf(bytes);
  return {
    pages: 1,
    draw(_page, width) {
      const picture = pictureOf(head, chunksOf(bytes));
      return Promise.resolve(resized(picture, fitted(picture, Math.min(width, picture.width))));
    },
    part: null,
    original() {
      const chunks = chunksOf(bytes);
      const picture = pictureOf(head, chunks);
      return Promise.resolve({ picture, shape: picture, dotsPerInch: chunks.dotsPerInch });
    },
    close: () => undefined,
  };
}

function pictureOf(
  { width, height, depth, colourType, samples }: Head,
  { packed, colours }: Chunks,
): Picture {
  const line = Math.ceil((width * samples * depth) / 8);
  const size = (line + 1) * height;
  if (size > bounds.rowBytes) throw new Refused('too-large');
  const rows = inflateSync(packed, { maxOutputLength: size });
  if (rows.length !== size) throw new Refused('damaged');
  unfilter(rows, { line, height, step: Math.max(1, (samples * depth) >> 3) });
  const most = colourType === palette ? 1 : depth < 8 ? (1 << depth) - 1 : 255;
  const sampleAt = (y: number, index: number): number => {
    const start = y * (line + 1) + 1;
    if (depth >= 8) return rows[start + index * (depth >> 3)] ?? 0;
    const bit = index * depth;
    const value = ((rows[start + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    return colourType === palette ? value : Math.round((value * 255) / most);
  };
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 3) {
      const first = sampleAt(y, x * samples);
      const opacity = samples === 2 || samples === 4 ? sampleAt(y, x * samples + samples - 1) : 255;
      for (let colour = 0; colour < 3; colour += 1) {
        const shade =
          colourType === palette
            ? (colours[first * 3 + colour] ?? 255)
            : samples >= 3
              ? sampleAt(y, x * samples + colour)
              : first;
        data[at + colour] = 255 - ((255 - shade) * opacity) / 255;
      }
    }
  }
  return { width, height, channels: 3, stride: width * 3, data };
}
