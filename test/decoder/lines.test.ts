import { describe, expect, it } from 'vitest';
import { degrees, PDFDocument, type PDFPage, StandardFonts } from 'pdf-lib';
import { bounds } from '../../main/decoder/bounds.ts';
import { readPdf } from '../../main/decoder/formats/pdf-pages.ts';
import { linesOfText } from '../../main/decoder/formats/plain-text.ts';
import { readPdfium } from '../../main/decoder/node-process.ts';
import type { PageLine } from '../../preload/contract/page-line.ts';
import { colouredPages } from '../fixtures/drawable-files.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';

const pdfium = await readPdfium();

async function letter(draw: (page: PDFPage) => void, pages = 1): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (let at = 0; at < pages; at += 1) {
    const page = document.addPage([600, 800]);
    page.setFont(font);
    page.setFontSize(10);
    draw(page);
  }
  return document.save();
}
const texts = (lines: readonly PageLine[]): string[] => lines.map(({ text }) => text);

describe('the text layer of a PDF', () => {
  it('gives lines with their places on the page', async () => {
    const lines = await readPdf(
      await letter((page) => {
        page.drawText('RE: Jane Citizen', { x: 60, y: 700 });
        page.drawText('DOB: 3 Feb 1980', { x: 60, y: 680 });
      }),
      pdfium,
    );
    expect(texts(lines)).toEqual(['RE: Jane Citizen', 'DOB: 3 Feb 1980']);
    const [first] = lines;
    expect(first?.page).toBe(1);
    expect(first?.box.left).toBeCloseTo(0.1, 1);
    expect(first?.box.top).toBeCloseTo(0.12, 1);
    expect(first?.box.width).toBeGreaterThan(0.1);
    expect(first?.box.height).toBeLessThan(0.02);
  });

  it('separates columns that stand beside each other', async () => {
    const lines = await readPdf(
      await letter((page) => {
        page.drawText('Patient: Jane Citizen', { x: 60, y: 700 });
        page.drawText('Doctor: Li Wei', { x: 360, y: 700 });
      }),
      pdfium,
    );
    expect(texts(lines)).toEqual(['Patient: Jane Citizen', 'Doctor: Li Wei']);
  });

  it('gives the places as the page is shown when it is turned', async () => {
    const bytes = await letter((page) => {
      page.drawText('Jane Citizen', { x: 60, y: 700 });
      page.setRotation(degrees(90));
    });
    const [line] = await readPdf(bytes, pdfium);
    expect(line?.text).toBe('Jane Citizen');
    // A quarter turn to the right: the top of the sheet is on the right.
    expect(line?.box.left).toBeGreaterThan(0.8);
    expect(line?.box.height).toBeGreaterThan(line?.box.width ?? 1);
  });

  it('of later pages and endless lines is left out', async () => {
    const lines = await readPdf(
      await letter((page) => page.drawText('x'.repeat(900), { x: 1, y: 700 }), 5),
      pdfium,
    );
    expect(Math.max(...lines.map(({ page }) => page))).toBe(bounds.readPages);
    expect(Math.max(...lines.map(({ text }) => text.length))).toBeLessThanOrEqual(200);
  });

  it('is empty if the page is a picture only', async () => {
    expect(await readPdf(colouredPages(2), pdfium)).toEqual([]);
  });

  it('of a damaged file is refused', async () => {
    await expect(readPdf(Buffer.from('%PDF-1.7'), pdfium)).rejects.toThrow('damaged');
  });
});

describe('a text file', () => {
  it('gives its lines from top to bottom', () => {
    const lines = linesOfText(Buffer.from('RE: Jane Citizen\r\n\r\nDOB 3 Feb 1980\n'));
    expect(texts(lines)).toEqual(['RE: Jane Citizen', 'DOB 3 Feb 1980']);
    expect(lines[1]?.box.top).toBeGreaterThan(lines[0]?.box.top ?? 1);
  });

  it('is read to a limit', () => {
    expect(linesOfText(Buffer.from('a\n'.repeat(9_000))).length).toBeLessThanOrEqual(bounds.readLines);
  });
});

describe('the decoder process', () => {
  const { signal } = new AbortController();

  it('reads the lines of a PDF while a shown page stays open', async () => {
    let reads = 0;
    const show = (page: number) =>
      testDecoder.page(
        {
          file: 'shown',
          read: () => {
            reads += 1;
            return Promise.resolve(colouredPages(2));
          },
          page,
          width: 100,
        },
        signal,
      );
    await show(1);
    const bytes = await letter((page) => page.drawText('Jane Citizen', { x: 60, y: 700 }));
    expect(texts(await testDecoder.lines({ of: 'pdf', bytes }, signal))).toEqual(['Jane Citizen']);
    await show(2);
    expect(reads).toBe(1);
  });

  it('tells that a file cannot be read', async () => {
    const asked = testDecoder.lines({ of: 'pdf', bytes: Buffer.from('%PDF-nothing') }, signal);
    await expect(asked).rejects.toMatchObject({ code: 'preview-damaged' });
  });
});
