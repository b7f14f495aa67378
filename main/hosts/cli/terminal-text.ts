import { readableName } from '../../../preload/contract/readable-name.ts';

/**
 * Characters that a terminal interprets or that reorder text: control characters (a file name may hold escape sequences
 * and line breaks), direction marks and overrides, line separators, invisible tags. Keeps tabs and the LF of a line end.
 */
const obeyed = /(?!\t|\r$)\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

const escaped = (char: string): string =>
  Array.from({ length: char.length }, (_, at) => char.charCodeAt(at).toString(16).padStart(4, '0'))
    .map((unit) => `\\u${unit}`)
    .join('');

/**
 * A line that is safe to print in a terminal, with names as people read them. The escaped line still parses to the same
 * JSON.
 */
export const terminalLine = (text: string): string => readableName(text).replace(obeyed, escaped);
