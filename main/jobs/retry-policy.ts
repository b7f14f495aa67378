import type { InboxReason } from '../../preload/contract/job.ts';
import { assertNever, type ChartdropError } from '../base/errors.ts';

/** The decision about a job after an error, by kind of error. Times are milliseconds. */
export type Recovery =
  | { kind: 'later'; afterMs: number }
  /** Without a working key no job can run: the queue pauses, and the job keeps its state. */
  | { kind: 'wait-for-key' }
  | { kind: 'to-inbox'; reason: InboxReason }
  | { kind: 'fail' }
  /** Another PC has the file. */
  | { kind: 'taken-over' }
  /** The program is stopping; the row is enough to resume. */
  | { kind: 'leave' };

const firstDelayMs = 1000;
const longestDelayMs = 60_000;
/** After a refusal by the storage, a new presigned post is tried; the fourth refusal needs a person. */
const freshPresigns = 3;
/** How often a missing presigned post is requested again. */
const emptyAnswers = 5;

/**
 * On a line that loses some of the answers, an upload gets through after several tries. While at least one call of each
 * try is answered, so many of them follow soon.
 */
const soonTries = 20;

/** 1 s, doubling to 60 s, each between 75 % and 125 %, so that stations do not retry simultaneously. */
export function backoff(tries: number, random: number): number {
  const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(tries, 10));
  return Math.round(delay * (0.75 + random / 2));
}

/**
 * Decides on an error. `tries`: how often this kind of error occurred before. `random`: in [0, 1). `untilReset`:
 * milliseconds until the moment in a 429. `isKept`: the file has a copy. `isReached`: the clinic answered another call of
 * this try.
 */
export function recovery(
  error: ChartdropError,
  given: { tries: number; random: number; untilReset: number; isKept: boolean; isReached: boolean },
): Recovery {
  switch (error.code) {
    case 'aborted':
      return { kind: 'leave' };
    case 'key-missing':
    case 'key-rejected':
      return { kind: 'wait-for-key' };
    case 'rate-limited':
      return { kind: 'later', afterMs: given.untilReset };
    case 'policy-expired':
    case 'policy-refused':
      return given.tries < freshPresigns ? { kind: 'later', afterMs: 0 } : { kind: 'fail' };
    // A complete answer without a presigned post may be a temporary error, up to a limit.
    case 'presigned-post-missing':
      return given.tries < emptyAnswers
        ? { kind: 'later', afterMs: backoff(given.tries, given.random) }
        : { kind: 'fail' };
    case 'file-changed':
      // Overwritten during its upload: the copy is sent instead.
      if (given.isKept) {
        return { kind: 'later', afterMs: given.tries === 0 ? 0 : backoff(given.tries, given.random) };
      }
      return { kind: 'to-inbox', reason: 'file-changed' };
    case 'scan-taken-over':
      return { kind: 'taken-over' };
    case 'network-unreachable':
    case 'network-timeout':
      if (!given.isReached || given.tries >= soonTries) return byAdvice(error, given);
      return byAdvice(error, { tries: Math.min(given.tries, 1), random: given.random });
    default:
      return byAdvice(error, given);
  }
}

function byAdvice(error: ChartdropError, given: { tries: number; random: number }): Recovery {
  switch (error.advice) {
    case 'retry':
    case 'wait':
      return { kind: 'later', afterMs: backoff(given.tries, given.random) };
    case 'ask':
    case 'fatal':
      return { kind: 'fail' };
    default:
      return assertNever(error.advice);
  }
}
