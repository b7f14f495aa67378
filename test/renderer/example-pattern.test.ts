import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../main/scans/route/pattern.ts';
import { exampleOf, guessMeanings, type Meaning, patternOf } from '../../renderer/state/example-pattern.ts';
import { cutName } from '../../renderer/state/name-parts.ts';

const samples = { family: 'Smith', given: 'John' };
const texts = (name: string): string[] => cutName(name).parts.map(({ text }) => text);
const made = (name: string, meanings: readonly Meaning[] = guessMeanings(name)): string => {
  const result = patternOf({ name, meanings });
  if (result.kind === 'problem') throw new Error(`${name}: ${result.problem}`);
  return result.pattern;
};

describe('a file name', () => {
  it.each([
    ['Smith_John_1951-04-17.pdf', ['Smith', 'John', '1951-04-17']],
    ['Smith-John-1951-04-17.pdf', ['Smith', 'John', '1951-04-17']],
    ['Smith_Mary-Ann_17.04.1951.pdf', ['Smith', 'Mary-Ann', '17.04.1951']],
    ['Smith, John 19510417.pdf', ['Smith', 'John', '19510417']],
    ['Smith - John - 1951-04-17.pdf', ['Smith', 'John', '1951-04-17']],
    ['van der Berg_Anna_1951_04_17_scan001.pdf', ['van', 'der', 'Berg', 'Anna', '1951_04_17', 'scan', '001']],
    ['123456.pdf', ['123456']],
    ['SmithJohn19510417.pdf', ['SmithJohn', '19510417']],
    ['1968645883121643170_referral.pdf', ['1968645883121643170', 'referral']],
    // No real date.
    ['Smith_12345678.pdf', ['Smith', '12345678']],
    ['(Smith) [John] 1951-04-17', ['Smith', 'John', '1951-04-17']],
    ['Łukasz_Šimić_1951-04-17.PDF', ['Łukasz', 'Šimić', '1951-04-17']],
    ['.pdf', []],
    ['', []],
  ])('%s is cut into %j', (name, parts) => expect(texts(name)).toEqual(parts));

  it('is cut without losing a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
        const { before, parts } = cutName(`${name}.pdf`);
        expect(before + parts.map(({ text, after }) => text + after).join('')).toBe(name.normalize('NFC'));
        expect(parts.every(({ text }) => text !== '')).toBe(true);
      }),
    );
  });
});

describe('a pattern made by example', () => {
  it.each([
    ['Smith_John_1951-04-17.pdf', 'O’Neil_Mary-Ann_1960-1-2.pdf', ['O’Neil', 'Mary-Ann', '1960-01-02']],
    [
      'Smith_John_1951-04-17.pdf',
      'van der Berg_Jean Luc_1960-01-02 (2).tif',
      ['van der Berg', 'Jean Luc', '1960-01-02'],
    ],
    ['Smith-John-17.04.1951.pdf', 'Li-Wei-02.01.1960.pdf', ['Li', 'Wei', '1960-01-02']],
    ['Smith, John 19510417.pdf', 'Citizen, Jane 19600102.pdf', ['Citizen', 'Jane', '1960-01-02']],
    ['Smith John 1951-04-17.pdf', 'Li Wei 1960-01-02.pdf', ['Li', 'Wei', '1960-01-02']],
    ['scan001_Smith_John_1951-04-17_p1.pdf', 'scan9_Li_Wei_1960-01-02_p2.pdf', ['Li', 'Wei', '1960-01-02']],
    ['1951-04-17_Smith_John.pdf', '1960-01-02_Li_J.R.pdf', ['Li', 'J.R', '1960-01-02']],
    ['1951-04-17_Smith_John_letter.pdf', '1960-01-02_Li_Wei_x.pdf', ['Li', 'Wei', '1960-01-02']],
  ])('%s also reads %s', (example, other, [lastName, firstName, dateOfBirth]) => {
    const { match } = compilePattern(made(example));
    expect(match(example)).toEqual({
      ...{ kind: 'person', lastName: 'Smith', firstName: 'John', dateOfBirth: '1951-04-17' },
    });
    expect(match(other)).toEqual({ kind: 'person', lastName, firstName, dateOfBirth });
  });

  it('begins with words that belong together', () => {
    const { match } = compilePattern(made('van der Berg_Anna Maria_1951-04-17_letter.pdf'));
    expect(match('van der Berg_Anna Maria_1951-04-17_letter.pdf')).toMatchObject({
      ...{ lastName: 'van der Berg', firstName: 'Anna Maria' },
    });
    expect(match('Li_Wei_1960-01-02.pdf')).toMatchObject({ lastName: 'Li', firstName: 'Wei' });
  });

  it('reads a patient number, and no part of a longer one', () => {
    const { match } = compilePattern(made('123456_referral.pdf'));
    expect(match('98765_x-ray.pdf')).toEqual({ kind: 'patient', patientId: '98765' });
    expect(match('a98765_x-ray.pdf')).toBeNull();
    expect(match('98765.pdf')).toEqual({ kind: 'patient', patientId: '98765' });
  });

  it('joins neighbours with one meaning', () => {
    const meanings: Meaning[] = ['lastName', 'lastName', 'lastName', 'firstName', 'dob'];
    const { match } = compilePattern(made('van der Berg_Anna_1951-04-17.pdf', meanings));
    expect(match('van der Berg_Anna_1951-04-17.pdf')).toMatchObject({
      lastName: 'van der Berg',
      firstName: 'Anna',
    });
    expect(match('Li_Wei_1960-01-02.pdf')).toMatchObject({ lastName: 'Li', firstName: 'Wei' });
  });

  it.each<[string, Meaning[], string]>([
    ['Smith_John_1951-04-17.pdf', ['lastName', 'ignore', 'dob'], 'incomplete'],
    ['Smith_John_1951-04-17.pdf', ['lastName', 'firstName', 'ignore'], 'incomplete'],
    ['Smith_John_1951-04-17.pdf', ['lastName', 'dob', 'firstName'], 'no-date'],
    ['Smith_John_1951-04-17.pdf', ['patientId', 'ignore', 'ignore'], 'no-number'],
    ['Smith_x_Jones_1951-04-17.pdf', ['lastName', 'ignore', 'lastName', 'dob'], 'apart'],
    ['123_Smith_John_1951-04-17.pdf', ['patientId', 'lastName', 'firstName', 'dob'], 'incomplete'],
    [`${'a_'.repeat(110)}12345.pdf`, [...Array<Meaning>(110).fill('ignore'), 'patientId'], 'too-long'],
    ['', [], 'incomplete'],
  ])('is not made of %s as %j', (name, meanings, problem) =>
    expect(patternOf({ name, meanings })).toEqual({ kind: 'problem', problem }),
  );

  const awkward = fc
    .string({ unit: fc.constantFrom(...Array.from("aÄł'’.*+?^$[](){}|\\é")), minLength: 1, maxLength: 6 })
    .map((text) => `N${text}n`);
  const date = fc
    .record({
      year: fc.integer({ min: 1900, max: 2020 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    })
    .map(({ year, month, day }) => [year, month, day].map((part) => String(part).padStart(2, '0')).join('-'));
  const person = fc.record({ last: awkward, first: awkward, born: date });

  it('matches its example and names of its shape, whatever characters they have', () => {
    fc.assert(
      fc.property(person, person, fc.constantFrom('_', ' - ', '__', ' _ ', ','), (one, other, mark) => {
        const nameOf = ({ last, first, born }: typeof one) => [last, first, born].join(mark) + '.pdf';
        const example = nameOf(one);
        const { parts } = cutName(example);
        // A bracket inside a name is a separator too: neighbours then have one meaning.
        const ends = [one.last.length, one.last.length + mark.length + one.first.length];
        let at = cutName(example).before.length;
        const meanings = parts.map((part): Meaning => {
          const start = at;
          at += part.text.length + part.after.length;
          if (part.kind === 'date') return 'dob';
          return start < (ends[0] ?? 0) ? 'lastName' : 'firstName';
        });
        const result = patternOf({ name: example, meanings });
        if (result.kind === 'problem') throw new Error(result.problem);
        const found = compilePattern(result.pattern).match(example);
        expect(found).toMatchObject({ kind: 'person', dateOfBirth: one.born });
        const plain = /^[^+()[\]{}|]*$/;
        if ([one, other].every(({ last, first }) => plain.test(last) && plain.test(first))) {
          expect(compilePattern(result.pattern).match(nameOf(other))).toMatchObject({
            ...{ lastName: other.last.normalize('NFC'), firstName: other.first.normalize('NFC') },
            dateOfBirth: other.born,
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never fails, and is always one that the core accepts', () => {
    const anyName = fc.string({
      unit: fc.constantFrom(...Array.from('Ab1290_- .,()[]^$\\é')),
      maxLength: 30,
    });
    const any = fc.array(fc.constantFrom<Meaning>('patientId', 'lastName', 'firstName', 'dob', 'ignore'), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(anyName, any, (name, meanings) => {
        const result = patternOf({ name, meanings });
        // No id of Cliniko begins with 0.
        if (result.kind === 'pattern' && !/(?<![0-9])0/.test(name))
          expect(compilePattern(result.pattern).match(`${name}.pdf`)).not.toBeNull();
        expect(guessMeanings(name)).toHaveLength(cutName(name).parts.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('taking a pattern apart', () => {
  it.each([
    'Smith_John_1951-04-17.pdf',
    'Smith-John-17.04.1951.pdf',
    'Smith, John 19510417.pdf',
    'scan001_Smith_John_1951-04-17_p1.pdf',
    '1951-04-17_Smith_John.pdf',
    '1951-04-17_Smith_John_letter.pdf',
    '123456_referral.pdf',
    'No. 123456.pdf',
  ])('gives the meanings of %s back, also without the example', (name) => {
    const pattern = made(name);
    expect(exampleOf(pattern, ['other.pdf', name], samples)).toEqual({ name, meanings: guessMeanings(name) });
    const sample = exampleOf(pattern, [], samples);
    expect(sample).not.toBeNull();
    expect(made(sample?.name ?? '', sample?.meanings)).toBe(pattern);
  });

  it.each([
    '(?P<patientId>[0-9]+)',
    '^(?P<lastName>\\w+)_(?P<firstName>\\w+)_(?P<dob>.+)$',
    '(',
    '^',
    '(?i)x',
    '',
  ])('leaves a pattern that was written by hand alone: %s', (pattern) =>
    expect(exampleOf(pattern, ['Smith_John_1951-04-17.pdf', '123.pdf'], samples)).toBeNull(),
  );
});
