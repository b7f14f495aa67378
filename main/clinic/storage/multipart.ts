import { randomUUID } from 'node:crypto';

export interface MultipartForm {
  readonly contentType: string;
  /** All that comes before the file's bytes. */
  readonly preamble: Buffer;
  /** All that comes after them. A body without it is stored short, with a 201: it is sent only over proven bytes. */
  readonly epilogue: Buffer;
}

/**
 * Frames one file as `multipart/form-data` (RFC 7578): every field as it came, in the order it came, the file last
 * and named `file`, as S3's POST wants it.
 */
export function multipartForm(fields: Readonly<Record<string, string>>, fileName: string): MultipartForm {
  const boundary = `chartdrop-${randomUUID()}`;
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${headerName(name)}"\r\n\r\n${value}\r\n`,
  );
  const file =
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${storageName(fileName)}"\r\n` +
    'Content-Type: application/octet-stream\r\n\r\n';
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    preamble: Buffer.from(parts.join('') + file),
    epilogue: Buffer.from(`\r\n--${boundary}--\r\n`),
  };
}

/**
 * The name under which a file is sent: quotes, backslashes, slashes, `;` and control characters become `_`, since the
 * storage takes the bytes between the quotes as they stand, and a `;` cut the name on one gateway. All else stays, NFC
 * and NFD too: they are different keys (clinic-api.md, step 2; case 20).
 */
export function storageName(fileName: string): string {
  return fileName.toWellFormed().replace(/["\\/;]|\p{Cc}/gu, '_');
}

/** Field names come from the service; one with a quote or a line break must not write headers of its own. */
function headerName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
