import type { ErrorCode } from '../../../preload/contract/errors.ts';
import type { JobId } from '../../../preload/contract/ids.ts';
import { asChartdropError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import { createRetryingTask } from '../../base/retrying-task.ts';
import type { Claims } from './claims.ts';
import {
  type ClaimedFolder,
  createClaimsOpener,
  type OpenClaimsDeps,
  type OpenedClaims,
} from './open-claims.ts';
import { beatsPerTerm } from './heartbeats.ts';
import type { ToldSums } from './told-sums.ts';

/** The agreement on one scan folder while it is watched or jobs of its scans are active. */
export interface FolderClaims {
  readonly folder: ClaimedFolder;
  /**
   * Runs work that needs the claims; null if no agreement is needed. Throws what `work` throws, `claims-denied`,
   * `folder-missing`, and the file system's errors.
   */
  use<T>(work: (claims: Claims) => Promise<T>): Promise<T | null>;
  /** Recorded as soon as possible; a later record for the same job replaces it. */
  mark(job: JobId, work: (claims: Claims) => Promise<void>): void;
  /** See `ToldSums`; none if no agreement is needed. Throws like `use`. */
  exchangeSums: ToldSums['exchange'];
  trouble(): ErrorCode | null;
  /** Updates the sign from now on, while files are claimed here. */
  wake(): void;
  stop(): Promise<void>;
}

export interface FolderClaimsDeps extends Omit<OpenClaimsDeps, 'onContested'> {
  readonly clock: Clock;
  /** Whether jobs of its scans have not ended. */
  readonly isBusy: () => boolean;
  /** This PC may have slept, and others may have taken over its files. */
  readonly onWasAway: (claims: Claims) => Promise<void>;
  readonly onTrouble: () => void;
}

/** Problems to show although the folder itself exists. */
const told = new Set<ErrorCode>(['claims-denied', 'claims-full']);

export function createFolderClaims(folder: ClaimedFolder, deps: FolderClaimsDeps): FolderClaims {
  const { clock, log } = deps;
  const termMs = folder.takeOverSeconds * 1000;
  const marks = new Map<JobId, (claims: Claims) => Promise<void>>();
  let opened: OpenedClaims | null = null;
  let opening: Promise<OpenedClaims> | null = null;
  let isContested = false;
  let trouble: ErrorCode | null = null;
  let usedAt = -Infinity;
  let lastSign = -Infinity;
  /** When to look once more, in monotonic milliseconds. */
  let lookAgainAt: number | null = null;

  const setTrouble = (next: ErrorCode | null): void => {
    if (trouble === next) return;
    trouble = next;
    deps.onTrouble();
  };

  const openAnew = createClaimsOpener(folder, {
    ...deps,
    onContested() {
      isContested = true;
      log.warn('claims-not-kept', { code: 'claims-unsafe' });
    },
  });

  const open = async (): Promise<OpenedClaims['agreement']> => {
    if (folder.shared === 'no') return null;
    if (opened === null || clock.monotonic() >= opened.until) {
      // Several simultaneous calls open it once.
      opening ??= openAnew().finally(() => (opening = null));
      opened = await opening;
    }
    return opened.agreement;
  };

  /** `proves`: a successful write shows that the problem is over; a read does not. */
  const attempt = async <T>(work: () => Promise<T>, proves: boolean): Promise<T> => {
    try {
      const answer = await work();
      const isOver = proves || trouble === null || !told.has(trouble);
      if (isOver) setTrouble(isContested ? 'claims-unsafe' : (opened?.standing ?? null));
      return answer;
    } catch (thrown) {
      const { code } = asChartdropError(thrown);
      if (told.has(code)) setTrouble(code);
      // Forbidden or deleted meanwhile: the places are found or created again.
      if (code === 'claims-denied' || code === 'file-missing') opened = null;
      throw thrown;
    }
  };

  const isNeeded = (): boolean =>
    marks.size > 0 ||
    deps.isBusy() ||
    clock.monotonic() - usedAt < termMs ||
    (trouble !== null && told.has(trouble));

  const beat = (): Promise<void> =>
    attempt(async () => {
      const agreement = await open();
      if (agreement === null) {
        marks.clear();
        return;
      }
      const before = clock.now();
      await agreement.heartbeats.give({ always: trouble !== null && told.has(trouble) });
      // By the wall clock, since the monotonic one stops during sleep.
      const wasAway = Math.abs(clock.now() - lastSign) > termMs / 2;
      lastSign = before;
      const isDue = lookAgainAt !== null && clock.monotonic() >= lookAgainAt;
      // Another PC may have decided to take over before it could see the sign, and acts a moment later.
      if (wasAway) lookAgainAt = clock.monotonic() + termMs / 2;
      else if (isDue) lookAgainAt = null;
      if (wasAway || isDue) await deps.onWasAway(agreement.claims);
      for (const [id, mark] of [...marks]) {
        await mark(agreement.claims);
        // A later one, set meanwhile, must still be written.
        if (marks.get(id) === mark) marks.delete(id);
      }
    }, true);

  const untilNext = (): number | null => (isNeeded() ? termMs / beatsPerTerm : null);
  const beats = createRetryingTask({
    clock,
    async work() {
      await beat();
      return untilNext();
    },
    backoffMs: untilNext,
    onError({ code }) {
      opened = null;
      log.warn('claims-not-kept', { code });
    },
  });
  const wake = (): void => {
    if (folder.shared !== 'no') beats.nudge();
  };

  return {
    folder,
    use: (work) =>
      attempt(async () => {
        const agreement = await open();
        if (agreement === null) return null;
        usedAt = clock.monotonic();
        if (folder.shared !== 'no') beats.ensure(0);
        return work(agreement.claims);
      }, false),
    exchangeSums: (own, youngerThanMs) =>
      attempt(async () => (await open())?.sums.exchange(own, youngerThanMs) ?? [], false),
    mark(job, work) {
      if (folder.shared === 'no') return;
      marks.set(job, work);
      wake();
    },
    trouble: () => trouble,
    wake,
    stop: () => beats.stop(),
  };
}
