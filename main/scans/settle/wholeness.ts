import { extname } from 'node:path';
import type { ByteSource } from '../../files/byte-source.ts';
import type { Wholeness } from './stability.ts';
import { jpegWholeness, pngWholeness } from './picture-wholeness.ts';
import { tiffWholeness } from './tiff-wholeness.ts';

const headLength = 1024;
/** Enough for what may follow a PDF's end mark. One read, since on a share each is a call. */
const tailLength = 64 * 1024;
const zeroTailLength = 512;

const extensionsOf = {
  pdf: ['.pdf'],
  jpeg: ['.jpg', '.jpeg', '.jfif'],
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

/** The first bytes of each format; a file that begins otherwise is not judged by its extension. */
function startsAs(format: Format, head: Buffer): boolean {
  switch (format) {
    case 'pdf':
      // Some printers add a job header before the PDF; readers accept 1 KiB of it (ISO 32000-1, annex H.3.4.1).
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
function pdfWholeness(source: ByteSource, tail: Buffer): Wholeness {
  const text = tail.toString('latin1');
  const end = text.lastIndexOf('%%EOF');
  if (end === -1) return 'partial';
  const reference = /startxref\s+(\d{1,15})\s+$/.exec(text.slice(Math.max(0, end - 100), end))?.[1];
  const behind = text.slice(end + 5);
  // A linearized PDF also has an end mark near its start, before most of its objects, with a reference of 0.
  if (reference === '0' || /\d\s+obj\b/.test(behind)) return 'partial';
  // Signatures, mail gateways and scanners append lines and bytes; such a file may be complete or not.
  if (behind.trim() !== '' || reference === undefined) return 'unknown';
  return Number(reference) < source.size ? 'whole' : 'partial';
}

const jpegEnd = Buffer.from([0xff, 0xd9]);
const pngEnd = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
const endsWith = (tail: Buffer, end: Buffer): boolean => tail.subarray(-end.length).equals(end);

const endOfDirectory = Buffer.from('PK\x05\x06', 'latin1');
const endOfDirectorySize = 22;
const longestComment = 0xffff;

/** The end of central directory record (APPNOTE.TXT 4.3.16), and the directory at its position. */
async function zipWholeness(source: ByteSource): Promise<Wholeness> {
  const length = Math.min(source.size, endOfDirectorySize + longestComment);
  const start = source.size - length;
  const tail = await source.read(start, length);
  for (let at = tail.length; (at = tail.lastIndexOf(endOfDirectory, at - 1)) !== -1;) {
    if (at + endOfDirectorySize <= tail.length) {
      const end = at + endOfDirectorySize + tail.readUInt16LE(at + 20);
      if (end === tail.length) return zipDirectoryWholeness(source, start + at, tail.subarray(at));
      // Bytes after the archive; a nested archive states its position relative to its own start.
      if (end < tail.length && (await isDirectoryBefore(source, start + at, tail.subarray(at))))
        return 'unknown';
    }
    if (at === 0) break;
  }
  return 'partial';
}

async function isDirectoryBefore(source: ByteSource, recordAt: number, record: Buffer): Promise<boolean> {
  const offset = record.readUInt32LE(16);
  if (offset + record.readUInt32LE(12) !== recordAt) return false;
  return (await source.read(offset, 4)).toString('latin1') === 'PK\x01\x02';
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
    // Zip64 stores the true numbers in a record that the locator, 20 bytes before, points to.
    const locator = await source.read(Math.max(0, recordAt - 20), 4);
    return locator.toString('latin1') === 'PK\x06\x07' ? 'whole' : 'unknown';
  }
  if (offset + size > recordAt) return 'partial';
  const directory = await source.read(offset, 4);
  // A self-extracting archive shifts every offset; such a file waits for the settle time.
  return directory.toString('latin1') === 'PK\x01\x02' ? 'whole' : 'unknown';
}

async function endingOf(format: Format, source: ByteSource, tail: Buffer): Promise<Wholeness> {
  switch (format) {
    case 'pdf':
      return pdfWholeness(source, tail);
    case 'jpeg':
      return endsWith(tail, jpegEnd) ? 'whole' : jpegWholeness(source);
    case 'png':
      return endsWith(tail, pngEnd) ? 'whole' : pngWholeness(source);
    case 'tiff':
      return tiffWholeness(source, { endsWithZeros: isZero(tail.subarray(-zeroTailLength)) });
    case 'zip':
      return zipWholeness(source);
  }
}

const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

/**
 * The format's answer about the file `name` with these bytes. `partial` is proof: the format names missing bytes, or is
 * truncated. An unknown format gives no answer, even if it ends with the zeros of a black edge. Only a file that begins
 * and ends with zeros is reserved space in every format (case 2). Malformed content never throws and costs a limited
 * number of reads; errors of `source.read` are passed on.
 */
export async function wholenessOf(name: string, source: ByteSource): Promise<Wholeness> {
  const tailStart = Math.max(0, source.size - tailLength);
  const tail = await source.read(tailStart, source.size - tailStart);
  const head = tailStart === 0 ? tail.subarray(0, headLength) : await source.read(0, headLength);
  if (isZero(head) && isZero(tail.subarray(-headLength))) return 'partial';
  const format = formatOf(name);
  return format !== null && startsAs(format, head) ? endingOf(format, source, tail) : 'unknown';
}
