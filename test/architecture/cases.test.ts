import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** The situations of docs/cases.md, each with the files that it names. */
const rows = readFileSync('docs/cases.md', 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, number, , files] = /^\| (\d+) +\|([^|]*)\|([^|]*)\|/.exec(line) ?? [];
    if (number === undefined || files === undefined) return [];
    return [
      { number: Number(number), files: [...files.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '') },
    ];
  });

/** `case 7`, `cases 8 and 28`, `cases 1 to 8, 11`. */
function numbersIn(text: string): Set<number> {
  const found = new Set<number>();
  for (const [, list] of text.matchAll(/\bcases? ((?:\d+(?:, | and | to )?)+)/g)) {
    for (const part of list?.split(/, | and /) ?? []) {
      const [from, to = from] = part.split(' to ').map(Number);
      for (let number = from ?? 0; number <= (to ?? 0); number += 1) found.add(number);
    }
  }
  return found;
}

describe('the situations that it must survive', () => {
  it('are in the table in order, once: the first 32, and of the later ones those that have tests', () => {
    const numbers = rows.map(({ number }) => number);
    expect(numbers.slice(0, 32)).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  });

  it.each(rows)('case $number has its tests where the table says', ({ number, files }) => {
    expect(files).not.toEqual([]);
    for (const file of files) expect(numbersIn(readFileSync(file, 'utf8')), file).toContain(number);
  });
});
