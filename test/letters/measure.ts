import type { PageLine } from '../../preload/contract/page-line.ts';
import type { Destination } from '../../preload/contract/destination.ts';
import type { PageReading } from '../../main/jobs/page/page-reading.ts';
import { patientRef } from '../../main/clinic/people/patient-search.ts';
import type { Patient } from '../../main/clinic/schemas.ts';
import { suggestionOf, verdictOf } from '../../main/jobs/page/page-verdict.ts';
import { evidenceOf } from '../../main/reading/evidence/page-evidence.ts';
import { readingOf } from '../../main/reading/evidence/reading-of.ts';
import { isTopEnough } from '../../main/reading/page-guard.ts';
import { type Letter, letterOf } from './letters.ts';
import { clinicOf } from './other/clinic.ts';
import { otherLetterOf } from './other/letters.ts';
import { type People, peopleOf } from './people.ts';

export interface Measured {
  readonly letters: number;
  /** Wrong patients that were proposed, or agreed to. */
  readonly wrong: number;
  /** The share of letters about a current patient that propose this patient. */
  readonly found: number;
  /** The share of letters with their own patient for which a person would be asked. */
  readonly falseAlarms: number;
  /** The share of letters with another patient for which a person would be asked. */
  readonly caught: number;
  /** Numbers of the letters that were not found, for a closer look. */
  readonly missed: readonly { number: number; letter: Pick<Letter, 'language' | 'layout'> }[];
}

const today = '2026-11-27';
const to = (patient: Patient) => ({ kind: 'patient', patient: patientRef(patient) }) as const;

/** The lines of a letter. `top`: those that are read first. */
export interface LetterLines {
  readonly top: readonly PageLine[];
  readonly whole: readonly PageLine[];
}

/** Letters of one generator, for one made-up clinic. */
export interface LetterSet {
  readonly people: People;
  readonly letterOf: (number: number, people: People) => Letter;
}
export const firstSet = (seed: number): LetterSet => ({ people: peopleOf(seed), letterOf });
export const secondSet = (seed: number): LetterSet => ({ people: clinicOf(seed), letterOf: otherLetterOf });

/** Reads letters `from` to `to`, each beside its patient and beside another one. */
export async function measureLetters(
  { people, letterOf }: LetterSet,
  range: { from: number; to: number },
  read: (letter: Letter, number: number) => Promise<LetterLines>,
): Promise<Measured> {
  const counts = { wrong: 0, known: 0, found: 0, falseAlarms: 0, caught: 0 };
  const missed: Measured['missed'][number][] = [];
  for (let number = range.from; number < range.to; number += 1) {
    const letter = letterOf(number, people);
    const lines = await read(letter, number);
    const readingIn = (some: readonly PageLine[]): PageReading =>
      readingOf(evidenceOf(some, today), people.born);
    const [top, whole] = [readingIn(lines.top), readingIn(lines.whole)];
    const verdictFor = (destination: Destination) =>
      verdictOf(isTopEnough(top, destination) ? top : whole, destination).kind;
    const suggestion = suggestionOf(whole);
    const { about, truth } = letter;
    if (suggestion !== null && suggestion.patient.id !== about.id) counts.wrong += 1;
    // A twin, if there is one, is the hardest mistake to notice.
    const others = people.patients.filter(({ id }) => id !== about.id);
    const twin = others.find((one) => one.date_of_birth === about.date_of_birth && one.archived_at === null);
    const other = twin ?? others[number % others.length];
    if (other !== undefined && verdictFor(to(other)) === 'agrees') counts.wrong += 1;
    if (truth !== 'known') continue;
    counts.known += 1;
    if (suggestion?.patient.id === about.id) counts.found += 1;
    else missed.push({ number, letter });
    if (verdictFor(to(about)) === 'names-another') counts.falseAlarms += 1;
    if (other !== undefined && verdictFor(to(other)) === 'names-another') counts.caught += 1;
  }
  const share = (count: number): number => count / counts.known;
  return {
    letters: range.to - range.from,
    wrong: counts.wrong,
    found: share(counts.found),
    falseAlarms: share(counts.falseAlarms),
    caught: share(counts.caught),
    missed,
  };
}
