import { inflateSync } from 'node:zlib';
import { bounds } from '../bounds.ts';
import { Refused } from '../refused.ts';
import { checkPixels, fitted, type OpenedFile, type Picture, resized } from './picture.ts';

// Source: RFC 2083.
const signature = '89504e470d0a1a0a';
/** Samples of a pixel, by colour type. */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export const isPng = (bytes: Buffer): boolean => bytes.toString('hex', 0, 8) === signature;

/** The parts of a PNG by type; those of one type are joined. */
function chunksOf(bytes: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer[]>();
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (at + 12 + length > bytes.length) throw new Refused('damaged');
    const type = bytes.toString('latin1', at + 4, at + 8);
    found.set(type, [...(found.get(type) ?? []), bytes.subarray(at + 8, at + 8 + length)]);
    at += 12 + length;
  }
  return new Map([...found].map(([type, parts]) => [type, Buffer.concat(parts)]));
}

/** The predictor of filter type 4 (6.6). */
function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [
    Math.abs(guess - left),
    Math.abs(guess - above),
    Math.abs(guess - corner),
  ];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function guessed(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4:
      return paeth(left, above, corner);
    default:
      throw new Refused('damaged');
  }
}

/** Undoes the filter of each row, in place. `pixel`: bytes from one pixel to the next. */
function unfilter(rows: Buffer, height: number, line: number, pixel: number): void {
  for (let y = 0; y < height; y += 1) {
    const start = y * (line + 1);
    const filter = rows[start] ?? 0;
    if (filter === 0) continue;
    for (let x = 1; x <= line; x += 1) {
      const at = start + x;
      const left = x > pixel ? (rows[at - pixel] ?? 0) : 0;
      const above = y > 0 ? (rows[at - line - 1] ?? 0) : 0;
      const corner = x > pixel && y > 0 ? (rows[at - line - 1 - pixel] ?? 0) : 0;
      rows[at] = (rows[at] ?? 0) + guessed(filter, left, above, corner);
    }
  }
}

/** Reads a PNG without interlacing. Transparency is left out. Throws `Refused`. */
function pictureOf(bytes: Buffer): Picture {
  const chunks = chunksOf(bytes);
  const head = chunks.get('IHDR');
  if (head === undefined || head.length < 13) throw new Refused('damaged');
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  checkPixels({ width, height });
  const [depth = 0, colour = 0, , , interlace = 0] = head.subarray(8, 13);
  const samples = samplesOf[colour];
  if (samples === undefined || ![1, 2, 4, 8, 16].includes(depth) || interlace !== 0)
    throw new Refused('damaged');
  const line = Math.ceil((width * samples * depth) / 8);
  if ((line + 1) * height > bounds.rowBytes) throw new Refused('too-large');
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0), { maxOutputLength: (line + 1) * height });
  if (rows.length < (line + 1) * height) throw new Refused('damaged');
  unfilter(rows, height, line, Math.max(1, (samples * depth) >> 3));

  const palette = chunks.get('PLTE') ?? Buffer.alloc(0);
  const most = 2 ** depth - 1;
  /** A sample as it is stored; of 16 bits the upper half. */
  const sample = (y: number, index: number): number => {
    const row = y * (line + 1) + 1;
    if (depth === 8) return rows[row + index] ?? 0;
    if (depth === 16) return rows[row + 2 * index] ?? 0;
    const bit = index * depth;
    return ((rows[row + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & most;
  };
  const level = (value: number): number => (depth < 8 ? Math.round((value * 255) / most) : value);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 3) {
      const first = sample(y, x * samples);
      for (let part = 0; part < 3; part += 1) {
        if (colour === 3) data[to + part] = palette[first * 3 + part] ?? 0;
        else data[to + part] = samples < 3 ? level(first) : sample(y, x * samples + part);
      }
    }
  }
  return { width, height, channels: 3, stride: width * 3, data };
}

/** A PNG as a file of one page. */
export function openPng(bytes: Buffer): OpenedFile {
  const picture = pictureOf(bytes);
  return {
    pages: 1,
    draw: (_page, width) =>
      Promise.resolve(resized(picture, fitted(picture, Math.min(width, picture.width)))),
    part: null,
    close: () => undefined,
  };
}
