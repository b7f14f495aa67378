import { describe, expect, it } from 'vitest';
import { suggestionOf, verdictOf } from '../../main/jobs/page/page-verdict.ts';
import { evidenceOf } from '../../main/reading/evidence/page-evidence.ts';
import { readingOf } from '../../main/reading/evidence/reading-of.ts';
import { patientRef } from '../../main/clinic/people/patient-search.ts';
import type { Patient } from '../../main/clinic/schemas.ts';
import { pageOf, patientOf } from './people.ts';

const jane = patientOf(1, ['Jane', 'Citizen', '1980-02-03'], { old_reference_id: 'A-4711' });
const li = patientOf(2, ['Li', 'Wei', '1975-09-09']);
const tom = patientOf(3, ['Tom', 'Citizen', '2015-01-01']);
const tim = patientOf(4, ['Tim', 'Citizen', '2015-01-01']);
const mary = patientOf(5, ['Mary', 'Citizen', '1950-05-04']);
const janeAgain = patientOf(6, ['Jane', 'Citizen', '1980-02-03']);
const janeOfMarch = patientOf(7, ['Jane', 'Citizen', '1980-03-02']);
const gone = patientOf(8, ['Old', 'Record', '1960-01-01'], { archived_at: 1 });
const everyone = [jane, li, tom, tim, mary, gone];

const said = (text: string, to: Patient, patients: readonly Patient[] = everyone) => {
  const born = Map.groupBy(patients, (one) => one.date_of_birth ?? '');
  const reading = readingOf(evidenceOf(pageOf(text), '2026-11-27'), born);
  const verdict = verdictOf(reading, { kind: 'patient', patient: patientRef(to) });
  return verdict.kind === 'names-another'
    ? `names ${verdict.named.map(({ patient }) => patient.name).join(' and ')}`
    : verdict.kind;
};

describe('a page about its patient', () => {
  it.each([
    ['RE: Jane Citizen, DOB 3 Feb 1980'],
    ['Jane Citizen\n1 High St\nSydney\nDOB 03/02/1980'],
    ['Name || Citizen\nFirst name || Jane\nDate of birth || 3 Feb 1980'],
    ['Dr Li Wei, Surgeon\nRE: Jane Citizen DOB: 3.2.80'],
    ['RE: Jane Citizen, DOB 3 Feb 1980\nPatient ID: A-4711'],
    ['RE: Jane Citizen, DOB 3 Feb 1980\nMother: Mary Citizen, born 4 May 1950'],
  ])('agrees: %j', (text) => {
    expect(said(text, jane)).toBe('agrees');
  });
});

it('shows the name and the date of birth as one piece of the page', () => {
  const born = new Map([['1980-02-03', [jane]]]);
  const text = 'Clinic\nRE: Jane Citizen\nSydney\nDOB 3 Feb 1980';
  const reading = readingOf(evidenceOf(pageOf(text), '2026-11-27'), born);
  const [person] = reading.kind === 'read' ? reading.people : [];
  expect(person?.line.text).toBe('RE: Jane Citizen … DOB 3 Feb 1980');
  expect(person?.line.box.top).toBeCloseTo(0.066);
  expect(person?.line.box.height).toBeCloseTo(0.043);
});

describe('a page about another patient', () => {
  it.each([
    ['RE: Jane Citizen, DOB 3 Feb 1980', li, 'names Jane Citizen'],
    ['Li Wei (9.9.1975)', jane, 'names Li Wei'],
    // Twins differ by the first name alone.
    ['Tom Citizen, DOB 1 Jan 2015', tim, 'names Tom Citizen'],
    ['Tom Citizen, DOB 1 Jan 2015\nDr Tim Miller', tim, 'names Tom Citizen'],
    ['Tom Citizen DOB 1 Jan 2015\nMary Citizen DOB 4 May 1950', jane, 'names Tom Citizen and Mary Citizen'],
  ])('%j with the chart of %o: %s', (text, to, words) => {
    expect(said(text, to)).toBe(words);
  });
});

describe('a page of a file without a destination', () => {
  const suggested = (text: string, patients: readonly Patient[] = everyone): string | null => {
    const born = Map.groupBy(patients, (one) => one.date_of_birth ?? '');
    return suggestionOf(readingOf(evidenceOf(pageOf(text), '2026-11-27'), born))?.patient.name ?? null;
  };

  it.each([
    ['RE: Jane Citizen, DOB 3 Feb 1980', 'Jane Citizen'],
    ['RE: Jane Citizen, DOB 3 Feb 1980\nMother: Mary Citizen, born 4 May 1950', 'Jane Citizen'],
    ['Dr Li Wei\n3 Nov 2026\nRE: Jane Citizen, DOB 3 Feb 1980', 'Jane Citizen'],
    ['RE: Jane Citizen', null],
    ['Tom Citizen DOB 1 Jan 2015\nMary Citizen DOB 4 May 1950', null],
    // The letter is about a child whom the clinic does not know.
    ['RE: Ann Citizen, DOB 9 Sep 2015\nMary Citizen (4 May 1950)', null],
    ['RE: Old Record, DOB 1 Jan 1960', null],
  ])('%j proposes %j', (text, name) => {
    expect(suggested(text)).toBe(name);
  });

  it('proposes no one if the clinic has two such records, or the number is another patient’s', () => {
    const text = 'RE: Jane Citizen, DOB 3 Feb 1980';
    expect(suggested(text, [jane, janeAgain])).toBeNull();
    const other = patientOf(9, ['Ann', 'Lee', '1980-02-03'], { old_reference_id: 'B-1' });
    expect(suggested(`${text}\nMRN: B-1`, [jane, other])).toBeNull();
  });
});

describe('a page that does not say enough', () => {
  it.each([
    ['a name alone', 'Dear Jane Citizen', li],
    ['a date alone', 'DOB 3 Feb 1980', li],
    ['a first name', 'Jane, DOB 3 Feb 1980', li],
    ['a misspelled name', 'Jayne Citzen, DOB 3 Feb 1980', li],
    ['a name with another date', 'Jane Citizen, DOB 4 Feb 1980', li],
    ['an archived patient', 'Old Record, DOB 1 Jan 1960', li],
    ['a relative', 'Mother: Mary Citizen, DOB 4 May 1950', li],
    // The letter is about Tom, whose name was read wrongly.
    [
      'the destination misspelled beside another',
      'Torn Citzen DOB 1 Jan 2015\nMary Citizen DOB 4 May 1950',
      tom,
    ],
    [
      'two people, one of them the destination',
      'Tom Citizen DOB 1 Jan 2015\nMary Citizen DOB 4 May 1950',
      tom,
    ],
    ['nothing', 'Thank you for your referral.', jane],
  ])('has no verdict: %s', (_name, text, to) => {
    expect(said(text, to)).toBe('none');
  });

  it('does not tell two records of one person apart', () => {
    const text = 'RE: Jane Citizen, DOB 3 Feb 1980';
    expect(said(text, jane, [jane, janeAgain])).toBe('none');
    expect(said(`${text}\nPatient ID: A-4711`, jane, [jane, janeAgain])).toBe('agrees');
    expect(said(`${text}\nPatient ID: A-4711`, janeAgain, [jane, janeAgain])).toBe('names Jane Citizen');
  });

  it('does not decide between two readings of a date', () => {
    expect(said('RE: Jane Citizen, DOB 03/02/1980', jane, [jane, janeOfMarch])).toBe('none');
  });

  it('does not agree if the number is another patient’s', () => {
    const other = patientOf(9, ['Ann', 'Lee', '1980-02-03'], { old_reference_id: 'B-1' });
    expect(said('RE: Jane Citizen, DOB 3 Feb 1980\nMRN: B-1', jane, [jane, other])).toBe('none');
  });
});
