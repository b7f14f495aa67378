import { describe, expect, it } from 'vitest';
import { pngOf } from '../../main/decoder/formats/png.ts';
import { openPdf } from '../../main/decoder/formats/pdf-pages.ts';
import { readPdfium } from '../../main/decoder/node-process.ts';
import { sheetsPdf } from '../../main/sheets/sheet-pdf.ts';
import { colouredPages } from '../fixtures/drawable-files.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';
import { asJpeg, asPdf, asTiff, printed, scanned } from '../letters/scans.ts';

const { signal } = new AbortController();
const text = 'CD1.MADEUPCODEMADEUPCODEMADEUPCODEMADEUPCODE23456';
const sheet = sheetsPdf([
  { title: 'Cover sheet', lines: ['Jane Citizen'], notes: [], code: text, mark: 'CD1.MARK' },
]);
const scanner = { look: 'scan', dpi: 150, skew: 1.5, seed: 1 } as const;
let files = 0;
const codes = (bytes: Uint8Array, page = 1) => {
  files += 1;
  return testDecoder.codes({ file: `file ${files}`, read: () => Promise.resolve(bytes), page }, signal);
};
const texts = async (bytes: Uint8Array, page = 1) =>
  (await codes(bytes, page)).codes.map((code) => code.text).toSorted();

describe('the codes of a page (case 62)', () => {
  it.each([
    ['a printed PDF', () => Promise.resolve(sheet)],
    ['a scanned PDF', async () => asPdf(await scanned(sheet, scanner), 'jpeg')],
    ['a TIFF', async () => asTiff(await scanned(sheet, scanner))],
    ['a JPEG', async () => asJpeg(await scanned(sheet, scanner))],
    ['a PNG', async () => pngOf(await (await openPdf(sheet, await readPdfium())).draw(1, 1240))],
    [
      'a fax with half the rows',
      async () => asTiff(await scanned(sheet, { ...scanner, look: 'half-fax', dpi: 204 })),
    ],
  ])('are read in %s', async (_what, make) => {
    expect(await texts(await make())).toEqual([text, 'CD1.MARK'].toSorted());
  });

  it('are none on a letter, which is not blank', async () => {
    const letter = asPdf(await scanned(await printed(['Page 2']), scanner), 'jpeg');
    expect(await codes(letter)).toMatchObject({ codes: [], isBlank: false, page: 1, pages: 1 });
  });

  it.each(['scan', 'fax'] as const)('are none on a blank page, and specks do not count: %s', async (look) => {
    const blank = asPdf(await scanned(await printed([]), { ...scanner, look, dpi: 200 }), 'lossless');
    expect(await codes(blank)).toMatchObject({ codes: [], isBlank: true });
  });

  it('are read of each page of one file, whose bytes are not sent for each', async () => {
    let reads = 0;
    const read = () => {
      reads += 1;
      return Promise.resolve(colouredPages(3));
    };
    for (const page of [1, 2, 3])
      expect(await testDecoder.codes({ file: 'three', read, page }, signal)).toMatchObject({
        page,
        pages: 3,
        isBlank: false,
      });
    // A process that kept too much memory of earlier files is replaced once.
    expect(reads).toBeLessThan(3);
  });

  it('are refused for a damaged file', async () => {
    expect((await rejectionOf(codes(Buffer.from('%PDF-nothing')))).code).toBe('preview-damaged');
  });
});
