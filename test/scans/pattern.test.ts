import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/errors.ts';
import { parseBirthDate } from '../../main/scans/birth-date.ts';
import { compilePattern } from '../../main/scans/pattern.ts';

const person = '^(?<lastName>[^,_]+)[,_] ?(?<firstName>[^,_]+)[,_] ?(?<dob>[0-9.-]+)';

describe('what a name asks for', () => {
  it.each([
    ['(?<patientId>\\d+)', '1968645883121642782.pdf', { kind: 'patient', patientId: '1968645883121642782' }],
    ['(?P<patientId>\\d+)', 'x-42-letter.pdf', { kind: 'patient', patientId: '42' }],
    [
      'C(?<caseId>\\d+)',
      'C9223372036854775807.pdf',
      { kind: 'case', caseId: '9223372036854775807', patientId: null },
    ],
    ['P(?<patientId>\\d+)_C(?<caseId>\\d+)', 'P42_C7.pdf', { kind: 'case', caseId: '7', patientId: '42' }],
    ['P(?<patientId>\\d+)|C(?<caseId>\\d+)', 'C7.pdf', { kind: 'case', caseId: '7', patientId: null }],
    [
      person,
      'Citizen, Jane, 1980-02-03.pdf',
      { kind: 'person', lastName: 'Citizen', firstName: 'Jane', dateOfBirth: '1980-02-03' },
    ],
    [
      '^(?<lastName>.+)-(?<firstName>.+)-(?<dob>\\d{8})',
      'van_der_Berg-Zoë-03021980.pdf',
      { kind: 'person', lastName: 'van der Berg', firstName: 'Zoë', dateOfBirth: '1980-02-03' },
    ],
    ['(?<patientId>\\d+)', 'no number', null],
    ['(?<patientId>\\d+)', '0042.pdf', null],
    ['(?<patientId>\\w+)', 'abc.pdf', null],
    ['P(?<patientId>\\w*)_C(?<caseId>\\d+)', 'Pxx_C7.pdf', null],
    ['C(?<caseId>\\w+)', 'Cxx.pdf', null],
    [person, 'Citizen, Jane, 1980-02-31.pdf', null],
    [person, 'Citizen,  , 1980-02-03.pdf', null],
    ['(?:(?<lastName>a)(?<firstName>b)(?<dob>c))?', '', null],
  ])('%s on %s', (pattern, name, expected) => {
    expect(compilePattern(pattern).match(name)).toEqual(expected);
  });

  it('case 20: matches a name in NFD as the same name in NFC', () => {
    const pattern = compilePattern('^(?<lastName>Müller) (?<firstName>\\w+) (?<dob>\\d+)$'.normalize('NFD'));
    const name = 'Müller Ann 19800203';
    expect(pattern.match(name.normalize('NFD'))).toEqual(pattern.match(name.normalize('NFC')));
    expect(pattern.match(name)).not.toBeNull();
  });

  it.each([
    ['a syntax error', '(?<patientId>\\d+'],
    ['what RE2 does not have', '(?<patientId>\\d+)(?=x)'],
    ['a group twice', '(?<patientId>1)(?<patientId>2)'],
    ['no group', '\\d+'],
    ['an unnamed group only', '(\\d+)'],
    ['a misspelt group', '(?<patientID>\\d+)'],
    ['a name without a date of birth', '(?<lastName>\\w+) (?<firstName>\\w+)'],
    ['a date of birth alone', '(?<dob>\\d+)'],
    ['a half name beside an id', '(?<patientId>\\d+)(?<lastName>\\w+)'],
  ])('refuses %s in words of its own', (_what, pattern) => {
    let thrown: unknown;
    try {
      compilePattern(pattern);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ChartdropError);
    expect(thrown).toMatchObject({ code: 'pattern-invalid', advice: 'ask' });
    expect((thrown as ChartdropError).detail).not.toBe('');
  });

  it('takes linear time, whatever the pattern', () => {
    const pattern = compilePattern('^(a+)+(?<patientId>\\d+)$');
    const startedAt = performance.now();
    expect(pattern.match(`${'a'.repeat(5_000)}!`)).toBeNull();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('never throws on a name, and never makes an id up', () => {
    const pattern = compilePattern('(?<patientId>\\d+)');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const query = pattern.match(name);
        if (query?.kind === 'patient') expect(name.normalize('NFC')).toContain(query.patientId);
      }),
    );
  });
});

describe('dates of birth', () => {
  it.each([
    ['1980-02-03', '1980-02-03'],
    ['19800203', '1980-02-03'],
    ['1980.02.03', '1980-02-03'],
    ['1980_02_03', '1980-02-03'],
    ['03.02.1980', '1980-02-03'],
    ['3.2.1980', '1980-02-03'],
    ['03-02-1980', '1980-02-03'],
    ['03/02/1980', '1980-02-03'],
    ['03021980', '1980-02-03'],
    ['31122019', '2019-12-31'],
    [' 1980-02-03 ', '1980-02-03'],
    ['29.02.2024', '2024-02-29'],
    ['29.02.2023', null],
    ['31.04.1980', null],
    ['02-13-1980', null],
    ['1980-02.03', null],
    ['03.02-1980', null],
    ['3.2.80', null],
    ['00.00.0000', null],
    ['1849-12-31', null],
    ['12', null],
    ['', null],
  ])('%s: %s', (text, expected) => {
    expect(parseBirthDate(text)).toBe(expected);
  });

  it('reads every real date back from each way of writing it', () => {
    const date = fc.date({
      min: new Date('1850-01-01T00:00:00Z'),
      max: new Date('2199-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (drawn) => {
        const day = drawn.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = day.split('-') as [string, string, string];
        for (const text of [
          day,
          day.replaceAll('-', ''),
          `${dayOfMonth}.${month}.${year}`,
          `${dayOfMonth}-${month}-${year}`,
        ]) {
          expect(parseBirthDate(text)).toBe(day);
        }
        // Day first in eight digits is read only where the year cannot be mistaken for a month.
        if (/^(19|20)/.test(year)) expect(parseBirthDate(`${dayOfMonth}${month}${year}`)).toBe(day);
      }),
    );
  });
});
