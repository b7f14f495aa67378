import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { growthChart } from './growth-chart.ts';

const names = ['page', 'count', 'next', 'change', 'open', 'search'];

it('draws the growth of each operation beside its goal', () => {
  const chart = growthChart(Object.fromEntries(names.map((name, at) => [`${name}Growth`, 1 + at / 3])));
  expect(chart).toContain('bar [1, 1.33, 1.67, 2, 2.33, 2.67]');
  expect(chart).toContain('line [1.5, 1.5, 1.5, 1.5, 1.5, 1.5]');
  expect(chart).toContain('0 --> 3');
});

it('refuses a run without one of them', () => {
  expect(() => growthChart({ pageGrowth: 1 })).toThrow('countGrowth');
});

it('the chart in BENCHMARKS.md is that of its table of goals', () => {
  const text = readFileSync('BENCHMARKS.md', 'utf8');
  const told = names.map((name) => {
    const row = new RegExp(`\\| \`million\\.${name}Growth\` +\\| ([\\d.]+) `).exec(text);
    return [`${name}Growth`, Number(row?.[1])];
  });
  expect(text).toContain(growthChart(Object.fromEntries(told) as Record<string, unknown>));
});
