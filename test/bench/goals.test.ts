import { expect, it } from 'vitest';
import { missedGoals } from './goals.ts';

const reached = { ratio: 0.75, assuredRatio: 0.95, assuredCpuRatio: 1.15, extraMB: 64 };

it('are compared with the benchmarks that ran, and no others', () => {
  expect(missedGoals({})).toEqual([]);
  expect(missedGoals({ large: reached })).toEqual([]);
});

it('are reported as missed by either bound and without a measurement', () => {
  expect(missedGoals({ large: { ...reached, ratio: 0.749, extraMB: 64.1 } })).toEqual([
    'large.ratio is 0.749, wanted 0.75 or more',
    'large.extraMB is 64.1, wanted 64 or less',
  ]);
  expect(missedGoals({ large: { ...reached, ratio: NaN } })).toEqual(['large.ratio was not measured']);
  expect(missedGoals({ large: { assuredRatio: 1, assuredCpuRatio: 1, extraMB: 1 } })).toEqual([
    'large.ratio was not measured',
  ]);
});

it('that must stay below a number are missed by that number itself', () => {
  expect(missedGoals({ queue: { pageMs: 16, add10kMs: 999, addRatio: 10 } })).toEqual([
    'queue.pageMs is 16, wanted less than 16',
  ]);
});
