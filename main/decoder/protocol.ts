import { z } from 'zod';
import { pageLineSchema } from '../../preload/contract/page-line.ts';
import type { PageLanguage } from '../../preload/contract/settings.ts';
import { bounds } from './bounds.ts';
import { mostCodes, mostCodeText } from './codes/code.ts';
import type { OcrFiles } from './ocr/ocr-files.ts';

/** The files whose lines can be read: a PDF with a text layer, or plain text. */
type ReadKind = 'pdf' | 'text';

/** The part of a page that OCR reads: its top, all below, or all of it. */
export type ScanPart = 'top' | 'rest' | 'whole';

/** A page of one of several files. */
export interface ChosenPage {
  /** Index of the file, from 0. */
  readonly file: number;
  /** From 1. */
  readonly page: number;
  /** Degrees clockwise, in addition to the page's own rotation. */
  readonly turn: 0 | 90 | 180 | 270;
}

/** A request to the decoder process, one kind per task. */
export type DecoderRequest =
  | {
      readonly kind: 'page';
      /** Identifies the file while the process runs: bytes that it already holds are not sent again. */
      readonly file: string;
      readonly bytes: Uint8Array | null;
      /** From 1. */
      readonly page: number;
      /** Pixels. */
      readonly width: number;
    }
  /** The codes of a page. `file` and `bytes` as above. */
  | {
      readonly kind: 'codes';
      readonly file: string;
      readonly bytes: Uint8Array | null;
      readonly page: number;
    }
  /** A new file with only these pages, from 1. `file` and `bytes` as above. */
  | {
      readonly kind: 'part';
      readonly file: string;
      readonly bytes: Uint8Array | null;
      readonly pages: readonly number[];
    }
  /** A PDF of chosen pages of several files. */
  | {
      readonly kind: 'document';
      readonly files: readonly Uint8Array[];
      readonly pages: readonly ChosenPage[];
    }
  | { readonly kind: 'photo'; readonly bytes: Uint8Array }
  | { readonly kind: 'lines'; readonly of: ReadKind; readonly bytes: Uint8Array }
  /** The number of pages of a PDF or picture. */
  | { readonly kind: 'count'; readonly bytes: Uint8Array }
  /** OCR. A PDF, TIFF, JPEG, PNG or HEIC file, by its first bytes. `page`: from 1. */
  | {
      readonly kind: 'scan';
      readonly part: ScanPart;
      readonly page: number;
      readonly bytes: Uint8Array;
      /** The likeliest first; default: all. */
      readonly languages?: readonly PageLanguage[];
    };

/**
 * Messages to the process. It cannot read files, so the code of libraries is sent too: PDFium's at the start, that of OCR before
 * the first scan, that of ZXing before the first codes.
 */
export type ToDecoder =
  | { readonly kind: 'start'; readonly pdfium: Uint8Array }
  | { readonly kind: 'ocr'; readonly files: OcrFiles }
  | { readonly kind: 'zxing'; readonly wasm: Uint8Array }
  | { readonly kind: 'ask'; readonly id: number; readonly request: DecoderRequest };

/** Why a file cannot be drawn. */
const refusalSchema = z.enum(['damaged', 'too-large', 'protected']);
export type Refusal = z.infer<typeof refusalSchema>;

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const count = z.int().positive();

/** Answers of the process. A malicious file may have taken it over, so every answer is validated. */
const decoderAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('page'),
    /** A PNG. */
    png: bytes,
    page: count,
    pages: count,
  }),
  /** A JPEG. null if the file is no HEIC photo or holds several. */
  z.object({ kind: z.literal('photo'), jpeg: bytes.nullable() }),
  z.object({ kind: z.literal('lines'), lines: z.array(pageLineSchema).max(bounds.readLines) }),
  z.object({
    kind: z.literal('codes'),
    codes: z
      .array(z.object({ kind: z.enum(['qr', 'line']), text: z.string().max(mostCodeText) }))
      .max(mostCodes),
    isBlank: z.boolean(),
    page: count,
    pages: count,
  }),
  z.object({ kind: z.literal('part'), bytes }),
  z.object({ kind: z.literal('document'), bytes }),
  z.object({ kind: z.literal('count'), pages: count }),
  z.object({ kind: z.literal('refused'), why: refusalSchema }),
]);
export type DecoderAnswer = z.infer<typeof decoderAnswerSchema>;

/** `resident`: bytes that the process uses after the request. */
export const fromDecoderSchema = z.object({
  id: z.int(),
  resident: z.number(),
  answer: decoderAnswerSchema,
});
export type FromDecoder = z.infer<typeof fromDecoderSchema>;
