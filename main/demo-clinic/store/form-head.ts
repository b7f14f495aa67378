/** The part of a `multipart/form-data` body before the file's bytes. */
export type FormHead =
  /** The file's bytes begin at `start`. `filename` is as sent, or empty. */
  | {
      readonly state: 'file';
      readonly fields: ReadonlyMap<string, string>;
      readonly filename: string;
      readonly start: number;
    }
  | { readonly state: 'more' }
  /** The form ended without a file. */
  | { readonly state: 'no-file' }
  | { readonly state: 'malformed' };

/** The boundary in a content type, or null if it is no `multipart/form-data`. */
export function boundaryOf(contentType: string): string | null {
  const [, quoted, bare] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  return quoted ?? bare ?? null;
}

/**
 * Reads a body's fields up to the part named `file`, which S3 requires to be last: later fields are ignored. Reads
 * `bytes` from their start at each call, and returns `more` until they contain the complete head.
 */
export function parseFormHead(bytes: Buffer, boundary: string): FormHead {
  const fields = new Map<string, string>();
  const delimiter = `--${boundary}`;
  let at = bytes.indexOf(delimiter);
  while (at >= 0) {
    const headers = at + delimiter.length + 2;
    if (bytes.length < headers) return { state: 'more' };
    const after = bytes.toString('latin1', headers - 2, headers);
    if (after === '--') return { state: 'no-file' };
    if (after !== '\r\n') return { state: 'malformed' };
    const headersEnd = bytes.indexOf('\r\n\r\n', headers - 2);
    if (headersEnd < 0) return { state: 'more' };
    const disposition = dispositionIn(bytes.toString('utf8', headers, headersEnd));
    const name = disposition === null ? null : parameter(disposition, 'name');
    if (disposition === null || name === null) return { state: 'malformed' };
    const start = headersEnd + 4;
    if (name === 'file') {
      return { state: 'file', fields, filename: parameter(disposition, 'filename') ?? '', start };
    }
    const end = bytes.indexOf(`\r\n${delimiter}`, start);
    if (end < 0) return { state: 'more' };
    fields.set(name.toLowerCase(), bytes.toString('utf8', start, end));
    at = end + 2;
  }
  return { state: 'more' };
}

/** Only CR LF ends a header: a file name may contain characters at which `.` and `$` of a regular expression stop. */
const dispositionIn = (headers: string) =>
  /(?:^|\r\n)content-disposition:\s*form-data\s*;([^\r\n]*)/i.exec(headers)?.[1] ?? null;

/**
 * A parameter as S3-compatible gateways read it, with their errors: the line is split at every `;`, even inside quotes;
 * text between quotes is literal, `%22` and `\"` too; `filename*` is ignored.
 */
function parameter(disposition: string, wanted: string): string | null {
  for (const piece of disposition.split(';')) {
    const [, name, value] = /^\s*([^=\s]+)=(.*?)\s*$/s.exec(piece) ?? [];
    if (name?.toLowerCase() === wanted && value !== undefined)
      return value.replace(/^"/, '').replace(/(?<!\\)"$/, '');
  }
  return null;
}
