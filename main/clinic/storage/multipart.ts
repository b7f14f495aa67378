import { randomUUID } from 'node:crypto';

export interface MultipartForm {
  readonly contentType: string;
  /** The part before the file's bytes. */
  readonly preamble: Buffer;
  /**
   * The part after the file's bytes. Without it the storage keeps a truncated file and answers 201, so it is sent
   * only after the bytes were verified.
   */
  readonly epilogue: Buffer;
}

/**
 * Frames one file as `multipart/form-data` (RFC 7578): every field unchanged and in order, the file last and named
 * `file`, as S3's POST requires.
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
 * The file name in the form: quotes, backslashes, slashes, `;` and control characters become `_`. The storage reads
 * the bytes between the quotes literally, and one gateway cut the name at `;`. Other characters stay, in NFC or NFD
 * as they are, since these are different keys (Cliniko's API reference, step 2; case 20).
 */
export function storageName(fileName: string): string {
  return fileName.toWellFormed().replace(/["\\/;]|\p{Cc}/gu, '_');
}

/** Field names come from the service. A quote or line break in one must not add a header. */
function headerName(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
