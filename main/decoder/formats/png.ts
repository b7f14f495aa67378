import { constants, crc32, deflateSync } from 'node:zlib';
import type { Picture } from './picture.ts';

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

function chunk(type: string, data: Buffer): Buffer {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}

/** A picture as a PNG, without transparency. Source: RFC 2083. */
export function pngOf({ width, height, channels, stride, data }: Picture): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // 8 bits each of red, green and blue.
  head.writeUInt8(8, 8);
  head.writeUInt8(2, 9);

  const line = width * 3 + 1;
  const rows = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    // The first byte of each row, 0, means no filter.
    let to = y * line + 1;
    let from = y * stride;
    for (let x = 0; x < width; x++, from += channels, to += 3) {
      rows[to] = data[from] ?? 0;
      rows[to + 1] = data[from + 1] ?? 0;
      rows[to + 2] = data[from + 2] ?? 0;
    }
  }
  // The PNG only goes to the next process, so speed matters more than size.
  const packed = deflateSync(rows, { level: constants.Z_BEST_SPEED });
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
