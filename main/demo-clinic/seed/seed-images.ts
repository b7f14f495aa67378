import { crc32, deflateSync } from 'node:zlib';
import { createRandom } from '../base/seeded-random.ts';

/** A palette gradient of 240 by 160 pixels between two colours. Source: the PNG specification, 5. */
export function png(number: number): Buffer {
  const random = createRandom(number);
  const [width, height] = [240, 160];
  const [from, to] = [0, 1].map(() => [random.below(256), random.below(256), random.below(256)]);
  const palette = Array.from({ length: width }, (_, x) =>
    [0, 1, 2].map((part) => ((from?.[part] ?? 0) * (width - x) + (to?.[part] ?? 0) * x) / width),
  );
  // A row: its filter (none), then the palette index of each pixel.
  const row = Buffer.from([0, ...palette.keys()]);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, 3, 0, 0, 0])),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  return Buffer.concat([uint32(data.length), named, uint32(crc32(named))]);
}

/** A grey square of 8 by 8 pixels: each table holds one code, and two bits are the picture. Source: ITU-T T.81, B. */
const jpeg = Buffer.from(
  [
    'ffd8',
    `ffdb004300${'01'.repeat(64)}`,
    'ffc0000b080008000801011100',
    `ffc400140001${'00'.repeat(16)}`,
    `ffc400141001${'00'.repeat(16)}`,
    'ffda0008010100003f00',
    '3f',
    'ffd9',
  ].join(''),
  'hex',
);

/** The grey square with a different comment after the start marker, so that each file differs. */
export function jpg(number: number): Buffer {
  const text = `scan ${number}`;
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, text.length + 2]), Buffer.from(text)]);
  return Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]);
}

/** Pages of grey noise, 16 by 16 pixels each, uncompressed. Source: TIFF 6.0, sections 2 and 4. */
export function tiff(number: number, pages = 1): Buffer {
  const random = createRandom(number);
  const parts: Buffer[] = [Buffer.from('49492a0008000000', 'hex')];
  let offset = 8;
  for (let page = 1; page <= pages; page += 1) {
    const pixels = Buffer.from(Array.from({ length: 256 }, () => random.below(256)));
    const directory = tiffDirectory(offset);
    const next = offset + directory.length + pixels.length;
    directory.writeUInt32LE(page === pages ? 0 : next, directory.length - 4);
    parts.push(directory, pixels);
    offset = next;
  }
  return Buffer.concat(parts);
}

/** The directory of a page at `offset`, followed by its pixels. The offset of the next page is filled in later. */
function tiffDirectory(offset: number): Buffer {
  const length = 2 + 9 * 12 + 4;
  // Tag, type (3 short, 4 long), count, value.
  const entries = [
    [256, 3, 1, 16],
    [257, 3, 1, 16],
    [258, 3, 1, 8],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
    [273, 4, 1, offset + length],
    [277, 3, 1, 1],
    [278, 3, 1, 16],
    [279, 4, 1, 256],
  ] as const;
  const directory = Buffer.alloc(length);
  directory.writeUInt16LE(entries.length, 0);
  entries.forEach(([tag, type, count, value], at) => {
    directory.writeUInt16LE(tag, 2 + at * 12);
    directory.writeUInt16LE(type, 4 + at * 12);
    directory.writeUInt32LE(count, 6 + at * 12);
    directory.writeUInt32LE(value, 10 + at * 12);
  });
  return directory;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
