/** Year first, or day first; month first is refused, since 03-02 would be a guess at the patient. */
const shapes = [
  /^(?<year>\d{4})(?<mark>[-._ /])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})$/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  /^(?<day>\d{1,2})(?<mark>[-._ /])(?<month>\d{1,2})\k<mark>(?<year>\d{4})$/,
  // Eight digits in a row are never ambiguous: read the other way the month would be 19 or 20.
  /^(?<day>\d{2})(?<month>\d{2})(?<year>\d{4})$/,
];

/**
 * A date of birth as `YYYY-MM-DD`, from how people write it in a search or a file name: `1980-02-03`, `19800203`,
 * `03.02.1980`, `3/2/1980`. Null for anything that is no real date between 1850 and 2199.
 */
export function parseBirthDate(text: string): string | null {
  // A pattern such as `[0-9.-]+` takes the dot before the extension along.
  const written = text.replace(/^[-._ /]+|[-._ /]+$/g, '');
  for (const shape of shapes) {
    const parts = shape.exec(written)?.groups;
    if (parts === undefined) continue;
    const [year, month, day] = [Number(parts['year']), Number(parts['month']), Number(parts['day'])];
    const date = new Date(Date.UTC(year, month - 1, day));
    // Date turns the 31st of February into a day of March; such a text is a typing error, not a date.
    const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    if (isReal && year >= 1850 && year < 2200) return date.toISOString().slice(0, 10);
  }
  return null;
}
