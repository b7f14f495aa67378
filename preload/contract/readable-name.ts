/**
 * Names of files are bytes on most systems, and text in Chartdrop. `main/files/name-bytes.ts` keeps each byte that is not
 * UTF-8 as one of the characters U+10FE80 to U+10FEFF, which are for private use. People never see these characters.
 */
export const firstByteChar = 0x10fe00;
const byteChars = /[\u{10fe80}-\u{10feff}]+/gu;

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** The encoding of older Windows programs, which most of these names come from. */
const western = new TextDecoder('windows-1252');

const byteOf = (char: string): number => (char.codePointAt(0) ?? firstByteChar) - firstByteChar;

function readable(chars: string): string {
  const bytes = Uint8Array.from(chars, byteOf);
  try {
    // The name really contains these characters.
    return utf8.decode(bytes);
  } catch {
    return western.decode(bytes);
  }
}

/** A name or path as a person reads it: bytes that are not UTF-8 are read as Western European text. */
export const readableName = (text: string): string => text.replace(byteChars, readable);
