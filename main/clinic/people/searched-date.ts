import { parseBirthDate } from '../../../preload/contract/birth-date.ts';

/** Month names in the window's languages, long and short, folded: `märz`, `févr`, `sept`. */
const months: ReadonlyMap<string, number> = new Map(
  ['en', 'de', 'fr'].flatMap((language) =>
    (['long', 'short'] as const).flatMap((month) => {
      const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' });
      return Array.from(
        { length: 12 },
        (_, at) => [bare(format.format(Date.UTC(2000, at, 15))), at + 1] as const,
      );
    }),
  ),
);

function bare(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}

/** The month of a name with at least three letters. null if two months match. */
export function monthOf(word: string): number | null {
  const given = bare(word);
  if (given.length < 3) return null;
  const fits = new Set([...months].flatMap(([name, number]) => (name.startsWith(given) ? [number] : [])));
  const exact = months.get(given);
  if (exact !== undefined) return exact;
  const [only] = fits;
  return fits.size === 1 && only !== undefined ? only : null;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The years that two digits of a birth year can mean, without future ones. */
function yearsOf(text: string, thisYear: number): string[] {
  if (text.length === 4) return [text];
  return [`20${text}`, `19${text}`].filter((year) => Number(year) <= thisYear);
}

/**
 * The dates of birth, as `YYYY-MM-DD`, that a search can mean: `1980-02-03`, `3/2/1980`, `3.2.80`, `3 Feb 1980`,
 * `Feb 3, 1980`. A two-digit year can give two dates. Empty if the text is no date.
 */
export function searchedDates(text: string, thisYear = new Date().getFullYear()): string[] {
  const whole = parseBirthDate(text);
  if (whole !== null) return [whole];
  const short = /^(\d{1,2})[-._ /](\d{1,2})[-._ /](\d{2})$/.exec(text.trim());
  const [, day, month, year] = short ?? named(text) ?? [];
  if (day === undefined || month === undefined || year === undefined) return [];
  return yearsOf(year, thisYear).flatMap(
    (full) => parseBirthDate(`${full}-${two(Number(month))}-${two(Number(day))}`) ?? [],
  );
}

/** Day, month and year, with the month's name, after the complete match. */
function named(text: string): (string | undefined)[] | null {
  const dayFirst = /^(\d{1,2})\.?\s*([\p{L}.]+)[\s,]*(\d{4}|\d{2})$/u.exec(text.trim());
  const monthFirst = /^([\p{L}.]+)\s*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4}|\d{2})$/u.exec(text.trim());
  const word = dayFirst?.[2] ?? monthFirst?.[1];
  const month = word === undefined ? null : monthOf(word);
  if (month === null) return null;
  return [text, dayFirst?.[1] ?? monthFirst?.[2], String(month), dayFirst?.[3] ?? monthFirst?.[3]];
}
