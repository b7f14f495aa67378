import { describe, expect, it } from 'vitest';
import { parseFilter, passes, type Fields } from '../../main/demo-clinic/api/filters.ts';
import { ChartdropError } from '../../main/base/errors.ts';

const fields: Fields = { at: 'date-time', born: 'date', id: 'integer', name: 'string' };
const row = {
  at: '2026-11-23T04:05:06Z',
  born: '1980-02-03',
  id: '1968645883121642782',
  name: 'Citizen 100%',
};
const empty = { at: null, born: null, id: null, name: null };
const holds = (filter: string, of: object = row) => passes(of, parseFilter(filter, fields));

describe('every operator of every type', () => {
  it.each([
    ['at:>=2026-11-23T04:05:06Z', true],
    ['at:>=2026-11-23T04:05:07Z', false],
    ['at:>2026-11-23T04:05:05Z', true],
    ['at:>2026-11-23T04:05:06Z', false],
    ['at:<=2026-11-23T04:05:06Z', true],
    ['at:<=2026-11-23T04:05:05.999Z', false],
    ['at:<2026-11-23T04:05:06.001Z', true],
    ['at:<2026-11-23T04:05:06Z', false],
    ['at:?', true],
    ['at:!?', false],
    ['at:*', true],
    ['born:=1980-02-03', true],
    ['born:=1980-02-04', false],
    ['born:=****-02-**', true],
    ['born:=****-05-**', false],
    ['born:=19**-**-03', true],
    ['born:>=1980-02-03', true],
    ['born:>1980-02-03', false],
    ['born:>1979-12-31', true],
    ['born:<=1980-02-03', true],
    ['born:<1980-02-03', false],
    ['born:<1980-02-10', true],
    ['born:?', true],
    ['born:!?', false],
    ['id:=1968645883121642782', true],
    ['id:=1968645883121642783', false],
    ['id:=1,2,1968645883121642782', true],
    ['id:=1,2', false],
    ['id:!=1968645883121642783', true],
    ['id:!=1968645883121642782', false],
    ['id:>=1968645883121642782', true],
    ['id:>1968645883121642781', true],
    ['id:>1968645883121642782', false],
    ['id:<=1968645883121642782', true],
    ['id:<1968645883121642783', true],
    ['id:<1968645883121642782', false],
    ['id:?', true],
    ['id:!?', false],
    ['name:=citizen 100%', true],
    ['name:=citizen', false],
    ['name:!=citizen', true],
    ['name:!=Citizen 100%', false],
    ['name:~TIZ', true],
    ['name:~tiz%', false],
    ['name:~~cit%', true],
    ['name:~~%zen%100%', true],
    ['name:~~%zen', false],
    ['name:~~cit%cit%', false],
    ['name:~~citizen 100%', true],
    ['name:~~citizen', false],
    ['name:~~%', true],
    ['name:?', true],
    ['name:!?', false],
  ])('%s is %s', (filter, expected) => {
    expect(holds(filter)).toBe(expected);
  });
});

it('null matches only the operators for null and for any value', () => {
  for (const field of ['at', 'born', 'id', 'name']) {
    expect(holds(`${field}:?`, empty)).toBe(false);
    expect(holds(`${field}:!?`, empty)).toBe(true);
  }
  expect(holds('at:*', empty)).toBe(true);
  expect(holds('id:!=1', empty)).toBe(false);
  expect(holds('name:!=x', empty)).toBe(false);
  expect(holds('name:~~%', empty)).toBe(false);
  expect(holds('born:<2000-01-01', empty)).toBe(false);
});

it('does not let the pieces of a wildcard overlap', () => {
  expect(holds('name:~~aba%aba', { name: 'aba' })).toBe(false);
  expect(holds('name:~~aba%aba', { name: 'ababa' })).toBe(false);
  expect(holds('name:~~aba%aba', { name: 'abaaba' })).toBe(true);
});

it('treats an operator inside a string as part of the value', () => {
  expect(holds('name:==x', { name: '=x' })).toBe(true);
  expect(holds('name:=a:b', { name: 'a:b' })).toBe(true);
  expect(holds('name:=', { name: '' })).toBe(true);
});

it.each([
  ['nothing'],
  ['other:=1'],
  ['constructor:=1'],
  ['at:=2026-11-23T04:05:06Z'],
  ['at:>2026-11-23'],
  ['at:>2026-13-45T99:99:99Z'],
  ['at:?x'],
  ['at:*x'],
  ['born:*'],
  ['born:>****-05-**'],
  ['born:=1980'],
  ['born:!=1980-02-03'],
  ['id:=1,'],
  ['id:=abc'],
  ['id:>1,2'],
  ['id:~1'],
  ['id:'],
  ['name:>a'],
  ['name:?x'],
  ['name:x'],
])('refuses %s in words', (filter) => {
  expect(() => parseFilter(filter, fields)).toThrow(ChartdropError);
  expect(() => parseFilter(filter, fields)).toThrow(
    expect.objectContaining({
      code: 'request-invalid',
      detail: expect.stringMatching(/^q\[\]: ./) as string,
    }) as Error,
  );
});
