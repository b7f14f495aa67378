import { patientIdSchema } from '../../../preload/contract/ids.ts';
import type { Filter, patientFields } from '../filters.ts';
import { fit, loosePattern } from './folded-name.ts';
import type { Patient } from '../schemas.ts';
import { searchedDates } from './searched-date.ts';

type PatientFilter = Filter<typeof patientFields>;
/** The filters of one call; a patient must match all of them. */
export type SearchCall = readonly PatientFilter[];

/** A search as calls to the API. Its filters have no OR, so each call of a round may find patients. */
export interface SearchPlan {
  /** At most three calls, sent together. */
  readonly first: readonly SearchCall[];
  /** At most three more calls if the first round found no patient: looser, and including archived patients. */
  readonly second: readonly SearchCall[];
  /** The words of the name, which rank the results. Empty for a search without a name. */
  readonly words: readonly string[];
  /** Whether a found patient really matches: a wildcard or a date of birth alone finds too many. */
  readonly isMeant: (patient: Patient, round: 'first' | 'second') => boolean;
}

type NameField = 'last_name' | 'first_name' | 'preferred_first_name';
const nameFields = ['last_name', 'first_name', 'preferred_first_name'] as const;
const withArchived: PatientFilter = { field: 'archived_at', operator: '*' };
const mostCalls = 3;
const apostrophe = /['’‘ʼ`´]/;

/**
 * Parses a person's search: a pasted address, an id, a date of birth, an e-mail, a reference, a name, or a name
 * with a date.
 */
export function searchPlan(query: string, thisYear = new Date().getFullYear()): SearchPlan {
  // The API's wildcard, typed by a person, would match every patient.
  const text = query.replaceAll('%', ' ').trim().normalize('NFC');
  if (text === '') return plan([], []);
  const pasted = /(?:\/patients|^chartdrop:\/\/patient)\/(\d+)(?:[/?#]|$)/.exec(text)?.[1];
  const pastedId = patientIdSchema.safeParse(pasted);
  if (pastedId.success) return known([[is('id', pastedId.data)]]);
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return known([[{ field: 'email', operator: '~', value: text }]]);
  const dates = searchedDates(text, thisYear);
  if (/^#?\d+$/.test(text)) return known(numberCalls(text, dates));
  if (dates.length > 0) return known(dates.map((date) => [is('date_of_birth', date)]));
  const dated = nameWithDate(text, thisYear);
  if (dated !== null) return datedPlan(dated);
  return namePlan(text);
}

const is = (field: 'id' | 'date_of_birth', value: string): PatientFilter => ({ field, operator: '=', value });
const reference = (value: string): PatientFilter => ({ field: 'old_reference_id', operator: '=', value });

function plan(
  first: readonly SearchCall[],
  second: readonly SearchCall[],
  words: readonly string[] = [],
  isFirstExact = true,
): SearchPlan {
  const limited = (calls: readonly SearchCall[]) => calls.slice(0, mostCalls);
  const names = (patient: Patient) => nameFields.map((field) => patient[field] ?? '');
  return {
    first: limited(first),
    second: limited(second),
    words,
    isMeant: (patient, round) => {
      if (round === 'first' && isFirstExact) return true;
      const all = names(patient);
      return words.every((word) => all.some((name) => fit(name, word) !== null));
    },
  };
}

/** Searches without a name are repeated once for archived patients. */
const known = (calls: readonly SearchCall[]): SearchPlan =>
  plan(
    calls,
    calls.map((call) => [...call, withArchived]),
  );

/** Eight digits may be a date, an id or a reference. */
function numberCalls(text: string, dates: readonly string[]): SearchCall[] {
  const id = patientIdSchema.safeParse(text.replace('#', ''));
  return [
    ...(id.success ? [[is('id', id.data)]] : []),
    ...dates.slice(0, 1).map((date) => [is('date_of_birth', date)]),
    [reference(text)],
  ];
}

/** A name with a date or year of birth. */
interface DatedName {
  readonly words: readonly string[];
  readonly born: readonly PatientFilter[][];
}

function nameWithDate(text: string, thisYear: number): DatedName | null {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  // `3 Feb 1980` takes three parts, `3.2.80` one, at the start or the end.
  for (const size of [3, 2, 1]) {
    if (parts.length <= size) continue;
    const ends = [
      { date: parts.slice(-size), words: parts.slice(0, -size) },
      { date: parts.slice(0, size), words: parts.slice(size) },
    ];
    for (const { date, words } of ends) {
      const dates = searchedDates(date.join(' '), thisYear);
      if (dates.length > 0) return { words, born: dates.map((one) => [is('date_of_birth', one)]) };
    }
  }
  const year = parts.at(-1) ?? '';
  if (parts.length < 2 || !/^(19|20)\d\d$/.test(year) || Number(year) > thisYear) return null;
  const within: PatientFilter[] = [
    { field: 'date_of_birth', operator: '>=', value: `${year}-01-01` },
    { field: 'date_of_birth', operator: '<=', value: `${year}-12-31` },
  ];
  return { words: parts.slice(0, -1), born: [within] };
}

/**
 * A day has few patients, so names are compared here. A year has many, so the service compares the longest word.
 */
function datedPlan({ words, born }: DatedName): SearchPlan {
  const isYear = born.some((filters) => filters.length > 1);
  const longest = words.toSorted((a, b) => b.length - a.length)[0] ?? '';
  const first = isYear
    ? born.flatMap((filters) => nameFields.map((field) => [...filters, contains(field, longest)]))
    : born;
  const loose = loosePattern(longest);
  const second =
    isYear && loose !== null
      ? born.flatMap((filters) => nameFields.map((field) => [...filters, like(field, loose), withArchived]))
      : born.map((filters) => [...filters, withArchived]);
  return plan(first, second, words, isYear && words.length === 1);
}

/** Several characters can be typed as an apostrophe. */
function contains(field: NameField, value: string): PatientFilter {
  const pieces = value.split(apostrophe);
  // Apostrophes alone would match every patient.
  if (pieces.length === 1 || pieces.every((piece) => piece.trim() === ''))
    return { field, operator: '~', value };
  return { field, operator: '~~', value: `%${pieces.join('%')}%` };
}
const like = (field: NameField, value: string): PatientFilter => ({ field, operator: '~~', value });

/** The two parts of a name by field, for each possible order. */
type Reading = readonly [firstField: NameField, first: string, lastField: NameField, last: string];

function readings(text: string): { first: Reading[]; second: Reading[] } {
  const [, last, first] = /^([^,]+),\s*([^,]+)$/.exec(text) ?? [];
  if (last !== undefined && first !== undefined) {
    const both: Reading[] = [
      ['first_name', first.trim(), 'last_name', last.trim()],
      ['preferred_first_name', first.trim(), 'last_name', last.trim()],
    ];
    return { first: both, second: both };
  }
  const words = wordsOf(text);
  const [head = '', tail = ''] = [words[0], words.at(-1)];
  const [butHead, butTail] = [words.slice(1).join(' '), words.slice(0, -1).join(' ')];
  const straight: Reading = ['first_name', head, 'last_name', butHead];
  const turned: Reading = ['first_name', tail, 'last_name', butTail];
  const preferred: Reading = ['preferred_first_name', head, 'last_name', butHead];
  // In "mary ann smith" only the last word is the family name.
  const longFirst: Reading = ['first_name', butTail, 'last_name', tail];
  return words.length > 2
    ? { first: [straight, turned, longFirst], second: [straight, longFirst, turned] }
    : { first: [straight, turned, preferred], second: [straight, turned, preferred] };
}

const wordsOf = (text: string): string[] =>
  text
    .replaceAll(',', ' ')
    .split(/\s+/)
    .filter((word) => word !== '');

function namePlan(text: string): SearchPlan {
  const words = wordsOf(text);
  const [only] = words;
  if (only === undefined) return plan([], []);
  if (words.length === 1) {
    const loose = loosePattern(only);
    const named = nameFields.map((field) => [contains(field, only)]);
    return plan(
      // Old references have digits, names hardly ever.
      /\d/.test(only) ? [[reference(text)], ...named] : named,
      loose === null ? [] : nameFields.map((field) => [like(field, loose), withArchived]),
      words,
      !apostrophe.test(only),
    );
  }
  const { first, second } = readings(text);
  const loosened = second.flatMap(([firstField, firstName, lastField, lastName]) => {
    const [one, other] = [loosePattern(firstName), loosePattern(lastName)];
    const filters = [
      ...(one === null ? [] : [like(firstField, one)]),
      ...(other === null ? [] : [like(lastField, other)]),
    ];
    return filters.length === 0 ? [] : [[...filters, withArchived]];
  });
  return plan(
    first.map(([firstField, firstName, lastField, lastName]) => [
      contains(firstField, firstName),
      contains(lastField, lastName),
    ]),
    loosened,
    words,
    !apostrophe.test(text),
  );
}
