import { z } from 'zod';
import { define, nothing } from './define-request.ts';
import { destinationSchema } from './destination.ts';
import { caseIdSchema, patientIdSchema } from './ids.ts';

const mostSheets = 200;
const codeText = z.string().min(1).max(200);
const lineText = z.string().max(200);

/** A file that was made for the window: `bytePaths.made` has its bytes for ten minutes. */
const madeFileSchema = z.object({ file: z.uuid() });

/** A sheet with its words, as the window prints it. */
const printedSheetSchema = z.object({
  title: lineText,
  /** The patient by name and two identifiers, and the use-by day. */
  lines: z.array(lineText).max(6),
  notes: z.array(lineText).max(4),
  code: codeText,
  mark: codeText.nullable(),
});
export type PrintedSheet = z.infer<typeof printedSheetSchema>;

/** The signed codes of a sheet. */
const signedSheetSchema = z.object({
  /** As the clinic names it; null: a separator sheet. */
  destination: destinationSchema.nullable(),
  code: codeText,
  /** Says that the page is a sheet if the other code is destroyed; null: the code says it. */
  mark: codeText.nullable(),
});
export type SignedSheet = z.infer<typeof signedSheetSchema>;

/** The signed codes of sheets, in the order in which they were asked for. */
export const signedSheetsSchema = z.array(signedSheetSchema);

/** The patient or case of a cover sheet. */
export const sheetTargetSchema = z.object({ patientId: patientIdSchema, caseId: caseIdSchema.nullable() });
export type SheetTarget = z.infer<typeof sheetTargetSchema>;

/** The requests about cover sheets: a part of `requests`. */
export const sheetRequests = {
  /**
   * Signs the codes of cover sheets, each for a patient or case, or of a separator sheet (null). `useBy`: the last day on which
   * Chartdrop files by them. Makes the key of the sheets if there is none.
   */
  'sheets:sign': define(
    z.object({
      sheets: z.array(sheetTargetSchema.nullable()).min(1).max(mostSheets),
      useBy: z.iso.date(),
    }),
    signedSheetsSchema,
  ),
  /** Draws sheets as a PDF. */
  'sheets:draw': define(
    z.object({ sheets: z.array(printedSheetSchema).min(1).max(mostSheets) }),
    madeFileSchema,
  ),
  /** Whether this PC has the key of the sheets: without it, no scan is divided. */
  'sheets:readKey': define(nothing, z.object({ hasKey: z.boolean() })),
  /** Makes a file with the key of the sheets for other PCs, which the passphrase opens. */
  'sheets:exportKey': define(z.object({ passphrase: z.string().min(8).max(200) }), madeFileSchema),
  /** Replaces the key of the sheets by that of a file. Sheets of the key before only propose from then on. */
  'sheets:importKey': define(
    z.object({ text: z.string().max(4000), passphrase: z.string().max(200) }),
    z.object({ hasKey: z.boolean() }),
  ),
} as const;
