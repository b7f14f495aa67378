import { expect, it } from 'vitest';
import { median, percentile, ratios, rounded, summaryOf } from './statistics.ts';

it('the median is the middle, or the mean of the two in the middle', () => {
  expect(median([10, 1, 2])).toBe(2);
  expect(median([10, 1, 2, 4])).toBe(3);
  expect(median([])).toBeNaN();
});

it('a percentile is one of the values, by nearest rank', () => {
  const values = Array.from({ length: 40 }, (_, at) => 40 - at);
  expect(percentile(values, 0.5)).toBe(20);
  expect(percentile(values, 0.95)).toBe(38);
  expect(percentile(values, 1)).toBe(40);
  expect(percentile(values, 0)).toBe(1);
  expect(percentile([], 0.5)).toBeNaN();
});

it('a summary has the spread, however the values are ordered', () => {
  expect(summaryOf([5, 100, 7])).toEqual({ median: 7, least: 5, most: 100 });
});

it('ratios pair the turns', () => {
  expect(ratios([1, 9], [2, 3])).toEqual([0.5, 3]);
  expect(() => ratios([1], [1, 2])).toThrow(RangeError);
});

it.each([
  [0.98765, 0.988],
  [12.345, 12.3],
  [99.96, 100],
  [1234.5, 1235],
  [0, 0],
  [-0.012345, -0.0123],
])('%d is printed as %d', (value, told) => {
  expect(rounded(value)).toBe(told);
});
