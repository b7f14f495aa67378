import type { PagePerson, PageReading } from '../../jobs/page/page-reading.ts';
import { isCurrent, patientRef } from '../../clinic/people/patient-search.ts';
import type { Patient } from '../../clinic/schemas.ts';
import { mostLineText, type PageLine } from '../../../preload/contract/page-line.ts';
import { nameFit, pageWords, type PageWord } from './name-fit.ts';
import type { Mention, PageEvidence } from './page-evidence.ts';

/** The patients with each date of birth. A date with too many patients is missing, and is no evidence. */
export type Born = ReadonlyMap<string, readonly Patient[]>;

/** A name in one line is surer than one with words from several. */
const inOneLine = 10;
/** Less than that are names with letters that scanners confuse (`nameFit`). */
const exactFit = 3;

interface Fit {
  readonly patient: Patient;
  /** 0: the name is not there. */
  readonly fit: number;
  /** Spelled as the clinic has it. */
  readonly isExact: boolean;
  /** The line with the name; null: it is spread over several. */
  readonly line: PageLine | null;
}

/** The words near a date, split once for all patients. */
interface Near {
  readonly lines: readonly { readonly line: PageLine; readonly words: readonly PageWord[] }[];
  readonly all: readonly PageWord[];
}

function fitOf({ lines, all }: Near, patient: Patient): Fit {
  const fitIn = (words: readonly PageWord[], line: PageLine | null): Fit => {
    const fit = nameFit(words, patient);
    return { patient, line, fit, isExact: fit >= exactFit };
  };
  const none: Fit = { patient, line: null, fit: 0, isExact: false };
  const best = lines
    .map(({ line, words }) => fitIn(words, line))
    .reduce((one, other) => (other.fit > one.fit ? other : one), none);
  return best.fit > 0 ? { ...best, fit: inOneLine + best.fit } : fitIn(all, null);
}

/**
 * The patients whom a mention fits best, all with a name and a date of birth. `isOnly`: no other patient fits it, not even
 * less well.
 */
function fitsOf(
  mention: Mention,
  born: Born,
  numbered: ReadonlySet<string>,
): { fits: Fit[]; isOnly: boolean } {
  const lines = mention.near.map((line) => ({ line, words: pageWords(line.text) }));
  const near = { lines, all: lines.flatMap(({ words }) => words) };
  const fits = mention.born
    .flatMap((day) => born.get(day) ?? [])
    .map((patient) => fitOf(near, patient))
    .filter(({ fit }) => fit > 0);
  const most = Math.max(0, ...fits.map(({ fit }) => fit));
  const best = fits.filter(({ fit }) => fit === most);
  // Only a number distinguishes records that look the same.
  const named = best.filter(({ patient: { id } }) => numbered.has(id));
  return { fits: named.length === 1 ? named : best, isOnly: fits.length === 1 };
}

/** Name and date of birth in one piece of the page, for a person to compare. */
function shownLine(date: PageLine, name: PageLine | null): PageLine {
  if (name === null || name === date) return date;
  const [first, second] = name.box.top <= date.box.top ? [name, date] : [date, name];
  const left = Math.min(first.box.left, second.box.left);
  const right = Math.max(first.box.left + first.box.width, second.box.left + second.box.width);
  const bottom = Math.max(first.box.top + first.box.height, second.box.top + second.box.height);
  return {
    page: date.page,
    text: `${first.text} … ${second.text}`.slice(0, mostLineText),
    box: {
      left,
      top: first.box.top,
      width: Math.min(1 - left, right - left),
      height: Math.min(1 - first.box.top, bottom - first.box.top),
    },
  };
}

const numberOf = (text: string): string => text.replace(/[\s-]/g, '').toLowerCase();

/** Compares a page's evidence with the patients who have its dates of birth. */
export function readingOf({ mentions, numbers, hasOpenLabel }: PageEvidence, born: Born): PageReading {
  const current = new Map([...born].map(([day, patients]) => [day, patients.filter(isCurrent)]));
  const written = new Set(numbers.map(numberOf));
  const numbered = new Set(
    [...current.values()]
      .flat()
      .filter(
        ({ id, old_reference_id: old }) => written.has(id) || (old !== null && written.has(numberOf(old))),
      )
      .map(({ id }) => id),
  );
  const people: PagePerson[] = [];
  const otherBirthDates = new Set<string>();
  for (const mention of mentions) {
    const { fits: found, isOnly } = fitsOf(mention, current, numbered);
    const fits = found.map(({ patient }) => patientRef(patient));
    if (fits.length === 0) {
      for (const day of mention.born) otherBirthDates.add(day);
      continue;
    }
    const isSure = isOnly && found[0]?.isExact === true;
    // A letter names its patient more than once.
    const before = people.find((person) => sameIds(person, fits));
    if (before === undefined)
      people.push({ line: shownLine(mention.line, found[0]?.line ?? null), fits, isSure });
    else before.isSure = before.isSure === true || isSure;
  }
  return {
    kind: 'read',
    people,
    otherBirthDates: [...otherBirthDates],
    numbered: [...numbered],
    ...(hasOpenLabel && { hasOpenLabel }),
  };
}

const sameIds = ({ fits }: PagePerson, others: PagePerson['fits']): boolean =>
  fits.map(({ id }) => id).join() === others.map(({ id }) => id).join();
