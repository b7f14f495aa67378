import { expect, it, onTestFinished } from 'vitest';
import { firstSet, measureLetters, secondSet } from './measure.ts';
import { scanReader, textReader } from './read-letters.ts';
import { openPdf } from '../../main/decoder/formats/pdf-pages.ts';
import { readPdfium } from '../../main/decoder/node-process.ts';

it.each([
  ['first', firstSet],
  ['second', secondSet],
] as const)(
  'made-up letters of the %s generator lead to their patient, and never to another one',
  async (_name, letters) => {
    const { read } = await textReader();
    const { wrong, found, falseAlarms, caught, missed } = await measureLetters(
      letters(1),
      { from: 0, to: 120 },
      read,
    );
    expect({ wrong, falseAlarms }).toEqual({ wrong: 0, falseAlarms: 0 });
    expect(found, JSON.stringify(missed.map(({ number }) => number))).toBeGreaterThan(0.85);
    expect(caught).toBeGreaterThan(0.85);
  },
);

it.each([
  ['first', firstSet],
  ['second', secondSet],
] as const)(
  'made-up letters of the %s generator are ink on paper: nothing covers their text',
  async (_name, letters) => {
    const pdfium = await readPdfium();
    const { letterOf, people } = letters(1);
    for (let number = 0; number < 24; number += 1) {
      const letter = letterOf(number, people);
      const opened = await openPdf(await letter.pdf(), pdfium);
      const { width, height, channels, stride, data } = await opened.draw(1, 400);
      opened.close();
      let dark = 0;
      for (let y = 0; y < height; y += 1)
        for (let x = 0; x < width; x += 1) if ((data[y * stride + x * channels] ?? 255) < 128) dark += 1;
      expect(dark / (width * height), `${number}, ${letter.layout}`).toBeLessThan(0.05);
    }
  },
);

it('a scanned form with boxes leads to its patient', async () => {
  const { read, stop } = scanReader('scan');
  onTestFinished(stop);
  const set = secondSet(3);
  const measured = await measureLetters(set, { from: 3000, to: 3001 }, read);
  expect(set.letterOf(3000, set.people).layout).toBe('boxes');
  expect(measured).toMatchObject({ found: 1, wrong: 0 });
});
