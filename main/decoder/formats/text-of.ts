/** The charset in a content type: `text/plain; charset=iso-8859-1`. */
const told = /;\s*charset="?([\w.:-]{1,40})"?/i;

function decoderFor(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label);
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/** Marks at the start that identify the charset. */
function charsetOfMark(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/** Whether bytes are UTF-8, ignoring a character cut off at the end. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch (thrown) {
    if (thrown instanceof TypeError) return false;
    throw thrown;
  }
}

/**
 * The text of a file. The charset comes from its mark, else from its content type, else from its bytes: text that is
 * not UTF-8 is treated as Windows-1252.
 */
export function textOf(bytes: Uint8Array, type: string | null): string {
  const mark = charsetOfMark(bytes);
  const label = told.exec(type ?? '')?.[1];
  const given = mark === null && label !== undefined ? decoderFor(label) : null;
  const decoder = given ?? new TextDecoder(mark ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252'));
  return decoder.decode(bytes, { stream: true });
}
