import { extname } from 'node:path';
import { mostLineText, type PageLine } from '../../preload/contract/page-line.ts';
import type { Decoder } from '../base/ports.ts';

/** The files that are read. A picture is a scan in another format than PDF. */
export type ReadKind = 'pdf' | 'text' | 'picture';

const kinds: Readonly<Record<string, ReadKind>> = {
  ...{ '.pdf': 'pdf', '.txt': 'text' },
  ...{ '.tif': 'picture', '.tiff': 'picture', '.jpg': 'picture', '.jpeg': 'picture' },
  ...{ '.png': 'picture', '.heic': 'picture', '.heif': 'picture' },
};
export const readKindOf = (name: string): ReadKind | null => kinds[extname(name).toLowerCase()] ?? null;

/** The lines of a file that were read so far. */
export interface ReadLines {
  readonly lines: readonly PageLine[];
  /** Whether only the top of a scan's first page was read. */
  readonly hasRest: boolean;
  /** The further pages, if they are read too: a file that only its page files must name no other person on any of them. */
  readonly further: Further;
}

type Further =
  | { readonly kind: 'not-read' }
  /** The pages that follow. `isCut`: there are more than are read, or more text. */
  | { readonly kind: 'read'; readonly left: readonly number[]; readonly isCut: boolean };

/** The used part of the decoder. */
export interface Lines extends Pick<Decoder, 'lines' | 'count'> {
  scan(
    given: Omit<Parameters<Decoder['scan']>[0], 'languages'>,
    signal: AbortSignal,
  ): ReturnType<Decoder['scan']>;
}

/** The decoder reads at most this many lines, rows of a plain text, and slightly more characters. */
const mostLines = 600;
const mostRows = 180;
const mostCharacters = 15_000;
const newLine = 0x0a;
/** More pages are not read one by one. */
const mostPages = 6;

/**
 * Text of a PDF is set in a font, which a dictionary names `/Font`; a packed dictionary is in an `/ObjStm` (ISO 32000-1, 7.5.7
 * and 9.5). The pages of most scanners have neither.
 */
const mayHaveText = (bytes: Buffer): boolean => bytes.includes('/Font') || bytes.includes('/ObjStm');

/** A picture's dictionary is never packed (7.5.7), and names `/Image` (8.9.5). A file without one needs no OCR. */
const mayHavePicture = (kind: ReadKind, bytes: Buffer): boolean =>
  kind === 'picture' || bytes.includes('/Image');

/** A JPEG, a TIFF, a PNG, or a file in boxes such as HEIC (ISO 14496-12, 4.3). */
const picture = /^(?:\xff\xd8\xff|II\*\0|MM\0\*|\x89PNG|.{4}ftyp)/s;
/** Whether a file starts as its kind does. */
export function isOfKind(kind: ReadKind, bytes: Buffer): boolean {
  if (kind === 'pdf') return bytes.subarray(0, 1024).includes('%PDF-');
  return kind === 'text' || picture.test(bytes.toString('latin1', 0, 8));
}

/** Fax programs write sender and time as text into the margin of a page that is a picture. Share of the page's height. */
const margin = 0.05;
const isInMargin = ({ box }: PageLine): boolean => {
  const middle = box.top + box.height / 2;
  return middle < margin || middle > 1 - margin;
};
const onFirst = ({ page }: PageLine): boolean => page === 1;

const further: Further = { kind: 'not-read' };
const unread = { hasRest: false, further } as const;

/** The text of a file, or else the top of its first page by OCR. Throws what the decoder throws. */
export async function firstLines(
  decoder: Lines,
  { kind, bytes }: { kind: ReadKind; bytes: Buffer },
  signal: AbortSignal,
): Promise<ReadLines> {
  if (kind === 'text') return { ...unread, lines: await decoder.lines({ of: kind, bytes }, signal) };
  const isText = kind === 'pdf' && mayHaveText(bytes);
  const lines = isText ? await decoder.lines({ of: 'pdf', bytes }, signal) : [];
  const hasText = lines.some((line) => onFirst(line) && !isInMargin(line));
  if (hasText || !mayHavePicture(kind, bytes)) return { ...unread, lines };
  const top = await decoder.scan({ part: 'top', page: 1, bytes }, signal);
  // The picture has the fax program's lines too.
  return { lines: [...top, ...lines.filter((line) => !onFirst(line))], hasRest: true, further };
}

/** Adds the rest of the first page by OCR. Throws what the decoder throws. */
export async function withRest(
  decoder: Lines,
  { read, bytes }: { read: ReadLines; bytes: Buffer },
  signal: AbortSignal,
): Promise<ReadLines> {
  const rest = await decoder.scan({ part: 'rest', page: 1, bytes }, signal);
  return { ...read, lines: [...read.lines, ...rest], hasRest: false };
}

/** Whether the decoder may have left text out: its limits (`bounds.ts`) are reached, or nearly. */
function mayBeCut(kind: ReadKind, lines: readonly PageLine[], bytes: Buffer): boolean {
  if (lines.some(({ text }) => text.length >= mostLineText)) return true;
  if (kind !== 'text')
    return (
      lines.length >= mostLines || lines.reduce((sum, { text }) => sum + text.length, 0) >= mostCharacters
    );
  const rows = bytes.reduce((sum, byte) => sum + (byte === newLine ? 1 : 0), 0);
  return bytes.length >= mostCharacters || rows >= mostRows;
}

/**
 * Finds the further pages, or adds one of them by OCR: pages without text, and those after the last one whose text is read.
 * Throws what the decoder throws.
 */
export async function withFurther(
  decoder: Lines,
  { kind, read, bytes }: { kind: ReadKind; read: ReadLines; bytes: Buffer },
  signal: AbortSignal,
): Promise<ReadLines> {
  if (read.further.kind === 'not-read') {
    const isCut = mayBeCut(kind, read.lines, bytes);
    if (kind === 'text') return { ...read, further: { kind: 'read', left: [], isCut } };
    const pages = await decoder.count(bytes, signal);
    const hasText = new Set(read.lines.filter((line) => !isInMargin(line)).map(({ page }) => page));
    const all = Array.from({ length: Math.min(pages, mostPages) }, (_, at) => at + 1);
    // The first page was read: by its text, by OCR, or it has neither.
    const left = all.filter((page) => page > 1 && !hasText.has(page));
    return { ...read, further: { kind: 'read', left, isCut: isCut || pages > mostPages } };
  }
  const [page, ...left] = read.further.left;
  if (page === undefined) return read;
  const lines = await decoder.scan({ part: 'whole', page, bytes }, signal);
  return { ...read, lines: [...read.lines, ...lines], further: { ...read.further, left } };
}
