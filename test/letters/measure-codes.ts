import { randomBytes } from 'node:crypto';
import { createCodeReader } from '../../main/decoder/codes/read-codes.ts';
import { openPdf } from '../../main/decoder/formats/pdf-pages.ts';
import type { OpenedFile } from '../../main/decoder/formats/picture.ts';
import { readPdfium, readZxing } from '../../main/decoder/node-process.ts';
import { type SheetCode, sheetCodeText } from '../../main/sheets/sheet-code.ts';
import { sheetsPdf } from '../../main/sheets/sheet-pdf.ts';
import { caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { asPdf, scanned, type Scanner } from './scans.ts';

export interface MeasuredCodes {
  /** The share of sheets whose code was read. */
  readonly read: number;
  /** Milliseconds for the codes of each sheet, without drawing it. */
  readonly ms: readonly number[];
  readonly missed: readonly Scanner[];
}

/** Scanners of 150 to 300 dpi, skewed by up to three degrees, with grain and specks; a third are faxes. */
function scannerOf(number: number): Scanner {
  const skew = ((number * 37) % 61) / 10 - 3;
  const look = (['scan', 'scan', 'fax', 'scan', 'half-fax', 'scan'] as const)[number % 6] ?? 'scan';
  const dpi = look === 'scan' ? (([150, 200, 240, 300] as const)[number % 4] ?? 200) : 204;
  return { look, dpi, skew, seed: number };
}

/** A file that counts the time for drawing its page. */
function timed(opened: OpenedFile): OpenedFile & { readonly drawMs: () => number } {
  let drawMs = 0;
  return {
    ...opened,
    async draw(page, width) {
      const startedAt = performance.now();
      const picture = await opened.draw(page, width);
      drawMs += performance.now() - startedAt;
      return picture;
    },
    drawMs: () => drawMs,
  };
}

/** Prints cover sheets of made-up patients, scans or faxes them, and reads their codes. */
export async function measureCodes(sheets: number): Promise<MeasuredCodes> {
  const pdfium = await readPdfium();
  const readCodes = createCodeReader(await readZxing());
  const key = randomBytes(32);
  const ms: number[] = [];
  const missed: Scanner[] = [];
  for (let number = 0; number < sheets; number += 1) {
    const code: SheetCode = {
      kind: 'target',
      patientId: patientIdSchema.parse(String(1968645883121642782n + BigInt(number))),
      caseId: number % 2 === 0 ? null : caseIdSchema.parse(String(2968645883121642782n + BigInt(number))),
      useBy: '2026-12-24',
    };
    const random = randomBytes(6);
    const [text, mark] = [sheetCodeText(code, key, random), sheetCodeText({ kind: 'mark' }, key, random)];
    const lines = ['Jane Citizen', '3 February 1980', 'Patient number 1968645883121642782'];
    const scanner = scannerOf(number);
    const pixels = await scanned(
      sheetsPdf([{ title: 'Cover sheet', lines, notes: [], code: text, mark }]),
      scanner,
    );
    const opened = timed(await openPdf(asPdf(pixels, scanner.look === 'scan' ? 'jpeg' : 'lossless'), pdfium));
    const startedAt = performance.now();
    const { codes } = await readCodes(opened, 1);
    ms.push(performance.now() - startedAt - opened.drawMs());
    opened.close();
    if (!codes.some((found) => found.text === text)) missed.push(scanner);
  }
  return { read: 1 - missed.length / sheets, ms, missed };
}
