import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openPng } from '../../main/decoder/formats/png-pages.ts';
import { pngOf } from '../../main/decoder/formats/png.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';
import { printed, scanned } from '../letters/scans.ts';

/** A PNG by its head and its rows, each with its filter first. Nothing here checks sums. */
function png(given: {
  width: number;
  height: number;
  depth: number;
  type: number;
  rows: number[];
  palette?: number[];
}): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name, 'latin1'), data, Buffer.alloc(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(given.width, 0);
  head.writeUInt32BE(given.height, 4);
  head.set([given.depth, given.type], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...(given.palette === undefined ? [] : [chunk('PLTE', Buffer.from(given.palette))]),
    chunk('IDAT', deflateSync(Buffer.from(given.rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
const pixelsOf = async (bytes: Buffer): Promise<number[]> => [...(await openPng(bytes).draw(1, 100)).data];

describe('a PNG', () => {
  it.each<[string, Parameters<typeof png>[0], number[]]>([
    ['grey', { width: 2, height: 1, depth: 8, type: 0, rows: [0, 10, 200] }, [10, 10, 10, 200, 200, 200]],
    [
      'black and white',
      { width: 2, height: 1, depth: 1, type: 0, rows: [0, 0b01000000] },
      [0, 0, 0, 255, 255, 255],
    ],
    ['coloured', { width: 1, height: 1, depth: 8, type: 2, rows: [0, 1, 2, 3] }, [1, 2, 3]],
    ['with 16 bits', { width: 1, height: 1, depth: 16, type: 0, rows: [0, 7, 99] }, [7, 7, 7]],
    [
      'with a palette',
      { width: 2, height: 1, depth: 4, type: 3, rows: [0, 0x10], palette: [1, 2, 3, 9, 8, 7] },
      [9, 8, 7, 1, 2, 3],
    ],
    ['transparent', { width: 1, height: 1, depth: 8, type: 6, rows: [0, 1, 2, 3, 0] }, [255, 255, 255]],
    [
      'with every filter',
      {
        ...{ width: 2, height: 5, depth: 8, type: 0 },
        rows: [0, 10, 20, 1, 1, 1, 2, 1, 1, 3, 1, 1, 4, 1, 1],
      },
      [10, 20, 1, 2, 2, 3, 2, 3, 3, 4].flatMap((shade) => [shade, shade, shade]),
    ],
  ])('is drawn: %s', async (_what, given, pixels) => {
    expect(await pixelsOf(png(given))).toEqual(pixels);
  });

  const grey = { width: 2, height: 1, depth: 8, type: 0, rows: [0, 10, 200] };
  it.each([
    ['too many pixels', { ...grey, width: 100_000, height: 100_000 }],
    ['too few rows', { ...grey, height: 2 }],
    ['too many rows', { ...grey, rows: [0, 1, 2, 0, 1, 2] }],
    ['an unknown filter', { ...grey, rows: [7, 10, 200] }],
    ['an unknown colour type', { ...grey, type: 1 }],
  ])('is refused with %s', async (_what, given) => {
    await expect((async () => openPng(png(given)).draw(1, 100))()).rejects.toThrow();
  });

  it('is read by OCR', async () => {
    const {
      width,
      height,
      grey: data,
    } = await scanned(await printed(['', '', 'RE: Jane Citizen, DOB 3 Feb 1980']), {
      ...{ look: 'scan', dpi: 200, skew: 0.5, seed: 1 },
    });
    const rgb = new Uint8Array(width * height * 3);
    data.forEach((shade, at) => rgb.fill(shade, at * 3, at * 3 + 3));
    const bytes = pngOf({ width, height, channels: 3, stride: width * 3, data: rgb });
    const lines = await testDecoder.scan({ part: 'top', page: 1, bytes }, new AbortController().signal);
    expect(lines.map(({ text }) => text)).toContain('RE: Jane Citizen, DOB 3 Feb 1980');
  });
});
