import { describe, expect, it } from 'vitest';
import { transition } from '../../main/jobs/transitions.ts';
import { type UploadJob, uploadJobSchema } from '../../main/jobs/job.ts';
import { sampleJobs } from './sample-jobs.ts';
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
    ['names no patient', { ...sure, people: [] }, 'page-names-none', []],
    [
      'names only a person whom the clinic does not know',
      { ...sure, people: [], otherBirthDates: ['1990-01-01'] },
      'page-names-none',
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

  it('files with no other patient, and nothing before it was read', () => {
    expect(isFiledAlone(sure, { kind: 'patient', patient: li })).toBe(false);
    expect(isFiledAlone(undefined, { kind: 'patient', patient: jane })).toBe(false);
  });
});

describe('a job that is held when its page is read', () => {
  const destination = { kind: 'patient', patient: jane } as const;
  const held = { ...sampleJobs().held, destination, until: 50, replaces: null };
  delete held.page;
  delete held.pageAccepted;
  const read = { kind: 'page-read', reading: sure, now: 50 } as const;

  it('is queued in the same step if its undo period is over', () => {
    const next = transition(held, read);
    expect(next).toMatchObject({ state: 'queued', notBefore: 50, waiting: null, tries: 0, page: sure });
    expect(uploadJobSchema.parse(next)).toEqual(next);
  });

  it('stays held until then, and while a person has paused it', () => {
    expect(transition(held, { ...read, now: 49 })).toMatchObject({ state: 'held', until: 50, page: sure });
    const paused = transition({ ...held, paused: true }, read);
    expect(paused).toMatchObject({ state: 'held', paused: true, page: sure });
  });

  it('waits for a person if its page names another patient', () => {
    const other: PageReading = { ...sure, people: [person(li)] };
    expect(transition(held, { ...read, reading: other })).toMatchObject({
      state: 'inbox',
      reason: 'page-names-another',
    });
  });
});

describe('a job that only its page files', () => {
  const destination = { kind: 'patient', patient: jane } as const;
  const unread = { ...sampleJobs().inbox };
  delete unread.page;
  delete unread.pageAccepted;
  const waits: UploadJob = { ...unread, reason: 'page-pending', candidates: [], replaces: null };
  const assigned = { kind: 'assigned', destination, until: 9, duplicateAccepted: false } as const;

  it('is held once its page was read, and a person’s choice ends that', () => {
    const held = transition({ ...waits, page: sure }, { ...assigned, byPage: true });
    expect(held).toMatchObject({ state: 'held', destination, isByPage: true });
    const chosen = transition(transition(held, { kind: 'taken-back' }), assigned);
    expect(chosen).toMatchObject({ state: 'held', isByPage: false });
  });

  it.each<[string, PageReading | undefined]>([
    ['was not read', undefined],
    ['was read in part', { ...sure, isWhole: false }],
    ['cannot be read', { kind: 'unreadable' }],
  ])('is never held while its page %s', (_what, page) => {
    const job = { ...waits, ...(page !== undefined && { page }) };
    const next = transition(job, { ...assigned, byPage: true });
    expect(next).toMatchObject({ state: 'inbox', reason: 'page-pending', candidates: [] });
    expect(uploadJobSchema.parse(next)).toEqual(next);
  });

  it('waits for another reading if its bytes changed before its upload', () => {
    const held: UploadJob = { ...transition({ ...waits, page: sure }, { ...assigned, byPage: true }) };
    delete held.page;
    expect(transition(held, { kind: 'hold-ended', now: 10 })).toMatchObject({ reason: 'page-pending' });
  });
});
