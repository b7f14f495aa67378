import { readableName } from './readable-name.ts';

/**
 * Characters that reorder text or have an effect where it is shown: direction overrides, embeddings and isolates (a
 * text named `invoice\u202Efdp.txt` looks like a PDF), control characters, line separators, and invisible tags.
 * Direction marks are kept: names in right-to-left scripts contain them, and they do not reorder letters (Unicode
 * Standard Annex 9).
 */
const deceiving = /[\p{Cc}\u2028-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;
const deceivingButLines = /(?![\t\r\n])[\p{Cc}\u2028-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

const named = (char: string): string =>
  `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** A name that is safe to show on one line: deceiving characters become their numbers, `⟨U+202E⟩`. */
export const visibleText = (text: string): string => readableName(text).replace(deceiving, named);

/** The same for a text with several lines. */
export const visibleLines = (text: string): string => readableName(text).replace(deceivingButLines, named);

/**
 * Fields that the window sends back: they must stay unchanged, so the window applies `visibleText` when it shows them.
 */
const sentBack = new Set(['descriptionPresets', 'folders', 'ignore', 'nameTemplate', 'next', 'pattern']);
/** Texts by other people that may have several lines. */
const ofLines = new Set(['description', 'detail']);

/**
 * Makes every text in a message to the window visible. All names of files, patients, cases and users, descriptions and
 * errors pass here, so no part of the window can forget it.
 */
export function visible<T>(value: T): T {
  return visibleIn(value, null) as T;
}

function visibleIn(value: unknown, field: string | null): unknown {
  if (field !== null && sentBack.has(field)) return value;
  if (typeof value === 'string') {
    return field !== null && ofLines.has(field) ? visibleLines(value) : visibleText(value);
  }
  // `detail` of a history entry contains names.
  if (Array.isArray(value)) return value.map((one: unknown) => visibleIn(one, null));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visibleIn(one, name)]));
}
