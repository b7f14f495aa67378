import type { PageLine } from '../../../preload/contract/page-line.ts';
import { bounds } from '../bounds.ts';
import { lineText } from '../formats/line-text.ts';
import type { Size } from '../formats/picture.ts';

/** A word as Tesseract read it; its place in pixels. */
interface Word {
  readonly line: string;
  readonly text: string;
  /** Percent. */
  readonly confidence: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Less sure words are left out, in percent. Measured with made-up scans (docs/decisions/page-reading.md): of the words
 * that were read wrongly, most are below, and of those that were read rightly, few.
 */
const sureWord = 60;
/** A wrong digit makes another day, so words with digits must be surer. */
const sureNumber = 80;
/** A gap of this many heights of a word separates two columns. */
const columnGap = 1.6;
/** Two words are in one row if their middles differ by less than this share of the lower one's height. */
const sameRow = 0.5;
/** Pixels: shorter lines say little about the page's slope. */
const slopeWidth = 150;
/** The level of a word in Tesseract's table. */
const wordLevel = '5';

function wordOf(row: string): Word[] {
  const [level, page, block, paragraph, line, , left, top, width, height, confidence, text = ''] =
    row.split('\t');
  if (level !== wordLevel || text.trim() === '') return [];
  const [x, y, w, h, sure] = [left, top, width, height, confidence].map(Number);
  if (x === undefined || y === undefined || w === undefined || h === undefined || sure === undefined)
    return [];
  if (![x, y, w, h, sure].every(Number.isFinite)) return [];
  const place = { left: x, top: y, width: w, height: h };
  return [{ line: [page, block, paragraph, line].join(), text: text.trim(), confidence: sure, ...place }];
}

const isSure = ({ text, confidence }: Word): boolean =>
  confidence >= (/\d/.test(text) ? sureNumber : sureWord);
/** Specks and rulings are read as signs, which say nothing. */
const isSign = ({ text }: Word): boolean => !/[\p{L}\p{N}*]/u.test(text);

/**
 * The words of a row until the first that is unsure. It may have said that the next ones are about somebody else, such as
 * a relative.
 */
function sureWords(words: readonly Word[]): Word[] {
  const telling = words.filter((word) => isSure(word) || !isSign(word));
  const end = telling.findIndex((word) => !isSure(word));
  return end === -1 ? telling : telling.slice(0, end);
}

function pieces(words: readonly Word[]): Word[][] {
  const found: Word[][] = [];
  for (const word of words) {
    const piece = found.at(-1);
    const before = piece?.at(-1);
    const gap = before === undefined ? 0 : word.left - before.left - before.width;
    if (piece === undefined || gap > columnGap * Math.max(word.height, before?.height ?? 0))
      found.push([word]);
    else piece.push(word);
  }
  return found;
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
const share = (value: number, of: number): number => Math.min(1, Math.max(0, value / of));

/** A line of a skewed page is higher than its letters, and would reach into its neighbours. */
function lineOf(words: readonly Word[], page: Size, from: number): PageLine {
  const left = Math.min(...words.map((word) => word.left));
  const right = Math.max(...words.map((word) => word.left + word.width));
  const height = median(words.map((word) => word.height));
  const middle = words.reduce((sum, word) => sum + word.top + word.height / 2, 0) / words.length;
  const top = share(from + middle - height / 2, page.height);
  return {
    page: 1,
    text: lineText(words.map(({ text }) => text).join(' ')),
    box: {
      left: share(left, page.width),
      top,
      width: share(right - left, page.width),
      height: Math.min(1 - top, share(height, page.height)),
    },
  };
}

const middleOf = ({ top, height }: Word): number => top + height / 2;

/** How much a line falls for each pixel to the right, by the words that Tesseract put into one line. */
function slopeOf(words: readonly Word[]): number {
  const lines = [...Map.groupBy(words, ({ line }) => line).values()];
  const slopes = lines.flatMap((line) => {
    const [first, last] = [line[0], line.at(-1)];
    if (first === undefined || last === undefined || last.left - first.left < slopeWidth) return [];
    return [(middleOf(last) - middleOf(first)) / (last.left - first.left)];
  });
  return median(slopes);
}

/**
 * The words beside each other across the page, from left to right. Tesseract often makes a line of each column, or of each
 * word: a label is then apart from what it says.
 */
function rowsOf(words: readonly Word[]): Word[][] {
  const slope = slopeOf(words);
  const down = (word: Word): number => middleOf(word) - slope * (word.left + word.width / 2);
  const rows: { down: number; height: number; words: Word[] }[] = [];
  for (const word of words.toSorted((one, other) => down(one) - down(other))) {
    const row = rows.at(-1);
    if (row === undefined || down(word) - row.down > sameRow * Math.min(row.height, word.height)) {
      rows.push({ down: down(word), height: word.height, words: [word] });
    } else {
      row.words.push(word);
      row.down = median(row.words.map(down));
      row.height = median(row.words.map(({ height }) => height));
    }
  }
  return rows.map((row) => row.words.toSorted((one, other) => one.left - other.left));
}

/**
 * The lines in a table of Tesseract (`tesseract … tsv`). `page`: the complete page in pixels; `from`: its first row that
 * was read.
 */
export function linesOfTable(table: string, page: Size, from: number): PageLine[] {
  return rowsOf(table.split('\n').flatMap(wordOf))
    .flatMap((words) => pieces(sureWords(words)))
    .map((words) => lineOf(words, page, from))
    .slice(0, bounds.readLines);
}
