import type { PageLine } from '../../../preload/contract/page-line.ts';
import { endOfLabel, isBirthLabel, isLabelOfOther, isOfOther, numbersIn } from './labels.ts';
import { writtenDates } from './written-dates.ts';

/** A date on a page that may be a person's date of birth, with the text in which the name can be. */
export interface Mention {
  readonly line: PageLine;
  /** Each day that the date can mean. */
  readonly born: readonly string[];
  /** Lines around the date and with it, from top to bottom. */
  readonly near: readonly PageLine[];
}

/** The dates and numbers of people on a page, before any patient is known. */
export interface PageEvidence {
  /** Those with a label first: their dates of birth are looked up first. */
  readonly mentions: readonly Mention[];
  readonly numbers: readonly string[];
  /** There were more dates or numbers than are kept. */
  readonly isCut: boolean;
  /** A label of a date of birth has no date that could be read: somebody whom the page names may be missing. */
  readonly hasOpenLabel: boolean;
}

/** More mentions than this are no letter about one patient. Each costs calls to the clinic. */
const mostMentions = 6;
const mostNumbers = 5;
/** Dates that are compared with the lines around them; a table of dates has more, and names no patient. */
const mostDates = 200;

/** A name is at most this many heights of a line above or below its date of birth. */
const nearAbove = 10;
const nearBelow = 4;
/** A line that is taller is no letter's line: a place must not cover half a page. Share of the page. */
const tallest = 0.03;

const heightOf = ({ box }: PageLine): number => Math.min(Math.max(box.height, 0.008), tallest);
const middleOf = ({ box }: PageLine): number => box.top + box.height / 2;
/** How far a line is below another, in heights of a line. */
const distance = (line: PageLine, other: PageLine): number =>
  (middleOf(other) - middleOf(line)) / Math.max(heightOf(line), heightOf(other));
/** Whether a line is in the column below a label. */
const isBelow = (label: PageLine, line: PageLine): boolean => {
  const down = distance(label, line);
  return down > 0.6 && down < 3 && Math.abs(label.box.left - line.box.left) < 0.06;
};
const isBeside = (line: PageLine, other: PageLine): boolean => Math.abs(distance(line, other)) < 0.6;

/** Reads evidence out of lines. `today` as `YYYY-MM-DD`. */
export function evidenceOf(lines: readonly PageLine[], today: string): PageEvidence {
  const marked: Mention[] = [];
  const bare: Mention[] = [];
  let dates = 0;
  for (const line of lines) {
    if (dates > mostDates) break;
    for (const date of writtenDates(line.text, today)) {
      dates += 1;
      const { before, above, heading } = labelsOf(lines, line, date.from);
      if (isOfOther(`${above} ${before}`) || isLabelOfOther(heading)) continue;
      const mention = { line, born: date.days, near: nearOf(lines, line) };
      if (isBirthLabel(before) || isBirthLabel(above)) marked.push(mention);
      else if (isNamed(line.text, date) && !isOfLetter(date.days, today)) bare.push(mention);
    }
  }
  const numbers = [...new Set(lines.flatMap(({ text }) => numbersIn(text)))];
  const mentions = [...marked, ...bare];
  return {
    mentions: mentions.slice(0, mostMentions),
    numbers: numbers.slice(0, mostNumbers),
    hasOpenLabel: lines.some((line) => isOpen(lines, line, today)),
    isCut: dates > mostDates || mentions.length > mostMentions || numbers.length > mostNumbers,
  };
}

/** The words before a date in its line and in the columns on its left, and those above its column in a table. */
function labelsOf(
  lines: readonly PageLine[],
  line: PageLine,
  from: number,
): { before: string; above: string; heading: string } {
  const own = line.text.slice(0, from);
  const samePage = lines.filter((other) => other !== line && other.page === line.page);
  const left = samePage
    .filter((other) => isBeside(line, other) && other.box.left < line.box.left)
    .toSorted((one, other) => one.box.left - other.box.left)
    .map(({ text }) => text);
  const before = [...left, own].join(' ');
  const [above] = samePage
    .filter((other) => isBelow(other, line))
    .toSorted((one, other) => distance(one, line) - distance(other, line));
  const heading = above?.text ?? '';
  return { before, above: own.trim() === '' ? heading : '', heading };
}

/** Whether a line ends its label of a date of birth without a date there, on its right or below it. */
function isOpen(lines: readonly PageLine[], line: PageLine, today: string): boolean {
  const end = endOfLabel(line.text);
  if (end === -1) return false;
  const hasDate = ({ text }: PageLine): boolean => writtenDates(text, today).length > 0;
  if (hasDate({ ...line, text: line.text.slice(end) })) return false;
  return !lines.some(
    (other) =>
      other !== line &&
      other.page === line.page &&
      hasDate(other) &&
      (isBelow(line, other) || (isBeside(line, other) && other.box.left > line.box.left)),
  );
}

/** A date of the last year without a label is that of the letter or an examination, not of a birth. */
const isOfLetter = (days: readonly string[], today: string): boolean => {
  const aYearAgo = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`;
  return days.some((day) => day > aYearAgo);
};

/** Two words with capitals directly before or after the date: "Jane Citizen (3/2/1980)". */
function isNamed(text: string, { from, to }: { from: number; to: number }): boolean {
  const name = String.raw`\p{Lu}[\p{L}'’.-]*[,]?\s+(?:\p{L}[\p{L}'’.-]*\s+)?\p{Lu}[\p{L}'’.-]*`;
  return (
    new RegExp(`${name}[\\s,;:(–*-]*$`, 'u').test(text.slice(0, from)) ||
    new RegExp(`^[\\s,;:)–-]*${name}`, 'u').test(text.slice(to))
  );
}

function nearOf(lines: readonly PageLine[], line: PageLine): PageLine[] {
  return lines
    .filter((other) => {
      const down = distance(line, other);
      return other.page === line.page && down >= -nearAbove && down <= nearBelow && !isOfOther(other.text);
    })
    .toSorted((one, other) =>
      isBeside(one, other) ? one.box.left - other.box.left : middleOf(one) - middleOf(other),
    );
}
