import { describe, expect, it } from 'vitest';
import { writtenDates } from '../../main/reading/evidence/written-dates.ts';

const today = '2026-11-27';
const daysIn = (text: string): readonly string[] => writtenDates(text, today).flatMap(({ days }) => days);

describe('a date in a letter', () => {
  it.each([
    ['1980-02-03', ['1980-02-03']],
    ['3.2.1980', ['1980-02-03']],
    ['03.02.80', ['1980-02-03']],
    ['03. 02. 1980', ['1980-02-03']],
    ['13 02 1980', ['1980-02-13']],
    ['03 02 1980', ['1980-02-03', '1980-03-02']],
    ['3/2/1980', ['1980-02-03', '1980-03-02']],
    ['13/2/1980', ['1980-02-13']],
    ['2-13-1980', ['1980-02-13']],
    ['03/02/12', ['1912-02-03', '1912-03-02', '2012-02-03', '2012-03-02']],
    ['3 Feb 1980', ['1980-02-03']],
    ['03-Feb-1980', ['1980-02-03']],
    ['3rd of February, 1980', ['1980-02-03']],
    ['February 3, 1980', ['1980-02-03']],
    ['Feb. 3rd 1980', ['1980-02-03']],
    ['3. März 1980', ['1980-03-03']],
    ['3. Mai 1980', ['1980-05-03']],
    ['1er mars 1980', ['1980-03-01']],
    ['15 août 1980', ['1980-08-15']],
    ['3 févr. 1980', ['1980-02-03']],
    ['O3.02.198O', ['1980-02-03']],
    ['l3/l2/1980', ['1980-12-13']],
  ])('%s can mean %j', (text, days) => {
    expect(daysIn(`(${text})`).toSorted()).toEqual(days);
  });

  it.each([
    ['an impossible day', '31.02.1980'],
    ['a day in the future', '1.1.2030'],
    ['a day too long ago', '1.1.1830'],
    ['a telephone number', '02 9123 4567'],
    ['a telephone number with pairs', '01 02 03 1980 44'],
    ['an address', '1.2.3.4 and 10/20'],
    ['part of a longer number', '123/2/1980/7'],
    ['a word', 'Il.ll.OlOl'],
    ['a dose', '3 tab 2000'],
  ])('%s is none', (_name, text) => {
    expect(daysIn(text)).toEqual([]);
  });

  it('has its place in the line', () => {
    const [first, second] = writtenDates('seen 1.2.2026, born 3.2.1980', today);
    expect([first?.from, second?.from]).toEqual([5, 20]);
  });
});
