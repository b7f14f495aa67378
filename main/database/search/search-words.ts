import type { AuditEntry } from '../../../preload/contract/history.ts';
import type { Sealer } from '../sealing.ts';

/** The parts of an entry in which people search. */
export type Searched = Pick<AuditEntry, 'detail' | 'patientId' | 'caseId' | 'attachmentId'>;

/** A word, or the beginning of one, as a number of 48 bits that says nothing without the data key. */
export type Mark = number;

/** Details that hold the program's own terms, which are the same for every file. */
const termKeys = new Set(['state', 'reason', 'error', 'changed', 'paused', 'page', 'took']);
const startLetters = 3;
const markBytes = 6;

/** Without case and accents, so that `zoe` finds `Zoë`, however it is encoded. */
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

const namesOf = ({ detail }: Searched): string[] =>
  Object.entries(detail ?? {}).flatMap(([key, text]) => (termKeys.has(key) ? [] : [text]));
const idsOf = ({ patientId, caseId, attachmentId }: Searched): string[] =>
  [patientId, caseId, attachmentId].filter((id) => id !== null);

/** The names, paths, dates and ids of an entry, for comparison with the terms of a search. */
export const searchText = (entry: Searched): string => folded([...namesOf(entry), ...idsOf(entry)].join(' '));

/** The text that a person typed, split at spaces. Each term must be in the text of an entry. */
export const termsOf = (search: string): string[] => folded(search).split(/\s+/).filter(Boolean);

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];
const isNumber = (word: string): boolean => /^\p{N}+$/u.test(word);
/** The first letters of a word. null for shorter words and for numbers, which are searched as a whole. */
const startOf = (word: string): string | null => {
  const letters = Array.from(word).slice(0, startLetters);
  return letters.length < startLetters || isNumber(letters.join('')) ? null : letters.join('');
};

/** A word of an entry, or the first three letters of one, under which a file is found. */
export type SearchKey = `word ${string}` | `start ${string}`;

/** A word of three letters is its own beginning. */
const keyOf = (word: string, start: string | null): SearchKey =>
  start === word ? `start ${word}` : `word ${word}`;

/** The words of an entry and their first three letters. `part`: all, or those that do not name a person. */
export function keysOf(entry: Searched, part: 'all' | 'ids'): Set<SearchKey> {
  const texts = part === 'all' ? [...namesOf(entry), ...idsOf(entry)] : idsOf(entry);
  const keys = wordsOf(folded(texts.join(' '))).flatMap((word): SearchKey[] => {
    const start = startOf(word);
    return start === null ? [keyOf(word, start)] : [keyOf(word, start), `start ${start}`];
  });
  return new Set(keys);
}

/** The keys that a file must have. None if the terms hold neither a letter nor a digit. */
export const keysOfTerms = (terms: readonly string[]): Set<SearchKey> =>
  new Set(terms.flatMap(wordsOf).map((word) => keyOf(word, startOf(word))));

/** Marks by keyed digests: see docs/threat-model.md for what they tell without the key. */
export const createMarks =
  (sealer: Sealer) =>
  (key: SearchKey): Mark =>
    // A word has no space.
    sealer.digest('history', ...key.split(' ')).readUIntBE(0, markBytes);
