import { Refused } from '../refused.ts';
import { tiffPagesOf } from '../formats/tiff-directories.ts';

/** Bytes per value of each field type of TIFF 6.0. 0: unknown. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const [short, long] = [3, 4];
const entryBytes = 12;

/** The tags of pixels, with the tag of their lengths: strips and tiles. */
const placesOf: Readonly<Record<number, number>> = { 273: 279, 324: 325 };
/**
 * The tags that describe one picture. Others can refer to places in the file, such as thumbnails and other pages, or describe the
 * complete file.
 */
const keptTags = new Set([
  ...[254, 256, 257, 258, 259, 262, 263, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290, 291],
  ...[292, 293, 296, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332, 336, 338, 339, 340, 341],
  ...[347, 529, 530, 531, 532, 34675],
]);
const compression = 259;
/** JPEG as TIFF 6.0 packed it, whose tables are anywhere in the file. */
const oldJpeg = 6;

interface Field {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** As in the file. */
  readonly value: Buffer;
}

/** Reads and writes numbers in the byte order of a file. */
function numbersOf(bytes: Buffer) {
  const isLittle = bytes.toString('latin1', 0, 2) === 'II';
  const within = (at: number, length: number): Buffer => {
    if (at + length > bytes.length) throw new Refused('damaged');
    return bytes.subarray(at, at + length);
  };
  return {
    within,
    short: (from: Buffer, at = 0): number => (isLittle ? from.readUInt16LE(at) : from.readUInt16BE(at)),
    long: (from: Buffer, at = 0): number => (isLittle ? from.readUInt32LE(at) : from.readUInt32BE(at)),
    put(to: Buffer, type: number, value: number, at: number): void {
      if (type === short && isLittle) to.writeUInt16LE(value, at);
      else if (type === short) to.writeUInt16BE(value, at);
      else if (isLittle) to.writeUInt32LE(value, at);
      else to.writeUInt32BE(value, at);
    },
  };
}
type Numbers = ReturnType<typeof numbersOf>;

function fieldsOf(read: Numbers, directory: number): Field[] {
  const count = read.short(read.within(directory, 2));
  const entries = read.within(directory + 2, count * entryBytes);
  const fields: Field[] = [];
  for (let at = 0; at < entries.length; at += entryBytes) {
    const [tag, type, values] = [
      read.short(entries, at),
      read.short(entries, at + 2),
      read.long(entries, at + 4),
    ];
    const length = values * (typeBytes[type] ?? 0);
    if (!keptTags.has(tag) || length === 0) continue;
    const value =
      length > 4 ? read.within(read.long(entries, at + 8), length) : entries.subarray(at + 8, at + 12);
    fields.push({ tag, type, count: values, value });
  }
  return fields;
}

function valuesOf(read: Numbers, { type, count, value }: Field): number[] {
  if (type !== short && type !== long) throw new Refused('damaged');
  const one = type === short ? read.short : read.long;
  return Array.from({ length: count }, (_, at) => one(value, at * (typeBytes[type] ?? 4)));
}

/** A new TIFF with only these pages, counted from 1. Their pixels are copied as they are packed. Throws `Refused`. */
export function partOfTiff(bytes: Uint8Array, pages: readonly number[]): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = numbersOf(file);
  const all = tiffPagesOf(file);
  const parts: Buffer[] = [Buffer.from(file.subarray(0, 4)), Buffer.alloc(4)];
  let length = 8;
  /** Adds bytes at an even offset, and returns it. */
  const add = (part: Buffer): number => {
    const at = length;
    parts.push(part, Buffer.alloc(part.length % 2));
    length += part.length + (part.length % 2);
    return at;
  };
  let link: { part: Buffer; at: number } = { part: parts[1] ?? Buffer.alloc(4), at: 0 };

  for (const page of pages) {
    const told = all[page - 1];
    if (told === undefined) throw new Refused('damaged');
    const fields = fieldsOf(read, told.directory);
    const byTag = new Map(fields.map((field) => [field.tag, field]));
    const packing = byTag.get(compression);
    if (packing !== undefined && read.short(packing.value) === oldJpeg) throw new Refused('damaged');
    const directory = Buffer.alloc(2 + fields.length * entryBytes + 4);
    read.put(directory, short, fields.length, 0);
    fields.forEach((field, index) => {
      const at = 2 + index * entryBytes;
      const moved = placed(field, byTag);
      read.put(directory, short, moved.tag, at);
      read.put(directory, short, moved.type, at + 2);
      read.put(directory, long, moved.count, at + 4);
      if (moved.value.length > 4) read.put(directory, long, add(moved.value), at + 8);
      else moved.value.copy(directory, at + 8);
    });
    read.put(link.part, long, add(directory), link.at);
    link = { part: directory, at: directory.length - 4 };
  }
  return Buffer.concat(parts);

  /** The field in the new file: that of the pixels with their new places. */
  function placed(field: Field, byTag: ReadonlyMap<number, Field>): Field {
    const lengths = byTag.get(placesOf[field.tag] ?? 0);
    if (lengths === undefined) return field;
    const bytesOf = valuesOf(read, lengths);
    const places = valuesOf(read, field).map((place, at) => add(read.within(place, bytesOf[at] ?? 0)));
    const value = Buffer.alloc(Math.max(4, places.length * 4));
    places.forEach((place, at) => read.put(value, long, place, at * 4));
    return { ...field, type: long, value };
  }
}
