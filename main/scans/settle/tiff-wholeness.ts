import type { Wholeness } from './stability.ts';
import type { ByteSource } from '../../files/byte-source.ts';

/** TIFF 6.0, section 2, and the BigTIFF design (libtiff): positions and widths of numbers. */
interface Layout {
  readonly littleEndian: boolean;
  readonly entrySize: 12 | 20;
  readonly countSize: 2 | 8;
  readonly offsetSize: 4 | 8;
}

/** Bytes per value, by field type; other types are not read. */
const valueSizes: Partial<Record<number, 1 | 2 | 4 | 8>> = { 3: 2, 4: 4, 13: 4, 16: 8, 18: 8 };
const tag = {
  compression: 259,
  stripOffsets: 273,
  stripByteCounts: 279,
  tileOffsets: 324,
  tileByteCounts: 325,
  subDirectories: 330,
  jpegOffset: 513,
  jpegLength: 514,
} as const;
const ranges = [
  [tag.stripOffsets, tag.stripByteCounts],
  [tag.tileOffsets, tag.tileByteCounts],
  [tag.jpegOffset, tag.jpegLength],
] as const;

/** Limits for malformed files: a letter has a few pages with a few hundred strips each. */
const mostDirectories = 4_096;
const mostEntries = 4_096;
const mostBytes = 8 * 1024 * 1024;

/** Ends the walk early with the result so far. */
class WalkEnd extends Error {
  readonly wholeness: Wholeness;
  constructor(wholeness: Wholeness) {
    super(wholeness);
    this.wholeness = wholeness;
  }
}

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** The entry's value field: the values themselves if they fit, else their position. */
  readonly field: Buffer;
}

function numberAt(buffer: Buffer, offset: number, size: 1 | 2 | 4 | 8, littleEndian: boolean): number {
  if (size === 1) return buffer.readUInt8(offset);
  if (size === 2) return littleEndian ? buffer.readUInt16LE(offset) : buffer.readUInt16BE(offset);
  if (size === 4) return littleEndian ? buffer.readUInt32LE(offset) : buffer.readUInt32BE(offset);
  // Beyond 2^53 the number is inexact, but then far outside any file.
  return Number(littleEndian ? buffer.readBigUInt64LE(offset) : buffer.readBigUInt64BE(offset));
}

/** Reads inside the file or ends the walk: missing bytes make the file partial. */
function createReader(source: ByteSource) {
  let spent = 0;
  return async (offset: number, length: number): Promise<Buffer> => {
    if (offset < 8 || offset + length > source.size) throw new WalkEnd('partial');
    spent += length;
    if (spent > mostBytes) throw new WalkEnd('unknown');
    const bytes = await source.read(offset, length);
    if (bytes.length < length) throw new WalkEnd('partial');
    return bytes;
  };
}
type Reader = ReturnType<typeof createReader>;

async function readHeader(source: ByteSource): Promise<{ layout: Layout; first: number }> {
  const header = await source.read(0, 16);
  const littleEndian = header.toString('latin1', 0, 2) === 'II';
  if (header.length < 8) throw new WalkEnd('partial');
  if (numberAt(header, 2, 2, littleEndian) === 42) {
    const layout = { littleEndian, entrySize: 12, countSize: 2, offsetSize: 4 } as const;
    return { layout, first: numberAt(header, 4, 4, littleEndian) };
  }
  if (header.length < 16) throw new WalkEnd('partial');
  const layout = { littleEndian, entrySize: 20, countSize: 8, offsetSize: 8 } as const;
  return { layout, first: numberAt(header, 8, 8, littleEndian) };
}

async function readDirectory(read: Reader, layout: Layout, offset: number) {
  const { countSize, entrySize, offsetSize, littleEndian } = layout;
  const count = numberAt(await read(offset, countSize), 0, countSize, littleEndian);
  // Reserved space reads as a directory without entries (case 2).
  if (count === 0) throw new WalkEnd('partial');
  if (count > mostEntries) throw new WalkEnd('unknown');
  const bytes = await read(offset + countSize, count * entrySize + offsetSize);
  const entries: Entry[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = index * entrySize;
    entries.push({
      tag: numberAt(bytes, at, 2, littleEndian),
      type: numberAt(bytes, at + 2, 2, littleEndian),
      count: numberAt(bytes, at + 4, offsetSize, littleEndian),
      field: bytes.subarray(at + 4 + offsetSize, at + entrySize),
    });
  }
  // No field has type or position 0: the directory is not filled in yet.
  if (entries.some((entry) => entry.type === 0)) throw new WalkEnd('partial');
  return { entries, next: numberAt(bytes, count * entrySize, offsetSize, littleEndian) };
}

async function readValues(read: Reader, layout: Layout, entry: Entry | undefined): Promise<number[]> {
  const size = entry === undefined ? undefined : valueSizes[entry.type];
  if (entry === undefined || size === undefined) return [];
  const length = size * entry.count;
  if (length > mostBytes) throw new WalkEnd('unknown');
  const bytes =
    length <= entry.field.length
      ? entry.field
      : await read(numberAt(entry.field, 0, layout.offsetSize, layout.littleEndian), length);
  return Array.from({ length: entry.count }, (_, index) =>
    numberAt(bytes, index * size, size, layout.littleEndian),
  );
}

/**
 * Walks every directory (page) and its ranges of picture data. Zeros at the end are reserved space, unless they are the
 * edge of an uncompressed picture (case 46).
 */
async function walk(source: ByteSource, endsWithZeros: boolean): Promise<Wholeness> {
  let isPacked = false;
  let dataEnd = 0;
  const { layout, first } = await readHeader(source);
  const read = createReader(source);
  const waiting = [first];
  const seen = new Set<number>();
  for (let offset = waiting.pop(); offset !== undefined; offset = waiting.pop()) {
    if (offset === 0) {
      // Zero ends the chain of pages; as the very first offset it is a header that is not filled in yet.
      if (seen.size === 0) return 'partial';
      continue;
    }
    // A repeated directory is a loop: the file is malformed.
    if (seen.has(offset) || seen.size >= mostDirectories) return 'unknown';
    seen.add(offset);
    const { entries, next } = await readDirectory(read, layout, offset);
    const valuesOf = (wanted: number) =>
      readValues(
        read,
        layout,
        entries.find((entry) => entry.tag === wanted),
      );
    isPacked ||= (await valuesOf(tag.compression)).some((scheme) => scheme !== 1);
    for (const [offsets, lengths] of ranges) {
      const starts = await valuesOf(offsets);
      const sizes = await valuesOf(lengths);
      for (const [index, start] of starts.entries()) dataEnd = Math.max(dataEnd, start + (sizes[index] ?? 0));
      if (dataEnd > source.size) return 'partial';
    }
    waiting.push(next, ...(await valuesOf(tag.subDirectories)));
  }
  if (!endsWithZeros) return 'whole';
  return isPacked || dataEnd < source.size ? 'partial' : 'unknown';
}

/** Whether every page of the TIFF, of either byte order, classic or BigTIFF, is inside the file (case 19). */
export async function tiffWholeness(
  source: ByteSource,
  { endsWithZeros }: { endsWithZeros: boolean },
): Promise<Wholeness> {
  try {
    return await walk(source, endsWithZeros);
  } catch (thrown) {
    if (thrown instanceof WalkEnd) return thrown.wholeness;
    throw thrown;
  }
}
