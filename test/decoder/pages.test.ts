import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bounds } from '../../main/decoder/bounds.ts';
import { openHeic } from '../../main/decoder/formats/heic-pages.ts';
import { openPdf } from '../../main/decoder/formats/pdf-pages.ts';
import {
  checkPixels,
  fitted,
  type OpenedFile,
  type Picture,
  resized,
} from '../../main/decoder/formats/picture.ts';
import { pngOf } from '../../main/decoder/formats/png.ts';
import { readPdfium } from '../../main/decoder/node-process.ts';
import { openTiff } from '../../main/decoder/formats/tiff-pages.ts';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import {
  canvasPhoto,
  colouredPages,
  greyPage,
  onePage,
  photoThatDeclares,
  streamOf,
  tiffOf,
} from '../fixtures/drawable-files.ts';
import { heicPhoto, turnedPhoto, twoPhotos } from '../fixtures/heic-photo.ts';

const pdfium = await readPdfium();

const pixelAt = ({ stride, channels, data }: Picture, x: number, y: number): number[] => [
  ...data.subarray(y * stride + x * channels, y * stride + x * channels + 3),
];
const middleOf = (picture: Picture): number[] => pixelAt(picture, picture.width >> 1, picture.height >> 1);
const drawn = async (file: OpenedFile | Promise<OpenedFile>, page = 1, width = 400): Promise<Picture> =>
  (await file).draw(page, width);

describe('a size to draw in', () => {
  it.each([
    [{ width: 595, height: 842 }, 1190, { width: 1190, height: 1684 }],
    [{ width: 200_000, height: 200_000 }, 1400, { width: 1400, height: 1400 }],
    [{ width: 1, height: 200_000 }, 1400, { width: 1, height: bounds.drawnSide }],
    [{ width: 200_000, height: 1 }, 9_999, { width: bounds.drawnSide, height: 1 }],
  ])('of %o in %i pixels is %o', (size, width, wanted) => {
    expect(fitted(size, width)).toEqual(wanted);
  });

  it('is within the bounds for every request', () => {
    for (const width of [0, 1, 3_000, 1e9, NaN, Infinity]) {
      const { width: w, height: h } = fitted({ width: 600, height: 800 }, width);
      expect(w >= 1 && h >= 1 && w * h <= bounds.drawnPixels).toBe(true);
    }
    expect(() => fitted({ width: 0, height: 5 }, 100)).toThrow('damaged');
  });

  it('is refused where a file says that it has too many pixels, or none', () => {
    expect(() => checkPixels({ width: 8064, height: 6048 })).not.toThrow();
    expect(() => checkPixels({ width: 10_000, height: 10_000 })).toThrow('too-large');
    expect(() => checkPixels({ width: 0, height: 10 })).toThrow('damaged');
    expect(() => checkPixels({ width: 1.5, height: 10 })).toThrow('damaged');
  });
});

it('a picture in another size has the mean of its pixels', () => {
  const data = Uint8Array.from([0, 0, 0, 9, 100, 100, 100, 9, 50, 50, 50, 9, 150, 150, 150, 9]);
  const picture = { width: 2, height: 2, channels: 4, stride: 8, data } as const;
  expect([...resized(picture, { width: 1, height: 1 }).data]).toEqual([75, 75, 75]);
  expect([...resized(picture, { width: 2, height: 4 }).data].filter((_, at) => at % 3 === 0)).toEqual([
    0, 100, 0, 100, 50, 150, 50, 150,
  ]);
  expect(resized(picture, { width: 2, height: 2 })).toBe(picture);
});

it('a PNG holds the rows of a picture, without the bytes between them', () => {
  const data = Uint8Array.from([1, 2, 3, 9, 0, 0, 4, 5, 6, 9, 0, 0]);
  const png = pngOf({ width: 1, height: 2, channels: 4, stride: 6, data });
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  const at = png.indexOf('IDAT');
  expect([...inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))]).toEqual([
    0, 1, 2, 3, 0, 4, 5, 6,
  ]);
});

describe('a PDF', () => {
  it('is drawn page by page', async () => {
    const file = await openPdf(colouredPages(3), pdfium);
    expect(file.pages).toBe(3);
    expect(middleOf(await file.draw(2, 400))).toEqual([0, 255, 0]);
    expect(middleOf(await file.draw(1, 400))).toEqual([255, 0, 0]);
    file.close();
  });

  it('shows the text in its form', async () => {
    const form = onePage({
      content: '',
      catalog: '/AcroForm << /Fields [5 0 R] >>',
      page: '/Annots [5 0 R]',
      more: [
        '<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Jane) /F 4 /Rect [0 0 595 842] /AP << /N 6 0 R >> >>',
        streamOf('1 0 0 rg 0 0 595 842 re f', '/Type /XObject /Subtype /Form /BBox [0 0 595 842]'),
      ],
    });
    expect(middleOf(await drawn(openPdf(form, pdfium)))).toEqual([255, 0, 0]);
  });

  it.each([
    ['nothing but its beginning', Buffer.from('%PDF-1.7'), 'damaged'],
    ['without its end', seedFile('pdf', 1).subarray(0, 60), 'damaged'],
  ])('with %s is refused', async (_name, bytes, why) => {
    await expect(drawn(openPdf(bytes, pdfium))).rejects.toThrow(why);
  });

  it('that is protected by a password is reported as such', async () => {
    const hex = (letter: string, count: number): string => `<${letter.repeat(count)}>`;
    const trailer = `/ID [${hex('00', 16)} ${hex('00', 16)}] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O ${hex('11', 32)} /U ${hex('22', 32)} >>`;
    const bytes = Buffer.from(
      colouredPages(1).toString('latin1').replace('/Root 1 0 R', `/Root 1 0 R ${trailer}`),
      'latin1',
    );
    await expect(openPdf(bytes, pdfium)).rejects.toThrow('protected');
  });
});

describe('a TIFF', () => {
  it('is drawn page by page, without its thumbnails', async () => {
    const thumbnail = { ...greyPage(8, 8, 5), fields: [[254, 4, 1, 1]] as const };
    const file = openTiff(tiffOf([greyPage(60, 40, 10), thumbnail, greyPage(60, 40, 200)]));
    expect(file.pages).toBe(2);
    expect(middleOf(await file.draw(2, 400))).toEqual([200, 200, 200]);
    expect(await file.draw(1, 30)).toMatchObject({ width: 30, height: 20 });
  });

  it('of the demo clinic is drawn', async () => {
    expect((await drawn(openTiff(seedFile('tif', 3)))).width).toBeGreaterThan(0);
  });

  it.each([
    ['too many pixels', tiffOf([{ width: 60_000, height: 60_000 }]), 'too-large'],
    [
      'too many parts of a pixel',
      tiffOf([{ ...greyPage(5000, 5000), fields: [[277, 3, 1, 60_000]] }]),
      'too-large',
    ],
    [
      'tiles that are too large',
      tiffOf([
        {
          ...greyPage(9, 9),
          fields: [
            [322, 4, 1, 90_000],
            [323, 4, 1, 90_000],
          ],
        },
      ]),
      'too-large',
    ],
    ['more values than bytes', tiffOf([{ ...greyPage(9, 9), fields: [[273, 4, 0x7fffffff, 8]] }]), 'damaged'],
    ['pages that lead back', tiffOf([greyPage(10, 10)], 108), 'damaged'],
    ['a directory outside', Buffer.from('II*\0\xff\xff\0\0', 'latin1'), 'damaged'],
    ['no pages', Buffer.from('II*\0\0\0\0\0', 'latin1'), 'damaged'],
    ['another beginning', Buffer.from('XX*\0\0\0\0\0', 'latin1'), 'damaged'],
  ])('with %s is refused', async (_name, bytes, why) => {
    await expect(async () => drawn(openTiff(bytes))).rejects.toThrow(why);
  });

  it('of a fax is as high as it was on paper', async () => {
    const at = 8 + 200 * 50;
    const fax = {
      ...greyPage(200, 50),
      fields: [
        [282, 5, 1, at],
        [283, 5, 1, at + 8],
      ] as const,
    };
    // Two rationals after the directory would move it, so they replace the last grey pixels.
    const bytes = tiffOf([fax]);
    [204, 1, 102, 1].forEach((value, index) => bytes.writeUInt32LE(value, at - 16 + index * 4));
    const told = tiffOf([
      {
        ...fax,
        fields: [
          [282, 5, 1, at - 16],
          [283, 5, 1, at - 8],
        ],
      },
    ]);
    bytes.copy(told, at - 16, at - 16, at);
    expect(await drawn(openTiff(told))).toMatchObject({ width: 200, height: 100 });
  });
});

describe('a HEIC file', () => {
  it('is drawn, turned as the phone was held', async () => {
    expect(await drawn(openHeic(heicPhoto))).toMatchObject({ width: 96, height: 64 });
    expect(await drawn(openHeic(turnedPhoto(1)), 1, 32)).toMatchObject({ width: 32, height: 48 });
  });

  it('of several pictures has as many pages', async () => {
    const file = openHeic(twoPhotos);
    expect(file.pages).toBe(2);
    expect(await file.draw(2, 400)).toMatchObject({ width: 96 });
    file.close();
  });

  it('is refused before it is decoded where it says that it is too large', () => {
    expect(() => openHeic(photoThatDeclares(20_000, 20_000))).toThrow('too-large');
    expect(() => openHeic(canvasPhoto({ width: 30_000, height: 30_000 }))).toThrow('too-large');
    expect(openHeic(canvasPhoto({ width: 300, height: 200 })).pages).toBe(1);
  });

  it('that is no HEIC is refused', () => {
    expect(() => openHeic(Buffer.from('no photo at all'))).toThrow('damaged');
    expect(() => openHeic(heicPhoto.subarray(0, 300))).toThrow('damaged');
  });
});
