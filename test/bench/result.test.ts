import { expect, it } from 'vitest';
import { jsonOf, linesOf, resultOf } from './result.ts';

const result = resultOf({ files: 500, ownMs: [30.04, 10, 20.06] });

it('is printed for programs with medians and their spread', () => {
  expect(jsonOf(result)).toEqual({ ownMs: 20.1, files: 500, spread: { ownMs: [10, 30] } });
});

it('is printed for people in lines', () => {
  expect(linesOf(result).map((line) => line.trim().replace(/ +/g, ' '))).toEqual([
    'ownMs 20.1 (10 to 30)',
    'files 500',
  ]);
});
