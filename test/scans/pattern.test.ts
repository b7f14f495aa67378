import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { compilePattern } from '../../main/scans/route/pattern.ts';

const person = '^(?<lastName>[^,_]+)[,_] ?(?<firstName>[^,_]+)[,_] ?(?<dob>[0-9.-]+)';

describe('the fields of a name', () => {
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
  ])('refuses %s with its own message', (_what, pattern) => {
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

  it('never throws on a name, and never invents an id', () => {
    const pattern = compilePattern('(?<patientId>\\d+)');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const query = pattern.match(name);
        if (query?.kind === 'patient') expect(name.normalize('NFC')).toContain(query.patientId);
      }),
    );
  });
});
