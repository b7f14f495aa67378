import { randomBytes } from 'node:crypto';
import { PDFDocument, rgb, StandardFonts } from 'pdf-lib';
import { type SheetCode, sheetCodeText } from '../../main/sheets/sheet-code.ts';
import { sheetsPdf } from '../../main/sheets/sheet-pdf.ts';

/** A page of a made-up stack. */
export type MadePage =
  | { readonly kind: 'sheet'; readonly code: SheetCode; readonly isDestroyed?: boolean }
  | { readonly kind: 'letter'; readonly text: string }
  | { readonly kind: 'blank' };

export const letter = (text: string): MadePage => ({ kind: 'letter', text });
export const blank: MadePage = { kind: 'blank' };
export const separator: MadePage = { kind: 'sheet', code: { kind: 'separator' } };

/** One printed sheet with its codes, as the program makes it. */
function sheetOf(code: SheetCode, key: Buffer): Buffer {
  const random = randomBytes(6);
  const mark = code.kind === 'target' ? sheetCodeText({ kind: 'mark' }, key, random) : null;
  const lines = ['Jane Citizen', '3 February 1980', 'Patient 1968645883121642782'];
  return sheetsPdf([
    { title: 'Cover sheet', lines, notes: [], code: sheetCodeText(code, key, random), mark },
  ]);
}

/** The places of the two codes that name a target, as `sheet-pdf.ts` prints them. */
const codePlaces = [
  { x: 40, y: 632 },
  { x: 399, y: 62 },
] as const;

/** A stack of pages as a PDF with text. */
export async function stackOf(pages: readonly MadePage[], key: Buffer): Promise<Buffer> {
  const stack = await PDFDocument.create();
  const font = await stack.embedFont(StandardFonts.Helvetica);
  for (const page of pages) {
    if (page.kind === 'sheet') {
      const [made] = await stack.copyPages(await PDFDocument.load(sheetOf(page.code, key)), [0]);
      if (made === undefined) throw new Error('no sheet');
      const added = stack.addPage(made);
      if (page.isDestroyed === true)
        for (const place of codePlaces)
          added.drawRectangle({ ...place, width: 156, height: 156, color: rgb(0.2, 0.2, 0.2) });
      continue;
    }
    const added = stack.addPage([595, 842]);
    if (page.kind === 'letter')
      [page.text, 'This letter is made up.', 'It has three lines.'].forEach((text, at) =>
        added.drawText(text, { x: 60, y: 700 - 20 * at, size: 12, font }),
      );
  }
  return Buffer.from(await stack.save());
}

/** The number of pages in a PDF. */
export async function pagesIn(pdf: Uint8Array): Promise<number> {
  return (await PDFDocument.load(pdf)).getPageCount();
}
