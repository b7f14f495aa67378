import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { Fingerprint } from '../../files/job-file.ts';
import { sameFingerprint } from '../../files/fingerprint.ts';

/** The format's answer: complete, visibly incomplete, or unknown. */
export type Wholeness = 'whole' | 'partial' | 'unknown';

/** The result of opening the file: its bytes checked, or the reason why that was impossible. */
export type Inspection =
  { kind: 'opened'; fingerprint: Fingerprint; wholeness: Wholeness } | { kind: 'locked'; code: ErrorCode };

/** The settling state of one file. All times are monotonic milliseconds, so clock jumps do not matter. */
export interface SettleState {
  readonly fingerprint: Fingerprint | null;
  /** Since when this fingerprint has been seen. */
  readonly stillSince: number;
  /** Consecutive checks without result, because the file was empty or locked. Controls the backoff. */
  readonly idleLooks: number;
  /** It counted as finished before and then grew: its scanner saves page by page (case 1). */
  readonly reopened: boolean;
}

/** Check again later: it just changed, is not stable long enough, is empty, or is locked (with the reason). */
type Wait = { readonly kind: 'wait'; readonly lookAgainInMs: number } & (
  { readonly why: 'changed' | 'still' | 'empty' } | { readonly why: 'locked'; readonly code: ErrorCode }
);
export type Look = Wait | { kind: 'inspect' };
export type Verdict = Wait | { kind: 'finished'; fingerprint: Fingerprint };

/** The stable time that is enough for a complete format: leaves 100 ms of the 300 for starting the upload. */
export const wholeStillMs = 200;
/** A scanner may pause 30 s between pages (case 1), so a file known to be incomplete gets twice that. */
export const partialStillMs = 60_000;
/** Windows may update a file's time only when it is closed, so an incomplete file is read again at least this often. */
const readAgainMs = 5_000;

/** 1 s doubling to 60 s: an empty file may stay empty, at almost no cost (checks count from 0). */
const emptyWaitMs = (looks: number) => Math.min(1_000 * 2 ** looks, 60_000);
/** 250 ms doubling to 10 s: a locked file is retried soon, but never in a busy loop (case 4). */
const lockedWaitMs = (looks: number) => Math.min(250 * 2 ** looks, 10_000);

/** The state of a file at its first sight. */
export function startSettling(now: number, options: { reopened: boolean }): SettleState {
  return { fingerprint: null, stillSince: now, idleLooks: 0, reopened: options.reopened };
}

const wait = (why: 'changed' | 'still' | 'empty', lookAgainInMs: number): Wait => ({
  kind: 'wait',
  lookAgainInMs,
  why,
});

/** Records the file's size and times; returns whether to wait or to open it now. `settleMs` is in milliseconds. */
export function observe(
  state: SettleState,
  fingerprint: Fingerprint,
  now: number,
  settleMs: number,
): { state: SettleState; verdict: Look } {
  const first = Math.min(wholeStillMs, settleMs);
  if (state.fingerprint === null || !sameFingerprint(state.fingerprint, fingerprint)) {
    const changed = { ...state, fingerprint, stillSince: now, idleLooks: 0 };
    return { state: changed, verdict: wait('changed', fingerprint.size === 0 ? emptyWaitMs(0) : first) };
  }
  if (fingerprint.size === 0) {
    const idle = { ...state, idleLooks: state.idleLooks + 1 };
    return { state: idle, verdict: wait('empty', emptyWaitMs(idle.idleLooks)) };
  }
  const still = now - state.stillSince;
  return { state, verdict: still < first ? wait('still', first - still) : { kind: 'inspect' } };
}

/** How long the file must stay unchanged, by its bytes; the format alone never decides. */
function requiredStillMs(wholeness: Wholeness, reopened: boolean, settleMs: number): number {
  if (reopened || wholeness === 'partial') return Math.max(settleMs, partialStillMs);
  return wholeness === 'whole' ? Math.min(settleMs, wholeStillMs) : settleMs;
}

/** Decides on a stable file from the result of opening it. */
export function conclude(
  state: SettleState,
  inspection: Inspection,
  now: number,
  settleMs: number,
): { state: SettleState; verdict: Verdict } {
  if (inspection.kind === 'locked') return refuse(state, inspection.code);
  const seen = observe(state, inspection.fingerprint, now, settleMs);
  // The file may have changed between check and opening; then the stable time starts over.
  if (seen.verdict.kind === 'wait') return { state: seen.state, verdict: seen.verdict };
  const left =
    requiredStillMs(inspection.wholeness, state.reopened, settleMs) - (now - seen.state.stillSince);
  const opened = { ...seen.state, idleLooks: 0 };
  if (left > 0) return { state: opened, verdict: wait('still', Math.min(left, readAgainMs)) };
  return { state: opened, verdict: { kind: 'finished', fingerprint: inspection.fingerprint } };
}

/** Records that the file could not be checked or opened (EBUSY, EPERM, EACCES; case 4). */
export function refuse(state: SettleState, code: ErrorCode): { state: SettleState; verdict: Verdict } {
  const lookAgainInMs = lockedWaitMs(state.idleLooks);
  const verdict = { kind: 'wait', why: 'locked', lookAgainInMs, code } as const;
  return { state: { ...state, idleLooks: state.idleLooks + 1 }, verdict };
}
