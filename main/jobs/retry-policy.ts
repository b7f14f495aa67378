import type { InboxReason } from '../../preload/contract/job.ts';
import { assertNever, type ChartdropError } from '../base/errors.ts';

/** What becomes of a job after an error, by the kind of error (design 3.4). Times are milliseconds. */
export type Recovery =
  | { kind: 'later'; afterMs: number }
  /** Nothing can go on without a working key: the queue pauses, the job stays where it is. */
  | { kind: 'wait-for-key' }
  | { kind: 'to-inbox'; reason: InboxReason }
  | { kind: 'fail' }
  /** Another PC has it. */
  | { kind: 'taken-over' }
  /** We are stopping; the row says where to go on. */
  | { kind: 'leave' };

const firstDelayMs = 1000;
const longestDelayMs = 60_000;
/** A storage's refusal is met by a fresh presigned post; the fourth refusal is a person's. */
const freshPresigns = 3;
/** Answers without a presigned post that are asked for again. */
const emptyAnswers = 5;

/** 1 s, doubling to 60 s, each between 75 % and 125 % of it, so that stations do not knock in step. */
export function backoff(tries: number, random: number): number {
  const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(tries, 10));
  return Math.round(delay * (0.75 + random / 2));
}

/**
 * Decides on an error. `tries` is how often this kind of error met the job before, `random` in [0, 1), `untilReset`
 * the milliseconds to the moment that a 429 named; `isKept`: there is a copy of the file's bytes.
 */
export function recovery(
  error: ChartdropError,
  given: { tries: number; random: number; untilReset: number; isKept: boolean },
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
    // An answer that is whole and says "none" may be a slip of the service, but not for ever.
    case 'presigned-post-missing':
      return given.tries < emptyAnswers
        ? { kind: 'later', afterMs: backoff(given.tries, given.random) }
        : { kind: 'fail' };
    case 'file-changed':
      // Overwritten while it was sent: the copy goes in its place.
      if (given.isKept) {
        return { kind: 'later', afterMs: given.tries === 0 ? 0 : backoff(given.tries, given.random) };
      }
      return { kind: 'to-inbox', reason: 'file-changed' };
    case 'scan-taken-over':
      return { kind: 'taken-over' };
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
