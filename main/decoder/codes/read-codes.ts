import { prepareZXingModule, readBarcodes, type ReadInputBarcodeFormat } from 'zxing-wasm/reader';
import type { OpenedFile, Picture } from '../formats/picture.ts';
import { collectGarbage } from '../memory.ts';
import { isBlank } from './blank.ts';
import { type Code, mostCodes, mostCodeText, type ReadPage } from './code.ts';

/** QR codes, and the codes of lines that forms and labels have. */
const formats: ReadInputBarcodeFormat[] = [
  'QRCode',
  ...(['Code128', 'Code39', 'Code93', 'Codabar', 'ITF', 'EAN13', 'EAN8', 'UPCA', 'UPCE'] as const),
];

/**
 * Widths in pixels at which a page is drawn until a QR code is found: 150 and 225 dpi for A4 paper. One size alone misses some
 * codes, since their dots then meet the pixels badly.
 */
const widths = [1240, 1860] as const;

/** Reads the codes of a page. `page`: from 1. Throws what drawing throws. */
export type CodeReader = (opened: OpenedFile, page: number) => Promise<ReadPage>;

/** ZXing, in WebAssembly. `wasm`: its code, which it would fetch otherwise. */
export function createCodeReader(wasm: Uint8Array): CodeReader {
  const { buffer, byteOffset, byteLength } = wasm;
  const wasmBinary = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  prepareZXingModule({ overrides: { wasmBinary } });
  return async (opened, page) => {
    const found = new Map<string, Code>();
    let blank: boolean | null = null;
    for (const width of widths) {
      const picture = await opened.draw(page, width);
      blank ??= isBlank(picture);
      if (blank) break;
      for (const code of await codesIn(picture)) found.set(`${code.kind} ${code.text}`, code);
      if ([...found.values()].some(({ kind }) => kind === 'qr')) break;
    }
    // The pictures of a page have tens of megabytes, and a stack has many pages.
    collectGarbage();
    return { codes: [...found.values()].slice(0, mostCodes), isBlank: blank === true };
  };
}

/** The codes in a picture. */
async function codesIn(picture: Picture): Promise<Code[]> {
  const found = await readBarcodes(imageOf(picture), {
    formats,
    tryHarder: true,
    tryRotate: true,
    tryInvert: false,
    maxNumberOfSymbols: mostCodes,
  });
  return found
    .filter(({ isValid, text }) => isValid && text !== '' && text.length <= mostCodeText)
    .map(({ symbology, text }) => ({ kind: symbology === 'QRCode' ? 'qr' : 'line', text }));
}

/** The library takes four bytes a pixel. */
function imageOf({ width, height, channels, stride, data }: Picture): ImageData {
  const out = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0, from = y * stride; x < width; x += 1, from += channels, to += 4) {
      out[to] = data[from] ?? 0;
      out[to + 1] = data[from + 1] ?? 0;
      out[to + 2] = data[from + 2] ?? 0;
      out[to + 3] = 255;
    }
  }
  return { width, height, data: out, colorSpace: 'srgb' };
}
