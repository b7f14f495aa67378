/**
 * What a terminal obeys, or shows in another order than it was written: control characters (a file name may hold escape
 * sequences and line breaks), marks and overrides of direction, line separators. Tabs stay, and the first half of a line end.
 */
const obeyed = /(?!\t|\r$)\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** One line as it may be shown in a terminal; what is escaped is still the same to whoever reads the line as JSON. */
export const terminalLine = (text: string): string =>
  text.replace(obeyed, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
