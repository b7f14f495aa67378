import { randomBytes } from 'node:crypto';
import { type PDFContext, PDFDocument, PDFName, type PDFObject, PDFRef, PDFString, rgb } from 'pdf-lib';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { openPdf } from '../../main/decoder/formats/pdf-pages.ts';
import type { Picture } from '../../main/decoder/formats/picture.ts';
import { pngOf } from '../../main/decoder/formats/png.ts';
import { readPdfium } from '../../main/decoder/node-process.ts';
import type { ChosenPage } from '../../main/decoder/protocol.ts';
import { colouredPages, greyPage, onePage, tiffOf } from '../fixtures/drawable-files.ts';
import { heicPhoto } from '../fixtures/heic-photo.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';

const { signal } = new AbortController();
const document = async (
  files: readonly Uint8Array[],
  ...pages: readonly (readonly [file: number, page: number, turn?: ChosenPage['turn']])[]
): Promise<Buffer> => {
  const chosen = pages.map(([file, page, turn = 0]) => ({ file, page, turn }));
  return Buffer.from(await testDecoder.document({ files, pages: chosen }, signal));
};

/** The pixel at a place of each page, in hundredths of its width and height. */
async function pixels(pdf: Uint8Array, across: number, down: number): Promise<number[][]> {
  const opened = await openPdf(pdf, await readPdfium());
  const found: number[][] = [];
  for (let page = 1; page <= opened.pages; page += 1) {
    const { width, height, stride, channels, data }: Picture = await opened.draw(page, 200);
    const at = Math.floor((height * down) / 100) * stride + Math.floor((width * across) / 100) * channels;
    found.push([...data.subarray(at, at + 3)]);
  }
  opened.close();
  return found;
}
const sizes = async (pdf: Uint8Array): Promise<{ width: number; height: number }[]> =>
  (await PDFDocument.load(pdf)).getPages().map((page) => {
    const { width, height } = page.getSize();
    return { width: Math.round(width), height: Math.round(height) };
  });

const [red, green, blue] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
];
/** Its lower left quarter is black. */
const marked = onePage({ box: '0 0 200 400', content: '0 0 100 200 re f' });

/** A JPEG whose upper left quarter is black. */
function photo({
  width,
  height,
  orientation,
}: {
  width: number;
  height: number;
  orientation?: number;
}): Buffer {
  const data = Buffer.alloc(width * height * 4, 255);
  for (let y = 0; y < height / 2; y += 1)
    for (let x = 0; x < width / 2; x += 1) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  const plain = jpeg.encode({ width, height, data }, 90).data;
  if (orientation === undefined) return plain;
  // Exif 2.3: a TIFF with one directory, whose only entry is tag 274.
  const exif = Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1');
  exif.writeUInt16BE(orientation, 6 + 8 + 2 + 8);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)]);
}

const onePixel = pngOf({ width: 1, height: 1, channels: 3, stride: 3, data: Buffer.alloc(3) });

/** A picture of two colours, the upper half black. */
const halves = (width: number, height: number): Buffer =>
  Buffer.concat([Buffer.alloc((width * height) / 2, 0), Buffer.alloc((width * height) / 2, 255)]);

describe('a document of chosen pages', () => {
  it('has pages of several PDFs in the chosen order, and always the same bytes', async () => {
    const files = [colouredPages(3), colouredPages(2)];
    const made = await document(files, [0, 3], [1, 1], [0, 2]);
    expect(await pixels(made, 50, 50)).toEqual([blue, red, green]);
    expect(await document(files, [0, 3], [1, 1], [0, 2])).toEqual(made);
  });

  it.each([
    [0, [0, 100]],
    [90, [0, 0]],
    [180, [100, 0]],
    [270, [100, 100]],
  ] as const)('turns a page by %i degrees, in addition to its own rotation', async (turn, [across, down]) => {
    const place = [across === 0 ? 10 : 90, down === 0 ? 10 : 90] as const;
    const made = await document([marked], [0, 1, turn]);
    expect(await pixels(made, ...place)).toEqual([[0, 0, 0]]);
    // A page that lies on its side, and is turned back.
    const lying = await document([made], [0, 1, 90]);
    const back = await document([lying], [0, 1, 270]);
    expect(await pixels(back, ...place)).toEqual([[0, 0, 0]]);
  });

  it('leaves nothing of a page that was not chosen', async () => {
    const made = await document([colouredPages(3)], [0, 2]);
    expect((await PDFDocument.load(made)).getPageCount()).toBe(1);
    expect(made.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
  });

  it('makes pages of a TIFF, a PNG, a photo and a PDF in one file', async () => {
    const tiff = tiffOf([greyPage(40, 30, 10), greyPage(40, 30, 160)]);
    const rgb = Buffer.alloc(30 * 40 * 3, 200);
    const png = pngOf({ width: 30, height: 40, channels: 3, stride: 90, data: rgb });
    const made = await document(
      [tiff, png, photo({ width: 64, height: 96 }), colouredPages(1)],
      [0, 2],
      [0, 1],
      [1, 1],
      [2, 1],
      [3, 1],
    );
    const [second = [], first = [], fromPng = [], fromPhoto = [], fromPdf = []] = await pixels(made, 25, 25);
    expect(second[0]).toBeCloseTo(160, -1);
    expect(first[0]).toBeCloseTo(10, -1);
    expect(fromPng[0]).toBeCloseTo(200, -1);
    expect(fromPhoto[0]).toBeLessThan(16);
    expect(fromPdf).toEqual(red);
  });

  it('keeps black and white without loss', async () => {
    const [width, height] = [850, 1100];
    const tiff = tiffOf([{ width, height, grey: halves(width, height) }]);
    const made = await document([tiff], [0, 1]);
    expect(made.toString('latin1')).toContain('/BitsPerComponent 1');
    expect(made.length).toBeLessThan(4000);
    expect(await pixels(made, 50, 49)).toEqual([[0, 0, 0]]);
    expect(await pixels(made, 50, 51)).toEqual([[255, 255, 255]]);
  });

  it('keeps the bytes of a JPEG, within A4 if it says no resolution, and upright', async () => {
    const plain = photo({ width: 64, height: 96 });
    expect((await document([plain], [0, 1])).includes(plain)).toBe(true);
    expect(await sizes(await document([photo({ width: 400, height: 200 })], [0, 1]))).toEqual([
      { width: 842, height: 421 },
    ]);
    for (const [orientation, across, down] of [
      [1, 10, 10],
      [6, 90, 10],
      [3, 90, 90],
      [8, 10, 90],
    ] as const) {
      const [[shade] = []] = await pixels(
        await document([photo({ width: 64, height: 96, orientation })], [0, 1]),
        across,
        down,
      );
      expect(shade, `orientation ${orientation}`).toBeLessThan(16);
    }
  });

  it('has the size of the paper that a scanner wrote into a JPEG', async () => {
    const scan = photo({ width: 200, height: 300 });
    // JFIF 1.02: the unit, then the resolution of both sides.
    const at = scan.indexOf('JFIF\0') + 5 + 2;
    scan[at] = 1;
    scan.writeUInt16BE(100, at + 1);
    scan.writeUInt16BE(100, at + 3);
    expect(await sizes(await document([scan], [0, 1]))).toEqual([{ width: 144, height: 216 }]);
  });

  it('has the size of the paper that a scanner wrote into a TIFF', async () => {
    const { grey, ...page } = greyPage(200, 300);
    // The first pixels are the number 100 / 1.
    grey?.writeUInt32LE(100, 0);
    grey?.writeUInt32LE(1, 4);
    const tiff = tiffOf([
      {
        ...page,
        ...(grey && { grey }),
        fields: [
          [282, 5, 1, 8],
          [283, 5, 1, 8],
        ],
      },
    ]);
    expect(await sizes(await document([tiff], [0, 1]))).toEqual([{ width: 144, height: 216 }]);
  });

  it('makes a page of a HEIC photo', async () => {
    expect(await sizes(await document([heicPhoto], [0, 1]))).toHaveLength(1);
  });

  it('keeps the look of a filled-in form, of layers that are off, and of letters that are drawings', async () => {
    const form = await PDFDocument.create();
    const field = form.getForm().createTextField('allergies');
    field.setText('Penicillin');
    field.addToPage(form.addPage([600, 800]), {
      x: 0,
      y: 0,
      width: 600,
      height: 800,
      backgroundColor: rgb(0, 0, 0),
    });
    const made =
      (
        draw: string,
        resources: (context: PDFContext) => Record<string, PDFObject>,
        all?: (context: PDFContext) => Record<string, PDFObject>,
      ) =>
      async () => {
        const source = await PDFDocument.create();
        const { context, catalog } = source;
        const { node } = source.addPage([600, 800]);
        node.set(PDFName.of('Resources'), context.obj(resources(context)));
        node.set(PDFName.of('Contents'), context.register(context.stream(draw)));
        for (const [name, value] of Object.entries(all?.(context) ?? {}))
          catalog.set(PDFName.of(name), value);
        return source.save();
      };
    const layer = PDFRef.of(900);
    const layered = made(
      '/OC /L BDC 0 0 600 800 re f EMC',
      (context) => {
        context.assign(layer, context.obj({ Type: 'OCG', Name: PDFString.of('hidden') }));
        return { Properties: context.obj({ L: layer }) };
      },
      (context) => ({ OCProperties: context.obj({ OCGs: [layer], D: context.obj({ OFF: [layer] }) }) }),
    );
    const drawing = made('BT /F 600 Tf 0 0 Td (a) Tj ET', (context) => {
      const picture = context.stream(Buffer.alloc(8), {
        Type: 'XObject',
        Subtype: 'Image',
        Width: 8,
        Height: 8,
        ColorSpace: 'DeviceGray',
        BitsPerComponent: 1,
      });
      const glyph = context.register(context.stream('1000 0 d0 q 1000 0 0 1000 0 0 cm /Im Do Q'));
      const font = context.obj({
        ...{
          Type: 'Font',
          Subtype: 'Type3',
          FontBBox: [0, 0, 1000, 1000],
          FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
        },
        ...{ CharProcs: context.obj({ a: glyph }), Encoding: context.obj({ Differences: [97, 'a'] }) },
        ...{ FirstChar: 97, LastChar: 97, Widths: [1000] },
      });
      return { Font: context.obj({ F: font }), XObject: context.obj({ Im: context.register(picture) }) };
    });
    for (const [bytes, shade] of [
      [await form.save(), 0],
      [await layered(), 255],
      [await drawing(), 0],
    ] as const) {
      const copy = await document([bytes], [0, 1]);
      for (const pdf of [bytes, copy]) expect((await pixels(pdf, 10, 80))[0]?.[0]).toBe(shade);
    }
  });

  it('has a picture that pages share once', async () => {
    const source = await PDFDocument.create();
    const { context } = source;
    const picture = context.stream(randomBytes(30_000), {
      ...{ Type: 'XObject', Subtype: 'Image', Width: 100, Height: 100 },
      ...{ ColorSpace: 'DeviceRGB', BitsPerComponent: 8 },
    });
    const shared = context.obj({ XObject: context.obj({ I: context.register(picture) }) });
    for (let page = 0; page < 10; page += 1) {
      const { node } = source.addPage([600, 800]);
      node.set(PDFName.of('Resources'), shared);
      node.set(PDFName.of('Contents'), context.register(context.stream('600 0 0 800 0 0 cm /I Do')));
    }
    const made = await document(
      [await source.save()],
      ...Array.from({ length: 10 }, (_, at) => [0, at + 1] as const),
    );
    expect(made.length).toBeLessThan(60_000);
  });

  it('has the size of the paper that a scanner wrote into a PNG', async () => {
    // RFC 2083, 4.2.4.2: 3,937 pixels per metre are 100 per inch. The check sum is not read.
    const size = Buffer.from('\0\0\0\x09pHYs\0\0\x0f\x61\0\0\x0f\x61\x01\0\0\0\0', 'latin1');
    const png = pngOf({ width: 200, height: 300, channels: 3, stride: 600, data: Buffer.alloc(180_000, 90) });
    const scan = Buffer.concat([png.subarray(0, 33), size, png.subarray(33)]);
    expect(await sizes(await document([scan], [0, 1]))).toEqual([{ width: 144, height: 216 }]);
  });

  it.each([
    ['a damaged file', [Buffer.from('%PDF-nothing')], [0, 1]],
    ['a page that is not there', [colouredPages(2)], [0, 3]],
    ['a photo’s second page', [photo({ width: 8, height: 8 })], [0, 2]],
    ['a picture’s second page', [onePixel], [0, 2]],
    ['a file that is not there', [colouredPages(1)], [1, 1]],
  ] as const)('is refused for %s', async (_what, files, page) => {
    expect((await rejectionOf(document(files, page))).code).toBe('preview-damaged');
  });
});
