import type { PDFiumDocument } from '@hyzyla/pdfium';
import type { PageLine } from '../../../preload/contract/page-line.ts';
import { bounds } from '../bounds.ts';
import { lineText } from './line-text.ts';
import { Refused } from '../refused.ts';

/**
 * PDFium's own text functions (fpdf_text.h). The package leaves most of them out of its types, and its `getText` has no
 * places and no limit.
 */
interface TextModule {
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: { malloc(size: number): number; free(at: number): void };
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(text: number): void;
  _FPDFText_CountChars(text: number): number;
  _FPDFText_GetUnicode(text: number, index: number): number;
  /** Writes four doubles: left, right, bottom, top, in points from the bottom left of the page. */
  _FPDFText_GetCharBox(
    text: number,
    index: number,
    left: number,
    right: number,
    bottom: number,
    top: number,
  ): number;
  /** Writes two integers: the place in a picture of this size, in which the page is as it is shown. */
  _FPDF_PageToDevice(
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    rotate: number,
    x: number,
    y: number,
    deviceX: number,
    deviceY: number,
  ): number;
  _FPDF_ClosePage(page: number): void;
}

/** A page of the package, with the fields that its types hide. */
interface OpenPage {
  readonly module: TextModule;
  readonly pageIdx: number;
}

const isOpenPage = (page: object): page is OpenPage => {
  const { module, pageIdx } = page as Partial<OpenPage>;
  return (
    typeof pageIdx === 'number' &&
    typeof module?._FPDFText_GetCharBox === 'function' &&
    typeof module._FPDF_PageToDevice === 'function'
  );
};

interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** A piece of a line being collected. */
interface Piece {
  text: string;
  box: Box | null;
}

/** The sides of the picture in which places are asked, in pixels: fine enough for a share of the page. */
const grid = 10_000;
/** A gap of this many heights of a letter separates two columns. */
const columnGap = 1.6;

const around = (one: Box | null, other: Box): Box =>
  one === null
    ? other
    : {
        left: Math.min(one.left, other.left),
        right: Math.max(one.right, other.right),
        bottom: Math.min(one.bottom, other.bottom),
        top: Math.max(one.top, other.top),
      };

/** The lines of the first pages of a PDF, as its text layer has them. Throws `Refused`. */
export function linesOfPdf(
  document: PDFiumDocument,
  now: () => number = () => performance.now(),
): PageLine[] {
  const until = now() + bounds.readMs;
  const lines: PageLine[] = [];
  let left: number = bounds.readCharacters;
  const pages = Math.min(document.getPageCount(), bounds.readPages);
  for (let at = 0; at < pages && left > 0; at += 1) {
    const page: object = document.getPage(at);
    if (!isOpenPage(page) || page.pageIdx === 0) throw new Refused('damaged');
    try {
      const found = piecesOf(page, { most: left, isLate: () => now() > until });
      left -= found.characters;
      for (const piece of found.pieces) lines.push(...lineOf(page, at + 1, piece));
    } finally {
      page.module._FPDF_ClosePage(page.pageIdx);
    }
  }
  return lines.slice(0, bounds.readLines);
}

/** Letters become pieces: a new one at the end of a line, and at a gap as wide as between columns. */
function piecesOf(
  { module, pageIdx }: OpenPage,
  given: { most: number; isLate: () => boolean },
): { pieces: Piece[]; characters: number } {
  const text = module._FPDFText_LoadPage(pageIdx);
  if (text === 0) throw new Refused('damaged');
  const room = module.wasmExports.malloc(32);
  try {
    const boxOf = (index: number): Box | null => {
      if (module._FPDFText_GetCharBox(text, index, room, room + 8, room + 16, room + 24) === 0) return null;
      // A new view each time, since the memory may have grown.
      const view = new DataView(module.HEAPU8.buffer, room, 32);
      const [left, right, bottom, top] = [0, 8, 16, 24].map((offset) => view.getFloat64(offset, true));
      const sides = [left, right, bottom, top].map((side) => (Number.isFinite(side) ? Number(side) : 0));
      return { left: sides[0] ?? 0, right: sides[1] ?? 0, bottom: sides[2] ?? 0, top: sides[3] ?? 0 };
    };
    const pieces: Piece[] = [];
    let piece: Piece = { text: '', box: null };
    let last: Box | null = null;
    const end = (): void => {
      if (piece.text.trim() !== '') pieces.push(piece);
      piece = { text: '', box: null };
      last = null;
    };
    const characters = Math.min(module._FPDFText_CountChars(text), given.most);
    for (let index = 0; index < characters; index += 1) {
      if (index % 256 === 0 && given.isLate()) throw new Refused('too-large');
      const code = module._FPDFText_GetUnicode(text, index);
      const letter = code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
      if (letter === '\n' || letter === '\r') {
        end();
        continue;
      }
      if (/\s/u.test(letter) || /^\p{C}?$/u.test(letter)) {
        piece.text += ' ';
        continue;
      }
      const box = boxOf(index);
      if (box !== null && last !== null && isElsewhere(last, box)) end();
      piece.text += letter;
      if (box === null) continue;
      piece.box = around(piece.box, box);
      last = box;
    }
    end();
    return { pieces, characters: Math.max(0, characters) };
  } finally {
    module.wasmExports.free(room);
    module._FPDFText_ClosePage(text);
  }
}

const heightOf = ({ top, bottom, left, right }: Box): number => Math.max(1, top - bottom, right - left);

/** Whether a letter is in another column or on another line than the one before. */
function isElsewhere(before: Box, box: Box): boolean {
  const size = Math.max(heightOf(before), heightOf(box));
  const isBeside = box.bottom < before.top + size / 2 && box.top > before.bottom - size / 2;
  return (
    !isBeside || box.left - before.right > columnGap * size || box.right < before.left - columnGap * size
  );
}

const share = (value: number): number => Math.min(1, Math.max(0, value / grid));

function lineOf({ module, pageIdx }: OpenPage, page: number, { text, box }: Piece): PageLine[] {
  if (box === null) return [];
  const room = module.wasmExports.malloc(8);
  try {
    const placeOf = (x: number, y: number): [number, number] => {
      module._FPDF_PageToDevice(pageIdx, 0, 0, grid, grid, 0, x, y, room, room + 4);
      const view = new DataView(module.HEAPU8.buffer, room, 8);
      return [share(view.getInt32(0, true)), share(view.getInt32(4, true))];
    };
    const [x, y] = placeOf(box.left, box.top);
    const [otherX, otherY] = placeOf(box.right, box.bottom);
    const [left, top] = [Math.min(x, otherX), Math.min(y, otherY)];
    return [
      {
        page,
        text: lineText(text),
        box: { left, top, width: Math.max(x, otherX) - left, height: Math.max(y, otherY) - top },
      },
    ];
  } finally {
    module.wasmExports.free(room);
  }
}
