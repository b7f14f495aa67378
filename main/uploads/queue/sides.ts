import type { JobId } from '../../../preload/contract/ids.ts';
import type { JobState } from '../../../preload/contract/job.ts';
import type { ChartdropError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import { createOutage, type Outage, saysOutage, type Side } from './outage.ts';
import type { RunEnded, RunTold } from './run-job.ts';
import { createSilence, silenceMs } from './silence.ts';

/** Whether the clinic and its storage work, as far as uploads show. */
export interface Sides {
  /** Whether a job of this state may begin. */
  mayBegin(state: JobState): boolean;
  /** A run begins. Returns what it tells. */
  begun(id: JobId, given: { state: JobState; isLarge: boolean }): RunTold;
  /** A run is over. True if an outage ended it. */
  ended(id: JobId, ended: RunEnded): boolean;
  /** Probes for silent runs. Returns the milliseconds until the next run may count as silent; null: none. */
  checkSilence(): number | null;
  /** A call to the clinic outside the uploads failed. */
  suspect(error: ChartdropError): void;
  /** True while a side is probed. */
  isProbing(): boolean;
  /** Others know that both work. */
  reset(): void;
  stop(): Promise<void>;
}

const both: readonly Side[] = ['clinic', 'storage'];
/** What a job of a state needs. */
const needs = (state: JobState): readonly Side[] => (state === 'queued' ? both : ['clinic']);

export function createSides(deps: {
  clock: Clock;
  random: () => number;
  /** Resolves if a side answers. */
  probe: (side: Side, signal: AbortSignal) => Promise<void>;
  /** Call `checkSilence` and `mayBegin` again in this many milliseconds. */
  wake: (ms: number) => void;
  /** Jobs that an outage stopped may begin. */
  resume: (ids: readonly JobId[]) => void;
  /** The run's connection is dead. */
  abort: (id: JobId) => void;
  /** An outage is over. */
  onOver: () => void;
}): Sides {
  const { clock, random } = deps;
  /** Jobs that an outage stopped. */
  const stalled = new Set<JobId>();
  const silence = createSilence(clock);

  const outageOf = (side: Side): Outage =>
    createOutage({
      clock,
      random,
      probe: (signal) => deps.probe(side, signal),
      onChanged: () => deps.wake(0),
      onOver(jobs) {
        // For a trial the one that has waited for longest, since none may be ready.
        const ids = [...stalled].slice(0, jobs === 'one' ? 1 : undefined);
        for (const id of ids) stalled.delete(id);
        deps.resume(ids);
        if (jobs === 'one') return;
        for (const id of silence.take(side)) deps.abort(id);
        deps.onOver();
      },
    });
  const outages: Readonly<Record<Side, Outage>> = {
    clinic: outageOf('clinic'),
    storage: outageOf('storage'),
  };

  return {
    mayBegin: (state) => needs(state).every((side) => outages[side].mayBegin()),
    begun(id, { state, isLarge }) {
      for (const side of needs(state)) outages[side].begun(id);
      return {
        answered(side, what) {
          outages[side].answered(id, what);
        },
        awaits(side) {
          // The storage may take long for a large one, which would start over.
          if (isLarge) return;
          silence.awaits(id, side);
          if (side !== null) deps.wake(silenceMs);
        },
      };
    },
    ended(id, { error, written, side }) {
      silence.ended(id, error?.code === 'aborted');
      const outage = error !== null && written && saysOutage(error) ? error : null;
      stalled.delete(id);
      if (outage !== null) stalled.add(id);
      for (const one of both) outages[one].ended(id, one === side ? outage : null);
      return outage !== null;
    },
    checkSilence: () =>
      silence.check((side) => {
        outages[side].silent();
      }),
    suspect(error) {
      if (saysOutage(error)) outages.clinic.suspect(error);
    },
    isProbing: () => both.some((side) => outages[side].isDown()),
    reset() {
      for (const side of both) outages[side].reset();
    },
    async stop() {
      await Promise.all(both.map((side) => outages[side].stop()));
    },
  };
}
