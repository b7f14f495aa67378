/**
 * What shows a text in another order than it was written, or is obeyed where it is shown: overrides, embeddings and
 * isolates of direction (a text named `invoice\u202Efdp.txt` reads as a PDF), control characters, line separators, and tags
 * that nobody sees. Marks of direction stay: names of people who write from right to left hold them, and no mark turns
 * other letters round (Unicode Standard Annex 9).
 */
const deceiving = /[\p{Cc}\u2028-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;
const deceivingButLines = /(?![\t\r\n])[\p{Cc}\u2028-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

const named = (char: string): string =>
  `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** A name as a person may be shown it, on one line: what would deceive them stands there by its number, `⟨U+202E⟩`. */
export const visibleText = (text: string): string => text.replace(deceiving, named);

/** The same for a text that may have lines. */
export const visibleLines = (text: string): string => text.replace(deceivingButLines, named);

/** What a window sends back as it got it, by its field: it must stay what it is, and is shown by `visibleText` there. */
const sentBack = new Set(['descriptionPresets', 'folders', 'ignore', 'nameTemplate', 'next', 'pattern']);
/** Words of other people that may have several lines. */
const ofLines = new Set(['description', 'detail']);

/**
 * Everything that a window is told, with each text in it visible: the one edge that names of files, patients, cases and
 * users, descriptions and errors of others pass on their way to a window, so that no place of the window can forget it.
 */
export function visible<T>(value: T): T {
  return visibleIn(value, null) as T;
}

function visibleIn(value: unknown, field: string | null): unknown {
  if (field !== null && sentBack.has(field)) return value;
  if (typeof value === 'string') {
    return field !== null && ofLines.has(field) ? visibleLines(value) : visibleText(value);
  }
  // `detail` of an entry of the history holds names.
  if (Array.isArray(value)) return value.map((one: unknown) => visibleIn(one, null));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visibleIn(one, name)]));
}
