import { CommanderError } from 'commander';
import { expect, it } from 'vitest';
import { benchNames, readArguments } from './bench-arguments.ts';

it('none means all', () => {
  expect(readArguments([])).toEqual({ names: benchNames, json: false });
});

it('names are kept once, in the order of the benchmarks', () => {
  expect(readArguments(['start', '--json', 'large', 'start'])).toEqual({
    names: ['large', 'start'],
    json: true,
  });
});

it.each([['lagre'], ['--jsn']])('%s is refused', (word) => {
  expect(() => readArguments([word])).toThrow(CommanderError);
});
