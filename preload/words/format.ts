import { words } from './current.ts';
import { formatter } from './locale.ts';

// Dates, times and quantities in the current locale.

/** Minutes and seconds as a clock shows them: `9:41`. The same in every language here. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const dates = (name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  formatter(name, (locale) => new Intl.DateTimeFormat(locale, options));

/** Formats a date of birth, `YYYY-MM-DD`, for the locale. */
export const birthText = (date: string | null): string =>
  date === null ? words().people.noDateOfBirth : dateText(date);

/** Formats a calendar date, `YYYY-MM-DD`, for the locale. Anything else is returned as it is. */
export function dateText(date: string): string {
  const parsed = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(parsed.getTime())
    ? date
    : dates('date', { dateStyle: 'medium', timeZone: 'UTC' }).format(parsed);
}

const isToday = (at: number, now: number): boolean =>
  new Date(at).toDateString() === new Date(now).toDateString();

/** A time of day. */
export const timeText = (at: number): string => dates('time', { timeStyle: 'short' }).format(at);

/** The time of a moment, in epoch milliseconds, as a clock at a place shows it. `timeZone` null: as this PC's. */
export const timeAtText = (at: number, timeZone: string | null): string =>
  timeZone === null ? timeText(at) : dates(`time ${timeZone}`, { timeStyle: 'short', timeZone }).format(at);

/** A moment in epoch milliseconds: the time if it is today, else date and time. */
export const momentText = (at: number, now: number): string =>
  isToday(at, now) ? timeText(at) : dates('moment', { dateStyle: 'medium', timeStyle: 'short' }).format(at);

/**
 * The day of a moment in epoch milliseconds, or the time if it is today. For places where the full moment is easy to
 * find.
 */
export const dayText = (at: number, now: number): string =>
  isToday(at, now) ? timeText(at) : dates('day', { dateStyle: 'medium' }).format(at);

/** A file name shortened in the middle for a sentence, since both ends tell files apart. */
export const shortName = (name: string): string =>
  name.length <= 28 ? name : `${name.slice(0, 16)}…${name.slice(-10)}`;

/** Page numbers in order: `2–4, 7`. */
export function pagesText(pages: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const page of pages) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === page - 1) last[1] = page;
    else runs.push([page, page]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}

/** The complete id, since people compare it. */
export const idText = (id: string): string => `#${id}`;

/** Intl's names of the units used here. */
type Unit = 'second' | 'minute' | 'hour' | 'byte' | `${'kilo' | 'mega' | 'giga' | 'tera'}byte`;

function unitText(value: number, unit: Unit | `${Unit}-per-second`, decimals: 0 | 1): string {
  const format = formatter(`${unit} ${decimals}`, (locale) => {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    // Long form, since CLDR's short form of byte has no English plural.
    const unitDisplay = unit === 'byte' ? 'long' : 'short';
    return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, ...digits });
  });
  return format.format(value);
}

/** An approximate remaining time: `4 sec`, `3 min`. */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return '';
  if (seconds < 90) return unitText(Math.max(1, Math.round(seconds)), 'second', 0);
  return seconds < 5400
    ? unitText(Math.round(seconds / 60), 'minute', 0)
    : unitText(Math.round(seconds / 3600), 'hour', 0);
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function scaled(bytes: number): { value: number; unit: (typeof byteUnits)[number]; decimals: 0 | 1 } {
  const power = bytes < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return { value, unit: byteUnits[power] ?? 'terabyte', decimals: power === 0 || value >= 100 ? 0 : 1 };
}

/** A size in decimal units, as in file managers. */
export function sizeText(bytes: number): string {
  const { value, unit, decimals } = scaled(bytes);
  return unitText(value, unit, decimals);
}

/** Bytes per second. */
export function speedText(bytesPerSecond: number): string {
  const { value, unit, decimals } = scaled(bytesPerSecond);
  return unitText(value, `${unit}-per-second`, decimals);
}

/** A share from 0 to 1, in per cent. */
export const shareText = (share: number): string =>
  formatter('share', (locale) => new Intl.NumberFormat(locale, { style: 'percent' })).format(share);
