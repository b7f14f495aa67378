import type { JobId } from '../../../preload/contract/ids.ts';
import type { ChartdropError } from '../../base/errors.ts';
import type { Clock, Stop } from '../../base/ports.ts';
import { saysUnreachable } from '../../clinic/http-errors.ts';
import { backoff } from '../../jobs/retry-policy.ts';
import { createProbing, probeDelay } from './probing.ts';

/** The two services that an upload needs. */
export type Side = 'clinic' | 'storage';

/** True if the service answered, but refused its work. */
const saysRefusing = ({ code }: Pick<ChartdropError, 'code'>): boolean =>
  code === 'service-error' || code === 'storage-error';

/** True for an error that the other uploads would meet too. */
export const saysOutage = (error: Pick<ChartdropError, 'code'>): boolean =>
  saysUnreachable.has(error.code) || saysRefusing(error);

/** Whether one side works: learned from the uploads, and from probes while nothing may be uploaded. */
export interface Outage {
  /** Whether a job that needs this side may begin now. */
  mayBegin(): boolean;
  begun(id: JobId): void;
  /** The side answered. `reached`: one call. `done`: everything that this job asked of it. */
  answered(id: JobId, what: 'reached' | 'done'): void;
  /** The job's run is over. `error`: this side's own failure, if that ended it. */
  ended(id: JobId, error: ChartdropError | null): void;
  /** A call outside the uploads failed. Probes at once unless an upload is about to show the same. */
  suspect(error: ChartdropError): void;
  /** An upload waits for its answer so long that its connection may be dead: a probe on another one shows it. */
  silent(): void;
  /** True while probes are sent. */
  isDown(): boolean;
  /** Others know that the side works. */
  reset(): void;
  stop(): Promise<void>;
}

/** Uploads that must fail, one after the other, before probes take over: a line may only lose some of the answers. */
const firstTrials = 3;
/** Trial uploads that fail although the probe passed: so many at the pace of probes, then ever fewer. */
const quickTrials = 20;

/**
 * - `well`: no limit.
 * - `doubt`: an upload failed. One upload at a time, from `isDue` on, shows whether the others would fail too.
 * - `down`: these failed too. Nothing begins until a probe passes.
 */
type Phase =
  | { readonly kind: 'well' }
  | { readonly kind: 'doubt'; readonly trialsLeft: number; isDue: boolean; trial: JobId | null }
  | { readonly kind: 'down' };

/**
 * Uploads that fail together raise the backoff once: the failure of an upload counts only if it began after the last
 * change of phase. Where a service refuses its work, a passed probe is not enough: one upload has to pass as well.
 */
export function createOutage(deps: {
  clock: Clock;
  random: () => number;
  /** Resolves if the side answers. */
  probe: (signal: AbortSignal) => Promise<void>;
  /** More jobs may begin than before. */
  onChanged: () => void;
  /** Jobs that failed because of this outage may begin: `one`, or all since it is over. */
  onOver: (jobs: 'one' | 'all') => void;
}): Outage {
  const { clock, random } = deps;
  let phase: Phase = { kind: 'well' };
  /** Counts changes of phase. */
  let round = 0;
  const beganIn = new Map<JobId, number>();
  let isRefusing = false;
  /** True from the first failed trial until the outage is over. */
  let isConfirmed = false;
  /** True from a passed probe until an upload shows whether that was right. */
  let isUnproven = false;
  /** Passed probes that an upload contradicted, in a row. */
  let misled = 0;
  let stopTimer: Stop = () => {};

  const enter = (next: Phase): void => {
    stopTimer();
    phase = next;
    round += 1;
    if (next.kind !== 'down') probing.end();
  };
  const over = (): void => {
    const wasConfirmed = isConfirmed;
    isConfirmed = false;
    enter({ kind: 'well' });
    if (wasConfirmed) deps.onOver('all');
    deps.onChanged();
  };
  const goDown = (ms: number): void => {
    isConfirmed = true;
    enter({ kind: 'down' });
    probing.start(ms);
  };

  const trialDelay = (): number =>
    misled <= quickTrials ? probeDelay(misled, random()) : backoff(misled - quickTrials, random());

  const probing = createProbing({
    clock,
    random,
    probe: deps.probe,
    onPassed() {
      isUnproven = true;
      if (misled === 0 && !isRefusing) over();
      else doubt(1, misled === 0 ? 0 : trialDelay());
    },
  });

  /** The next trial may begin in `ms` milliseconds. */
  const doubt = (trialsLeft: number, ms: number): void => {
    const next: Phase = { kind: 'doubt', trial: null, trialsLeft, isDue: ms === 0 };
    enter(next);
    // Not by comparing times: a timer may fire a moment early.
    stopTimer = clock.after(ms, () => {
      next.isDue = true;
      deps.onOver('one');
      deps.onChanged();
    });
  };

  const failed = (id: JobId, error: ChartdropError, began: number | undefined): void => {
    // It failed together with others, or hung until now since before the last change.
    if (phase.kind === 'down' || began !== round) return;
    if (phase.kind === 'doubt' && phase.trial !== id) return;
    isRefusing = saysRefusing(error);
    if (isUnproven) misled += 1;
    isUnproven = false;
    if (phase.kind === 'well') doubt(firstTrials, 0);
    else if (phase.trialsLeft === 1) goDown(probeDelay(0, random()));
    else doubt(phase.trialsLeft - 1, probeDelay(firstTrials - phase.trialsLeft, random()));
  };

  return {
    mayBegin: () => phase.kind === 'well' || (phase.kind === 'doubt' && phase.trial === null && phase.isDue),
    begun(id) {
      beganIn.set(id, round);
      if (phase.kind === 'doubt') phase.trial ??= id;
    },
    answered(id, what) {
      if (phase.kind === 'down' || (isRefusing && what === 'reached')) return;
      // Where work is refused, the answer to an earlier upload is no proof.
      if (isRefusing && beganIn.get(id) !== round) return;
      misled = 0;
      isUnproven = false;
      isRefusing = false;
      if (phase.kind === 'doubt') over();
    },
    ended(id, error) {
      const began = beganIn.get(id);
      beganIn.delete(id);
      if (error !== null) failed(id, error, began);
      else if (phase.kind === 'doubt' && phase.trial === id) phase.trial = null;
    },
    suspect(error) {
      if (phase.kind !== 'well' || beganIn.size > 0) return;
      isRefusing = saysRefusing(error);
      goDown(0);
    },
    silent() {
      if (phase.kind === 'down') return;
      isRefusing = false;
      goDown(0);
    },
    isDown: () => phase.kind === 'down',
    reset() {
      misled = 0;
      isUnproven = false;
      isRefusing = false;
      isConfirmed = false;
      if (phase.kind !== 'well') enter({ kind: 'well' });
    },
    async stop() {
      stopTimer();
      await probing.stop();
    },
  };
}
