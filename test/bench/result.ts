import { rounded, type Summary, summaryOf } from './statistics.ts';

/** The result of one benchmark by name: single counts, and repeated measurements with their spread. */
export interface BenchResult {
  readonly numbers: Readonly<Record<string, number>>;
  readonly spreads: Readonly<Record<string, Summary>>;
}

/** One benchmark. Cleans up afterwards, and throws an explanation if it cannot run. */
export type Bench = (place: string) => Promise<BenchResult>;

/** A benchmark's part of the JSON: medians and single numbers, and spreads as `[least, most]`. */
export function jsonOf({ numbers, spreads }: BenchResult): Record<string, unknown> {
  const each = <T>(of: (summary: Summary) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(spreads).map(([name, summary]) => [name, of(summary)]));
  const single = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, rounded(value)]));
  return {
    ...each(({ median }) => rounded(median)),
    ...single,
    spread: each(({ least, most }) => [rounded(least), rounded(most)]),
  };
}

/** Summarises measurements: each list of values becomes a median with its spread, each number stays. */
export function resultOf(measured: Readonly<Record<string, number | readonly number[]>>): BenchResult {
  const numbers: Record<string, number> = {};
  const spreads: Record<string, Summary> = {};
  for (const [name, value] of Object.entries(measured)) {
    if (typeof value === 'number') numbers[name] = value;
    else spreads[name] = summaryOf(value);
  }
  return { numbers, spreads };
}

/** A bench's result in lines for people. */
export function linesOf({ numbers, spreads }: BenchResult): string[] {
  const line = (name: string, words: string): string => `  ${name.padEnd(28)} ${words}`;
  return [
    ...Object.entries(spreads).map(([name, { median, least, most }]) =>
      line(name, `${rounded(median)}   (${rounded(least)} to ${rounded(most)})`),
    ),
    ...Object.entries(numbers).map(([name, value]) => line(name, String(rounded(value)))),
  ];
}
