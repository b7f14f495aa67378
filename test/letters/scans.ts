import { deflateSync } from 'node:zlib';
import jpeg from 'jpeg-js';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { openPdf } from '../../main/decoder/formats/pdf-pages.ts';
import { readPdfium } from '../../main/decoder/node-process.ts';
import { onePage, streamOf, tiffOf } from '../fixtures/drawable-files.ts';

/** How a paper letter became a file. */
export interface Scanner {
  /** `fax`: black and white. `half-fax`: the same with half the rows, as most machines send. */
  readonly look: 'scan' | 'fax' | 'half-fax';
  readonly dpi: number;
  /** Degrees to the right. */
  readonly skew: number;
  /** Decides the specks. */
  readonly seed: number;
}

/** Grey pixels, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly grey: Buffer;
}

/** Lines of text on A4 paper, one below the other. */
export async function printed(lines: readonly string[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage([595, 842]);
  lines.forEach((text, at) => page.drawText(text, { x: 60, y: 780 - 18 * at, size: 11, font }));
  return document.save();
}

const pdfium = await readPdfium();
/** The width of A4 paper in inches. */
const paperWidth = 8.27;
/** Quality of the JPEG in which scanners pack a page. */
const jpegQuality = 40;

/** Numbers from 0 to 1, one for each pixel: faster than those of the seeded generator. */
function noiseOf(seed: number): () => number {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A printed PDF as pixels of a scanner. */
export async function scanned(pdf: Uint8Array, { look, dpi, skew, seed }: Scanner): Promise<Pixels> {
  const opened = await openPdf(pdf, pdfium);
  const { width, height, channels, stride, data } = await opened.draw(1, Math.round(paperWidth * dpi));
  opened.close();
  const noise = noiseOf(seed);
  const [sin, cos] = [Math.sin((skew * Math.PI) / 180), Math.cos((skew * Math.PI) / 180)];
  const shade = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 255 : (data[y * stride + x * channels] ?? 255);
  const grey = Buffer.alloc(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [dx, dy] = [x - width / 2, y - height / 2];
      const [fromX, fromY] = [width / 2 + dx * cos + dy * sin, height / 2 - dx * sin + dy * cos];
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      const [right, down] = [fromX - left, fromY - top];
      const above = shade(left, top) * (1 - right) + shade(left + 1, top) * right;
      const below = shade(left, top + 1) * (1 - right) + shade(left + 1, top + 1) * right;
      const ink = 30 + (above * (1 - down) + below * down) * 0.8 + (noise() - 0.5) * 50;
      const speck = noise() < 0.0005;
      const black = ink < 140 !== speck;
      grey[y * width + x] =
        look === 'scan' ? Math.max(0, Math.min(255, ink - (speck ? 90 : 0))) : black ? 0 : 255;
    }
  }
  if (look !== 'half-fax') return { width, height, grey };
  const rows = Array.from({ length: height >> 1 }, (_, y) =>
    grey.subarray(2 * y * width, (2 * y + 1) * width),
  );
  return { width, height: rows.length, grey: Buffer.concat(rows) };
}

export function asJpeg({ width, height, grey }: Pixels): Buffer {
  const data = Buffer.alloc(width * height * 4, 255);
  grey.forEach((shade, at) => data.fill(shade, at * 4, at * 4 + 3));
  return jpeg.encode({ width, height, data }, jpegQuality).data;
}

/** A PDF that is a picture only, as scanners make it: packed as JPEG, or without loss. */
export function asPdf(pixels: Pixels, packing: 'jpeg' | 'lossless'): Buffer {
  const { width, height, grey } = pixels;
  const [colours, filter, data] =
    packing === 'jpeg'
      ? ['DeviceRGB', 'DCTDecode', asJpeg(pixels)]
      : ['DeviceGray', 'FlateDecode', deflateSync(grey)];
  return onePage({
    content: 'q 595 0 0 842 0 0 cm /I Do Q',
    resources: '/XObject << /I 5 0 R >>',
    more: [
      streamOf(
        data,
        `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /${colours} /BitsPerComponent 8 /Filter /${filter}`,
      ),
    ],
  });
}

export const asTiff = (pixels: Pixels): Buffer => tiffOf([pixels]);
