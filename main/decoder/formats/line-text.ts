import { mostLineText } from '../../../preload/contract/page-line.ts';

/** The text of a line as it is compared and shown: composed letters, single spaces, no control characters. */
export const lineText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, mostLineText);
