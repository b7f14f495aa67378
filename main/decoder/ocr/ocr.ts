import { gunzipSync } from 'node:zlib';
import tesseract, { type Tesseract } from 'tesseract.js-core/tesseract-core-simd-lstm.js';
import type { PageLine } from '../../../preload/contract/page-line.ts';
import type { PageLanguage } from '../../../preload/contract/settings.ts';
import { greyAt, type Picture } from '../formats/picture.ts';
import { collectGarbage } from '../memory.ts';
import type { ScanPart } from '../protocol.ts';
import { Refused } from '../refused.ts';
import type { OcrFiles } from './ocr-files.ts';
import { linesOfTable } from './recognized-lines.ts';

/**
 * The rows that are read of a page, and those whose lines are kept, as shares of its height. Both parts read a little of
 * the other, so that no line is cut through.
 */
const rowsOf: Readonly<
  Record<ScanPart, { read: readonly [number, number]; kept: readonly [number, number] }>
> = {
  top: { read: [0, 0.4], kept: [0, 0.385] },
  rest: { read: [0.37, 1], kept: [0.385, 1.01] },
  whole: { read: [0, 1], kept: [0, 1.01] },
};

/** The names of the trained data. */
const trained = { en: 'eng', de: 'deu', fr: 'fra' } as const satisfies Record<PageLanguage, string>;
const all = ['en', 'de', 'fr'] as const;

/** The library must not learn from one page for the next. */
const learnsNothing = { classify_enable_learning: '0', tessedit_enable_doc_dict: '0' };

/**
 * The limit between ink and paper. `whole`: one for the picture (Otsu), which is best for black and white. `around`: one for
 * each place by its surroundings (Sauvola). Otherwise the grain of grey paper would be read as ink.
 */
const thresholds = { whole: '0', around: '2' } as const;

/** Finds lines and columns (`PSM_AUTO`). */
const wholeLayout = 3;
/** The engine of the trained data (`OEM_LSTM_ONLY`). */
const neural = 1;
/** Pixels per inch of A4 paper at the width at which a page is drawn to be read. */
const dotsPerInch = 200;
/** Pixels: the width of A4 paper at this resolution. */
export const readWidth = 1654;

export interface Ocr {
  /** The lines of a part of a page, each with its place; their `page` is 1. `languages`: the likeliest first; default: all. */
  lines(page: Picture, part: ScanPart, languages?: readonly PageLanguage[]): Promise<PageLine[]>;
}

/** Tesseract, in WebAssembly. Each page gets new memory, so nothing of it remains for the next one. */
export function createOcr(files: OcrFiles): Ocr {
  const compiled = WebAssembly.compile(Uint8Array.from(files['ocr.wasm']));
  const data = new Map(
    all.map((language) => [language, gunzipSync(files[`ocr-${trained[language]}.gz`])] as const),
  );

  const start = async (languages: readonly PageLanguage[]): Promise<Tesseract> => {
    const module = await compiled;
    const library = await tesseract({
      instantiateWasm(imports, onReady) {
        // A failure ends the process, and the parent program sees that.
        void WebAssembly.instantiate(module, imports).then((instance) => onReady(instance, module));
        return {};
      },
      print: () => undefined,
      printErr: () => undefined,
    });
    for (const language of languages)
      library.FS.writeFile(`/${trained[language]}.traineddata`, data.get(language) ?? new Uint8Array());
    return library;
  };

  const table = async ({ pgm, paper }: GreyRows, languages: readonly PageLanguage[]): Promise<string> => {
    const { FS, TessBaseAPI } = await start(languages);
    const reader = new TessBaseAPI();
    if (reader.Init('/', languages.map((language) => trained[language]).join('+'), neural) !== 0)
      throw new Refused('damaged');
    for (const [name, value] of Object.entries(learnsNothing)) reader.SetVariable(name, value);
    reader.SetVariable('thresholding_method', paper === 'white' ? thresholds.whole : thresholds.around);
    reader.SetPageSegMode(wholeLayout);
    FS.writeFile('/input', pgm);
    if (reader.SetImageFile() !== 0) throw new Refused('damaged');
    reader.SetSourceResolution(dotsPerInch);
    return reader.Recognize(null) === 0 ? reader.GetTSVText(0) : '';
  };

  return {
    async lines(page, part, languages = all) {
      const { read, kept } = rowsOf[part];
      const [from, to] = read.map((share) => Math.round(share * page.height)) as [number, number];
      if (to <= from) return [];
      try {
        const found = linesOfTable(await table(greyRows(page, from, to), languages), page, from);
        return found.filter(({ box }) => {
          const middle = box.top + box.height / 2;
          return middle >= kept[0] && middle < kept[1];
        });
      } finally {
        collectGarbage();
      }
    },
  };
}

interface GreyRows {
  /** A PGM. */
  readonly pgm: Uint8Array;
  /** `white`: most of it is white without any grain. */
  readonly paper: 'white' | 'grey';
}

function greyRows({ width, channels, stride, data }: Picture, from: number, to: number): GreyRows {
  const head = Buffer.from(`P5\n${width} ${to - from}\n255\n`, 'latin1');
  const out = Buffer.alloc(head.length + width * (to - from));
  head.copy(out);
  let at = head.length;
  let white = 0;
  for (let y = from; y < to; y += 1) {
    for (let x = 0, pixel = y * stride; x < width; x += 1, pixel += channels, at += 1) {
      out[at] = greyAt(data, pixel) + 0.5;
      if (out[at] === 255) white += 1;
    }
  }
  return { pgm: out, paper: white > (out.length - head.length) / 2 ? 'white' : 'grey' };
}
