import { extname } from 'node:path';
import type { PageLine } from '../../preload/contract/page-line.ts';
import type { Decoder } from '../base/ports.ts';

/** The files that are read. A picture is a scan in another format than PDF. */
export type ReadKind = 'pdf' | 'text' | 'picture';

const kinds: Readonly<Record<string, ReadKind>> = {
  ...{ '.pdf': 'pdf', '.txt': 'text' },
  ...{ '.tif': 'picture', '.tiff': 'picture', '.jpg': 'picture', '.jpeg': 'picture' },
};
export const readKindOf = (name: string): ReadKind | null => kinds[extname(name).toLowerCase()] ?? null;

/** The lines of a file that were read so far. */
export interface ReadLines {
  readonly lines: readonly PageLine[];
  /** Whether only the top of a scan's first page was read. */
  readonly hasRest: boolean;
}

type Lines = Pick<Decoder, 'lines' | 'scan'>;

/**
 * Text of a PDF is set in a font, which a dictionary names `/Font`; a packed dictionary is in an `/ObjStm` (ISO 32000-1, 7.5.7
 * and 9.5). The pages of most scanners have neither.
 */
const mayHaveText = (bytes: Buffer): boolean => bytes.includes('/Font') || bytes.includes('/ObjStm');

/** A picture's dictionary is never packed (7.5.7), and names `/Image` (8.9.5). A file without one needs no OCR. */
const mayHavePicture = (kind: ReadKind, bytes: Buffer): boolean =>
  kind === 'picture' || bytes.includes('/Image');

const jpegOrTiff = /^(?:\xff\xd8\xff|II\*\0|MM\0\*)/;
/** Whether a file starts as its kind does. */
export function isOfKind(kind: ReadKind, bytes: Buffer): boolean {
  if (kind === 'pdf') return bytes.subarray(0, 1024).includes('%PDF-');
  return kind === 'text' || jpegOrTiff.test(bytes.toString('latin1', 0, 4));
}

/** Fax programs write sender and time as text into the margin of a page that is a picture. Share of the page's height. */
const margin = 0.05;
const isInMargin = ({ box }: PageLine): boolean => {
  const middle = box.top + box.height / 2;
  return middle < margin || middle > 1 - margin;
};
const onFirst = ({ page }: PageLine): boolean => page === 1;

/** The text of a file, or else the top of its first page by OCR. Throws what the decoder throws. */
export async function firstLines(
  decoder: Lines,
  { kind, bytes }: { kind: ReadKind; bytes: Buffer },
  signal: AbortSignal,
): Promise<ReadLines> {
  if (kind === 'text') return { lines: await decoder.lines({ of: kind, bytes }, signal), hasRest: false };
  const isText = kind === 'pdf' && mayHaveText(bytes);
  const lines = isText ? await decoder.lines({ of: 'pdf', bytes }, signal) : [];
  const hasText = lines.some((line) => onFirst(line) && !isInMargin(line));
  if (hasText || !mayHavePicture(kind, bytes)) return { lines, hasRest: false };
  const top = await decoder.scan({ part: 'top', bytes }, signal);
  // The picture has the fax program's lines too.
  return { lines: [...top, ...lines.filter((line) => !onFirst(line))], hasRest: true };
}

/** Adds the rest of the first page by OCR. Throws what the decoder throws. */
export async function withRest(
  decoder: Lines,
  { read, bytes }: { read: ReadLines; bytes: Buffer },
  signal: AbortSignal,
): Promise<ReadLines> {
  const rest = await decoder.scan({ part: 'rest', bytes }, signal);
  return { lines: [...read.lines, ...rest], hasRest: false };
}
