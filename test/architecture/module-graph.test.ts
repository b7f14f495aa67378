import { expect, it } from 'vitest';
import { cyclesOf, filesByFolder, readModuleGraph } from './module-graph.ts';

const graph = readModuleGraph();

it('has no circle of modules that import each other, by types either', () => {
  expect(graph.size).toBeGreaterThan(300);
  expect(cyclesOf(graph)).toEqual([]);
});

it('finds a circle where there is one', () => {
  const circle = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', []],
  ]);
  expect(cyclesOf(circle)).toEqual([['a', 'b', 'c']]);
});

it('has at most 16 files in a folder of main', () => {
  const full = [...filesByFolder(graph)].filter(([folder, files]) => folder.startsWith('main') && files > 16);
  expect(full).toEqual([]);
});
