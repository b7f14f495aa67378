import type { JobId } from '../../../preload/contract/ids.ts';
import type { Clock } from '../../base/ports.ts';
import type { Side } from './outage.ts';

/** Milliseconds without an answer after which a probe shows whether the side answers others. */
export const silenceMs = 5000;

/** Runs whose connections may be dead: a cut line tells neither side. */
export interface Silence {
  /** The run awaits this side's answer from now on; null: none. */
  awaits(id: JobId, side: Side | null): void;
  /** The run is over. `wasAborted`: by us. */
  ended(id: JobId, wasAborted: boolean): void;
  /** Calls `onSilent` for each side with a silent run. Returns the milliseconds until the next one may be; null: none. */
  check(onSilent: (side: Side) => void): number | null;
  /** The side answers others. Returns the runs that waited for it in vain, each job's once. */
  take(side: Side): JobId[];
}

export function createSilence(clock: Clock): Silence {
  const waiting = new Map<JobId, { readonly side: Side; readonly since: number }>();
  /** The service may only be slow, so the second run of a job waits for the timeout. */
  const takenOnce = new Set<JobId>();

  return {
    awaits(id, side) {
      if (side === null) waiting.delete(id);
      else waiting.set(id, { side, since: clock.monotonic() });
    },
    ended(id, wasAborted) {
      waiting.delete(id);
      if (!wasAborted) takenOnce.delete(id);
    },
    check(onSilent) {
      const now = clock.monotonic();
      const left = [...waiting.values()].map(({ side, since }) => ({ side, ms: since + silenceMs - now }));
      for (const { side, ms } of left) if (ms <= 0) onSilent(side);
      const next = left.map(({ ms }) => ms).filter((ms) => ms > 0);
      return next.length === 0 ? null : Math.min(...next);
    },
    take(side) {
      const now = clock.monotonic();
      const silent = [...waiting].filter(([, one]) => one.side === side && now - one.since >= silenceMs);
      // Those that go on waiting are not probed again.
      for (const [id] of silent) waiting.delete(id);
      const taken = silent.map(([id]) => id).filter((id) => !takenOnce.has(id));
      for (const id of taken) takenOnce.add(id);
      return taken;
    },
  };
}
