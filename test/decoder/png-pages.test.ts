import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openPng } from '../../main/decoder/formats/png-pages.ts';

const chunk = (type: string, data: Buffer): Buffer => {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  data.copy(out, 8);
  return out;
};

/** `rows`: each with its filter. */
function png(given: {
  width: number;
  rows: readonly number[][];
  depth: number;
  colour: number;
  palette?: number[];
  interlace?: number;
  height?: number;
}): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(given.width, 0);
  head.writeUInt32BE(given.height ?? given.rows.length, 4);
  head.set([given.depth, given.colour, 0, 0, given.interlace ?? 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...(given.palette === undefined ? [] : [chunk('PLTE', Buffer.from(given.palette))]),
    chunk('IDAT', deflateSync(Buffer.from(given.rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
const pixels = async (bytes: Buffer): Promise<number[]> => {
  const opened = openPng(bytes);
  return [...(await opened.draw(1, 1000)).data];
};
const grey = (...shades: number[]): number[] => shades.flatMap((shade) => [shade, shade, shade]);

describe('a PNG', () => {
  it.each([
    ['no filter', [0, 10, 20, 30], grey(10, 20, 30)],
    ['the pixel to the left', [1, 10, 10, 10], grey(10, 20, 30)],
  ])('is read with the filter by %s', async (_what, row, wanted) => {
    expect(await pixels(png({ width: 3, depth: 8, colour: 0, rows: [row] }))).toEqual(wanted);
  });

  it.each([
    ['the row above', 2, [5, 5, 5], [15, 25, 35]],
    ['the mean', 3, [5, 5, 5], [10, 20, 30]],
    ['Paeth’s predictor', 4, [5, 5, 5], [15, 25, 35]],
  ])('is read with the filter by %s', async (_what, filter, values, wanted) => {
    const rows = [
      [0, 10, 20, 30],
      [filter, ...values],
    ];
    expect(await pixels(png({ width: 3, depth: 8, colour: 0, rows }))).toEqual(grey(10, 20, 30, ...wanted));
  });

  it.each([
    ['one bit', { depth: 1, colour: 0, rows: [[0, 0b01000000]] }, grey(0, 255)],
    ['four bits', { depth: 4, colour: 0, rows: [[0, 0xf0]] }, grey(255, 0)],
    ['sixteen bits', { depth: 16, colour: 0, rows: [[0, 200, 1, 100, 2]] }, grey(200, 100)],
    [
      'a palette',
      { depth: 8, colour: 3, palette: [1, 2, 3, 4, 5, 6], rows: [[0, 1, 0]] },
      [4, 5, 6, 1, 2, 3],
    ],
    ['colours', { depth: 8, colour: 2, rows: [[0, 1, 2, 3, 4, 5, 6]] }, [1, 2, 3, 4, 5, 6]],
    ['transparency', { depth: 8, colour: 6, rows: [[0, 1, 2, 3, 0, 4, 5, 6, 9]] }, [1, 2, 3, 4, 5, 6]],
  ])('is read with %s', async (_what, given, wanted) => {
    expect(await pixels(png({ width: 2, ...given }))).toEqual(wanted);
  });

  it.each([
    ['interlacing', { width: 2, depth: 8, colour: 0, rows: [[0, 1, 2]], interlace: 1 }, 'damaged'],
    ['missing rows', { width: 2, depth: 8, colour: 0, rows: [[0, 1, 2]], height: 9 }, 'damaged'],
    ['an unknown filter', { width: 2, depth: 8, colour: 0, rows: [[9, 1, 2]] }, 'damaged'],
    ['too many pixels', { width: 60_000, depth: 8, colour: 0, rows: [[0]], height: 60_000 }, 'too-large'],
  ])('is refused with %s', (_what, given, why) => {
    expect(() => openPng(png(given))).toThrow(why);
  });
});
