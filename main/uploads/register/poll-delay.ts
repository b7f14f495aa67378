import type { RateBudget } from '../../clinic/budget/rate-budget.ts';

/** Without load: soon at first, then ever less often. Milliseconds. */
export const firstDelayMs = 250;
export const longestDelayMs = 15_000;
/** Under load a poll uses at most this share of the window's calls (2 %). */
const shareUnderLoad = 0.01;
/** A budget with fewer free calls than this share is short: uploads stand still, and a poll sees all that came before. */
const shortShare = 0.03;
/** Where other uploads come, a poll waits for their results: each poll costs a call that an upload needs. */
export const firstBusyDelayMs = 1500;
/** The interval if every waiting job is slow. */
const slowDelayMs = 5 * 60_000;

type Usage = ReturnType<RateBudget['usage']>;

/** Uploads beside the files that are processed: some could begin, or only some are running. */
export type OtherUploads = 'waiting' | 'running' | 'none';

/** Milliseconds to the next poll, after `idle` polls without a result; `onlySlow`: every job is slow. */
export function pollDelay(given: {
  idle: number;
  onlySlow: boolean;
  /** The last poll filed some, and others that wait were not asked for yet. */
  isRestLeft: boolean;
  uploads: OtherUploads;
  /** Milliseconds since the last poll. */
  sinceLast: number;
  usage: Usage;
}): number {
  const { used, limit, windowMs } = given.usage;
  const longest = given.onlySlow ? slowDelayMs : longestDelayMs;
  const isShort = used > limit * (1 - shortShare);
  const first = isShort || given.uploads !== 'none' ? firstBusyDelayMs : firstDelayMs;
  const calm = Math.min(longest, first * 2 ** Math.min(given.idle, 20));
  const isLoaded = given.uploads === 'waiting' && used > limit / 2;
  // A full batch costs the fewest calls a file, now as later.
  if (given.isRestLeft && !isShort && !isLoaded) return 0;
  if (!isLoaded) return calm;
  const gap = gapUnderLoad({ limit, windowMs });
  return Math.max(calm, isShort ? gap - given.sinceLast : gap);
}

/** Milliseconds between two polls under load. */
export const gapUnderLoad = ({ limit, windowMs }: Pick<Usage, 'limit' | 'windowMs'>): number =>
  windowMs / Math.max(1, limit * shareUnderLoad);
