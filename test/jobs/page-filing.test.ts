import { describe, expect, it } from 'vitest';
import { filingOf, isFiledAlone } from '../../main/jobs/page/page-filing.ts';
import type { PageReading } from '../../main/jobs/page/page-reading.ts';
import { patientRef } from '../../main/clinic/people/patient-search.ts';
import { patientOf } from '../reading/people.ts';

const jane = patientRef(patientOf(1, ['Jane', 'Citizen', '1980-02-03']));
const twin = patientRef(patientOf(2, ['Janet', 'Citizen', '1980-02-03']));
const li = patientRef(patientOf(3, ['Li', 'Wei', '1975-09-09']));
const line = { page: 1, text: 'DOB 3 Feb 1980', box: { left: 0.1, top: 0.2, width: 0.3, height: 0.01 } };
const person = (...fits: (typeof jane)[]) => ({ line, fits, isSure: true });

/** All pages were read, and name Jane alone. */
const sure = {
  kind: 'read',
  people: [person(jane)],
  otherBirthDates: [] as string[],
  numbered: [] as PageNumbers,
  isWhole: true,
} as const satisfies PageReading;
type PageNumbers = Extract<PageReading, { kind: 'read' }>['numbered'];

describe('a page alone', () => {
  it('files a scan with the only patient whom it names', () => {
    expect(filingOf(sure)).toEqual({ kind: 'file', patient: jane });
    expect(filingOf({ ...sure, numbered: [jane.id] })).toEqual({ kind: 'file', patient: jane });
    expect(isFiledAlone(sure, { kind: 'patient', patient: jane })).toBe(true);
  });

  it.each<[string, PageReading, string, (typeof jane)[]]>([
    ['could not be read', { kind: 'unreadable' }, 'page-not-read', []],
    ['names nobody', { ...sure, people: [] }, 'page-names-nobody', []],
    [
      'names nobody whom the clinic knows',
      { ...sure, people: [], otherBirthDates: ['1990-01-01'] },
      'page-names-nobody',
      [],
    ],
    ['names two people', { ...sure, people: [person(jane), person(li)] }, 'page-names-several', [jane, li]],
    ['fits two records', { ...sure, people: [person(jane, twin)] }, 'page-names-several', [jane, twin]],
    [
      'has another date of birth',
      { ...sure, otherBirthDates: ['1990-01-01'] },
      'page-names-several',
      // A single proposal would hide that the page contradicts it.
      [],
    ],
    ['has another patient’s number', { ...sure, numbered: [li.id] }, 'page-names-several', []],
    ['was read in part', { ...sure, isWhole: false }, 'page-partly-read', []],
    [
      'was read by an older version, to its first page',
      { kind: 'read', people: [person(jane)], otherBirthDates: [], numbered: [] },
      'page-partly-read',
      [],
    ],
    [
      'resembles the name, or fits another patient less well',
      { ...sure, people: [{ line, fits: [jane], isSure: false }] },
      'page-unsure',
      [],
    ],
  ])('leaves it to a person if it %s', (_what, reading, reason, offered) => {
    const candidates = offered.map((patient) => ({ kind: 'patient', patient }));
    expect(filingOf(reading)).toEqual({ kind: 'inbox', reason, candidates });
    expect(isFiledAlone(reading, { kind: 'patient', patient: jane })).toBe(false);
  });

  it('files with nobody else, and nothing before it was read', () => {
    expect(isFiledAlone(sure, { kind: 'patient', patient: li })).toBe(false);
    expect(isFiledAlone(undefined, { kind: 'patient', patient: jane })).toBe(false);
  });
});
