import { expect, it } from 'vitest';
import { firstSet, measureLetters, secondSet } from './measure.ts';
import { textReader } from './read-letters.ts';

it.each([
  ['first', firstSet],
  ['second', secondSet],
] as const)(
  'made-up letters of the %s generator lead to their patient, and never to another one',
  async (_name, letters) => {
    const { read } = await textReader();
    const { wrong, found, falseAlarms, caught, missed } = await measureLetters(
      letters(1),
      { from: 0, to: 120 },
      read,
    );
    expect({ wrong, falseAlarms }).toEqual({ wrong: 0, falseAlarms: 0 });
    expect(found, JSON.stringify(missed.map(({ number }) => number))).toBeGreaterThan(0.85);
    expect(caught).toBeGreaterThan(0.85);
  },
);
