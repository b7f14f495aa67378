import { openPdf, readPdf } from '../../main/decoder/formats/pdf-pages.ts';
import { readOcr, readPdfium } from '../../main/decoder/node-process.ts';
import { createOcr, readWidth } from '../../main/decoder/ocr/ocr.ts';
import type { Letter } from './letters.ts';
import type { LetterLines } from './measure.ts';
import { asPdf, scanned, type Scanner } from './scans.ts';

/** Reads letters, with the milliseconds of each. */
export interface LetterReader {
  readonly read: (letter: Letter, number: number) => Promise<LetterLines>;
  readonly ms: readonly number[];
}

/** Reads the text layer of letters. */
export async function textReader(): Promise<LetterReader> {
  const pdfium = await readPdfium();
  const ms: number[] = [];
  const read = async (letter: Letter): Promise<LetterLines> => {
    const bytes = await letter.pdf();
    const startedAt = performance.now();
    const lines = await readPdf(bytes, pdfium);
    ms.push(performance.now() - startedAt);
    return { top: lines, whole: lines };
  };
  return { read, ms };
}

/** A scanner of this look, a little different for each letter. */
function scannerFor(look: 'scan' | 'fax', seed: number): Scanner {
  const skew = ((seed * 37) % 21) / 10 - 1;
  if (look === 'scan') return { look, dpi: seed % 3 === 0 ? 150 : 200, skew, seed };
  return { look: seed % 2 === 0 ? 'fax' : 'half-fax', dpi: 204, skew, seed };
}

/** A letter as a file that a scanner of this look makes. */
export const scanOf = async (pdf: Uint8Array, look: 'scan' | 'fax', number: number): Promise<Buffer> =>
  asPdf(await scanned(pdf, scannerFor(look, number)), look === 'scan' ? 'jpeg' : 'lossless');

/** Reads scans. */
export interface ScanReader extends LetterReader {
  /** Milliseconds for the top and the rest of each page. */
  readonly pageMs: readonly number[];
  /** The most memory of this process, which also prints the letters, in MB: the OCR process uses less. */
  readonly mostMB: () => number;
}

/** Reads letters that were scanned or faxed. The milliseconds are those of the top of a page, with drawing it. */
export async function scanReader(look: 'scan' | 'fax'): Promise<ScanReader> {
  const pdfium = await readPdfium();
  const ocr = createOcr(await readOcr());
  const ms: number[] = [];
  const pageMs: number[] = [];
  let mostMB = 0;
  const read = async (letter: Letter, number: number): Promise<LetterLines> => {
    const bytes = await scanOf(await letter.pdf(), look, number);
    const startedAt = performance.now();
    const opened = await openPdf(bytes, pdfium);
    const page = await opened.draw(1, readWidth);
    opened.close();
    const top = await ocr.lines(page, 'top');
    ms.push(performance.now() - startedAt);
    const rest = await ocr.lines(page, 'rest');
    pageMs.push(performance.now() - startedAt);
    mostMB = Math.max(mostMB, process.memoryUsage.rss() / 1e6);
    return { top, whole: [...top, ...rest] };
  };
  return { read, ms, pageMs, mostMB: () => mostMB };
}
