import { extname } from 'node:path';
import type { ByteSource } from './byte-source.ts';
import type { Wholeness } from './stability.ts';
import { tiffWholeness } from './tiff-wholeness.ts';

const tailLength = 1024;
const zeroTailLength = 512;

const extensionsOf = {
  pdf: ['.pdf'],
  jpeg: ['.jpg', '.jpeg'],
  png: ['.png'],
  tiff: ['.tif', '.tiff'],
  zip: ['.zip', '.docx'],
} as const;
type Format = keyof typeof extensionsOf;

function formatOf(name: string): Format | null {
  const extension = extname(name).toLowerCase();
  const formats = Object.keys(extensionsOf) as Format[];
  return formats.find((format) => (extensionsOf[format] as readonly string[]).includes(extension)) ?? null;
}

/** The first bytes of each format; a file that begins otherwise is not judged by its ending. */
function startsAs(format: Format, head: Buffer): boolean {
  switch (format) {
    case 'pdf':
      // Some printers put a job header before the PDF; readers accept 1 KiB of it (ISO 32000-1, annex H.3.4.1).
      return head.includes('%PDF-', 0, 'latin1');
    case 'jpeg':
      return head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
    case 'png':
      return head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    case 'tiff':
      return ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(head.toString('latin1', 0, 4));
    case 'zip':
      return ['PK\x03\x04', 'PK\x05\x06'].includes(head.toString('latin1', 0, 4));
  }
}

/** `%%EOF` at the end, after a `startxref` that points into the file. */
function pdfWholeness(tail: Buffer, size: number): Wholeness {
  const text = tail.toString('latin1');
  const end = text.lastIndexOf('%%EOF');
  if (end === -1) return 'partial';
  // Zeros behind the marker are the reserved rest of a file that is still being filled (case 2).
  if (text.slice(end + 5).trim() !== '') return 'unknown';
  const reference = /startxref\s+(\d{1,15})\s+$/.exec(text.slice(0, end))?.[1];
  if (reference === undefined) return 'unknown';
  return Number(reference) < size ? 'whole' : 'partial';
}

function jpegWholeness(tail: Buffer): Wholeness {
  const end = tail.lastIndexOf(Buffer.from([0xff, 0xd9]));
  if (end === tail.length - 2) return 'whole';
  // Phones append data of their own after the end marker: such a file is complete, or not; only time can tell.
  return end === -1 ? 'partial' : 'unknown';
}

const pngEnd = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);

function pngWholeness(tail: Buffer): Wholeness {
  const end = tail.lastIndexOf(pngEnd);
  if (end === -1) return 'partial';
  return end === tail.length - pngEnd.length ? 'whole' : 'unknown';
}

const endOfDirectory = Buffer.from('PK\x05\x06', 'latin1');
const endOfDirectorySize = 22;
const longestComment = 0xffff;

/** The end of central directory record (APPNOTE.TXT 4.3.16), and the directory where it says. */
async function zipWholeness(source: ByteSource): Promise<Wholeness> {
  const length = Math.min(source.size, endOfDirectorySize + longestComment);
  const start = source.size - length;
  const tail = await source.read(start, length);
  for (let at = tail.length; (at = tail.lastIndexOf(endOfDirectory, at - 1)) !== -1;) {
    if (at + endOfDirectorySize <= tail.length) {
      const reachesEnd = at + endOfDirectorySize + tail.readUInt16LE(at + 20) === tail.length;
      if (reachesEnd) return zipDirectoryWholeness(source, start + at, tail.subarray(at));
    }
    if (at === 0) break;
  }
  return 'partial';
}

async function zipDirectoryWholeness(
  source: ByteSource,
  recordAt: number,
  record: Buffer,
): Promise<Wholeness> {
  const entries = record.readUInt16LE(10);
  const size = record.readUInt32LE(12);
  const offset = record.readUInt32LE(16);
  if (entries === 0) return 'whole';
  if (offset === 0xffffffff || size === 0xffffffff || entries === 0xffff) {
    // Zip64 keeps the true numbers in a record that the locator, 20 bytes before, points to.
    const locator = await source.read(Math.max(0, recordAt - 20), 4);
    return locator.toString('latin1') === 'PK\x06\x07' ? 'whole' : 'unknown';
  }
  if (offset + size > recordAt) return 'partial';
  const directory = await source.read(offset, 4);
  // A self-extracting archive shifts every offset; such a file is left to the settle time.
  return directory.toString('latin1') === 'PK\x01\x02' ? 'whole' : 'unknown';
}

async function endingOf(format: Format, source: ByteSource, tail: Buffer): Promise<Wholeness> {
  switch (format) {
    case 'pdf':
      return pdfWholeness(tail, source.size);
    case 'jpeg':
      return jpegWholeness(tail);
    case 'png':
      return pngWholeness(tail);
    case 'tiff':
      return tiffWholeness(source);
    case 'zip':
      return zipWholeness(source);
  }
}

/**
 * What the format says about the file `name` with these bytes. Malformed content never throws and costs a bounded
 * number of reads; what `source.read` throws is passed on. A tail of zeros is never whole: programs reserve the
 * full size first and fill it later (case 2).
 */
export async function wholenessOf(name: string, source: ByteSource): Promise<Wholeness> {
  const tailStart = Math.max(0, source.size - tailLength);
  const tail = await source.read(tailStart, source.size - tailStart);
  if (tail.subarray(-zeroTailLength).every((byte) => byte === 0)) return 'partial';
  const format = formatOf(name);
  if (format === null) return 'unknown';
  const head = await source.read(0, tailLength);
  return startsAs(format, head) ? endingOf(format, source, tail) : 'unknown';
}
