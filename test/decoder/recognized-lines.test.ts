import { describe, expect, it } from 'vitest';
import { linesOfTable } from '../../main/decoder/ocr/recognized-lines.ts';

const page = { width: 1000, height: 1400 };
type Word = readonly [text: string, left: number, confidence?: number, top?: number, width?: number];

/** A table as Tesseract writes it, with these words in one of its lines. */
const tableOf = (words: readonly Word[], line = 1): string =>
  [
    ['4', '1', '1', '1', line, '0', '0', '0', '900', '20', '-1', ''].join('\t'),
    ...words.map(([text, left, confidence = 95, top = 100, width = 80], at) =>
      ['5', '1', '1', '1', line, at + 1, left, top, width, '20', confidence, text].join('\t'),
    ),
  ].join('\n');
const textsOf = (words: readonly Word[]): string[] =>
  linesOfTable(tableOf(words), page, 0).map(({ text }) => text);

describe('the lines of OCR', () => {
  it('have their place on the complete page', () => {
    const [line] = linesOfTable(
      tableOf([
        ['Jane', 100],
        ['Citizen', 190],
      ]),
      page,
      700,
    );
    expect(line?.page).toBe(1);
    expect(line?.text).toBe('Jane Citizen');
    expect(line?.box.left).toBeCloseTo(0.1);
    expect(line?.box.top).toBeCloseTo(800 / 1400);
    expect(line?.box.width).toBeCloseTo(0.17);
    expect(line?.box.height).toBeCloseTo(20 / 1400);
  });

  it('are as high as their words if the page is skewed', () => {
    const [line] = linesOfTable(
      tableOf([
        // Three degrees.
        ['Jane', 100, 95, 100],
        ['Citizen', 190, 95, 105],
        ['came', 280, 95, 110],
      ]),
      page,
      0,
    );
    expect(line?.text).toBe('Jane Citizen came');
    expect(line?.box.height).toBeCloseTo(20 / 1400);
    expect(line?.box.top).toBeCloseTo(105 / 1400);
  });

  it('join what is beside each other, however the layout was understood, also on a skewed page', () => {
    // A form with a label and its value in separate blocks, and a row of text that gives the slope.
    const sloped = (left: number, top: number): number => Math.round(top + left * 0.03);
    const row = (line: number, top: number, words: readonly [string, number, number?][]): string =>
      tableOf(
        words.map(([text, left, confidence = 95]) => [text, left, confidence, sloped(left, top)]),
        line,
      );
    const table = [
      row(1, 100, [['Date', 100]]),
      row(2, 100, [['of', 190]]),
      row(3, 128, [['Mother', 100, 40]]),
      row(4, 100, [['3/2/1980', 280]]),
      row(5, 128, [['Jane', 500]]),
      row(6, 300, [
        ['A', 100],
        ['letter', 190],
        ['comes', 280],
      ]),
    ].join('\n');
    expect(linesOfTable(table, page, 0).map(({ text }) => text)).toEqual([
      'Date of 3/2/1980',
      'A letter comes',
    ]);
  });

  it('end at the gap between two columns', () => {
    expect(
      textsOf([
        ['Patient', 100],
        ['Jane', 400],
        ['Citizen', 490],
      ]),
    ).toEqual(['Patient', 'Jane Citizen']);
  });

  it('end at the first unsure word, which may say of whom the next ones speak', () => {
    expect(
      textsOf([
        ['M0ther', 100, 40],
        ['Jane', 190],
        ['3/2/1980', 280],
      ]),
    ).toEqual([]);
    expect(
      textsOf([
        ['Jane', 100],
        ['Citizen', 190],
        ['seen', 280, 40],
        ['today', 370],
      ]),
    ).toEqual(['Jane Citizen']);
    expect(
      textsOf([
        ['Contact', 100, 40],
        ['Jane', 500],
      ]),
    ).toEqual([]);
  });

  it('have only sure digits', () => {
    expect(
      textsOf([
        ['DOB', 100, 70],
        ['3/2/1980', 190, 75],
      ]),
    ).toEqual(['DOB']);
    expect(
      textsOf([
        ['DOB', 100, 70],
        ['3/2/1980', 190, 85],
      ]),
    ).toEqual(['DOB 3/2/1980']);
  });

  it('leave out specks, and go on after them', () => {
    expect(
      textsOf([
        ['|', 10, 20],
        ['.', 60, 30],
        ['Jane', 100],
        ['Citizen', 190],
      ]),
    ).toEqual(['Jane Citizen']);
  });

  it('are none in a table that is empty or broken', () => {
    expect(linesOfTable('', page, 0)).toEqual([]);
    expect(linesOfTable('5\t1\n5\t1\t1\t1\t1\t1\tx\t0\t1\t1\t95\tJane', page, 0)).toEqual([]);
  });
});
