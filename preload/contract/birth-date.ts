/** Year first or day first. Month first is refused, since 03-02 could mean two patients. */
const shapes = [
  /^(?<year>\d{4})(?<mark>[-._ /])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})$/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  /^(?<day>\d{1,2})(?<mark>[-._ /])(?<month>\d{1,2})\k<mark>(?<year>\d{4})$/,
  // Eight digits are unambiguous: read the other way, the month would be 19 or 20.
  /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})$/,
];

/**
 * Converts a date of birth from a search or file name to `YYYY-MM-DD`: `1980-02-03`, `19800203`, `03.02.1980`,
 * `3/2/1980`. null if the text is no real date between 1850 and 2199.
 */
export function parseBirthDate(text: string): string | null {
  // A pattern such as `[0-9.-]+` also matches the dot before the extension.
  const written = text.replace(/^[-._ /]+|[-._ /]+$/g, '');
  for (const shape of shapes) {
    const parts = shape.exec(written)?.groups;
    if (parts === undefined) continue;
    const [year, month, day] = [Number(parts['year']), Number(parts['month']), Number(parts['day'])];
    const date = new Date(Date.UTC(year, month - 1, day));
    // Date converts 31 February to a day in March; such a text is a typing error.
    const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    if (isReal && year >= 1850 && year < 2200) return date.toISOString().slice(0, 10);
  }
  return null;
}
