import { bounds } from '../bounds.ts';
import type { Size } from './picture.ts';
import { Refused } from '../refused.ts';

/** A page as its directory describes it. */
export interface TiffPage extends Size {
  /** Index of the picture in the file, from 0. */
  readonly at: number;
  /** Offset of its directory. */
  readonly directory: number;
  /** Horizontal by vertical resolution. 1 if pixels are square or the resolution is missing. */
  readonly dotsPerLine: number;
  /** Horizontal; null: unknown. */
  readonly dotsPerInch: number | null;
}

// Tags of TIFF 6.0.
const subfileType = 254;
const imageWidth = 256;
const imageHeight = 257;
const bitsPerSample = 258;
const samplesPerPixel = 277;
const [xResolution, yResolution] = [282, 283];
const resolutionUnit = 296;
const tileWidth = 322;
const tileHeight = 323;

const entryBytes = 12;
/** Bytes per value of each field type. 0: a type that is not read here. */
const typeBytes = [0, 1, 1, 2, 4, 8];

type Reader = ReturnType<typeof readerOf>;

function readerOf(bytes: Buffer) {
  const order = bytes.toString('latin1', 0, 2);
  const isLittle = order === 'II';
  if (!isLittle && order !== 'MM') throw new Refused('damaged');
  const within = (at: number, length: number): void => {
    if (at + length > bytes.length) throw new Refused('damaged');
  };
  return {
    short(at: number): number {
      within(at, 2);
      return isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
    },
    long(at: number): number {
      within(at, 4);
      return isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    },
    length: bytes.length,
  };
}

/** The first value of each field of a directory. */
function fieldsOf(read: Reader, directory: number): { fields: Map<number, number>; next: number } {
  const count = read.short(directory);
  const fields = new Map<number, number>();
  for (let index = 0; index < count; index++) {
    const at = directory + 2 + index * entryBytes;
    const type = read.short(at + 2);
    const values = read.long(at + 4);
    // A field cannot be longer than its file. A library would allocate gigabytes for a false length.
    if (values * (typeBytes[type] ?? 1) > read.length) throw new Refused('damaged');
    const tag = read.short(at);
    if (type === 3) fields.set(tag, values > 2 ? read.short(read.long(at + 8)) : read.short(at + 8));
    if (type === 4) fields.set(tag, values > 1 ? read.long(read.long(at + 8)) : read.long(at + 8));
    if (type === 5) {
      const place = read.long(at + 8);
      fields.set(tag, read.long(place) / read.long(place + 4));
    }
  }
  return { fields, next: read.long(directory + 2 + count * entryBytes) };
}

/** Refuses a page if its rows, by its directory, would exceed the memory limit. */
function checkRows(fields: Map<number, number>): void {
  const bits = (fields.get(bitsPerSample) ?? 1) * (fields.get(samplesPerPixel) ?? 1);
  const rows = Math.ceil(((fields.get(imageWidth) ?? 0) * bits) / 8) * (fields.get(imageHeight) ?? 0);
  const tile = Math.ceil(((fields.get(tileWidth) ?? 0) * (fields.get(tileHeight) ?? 0) * bits) / 8);
  if (rows > bounds.rowBytes || tile > bounds.rowBytes) throw new Refused('too-large');
}

/** Units: 2 inch, which is the default, 3 centimetre. */
function dotsPerInchOf(fields: Map<number, number>): number | null {
  const inches = { 2: 1, 3: 2.54 }[fields.get(resolutionUnit) ?? 2];
  const dots = fields.get(xResolution);
  return inches === undefined || dots === undefined ? null : dots * inches;
}

/** The pages of a TIFF by its directories, without thumbnails. Throws `Refused`. */
export function tiffPagesOf(bytes: Buffer): TiffPage[] {
  const read = readerOf(bytes);
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  let pictures = 0;
  for (let directory = read.long(4); directory !== 0;) {
    // A directory that links to an earlier one would cause an endless loop.
    if (seen.has(directory)) throw new Refused('damaged');
    seen.add(directory);
    if (seen.size > bounds.pages) throw new Refused('too-large');
    const { fields, next } = fieldsOf(read, directory);
    const [width, height] = [fields.get(imageWidth), fields.get(imageHeight)];
    if (width !== undefined && height !== undefined) {
      checkRows(fields);
      const ratio = (fields.get(xResolution) ?? 1) / (fields.get(yResolution) ?? 1);
      const isThumbnail = ((fields.get(subfileType) ?? 0) & 1) === 1;
      const dotsPerInch = dotsPerInchOf(fields);
      if (!isThumbnail)
        pages.push({ at: pictures, directory, width, height, dotsPerLine: ratio, dotsPerInch });
      pictures += 1;
    }
    directory = next;
  }
  if (pages.length === 0) throw new Refused('damaged');
  return pages;
}
