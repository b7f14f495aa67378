import { expect, it } from 'vitest';
import { againstEarlier, runIn } from './earlier-run.ts';

const earlier = { large: { ratio: 0.8, extraMB: 10 }, many: { answers429: 0 }, machine: { cores: 2 } };

it('holds each goal that both measured against the earlier run, the worse ones first', () => {
  const now = { large: { ratio: 0.6, extraMB: 10.5 }, many: { answers429: 0 }, queue: { pageMs: 3 } };
  expect(againstEarlier(now, earlier)).toEqual([
    'worse: large.ratio 0.6, before 0.8 (x 0.750)',
    'large.extraMB 10.5, before 10 (x 1.05)',
    'many.answers429 0, before 0 (x 1.00)',
  ]);
});

it('tells a value that began at zero', () => {
  expect(againstEarlier({ many: { answers429: 2 } }, earlier)).toEqual([
    'worse: many.answers429 2, before 0 (x Infinity)',
  ]);
});

it('reads the last line of a run', () => {
  expect(runIn(`large: 8 s\n  ratio 0.8\n${JSON.stringify(earlier)}\n`)).toEqual(earlier);
  expect(() => runIn('large: 8 s\n')).toThrow('--json');
});
