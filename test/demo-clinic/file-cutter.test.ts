import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFileCutter } from '../../main/demo-clinic/store/file-cutter.ts';

const delimiter = Buffer.from('\r\n--cut');

function cut(chunks: readonly Buffer[]): { file: string; isDone: boolean } {
  const cutter = createFileCutter(delimiter);
  const pieces = chunks.flatMap((chunk) => cutter.push(chunk));
  if (!cutter.isDone) pieces.push(...cutter.rest());
  return { file: Buffer.concat(pieces).toString('latin1'), isDone: cutter.isDone };
}

const inPieces = (text: string, sizes: readonly number[]): Buffer[] => {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(Buffer.from(text.slice(at, at + size), 'latin1'));
    at += size;
  }
  return [...pieces, Buffer.from(text.slice(at), 'latin1')];
};

it.each([
  ['abc\r\n--cut--\r\n', 'abc', true],
  ['\r\n--cut--', '', true],
  ['abc', 'abc', false],
  ['', '', false],
  ['abc\r\n--cu', 'abc\r\n--cu', false],
  ['\r\r\n\r\n-\r\n--cux\r\n--cut', '\r\r\n\r\n-\r\n--cux', true],
  ['a\r\n--cut\r\nmore\r\n--cut--', 'a', true],
])('cuts %j at every chunk size', (text, file, isDone) => {
  for (let size = 1; size <= text.length + 1; size += 1) {
    const sizes = Array.from({ length: Math.ceil(text.length / size) }, () => size);
    expect(cut(inPieces(text, sizes))).toEqual({ file, isDone });
  }
});

it('finds the same position as a search in all bytes, however they arrive', () => {
  // Few characters, so that prefixes of the delimiter are common.
  const text = fc.array(fc.constantFrom('\r', '\n', '-', 'c', 'u', 't', '\r\n--', '\r\n--cut'), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(text, fc.array(fc.nat(9), { maxLength: 60 }), (signs, sizes) => {
      const whole = signs.join('');
      const end = whole.indexOf('\r\n--cut');
      expect(cut(inPieces(whole, sizes))).toEqual({
        file: end < 0 ? whole : whole.slice(0, end),
        isDone: end >= 0,
      });
    }),
  );
});

it('passes a chunk on without copying it', () => {
  const chunk = Buffer.alloc(65_536, 'x');
  const [piece] = createFileCutter(delimiter).push(chunk);
  expect(piece?.buffer).toBe(chunk.buffer);
  expect(piece?.length).toBe(chunk.length);
});
