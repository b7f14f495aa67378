import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideLookup,
  foldName,
  type Found,
  type FoundCase,
  type FoundPatient,
} from '../../main/scans/route/lookups.ts';
import { compilePattern, type LookupQuery } from '../../main/scans/route/pattern.ts';
import { caseIdSchema } from '../../preload/contract/ids.ts';
import { patient } from './people.ts';

const found = (
  id: string,
  changes: Partial<FoundPatient> & { dateOfBirth?: string | null } = {},
): FoundPatient => {
  const { dateOfBirth = '1980-02-03', ...rest } = changes;
  const names = { firstName: 'Jane', lastName: 'Citizen', preferredFirstName: null, ...rest };
  const { patient: ref } = patient(id, `${names.firstName} ${names.lastName}`, dateOfBirth);
  return { ref, current: true, ...names };
};
const foundCase = (id: string, of: FoundPatient, current = true): FoundCase => ({
  ref: { id: caseIdSchema.parse(id), name: 'Knee' },
  patient: of,
  current,
});
const query = (pattern: string, name: string): LookupQuery => {
  const asked = compilePattern(pattern).match(name);
  if (asked === null) throw new Error('no match');
  return asked;
};
const byId = (id: string) => query('^(?<patientId>\\d+)$', id);
const byCase = (id: string) => query('^(?<caseId>\\d+)$', id);
const byName = (lastName: string, firstName: string, dob = '1980-02-03') =>
  query('^(?<lastName>[^|]+)\\|(?<firstName>[^|]+)\\|(?<dob>.+)$', `${lastName}|${firstName}|${dob}`);
const decide = (asked: LookupQuery, answer: Partial<Found>) =>
  decideLookup(asked, { patients: [], cases: [], ...answer });
const toPatient = ({ ref }: FoundPatient) => ({ kind: 'patient', patient: ref });
const files = (of: FoundPatient) => ({ kind: 'destination', destination: toPatient(of) });
const inbox = (reason: string, candidates: FoundPatient[] = []) => ({
  kind: 'inbox',
  reason,
  candidates: candidates.map(toPatient),
});

describe('the result of a lookup', () => {
  const jane = found('1968645883121642782');
  const twin = found('1968645883121642783');
  const archived = found('1968645883121642784', { current: false });
  const li = found('5', { firstName: 'Wei', lastName: 'Li', dateOfBirth: '1975-09-09' });

  it.each([
    ['an id that is there', byId('1968645883121642782'), [jane], files(jane)],
    ['an id that is not', byId('42'), [], inbox('patient-not-found')],
    [
      'an id beside the one that a float would make of it',
      byId('1968645883121642783'),
      [jane],
      inbox('patient-not-found'),
    ],
    ['an archived patient', byId('1968645883121642784'), [archived], inbox('patient-unavailable')],
    ['a name that one fits', byName('Citizen', 'Jane'), [jane, li], files(jane)],
    [
      'a name that two fit',
      byName('Citizen', 'Jane'),
      [jane, twin],
      inbox('patient-ambiguous', [jane, twin]),
    ],
    [
      'a name that a current and an archived one fit',
      byName('Citizen', 'Jane'),
      [archived, jane],
      files(jane),
    ],
    [
      'a name that only an archived one fits',
      byName('Citizen', 'Jane'),
      [archived],
      inbox('patient-unavailable'),
    ],
    [
      'another date of birth',
      byName('Citizen', 'Jane', '1980-02-04'),
      [jane],
      inbox('patient-not-found', [jane]),
    ],
    ['a name that nobody fits', byName('Nobody', 'Jane'), [li, archived], inbox('patient-not-found', [li])],
  ])('case 16: %s', (_what, asked, patients, expected) => {
    expect(decide(asked, { patients })).toEqual(expected);
  });

  it('matches a preferred first name, and no date of birth that was never recorded', () => {
    const liz = found('7', { firstName: 'Elizabeth', preferredFirstName: 'Liz' });
    expect(decide(byName('Citizen', 'liz'), { patients: [liz] })).toEqual(files(liz));
    expect(decide(byName('Citizen', 'elizabeth'), { patients: [liz] })).toEqual(files(liz));
    const undated = found('8', { dateOfBirth: null });
    expect(decide(byName('Citizen', 'Jane'), { patients: [undated] }).kind).toBe('inbox');
  });

  it('offers at most ten candidates', () => {
    const many = Array.from({ length: 30 }, (_, index) => found(`${index + 1}`));
    expect(decide(byName('Citizen', 'Jane'), { patients: many })).toEqual(
      inbox('patient-ambiguous', many.slice(0, 10)),
    );
  });

  it('files with a case and its patient', () => {
    const knee = foundCase('9', jane);
    expect(decide(byCase('9'), { cases: [knee] })).toEqual({
      kind: 'destination',
      destination: { kind: 'case', patient: jane.ref, case: knee.ref },
    });
  });

  it.each([
    ['no such case', byCase('9'), [], inbox('case-not-found')],
    ['another case', byCase('9'), [foundCase('10', jane)], inbox('case-not-found')],
    ['an archived case', byCase('9'), [foundCase('9', jane, false)], inbox('case-not-found', [jane])],
    ['an archived patient', byCase('9'), [foundCase('9', archived)], inbox('patient-unavailable')],
    [
      "another patient's case",
      query('P(?<patientId>\\d+)C(?<caseId>\\d+)', 'P5C9'),
      [foundCase('9', jane)],
      inbox('case-not-found'),
    ],
  ])('does not file for %s', (_what, asked, cases, expected) => {
    expect(decide(asked, { cases })).toEqual(expected);
  });

  it('files with a case whose patient is the one in the name', () => {
    const asked = query('P(?<patientId>\\d+)C(?<caseId>\\d+)', `P${jane.ref.id}C9`);
    expect(decide(asked, { cases: [foundCase('9', jane)] }).kind).toBe('destination');
  });
});

describe('names', () => {
  it.each([
    ['Müller', 'MULLER'],
    ['Müller', 'Müller'.normalize('NFD')],
    ['Łukasz Ødegård', 'lukasz odegard'],
    ['Weiß', 'WEISS'],
    ['O’Brien', "o'brien"],
    ['van  der_Berg ', 'Van der Berg'],
    ['José', 'Jose'],
  ])('case 20: %s is %s', (a, b) => {
    expect(foldName(a)).toBe(foldName(b));
  });

  it.each([
    ['Smith', 'Smyth'],
    ['Anne', 'Ann'],
    ['Van der Berg', 'Vanderberg'],
    ['李伟', '李薇'],
  ])('%s is not %s', (a, b) => {
    expect(foldName(a)).not.toBe(foldName(b));
  });

  it('files only if exactly one current patient matches, whatever was found', () => {
    const name = fc.constantFrom('Jane', 'JANE', 'Joan', 'Jané');
    const person = fc.record({
      firstName: name,
      current: fc.boolean(),
      dateOfBirth: fc.constantFrom('1980-02-03', '1980-02-04', null),
    });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 6 }), (drawn) => {
        const patients = drawn.map((changes, index) => found(`${index + 1}`, changes));
        const fitting = patients.filter(
          (each) =>
            each.current && foldName(each.firstName) === 'jane' && each.ref.dateOfBirth === '1980-02-03',
        );
        const decision = decide(byName('Citizen', 'Jane'), { patients });
        expect(decision.kind).toBe(fitting.length === 1 ? 'destination' : 'inbox');
      }),
    );
  });
});
