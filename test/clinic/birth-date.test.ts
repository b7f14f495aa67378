import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBirthDate } from '../../preload/contract/birth-date.ts';

describe('dates of birth', () => {
  it.each([
    ['1980-02-03', '1980-02-03'],
    ['19800203', '1980-02-03'],
    ['1980.02.03', '1980-02-03'],
    ['1980_02_03', '1980-02-03'],
    ['1980-2-3', '1980-02-03'],
    ['1980/02/03', '1980-02-03'],
    ['03.02.1980', '1980-02-03'],
    ['3.2.1980', '1980-02-03'],
    ['03-02-1980', '1980-02-03'],
    ['03/02/1980', '1980-02-03'],
    ['03021980', '1980-02-03'],
    ['31122019', '2019-12-31'],
    [' 1980-02-03 ', '1980-02-03'],
    ['29.02.2024', '2024-02-29'],
    ['29.02.2023', null],
    ['31.04.1980', null],
    ['02-13-1980', null],
    ['1980-02.03', null],
    ['03.02-1980', null],
    ['3.2.80', null],
    ['1980203', null],
    ['00.00.0000', null],
    ['1849-12-31', null],
    ['12', null],
    ['', null],
  ])('%s: %s', (text, expected) => {
    expect(parseBirthDate(text)).toBe(expected);
  });

  it('reads every real date from each way of writing it', () => {
    const date = fc.date({
      min: new Date('1850-01-01T00:00:00Z'),
      max: new Date('2199-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (drawn) => {
        const day = drawn.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = day.split('-') as [string, string, string];
        for (const text of [
          day,
          day.replaceAll('-', ''),
          `${dayOfMonth}.${month}.${year}`,
          `${dayOfMonth}-${month}-${year}`,
        ]) {
          expect(parseBirthDate(text)).toBe(day);
        }
        // Day first in eight digits is accepted only if the year cannot be a month.
        if (/^(19|20)/.test(year)) expect(parseBirthDate(`${dayOfMonth}${month}${year}`)).toBe(day);
      }),
    );
  });
});
