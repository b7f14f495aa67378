import { deflateSync } from 'node:zlib';
import { encode } from 'uqr';
import { pdfFile, pdfStream } from '../base/pdf-file.ts';

/** A sheet to print. */
export interface Sheet {
  /** Large, at the top. */
  readonly title: string;
  /** The patient by name and two identifiers, and the use-by day. */
  readonly lines: readonly string[];
  /** Instructions, in small type. */
  readonly notes: readonly string[];
  /** The code that says where the pages go, printed twice. */
  readonly code: string;
  /** The code that only says that this is a sheet, printed twice. null: the first one says it. */
  readonly mark: string | null;
}

/** A4 in points. Everything is inside the area that US letter paper has, too. */
const page = { width: 595, height: 842 } as const;
const [left, right, top, bottom] = [48, 547, 780, 70] as const;
/** Points of a code's side: 49 mm, so that a fax of 150 dpi has more than six dots for each module. */
const codeSide = 140;
const markSide = 90;

/** Windows-1252, which the standard fonts have. Other letters lose their accents, or are printed as question marks. */
const windows1252 = /[\u0020-\u007e\u00a0-\u00ff]/;
const more: Readonly<Record<string, number>> = {
  ...{ '€': 0x80, Š: 0x8a, Œ: 0x8c, Ž: 0x8e, '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94 },
  ...{ '–': 0x96, '—': 0x97, š: 0x9a, œ: 0x9c, ž: 0x9e, Ÿ: 0x9f, '…': 0x85, '•': 0x95 },
};
/** Letters with a stroke, which Unicode does not take apart. */
const strokes: Readonly<Record<string, string>> = { Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', Ħ: 'H', ħ: 'h', ı: 'i' };
const withoutAccent = (letter: string): string => strokes[letter] ?? letter.normalize('NFKD')[0] ?? '?';

/** A text as a hex string of the standard fonts (ISO 32000-1, 7.3.4.3). */
function hexOf(text: string): string {
  const bytes = Array.from(text.normalize('NFC'), (letter) => {
    const known = more[letter];
    if (known !== undefined) return known;
    const plain = windows1252.test(letter) ? letter : withoutAccent(letter);
    return windows1252.test(plain) ? (plain.codePointAt(0) ?? 63) : 63;
  });
  return `<${Buffer.from(bytes).toString('hex')}>`;
}

const textAt = (text: string, size: number, y: number, font: 'F1' | 'F2'): string =>
  `BT /${font} ${size} Tf ${left} ${y} Td ${hexOf(text)} Tj ET`;

/** A code as black squares, without gaps between those of one row. `x`, `y`: its lower left corner. */
function codeAt(text: string, side: number, x: number, y: number): string {
  const { data, size } = encode(text, { ecc: 'Q', border: 0 });
  const module = side / size;
  const number = (value: number): string => value.toFixed(2);
  return data
    .flatMap((row, at) => {
      const runs: string[] = [];
      for (let from = 0; from < size; from += 1) {
        if (row[from] !== true) continue;
        let to = from;
        while (row[to] === true) to += 1;
        const [width, above] = [(to - from) * module, y + side - (at + 1) * module];
        runs.push(`${number(x + from * module)} ${number(above)} ${number(width)} ${number(module)} re`);
        from = to;
      }
      return runs;
    })
    .concat('f')
    .join('\n');
}

function contentOf({ title, lines, notes, code, mark }: Sheet): string {
  const texts = [
    textAt(title, 20, top - codeSide - 50, 'F2'),
    ...lines.map((line, at) =>
      textAt(line, at === 0 ? 24 : 16, top - codeSide - 96 - at * 30, at === 0 ? 'F2' : 'F1'),
    ),
    ...notes.map((note, at) => textAt(note, 11, 330 - at * 18, 'F1')),
  ];
  const codes = [
    codeAt(code, codeSide, left, top - codeSide),
    codeAt(code, codeSide, right - codeSide, bottom),
  ];
  const marks =
    mark === null
      ? []
      : [codeAt(mark, markSide, right - markSide, top - markSide), codeAt(mark, markSide, left, bottom)];
  return [...texts, ...codes, ...marks].join('\n');
}

/** The sheets as a PDF, one on each page. */
export function sheetsPdf(sheets: readonly Sheet[]): Buffer {
  const kids = sheets.map((_, at) => `${5 + 2 * at} 0 R`).join(' ');
  const font = (name: string): string =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const objects: Buffer[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${sheets.length} /Kids [${kids}] >>`,
    font('Helvetica'),
    font('Helvetica-Bold'),
  ].map((object) => Buffer.from(object, 'latin1'));
  sheets.forEach((sheet, at) => {
    const content = deflateSync(Buffer.from(contentOf(sheet), 'latin1'));
    const box = `[0 0 ${page.width} ${page.height}]`;
    objects.push(
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Contents ${6 + 2 * at} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
      ),
      pdfStream('/Filter /FlateDecode', content),
    );
  });
  return pdfFile(objects);
}
