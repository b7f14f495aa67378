import type { ByteSource } from '../../files/byte-source.ts';
import type { Wholeness } from './stability.ts';

const blockBytes = 256 * 1024;
/** The cost limit of a check: larger pictures wait for the settle time. */
const mostBytes = 64 * 1024 * 1024;
const mostParts = 20_000;

/** Reads a file forwards in blocks; null beyond the limit. */
function createReader(source: ByteSource) {
  let start = 0;
  let block: Buffer = Buffer.alloc(0);
  let spent = 0;
  return async (offset: number, length: number): Promise<Buffer | null> => {
    if (offset < start || offset + length > start + block.length) {
      if (spent >= mostBytes) return null;
      start = offset;
      block = await source.read(offset, blockBytes);
      spent += blockBytes;
    }
    return block.subarray(offset - start, offset - start + length);
  };
}
type Reader = ReturnType<typeof createReader>;

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** The position of the marker after a scan's data (ITU T.81, B.1.1.5), or the reason that ends the search. */
async function endOfScan(read: Reader, from: number): Promise<number | 'file-ends' | 'costly'> {
  for (let at = from; ;) {
    const bytes = await read(at, 1024);
    if (bytes === null) return 'costly';
    if (bytes.length < 2) return 'file-ends';
    const found = bytes.indexOf(0xff);
    const marker = bytes[found + 1];
    if (found === -1) at += bytes.length;
    else if (marker === undefined) at += found;
    else if (marker === 0 || isRestart(marker)) at += found + 2;
    else return at + found;
  }
}

/**
 * Whether a JPEG without its end marker at the end is truncated, or has other data after it: phones append a film or
 * their own data. Follows the segments (ITU T.81, annex B), since embedded pictures have markers too.
 */
export async function jpegWholeness(source: ByteSource): Promise<Wholeness> {
  const read = createReader(source);
  let at = 2;
  for (let parts = 0; parts < mostParts; parts += 1) {
    const head = await read(at, 4);
    if (head === null) return 'unknown';
    const [lead, marker] = head;
    if (lead === undefined || marker === undefined) return 'partial';
    // Zeros in place of a segment are reserved space of a file that is still being written (case 2).
    if (lead !== 0xff) return lead === 0 ? 'partial' : 'unknown';
    if (marker === 0xd9) return 'unknown';
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || marker === 0xd8 || isRestart(marker)) at += 2;
    else {
      if (head.length < 4) return 'partial';
      const length = head.readUInt16BE(2);
      if (length < 2) return length === 0 ? 'partial' : 'unknown';
      at += 2 + length;
      if (marker !== 0xda) continue;
      const end = await endOfScan(read, at);
      if (end === 'file-ends') return 'partial';
      if (end === 'costly') return 'unknown';
      at = end;
    }
  }
  return 'unknown';
}

/** The same for a PNG: its chunks one by one, up to the last (PNG specification, 5.3). */
export async function pngWholeness(source: ByteSource): Promise<Wholeness> {
  const read = createReader(source);
  let at = 8;
  for (let parts = 0; parts < mostParts; parts += 1) {
    const head = await read(at, 8);
    if (head === null) return 'unknown';
    if (head.length < 8) return 'partial';
    if (!/^[A-Za-z]{4}$/.test(head.toString('latin1', 4)))
      return head.readUInt32BE(4) === 0 ? 'partial' : 'unknown';
    at += 12 + head.readUInt32BE(0);
    if (at > source.size) return 'partial';
    if (head.toString('latin1', 4) === 'IEND') return 'unknown';
  }
  return 'unknown';
}
