import { z } from 'zod';

/** What the decoder process is asked: one kind for each thing that it can do. */
export type DecoderRequest =
  | {
      readonly kind: 'page';
      /** Names the file for as long as the process lives: bytes that it holds already are not sent again. */
      readonly file: string;
      readonly bytes: Uint8Array | null;
      /** From 1. */
      readonly page: number;
      /** Pixels. */
      readonly width: number;
    }
  | { readonly kind: 'photo'; readonly bytes: Uint8Array };

/** What is sent to the process. It has no files: PDFium's code comes to it as well. */
export type ToDecoder =
  | { readonly kind: 'start'; readonly pdfium: Uint8Array }
  | { readonly kind: 'ask'; readonly id: number; readonly request: DecoderRequest };

/** Why a file cannot be drawn. */
const refusalSchema = z.enum(['damaged', 'too-large', 'protected']);
export type Refusal = z.infer<typeof refusalSchema>;

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const count = z.int().positive();

/** What the process answers. It may have been taken over by what it read: nothing else is believed. */
const decoderAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('page'),
    /** A PNG. */
    png: bytes,
    page: count,
    pages: count,
  }),
  /** A JPEG; null where a file is no HEIC photo, or several in one. */
  z.object({ kind: z.literal('photo'), jpeg: bytes.nullable() }),
  z.object({ kind: z.literal('refused'), why: refusalSchema }),
]);
export type DecoderAnswer = z.infer<typeof decoderAnswerSchema>;

/** `resident`: bytes that the process has after its work. */
export const fromDecoderSchema = z.object({
  id: z.int(),
  resident: z.number(),
  answer: decoderAnswerSchema,
});
export type FromDecoder = z.infer<typeof fromDecoderSchema>;
