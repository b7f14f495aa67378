/** What was measured several times: its middle, and how far it spread. */
export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

/**
 * The value that `share` (0 to 1) of all values do not exceed: nearest rank, so always one that was measured. NaN of
 * nothing.
 */
export function percentile(values: readonly number[], share: number): number {
  return ascending(values)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? NaN;
}

/** The middle; of an even number of values the mean of the two in the middle. NaN of nothing. */
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
 * How often the second goes into the first, turn by turn: what else ran on the machine in one turn met both sides alike.
 * With times of a peer and our own, more than 1 is faster than the peer.
 */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
  if (over.length !== under.length) throw new RangeError('sides of unequal length cannot be paired');
  return over.map((value, turn) => value / (under[turn] ?? NaN));
}

/** To three figures, so that no result pretends to be more exact than it is; whole from 100 on. */
export function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
