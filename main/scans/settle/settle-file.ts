import { lstat } from 'node:fs/promises';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { Fingerprint } from '../../files/job-file.ts';
import { asChartdropError, assertNever, type ChartdropError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import { errnoOf, fileError } from '../../files/file-errors.ts';
import { fingerprintOf, sameFingerprint } from '../../files/fingerprint.ts';
import { pathBytes } from '../../files/name-bytes.ts';
import type { Limiter } from '../../base/limiter.ts';
import type { WakeableSleep } from '../../base/wakeable-sleep.ts';
import { conclude, observe, refuse, startSettling, type Inspection, type Verdict } from './stability.ts';

/** The result for a file: taken, known already, gone before it was finished, or no regular file. */
export type SettleEnd =
  | { kind: 'taken'; fingerprint: Fingerprint }
  | { kind: 'gone'; wasThere: boolean }
  | { kind: 'known' | 'other' | 'aborted' };

export interface SettleFileDeps {
  readonly clock: Clock;
  readonly path: string;
  readonly pause: WakeableSleep;
  readonly looks: Limiter;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  settleMs(): number;
  inspect(path: string): Promise<Inspection>;
  /** Called once with the result of the first check: nothing to do, or settle, and whether it was taken before. */
  judge(fingerprint: Fingerprint): 'known' | 'new' | 'reopened';
  /** The file is new or grew: a person is scanning. */
  onActivity(): void;
  /** How many files of the folder other PCs have. */
  elsewhere(): number;
  /** Resolves once the file is taken; rejects if it was not. */
  handOver(fingerprint: Fingerprint): Promise<void>;
  /** The error that keeps the file from being taken, or null. */
  onTrouble(code: ErrorCode | null): void;
}

type Step = Verdict | { kind: 'known' | 'gone' | 'other' };

/** For all files of a folder that wait for other PCs together, so that a share is not busy with them. */
const asksASecond = 10;
const longestElsewhereMs = 300_000;

/**
 * 1 s doubling to 60 s; a problem that only a person can fix is retried once a minute. `elsewhere`: how many files of the folder
 * other PCs have.
 */
export function intakeWaitMs(
  error: Pick<ChartdropError, 'code' | 'advice'>,
  { tries, elsewhere }: { tries: number; elsewhere: number },
): number {
  if (error.advice === 'ask' || error.advice === 'fatal') return 60_000;
  const growing = Math.min(1_000 * 2 ** tries, 60_000);
  if (error.code !== 'scan-claimed-elsewhere') return growing;
  return Math.max(growing, Math.min((elsewhere * 1_000) / asksASecond, longestElsewhereMs));
}

/** The error that a wait stands for, or null for a file that is still being written. */
function troubleOf(step: Extract<Verdict, { kind: 'wait' }>): ErrorCode | null {
  if (step.why === 'locked') return step.code;
  return step.why === 'empty' ? 'file-empty' : null;
}

/**
 * Follows one file from its first sight until it is finished and taken. Reports errors and continues; never rejects.
 */
export async function settleFile(deps: SettleFileDeps): Promise<SettleEnd> {
  const { clock, path, pause, signal } = deps;
  let state = startSettling(clock.monotonic(), { reopened: false });
  let judged = false;
  let tries = 0;
  /** As it was finished, while another PC has it: only that is asked again, and no byte read. */
  let claimed: Fingerprint | null = null;
  /** The last look could not read the file. Where it can, but nobody takes it, the reason stays until it is taken. */
  let wasRefused = false;

  const lookAndJudge = async (): Promise<Step> => {
    const stats = await lstat(pathBytes(path), { bigint: true });
    if (!stats.isFile()) return { kind: 'other' };
    const fingerprint = fingerprintOf(stats);
    if (!judged) {
      const judgement = deps.judge(fingerprint);
      if (judgement === 'known') return { kind: 'known' };
      state = { ...state, reopened: judgement === 'reopened' };
      judged = true;
    }
    const seen = observe(state, fingerprint, clock.monotonic(), deps.settleMs());
    state = seen.state;
    if (seen.verdict.kind === 'wait') return seen.verdict;
    if (claimed !== null && sameFingerprint(claimed, fingerprint)) return { kind: 'finished', fingerprint };
    const concluded = conclude(state, await deps.inspect(path), clock.monotonic(), deps.settleMs());
    state = concluded.state;
    return concluded.verdict;
  };

  const look = async (): Promise<Step> => {
    try {
      const step = await lookAndJudge();
      if (step.kind === 'wait') deps.onTrouble(troubleOf(step));
      // Taking it may last, for example until another PC answers: it is no longer unreadable meanwhile.
      else if (wasRefused) deps.onTrouble(null);
      wasRefused = step.kind === 'wait' && step.why === 'locked';
      return step;
    } catch (thrown) {
      const errno = errnoOf(thrown);
      if (errno === 'ENOENT' || errno === 'ENOTDIR') return { kind: 'gone' };
      const { code } = fileError(thrown);
      deps.onTrouble(code);
      wasRefused = true;
      const refused = refuse(state, code);
      state = refused.state;
      return refused.verdict;
    }
  };

  /** True once it is taken; otherwise the milliseconds until the next try. */
  const handOver = async (fingerprint: Fingerprint): Promise<true | number> => {
    try {
      await deps.handOver(fingerprint);
      return true;
    } catch (thrown) {
      if (signal.aborted) return 0;
      const error = asChartdropError(thrown);
      deps.onTrouble(error.code);
      claimed = error.code === 'scan-claimed-elsewhere' ? fingerprint : null;
      // It changed while it was read, so it is still being written: it settles again, with a longer wait.
      if (error.code === 'file-changed') state = startSettling(clock.monotonic(), { reopened: true });
      return intakeWaitMs(error, { tries: tries++, elsewhere: deps.elsewhere() });
    }
  };

  while (!signal.aborted) {
    const step = await deps.looks.run(look);
    switch (step.kind) {
      case 'wait':
        if (step.why === 'changed') deps.onActivity();
        await pause.for(step.lookAgainInMs);
        break;
      case 'finished': {
        const taken = await handOver(step.fingerprint);
        if (taken === true) return { kind: 'taken', fingerprint: step.fingerprint };
        await pause.for(taken);
        break;
      }
      case 'gone':
        return { kind: 'gone', wasThere: judged };
      case 'known':
      case 'other':
        return { kind: step.kind };
      default:
        assertNever(step);
    }
  }
  return { kind: 'aborted' };
}
