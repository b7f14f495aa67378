/** Repeated measurements: their median and spread. */
export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

/**
 * The value that `share` (0 to 1) of all values do not exceed, by nearest rank, so always a measured one. NaN of an
 * empty list.
 */
export function percentile(values: readonly number[], share: number): number {
  return ascending(values)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? NaN;
}

/** The median; of an even number of values the mean of the middle two. NaN of an empty list. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2;
}

export function summaryOf(values: readonly number[]): Summary {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/**
 * The second divided by the first, turn by turn, so that other load on the machine affects both. With times, a value
 * over 1 means faster than the alternative.
 */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
  if (over.length !== under.length) throw new RangeError('sides of unequal length cannot be paired');
  return over.map((value, turn) => value / (under[turn] ?? NaN));
}

/** Rounded to three digits, or to an integer from 100 on, to avoid false precision. */
export function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
