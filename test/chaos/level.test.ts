import { describe, expect, it } from 'vitest';
import { growths, isLevel, type Sample } from './level.ts';

const mega = 1024 * 1024;
const sample = (at: number, change: (at: number) => Partial<Sample> = () => ({})): Sample => ({
  rss: 100 * mega,
  heapUsed: 20 * mega,
  resources: 12,
  database: 1 * mega + at * 4096,
  writeAheadLog: 4 * mega,
  jobs: 10 + at,
  ...change(at),
});
const notLevel = (change: (at: number) => Partial<Sample>): string[] =>
  growths(Array.from({ length: 90 }, (_, at) => sample(at, change)))
    .filter((growth) => !isLevel(growth))
    .map(({ what }) => what);

describe('what stays level', () => {
  it('is everything except the database, which grows with its jobs', () => {
    expect(notLevel(() => ({}))).toEqual([]);
  });

  it('is measured after the first third, the warm-up', () => {
    expect(notLevel((at) => ({ heapUsed: Math.min(at, 30) * mega }))).toEqual([]);
  });

  it.each<[string, (at: number) => Partial<Sample>]>([
    ['rss', (at) => ({ rss: (100 + at * 2) * mega })],
    ['heap', (at) => ({ heapUsed: (20 + at / 5) * mega })],
    ['resources', (at) => ({ resources: 12 + at })],
    ['database per job', (at) => ({ database: (at + 1) ** 2 * 4096, jobs: 10 + at })],
    ['write-ahead log', (at) => ({ writeAheadLog: at * mega })],
  ])('is not a leak: %s', (what, change) => {
    expect(notLevel(change)).toEqual([what]);
  });
});
