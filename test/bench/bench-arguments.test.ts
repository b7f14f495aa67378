import { CommanderError } from 'commander';
import { expect, it } from 'vitest';
import { benchNames, readArguments } from './bench-arguments.ts';

it('none means all', () => {
  expect(readArguments([])).toEqual({
    names: benchNames,
    json: false,
    sizes: { small: 10_000, large: 1_000_000 },
    all: false,
  });
});

it('names are kept once, in the order of the benchmarks', () => {
  expect(readArguments(['start', '--json', 'large', 'start'])).toMatchObject({
    names: ['large', 'start'],
    json: true,
  });
});

it('the sizes of `million` can be smaller', () => {
  expect(readArguments(['million', '--sizes', '2000,20000']).sizes).toEqual({ small: 2000, large: 20_000 });
});

it.each(['lagre', '--jsn', '--sizes=2000', '--sizes=a,b', '--sizes=2000,1000', '--sizes=10,2000'])(
  '%s is refused',
  (word) => {
    expect(() => readArguments([word])).toThrow(CommanderError);
  },
);
