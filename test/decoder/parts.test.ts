import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openPdf } from '../../main/decoder/formats/pdf-pages.ts';
import type { Picture } from '../../main/decoder/formats/picture.ts';
import { openTiff } from '../../main/decoder/formats/tiff-pages.ts';
import { readPdfium } from '../../main/decoder/node-process.ts';
import { colouredPages, greyPage, pdfOf, streamOf, tiffOf } from '../fixtures/drawable-files.ts';
import { heicPhoto } from '../fixtures/heic-photo.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';

const { signal } = new AbortController();
let files = 0;
const part = async (bytes: Uint8Array, ...pages: number[]): Promise<Buffer> => {
  files += 1;
  const given = { file: `parts ${files}`, read: () => Promise.resolve(bytes), pages };
  return Buffer.from(await testDecoder.part(given, signal));
};
const middleOf = ({ width, height, stride, channels, data }: Picture): number[] => {
  const at = (height >> 1) * stride + (width >> 1) * channels;
  return [...data.subarray(at, at + 3)];
};
async function colours(pdf: Uint8Array): Promise<number[][]> {
  const opened = await openPdf(pdf, await readPdfium());
  const found: number[][] = [];
  for (let page = 1; page <= opened.pages; page += 1) found.push(middleOf(await opened.draw(page, 100)));
  opened.close();
  return found;
}

const picture = (data: Buffer): Buffer =>
  streamOf(
    data,
    '/Type /XObject /Subtype /Image /Width 16 /Height 16 /ColorSpace /DeviceGray /BitsPerComponent 8',
  );
const [first, second] = [randomBytes(256), randomBytes(256)];
/** Two pages that share one dictionary with the pictures of both, and lead to each other. */
const shared = pdfOf([
  '<< /Type /Catalog /Pages 2 0 R >>',
  '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 595 842] /Resources << /XObject << /A 7 0 R /B 8 0 R /F 9 0 R >> >> >>',
  '<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Dest [4 0 R /Fit] >> << /Type /Annot /Subtype /Square /Rect [0 0 9 9] /P 4 0 R >>] /PieceInfo << /Other 4 0 R >> >>',
  '<< /Type /Page /Parent 2 0 R /Contents [6 0 R] >>',
  streamOf('q 595 0 0 842 0 0 cm /A Do Q'),
  streamOf('/F Do'),
  picture(first),
  picture(second),
  // A form without resources uses those of its page.
  streamOf('q 595 0 0 842 0 0 cm /B Do Q', '/Type /XObject /Subtype /Form /BBox [0 0 595 842]'),
]);

describe('a part of a PDF (case 63)', () => {
  it('has its pages in order, and always the same bytes', async () => {
    const pdf = colouredPages(6);
    const made = await part(pdf, 2, 3);
    expect(await colours(made)).toEqual([
      [0, 255, 0],
      [0, 0, 255],
    ]);
    expect(await part(pdf, 2, 3)).toEqual(made);
  });

  it('has nothing of the other pages, even if they share their pictures or are linked', async () => {
    const [one, other] = [await part(shared, 1), await part(shared, 2)];
    expect([one.includes(first), one.includes(second)]).toEqual([true, false]);
    expect([other.includes(first), other.includes(second)]).toEqual([false, true]);
    expect(one.toString('latin1')).toContain('/Square');
    expect(one.toString('latin1')).not.toContain('/Link');
    expect((await openPdf(one, await readPdfium())).pages).toBe(1);
  });

  it('is refused for a damaged file, and for a file without separable pages', async () => {
    expect((await rejectionOf(part(Buffer.from('%PDF-nothing'), 1))).code).toBe('preview-damaged');
    expect((await rejectionOf(part(heicPhoto, 1))).code).toBe('preview-damaged');
    expect((await rejectionOf(part(colouredPages(2), 3))).code).toBe('preview-damaged');
  });
});

describe('a part of a TIFF', () => {
  const shades = [10, 60, 110, 160];
  const tiff = tiffOf(shades.map((shade) => greyPage(40, 30, shade)));

  it('has its pages with their own pixels only', async () => {
    const made = await part(tiff, 2, 4);
    const opened = openTiff(made);
    expect(opened.pages).toBe(2);
    expect(middleOf(await opened.draw(1, 40))).toEqual([60, 60, 60]);
    expect(middleOf(await opened.draw(2, 40))).toEqual([160, 160, 160]);
    expect(made.includes(Buffer.alloc(100, 110))).toBe(false);
    expect(await part(tiff, 2, 4)).toEqual(made);
  });

  it('is refused for places outside the file, and for the old JPEG', async () => {
    const outside = tiffOf([{ width: 4, height: 4, fields: [[273, 4, 1, 999_999]] }]);
    const old = tiffOf([{ width: 4, height: 4, fields: [[259, 3, 1, 6]] }]);
    for (const bytes of [outside, old])
      expect((await rejectionOf(part(bytes, 1))).code).toBe('preview-damaged');
  });
});
