import { foldings } from '../../clinic/people/folded-name.ts';
import type { Patient } from '../../clinic/schemas.ts';

/** The names of a patient, as the clinic has them. */
export type PatientNames = Pick<Patient, 'first_name' | 'last_name' | 'preferred_first_name'>;

/** Words of forms of address and labels between the parts of a name. */
const skipped = new Set(
  'mr mrs ms miss master mx sir dr prof herr frau hr fr m mme mlle monsieur madame mademoiselle surname lastname firstname familyname givenname givennames last first family given name names vorname nachname familienname prenom nom patient patientin patiente re the'.split(
    ' ',
  ),
);

/** The most words of a name. */
const mostWords = 6;
/** Shorter names are equal to too many other words once similar letters are equal. */
const fewestBlurred = 4;

/** Letters that scanners confuse become the same letter. */
const blurred = (folded: string): string =>
  folded
    // `ü` is often read as `ii`.
    .replaceAll('ii', 'u')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[1l|]/g, 'i')
    .replaceAll('0', 'o')
    .replaceAll('5', 's')
    .replaceAll('8', 'b');

/** The same for a letter that folding would change first. */
const misread = (name: string): string => name.replace(/ç/giu, 'g');

/** A word of a page in its possible foldings. */
export interface PageWord {
  readonly forms: readonly string[];
  readonly isName: boolean;
}

/** The words of a text among which names are searched. */
export function pageWords(text: string): PageWord[] {
  return text
    .split(/[\s,;:()[\]/|]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => ({ forms: foldings(word), isName: /^[\p{Lu}0]/u.test(word) }))
    .filter(({ forms }) => !forms.some((form) => skipped.has(form)));
}

type Span = readonly [from: number, to: number];

/** The places of a name among the words; its own words may be joined or apart. */
function spansOf(
  words: readonly PageWord[],
  names: ReadonlySet<string>,
  blur: (folded: string) => string,
): Span[] {
  const spans: Span[] = [];
  words.forEach((_, from) => {
    for (const form of [0, 1]) {
      let joined = '';
      for (let to = from + 1; to <= Math.min(words.length, from + mostWords); to += 1) {
        joined += words[to - 1]?.forms[form] ?? '';
        if (names.has(blur(joined))) spans.push([from, to]);
      }
    }
  });
  return spans;
}

/** The fewest words between two places: 0 if one follows the other directly. Infinity if they overlap. */
function gapBetween([from, to]: Span, [otherFrom, otherTo]: Span): number {
  if (from >= otherTo) return from - otherTo;
  return otherFrom >= to ? otherFrom - to : Infinity;
}

/** One further name between first and last name is allowed, such as a middle name or an initial. */
function isBeside(words: readonly PageWord[], first: Span, last: Span): 'beside' | 'apart' | null {
  const gap = gapBetween(first, last);
  if (gap === 0) return 'beside';
  if (gap !== 1) return null;
  const between = words[first[0] >= last[1] ? last[1] : first[1]];
  return between?.isName === true ? 'apart' : null;
}

/** How surely words contain a full name: 4 whole, 3 with one name more or less, 2 with similar letters. 0: not at all. */
export function nameFit(words: readonly PageWord[], patient: PatientNames): 0 | 2 | 3 | 4 {
  const firstNames = [patient.first_name, patient.preferred_first_name ?? ''].flatMap(foldings);
  const shortNames = [patient.first_name.trim().split(/\s+/)[0] ?? ''].flatMap(foldings);
  const lastNames = foldings(patient.last_name);
  const plain = (names: readonly string[]): Set<string> => new Set(names.filter((name) => name !== ''));
  const asIs = (folded: string): string => folded;
  const best = (firsts: ReadonlySet<string>, lasts: ReadonlySet<string>, blur: typeof blurred): 0 | 1 | 2 => {
    const ends = spansOf(words, lasts, blur);
    if (ends.length === 0) return 0;
    const found = spansOf(words, firsts, blur).flatMap((first) =>
      ends.map((end) => isBeside(words, first, end)),
    );
    return found.includes('beside') ? 2 : found.includes('apart') ? 1 : 0;
  };
  const whole = best(plain(firstNames), plain(lastNames), asIs);
  if (whole === 2) return 4;
  if (whole === 1 || best(plain(shortNames), plain(lastNames), asIs) > 0) return 3;
  const long = (names: readonly string[]): Set<string> =>
    new Set(names.filter((name) => name.length >= fewestBlurred).map(blurred));
  const firstsRead = [patient.first_name, patient.preferred_first_name ?? ''].map(misread).flatMap(foldings);
  const lastsRead = foldings(misread(patient.last_name));
  const isLike =
    best(long([...firstNames, ...firstsRead]), long([...lastNames, ...lastsRead]), blurred) === 2;
  return isLike ? 2 : 0;
}
