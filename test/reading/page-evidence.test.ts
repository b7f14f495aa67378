import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../main/reading/evidence/page-evidence.ts';
import { pageOf } from './people.ts';

const today = '2026-11-27';
const bornOn = (text: string): readonly (readonly string[])[] =>
  evidenceOf(pageOf(text), today).mentions.map(({ born }) => born);

describe('a date of birth on a page', () => {
  it.each([
    'RE: Jane Citizen DOB: 3 Feb 1980',
    'Jane Citizen\nD.O.B. 3 Feb 1980',
    'Date of Birth || 3 Feb 1980',
    'Name || Date of birth\nJane Citizen || 3 Feb 1980',
    'Jane Citizen, born 3 Feb 1980',
    'Jane Citizen, geb. 03.02.1980',
    'Frau Jane Citizen, geboren am 3. Februar 1980 in Graz',
    'Jane Citizen, *03.02.1980',
    'Geburtsdatum: 03.02.1980',
    'Mme Jane Citizen, née le 3 février 1980',
    'M. Jean Citizen, né(e) le 03.02.1980',
    'Date de naissance : 3 février 1980',
    'Jane Citizen (3 Feb 1980)',
    'CITIZEN, Jane - 3 Feb 1980',
    'To the parents of Jane Citizen, DOB 3 Feb 1980',
  ])('is found in %j', (text) => {
    expect(bornOn(text)).toEqual([['1980-02-03']]);
  });

  it.each([
    ['the letter', 'Date: 3 Feb 2026'],
    ['an examination', 'MRI of the knee on 3 Feb 2026'],
    ['a signature', 'Reviewed By Li Wei, 3 Feb 2026'],
    ['another person', 'Mother: Mary Citizen, DOB 3 Feb 1950'],
    ['a relative in German', 'Ehemann: Hans Citizen, geb. 03.02.1950'],
    ['a relative in French', 'Personne de confiance : Jean Citizen, né le 3 février 1950'],
    ['a mother in French', 'Mère: Marie Citizen, née le 3 février 1950'],
    ['a mother whose accent a scanner changed', 'Mére: Marie Citizen, née le 3 février 1950'],
    ['a wife in French', 'Son épouse Marie Citizen, née le 3 février 1950'],
    ['a twin', 'Twin of Mary Citizen, born 3 Feb 1950'],
    ['a twin in German', 'Zwillingsschwester Mary Citizen, geb. 03.02.1950'],
    ['a twin in French', 'Jumelle : Mary Citizen, née le 3 février 1950'],
    ['an aunt', 'Her aunt Mary Citizen, born 3 Feb 1950'],
    ['a grandmother in German', 'Grossmutter: Mary Citizen, geb. 03.02.1950'],
    ['a daughter in German', 'Die Tochter Mary Citizen, geb. 03.02.1950'],
    ['a daughter in French', 'Sa fille Mary Citizen, née le 3 février 1950'],
    ['a grandmother in French', 'Grand-mère : Mary Citizen, née le 3 février 1950'],
    ['an insured parent in a box', 'Policy holder\nMary Citizen, 3 Feb 1950'],
    ['a copy', 'cc: Dr Mary Citizen, born 3 Feb 1950'],
    ['a person beside the patient', 'Patient: Jane Citizen Mother: Mary Citizen (3 Feb 1950)'],
  ])('of %s is none', (_name, text) => {
    expect(bornOn(text)).toEqual([]);
  });

  it('is the patient’s below a line about somebody else that says more than whose box it is', () => {
    expect(bornOn('Mother: Mary Citizen\nJane Citizen, DOB 3 Feb 1980')).toEqual([['1980-02-03']]);
  });

  it.each([
    ['has a label alone', 'DOB: 3 Feb 1980\n\n\n\n\nGeburtsdatum', true],
    ['could not be read', 'Date of birth: 3 Fob 198?', true],
    ['is in the box below', 'Date of birth\n3 Feb 1980', false],
    ['is in the next column', 'Date de naissance || 03.02.1980', false],
    ['is prose', 'She was born in Graz *', false],
  ])('leaves a label open if it %s', (_what, text, isOpen) => {
    expect(evidenceOf(pageOf(text), today).hasOpenLabel).toBe(isOpen);
  });

  it('keeps every day that it can mean', () => {
    expect(bornOn('DOB 03/02/1980')).toEqual([['1980-02-03', '1980-03-02']]);
  });

  it('with a label comes before one that has none', () => {
    expect(bornOn('Jane Citizen (4 May 1990)\nDOB 3 Feb 1980')).toEqual([['1980-02-03'], ['1990-05-04']]);
  });

  it('has the lines around it, without those about other people', () => {
    const text = 'Clinic\nRE: Jane Citizen\n12 High Street\nDOB 3 Feb 1980\nMother: Mary Citizen';
    expect(evidenceOf(pageOf(text), today).mentions[0]?.near.map((line) => line.text)).toEqual([
      'Clinic',
      'RE: Jane Citizen',
      '12 High Street',
      'DOB 3 Feb 1980',
    ]);
  });

  it('of many people is cut off, since each costs calls', () => {
    const list = Array.from({ length: 40 }, (_, at) => `Person Name DOB ${1 + (at % 28)} Feb 1980`).join(
      '\n',
    );
    expect(bornOn(list).length).toBe(6);
  });
});

describe('a patient number on a page', () => {
  it.each([
    ['Patient ID: 1968645883121642782', ['1968645883121642782']],
    ['MRN 448-221', ['448-221']],
    ['Patientennummer: A4711', ['A4711']],
    ['N° de dossier : 4711', ['4711']],
    ['UR: 00123', ['00123']],
    ['Tel. 02 9123 4567', []],
  ])('in %j is %j', (text, numbers) => {
    expect(evidenceOf(pageOf(text), today).numbers).toEqual(numbers);
  });
});
