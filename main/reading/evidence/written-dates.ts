import { monthOf } from '../../clinic/people/searched-date.ts';

/** A date in a text, with its place there. */
export interface WrittenDate {
  readonly from: number;
  readonly to: number;
  /** Each day that it can mean, as `YYYY-MM-DD`. Several if day and month, or the century, are open. */
  readonly days: readonly string[];
}

/** A digit, or a letter that scanners read in its place. */
const digit = '[0-9OoIl|]';
const mostAge = 125;

const two = (value: number): string => String(value).padStart(2, '0');

/** The day, unless it is no real date, or too early or late for the birth of a patient. */
function dayOf(year: number, month: number, day: number, today: string): string[] {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return [];
  const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return text <= today && year >= Number(today.slice(0, 4)) - mostAge ? [text] : [];
}

/** Two digits can mean two centuries. */
const yearsOf = (year: string): number[] =>
  year.length === 4 ? [Number(year)] : [1900 + Number(year), 2000 + Number(year)];

const asDigits = (text: string): string => text.replace(/[Oo]/g, '0').replace(/[Il|]/g, '1');
/** A word such as `Il.l.lO` has no digit, and is no date. */
const hasDigits = (text: string): boolean => text.replace(/[^0-9]/g, '').length * 2 >= text.length - 2;

interface Shape {
  readonly pattern: RegExp;
  readonly days: (parts: readonly string[], today: string) => string[];
}

const shapes: readonly Shape[] = [
  {
    // 1980-02-03
    pattern: new RegExp(`(?<![\\w./-])(${digit}{4})([-./])(${digit}{1,2})\\2(${digit}{1,2})(?![\\w])`, 'gu'),
    days: ([year = '', , month = '', day = ''], today) =>
      dayOf(Number(asDigits(year)), Number(asDigits(month)), Number(asDigits(day)), today),
  },
  {
    // 3/2/1980, 03.02.80, 3 - 2 - 1980
    pattern: new RegExp(
      `(?<![\\w./-])(${digit}{1,2})\\s?([-./])\\s?(${digit}{1,2})\\s?\\2\\s?(${digit}{4}|${digit}{2})(?![\\w/])`,
      'gu',
    ),
    days([first = '', mark = '', second = '', year = ''], today) {
      const [one, other] = [Number(asDigits(first)), Number(asDigits(second))];
      // Points are written only where the day comes first.
      const orders =
        mark === '.'
          ? [[one, other]]
          : [
              [one, other],
              [other, one],
            ];
      return yearsOf(asDigits(year)).flatMap((full) =>
        orders.flatMap(([day = 0, month = 0]) => dayOf(full, month, day, today)),
      );
    },
  },
  {
    // 03 02 1980, as in the boxes of forms; longer rows of digits are telephone numbers.
    pattern: /(?<![\w./-]|\d\s)(\d{2})\s(\d{2})\s(\d{4})(?!\w|\s\d)/gu,
    days: ([first = '', second = '', year = ''], today) => [
      ...dayOf(Number(year), Number(second), Number(first), today),
      ...dayOf(Number(year), Number(first), Number(second), today),
    ],
  },
  {
    // 3 Feb 1980, 3. März 1980, 1er mars 1980, 03-Feb-80, 3rd of February, 1980
    pattern:
      /(?<![\w./-])(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s\-/.]*(?:of\s+|de\s+)?(\p{L}{3,10})\.?,?[\s\-/.]*(\d{4}|\d{2})(?!\w)/gu,
    days: ([day = '', month = '', year = ''], today) => named(day, month, year, today),
  },
  {
    // February 3, 1980
    pattern: /(?<!\p{L})(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\w)/gu,
    days: ([month = '', day = '', year = ''], today) => named(day, month, year, today),
  },
];

function named(day: string, word: string, year: string, today: string): string[] {
  const month = monthOf(word);
  return month === null ? [] : yearsOf(year).flatMap((full) => dayOf(full, month, Number(day), today));
}

/** The dates in a text, from left to right. `today` as `YYYY-MM-DD`: later days are left out. */
export function writtenDates(text: string, today: string): WrittenDate[] {
  const found: WrittenDate[] = [];
  for (const { pattern, days } of shapes) {
    for (const match of text.matchAll(pattern)) {
      const [whole, ...parts] = match;
      const place = { from: match.index, to: match.index + whole.length };
      if (found.some(({ from, to }) => place.from < to && from < place.to)) continue;
      if (!/\p{L}{3}/u.test(whole) && !hasDigits(whole)) continue;
      const all = [...new Set(days(parts, today))];
      if (all.length > 0) found.push({ ...place, days: all });
    }
  }
  return found.toSorted((one, other) => one.from - other.from);
}
