import type { Destination } from '../../../preload/contract/destination.ts';
import { sameDestination } from '../../../preload/contract/same-destination.ts';
import type { Clock, Stop } from '../../base/ports.ts';

/** Why the selection ended. */
export type DisarmReason = 'person' | 'timeout' | 'lock' | 'sleep' | 'exit' | 'clinic' | 'patient';

export type ArmedChange =
  | { kind: 'armed'; destination: Destination }
  | { kind: 'disarmed'; destination: Destination; reason: DisarmReason };

/** The selection at one moment; a scan keeps it from its first sight to its end. */
export interface ArmedToken {
  readonly armId: number;
  readonly destination: Destination;
  /** False if the file may have appeared before this selection, during another one. */
  readonly certain: boolean;
}

export interface ActiveDestination {
  /**
   * An explicit act of a person; `find` may ask the clinic. Selecting the same patient again only restarts the countdown.
   * Resolves when it is in effect: files with pending events by then appeared before it. The act that begins last wins,
   * however soon the clinic answers: null if another selection or a finish came meanwhile.
   */
  arm(find: Destination | (() => Promise<Destination>)): Promise<Destination | null>;
  disarm(reason: DisarmReason): void;
  /** A scan arrives or grows: restarts the countdown if the scan belongs to the current selection. */
  touch(token: ArmedToken | null): void;
  current(): Destination | null;
  /** The selection for a file that did not exist before `since` (monotonic milliseconds). */
  snapshot(since: number): ArmedToken | null;
  /** Milliseconds until it ends automatically, or null without a selection. */
  remainingMs(): number | null;
}

export interface ActiveDestinationDeps {
  readonly clock: Clock;
  /** Resolves when the pending events of the scan folders were handled. */
  eventsHandled(): Promise<void>;
  /** Milliseconds without a scan. Read at each restart of the countdown, so that a new setting applies at once. */
  disarmAfterMs(): number;
  onChanged(change: ArmedChange): void;
}

interface Armed {
  readonly armId: number;
  readonly destination: Destination;
  /** Monotonic milliseconds. */
  readonly armedAt: number;
  endsAt: number;
  stopTimer: Stop;
}

/**
 * The selected patient or case of new scans. In memory only: after a start there is none (case 15). Uses monotonic
 * times, so that a wrong or jumping clock neither extends nor ends it (case 30).
 */
export function createActiveDestination(deps: ActiveDestinationDeps): ActiveDestination {
  const { clock } = deps;
  let armed: Armed | null = null;
  let lastArmId = 0;
  let acts = 0;

  const disarm = (reason: DisarmReason) => {
    if (armed === null) return;
    const { destination, stopTimer } = armed;
    stopTimer();
    armed = null;
    deps.onChanged({ kind: 'disarmed', destination, reason });
  };

  const countDown = (until: Armed) => {
    const ms = deps.disarmAfterMs();
    until.stopTimer();
    until.endsAt = clock.monotonic() + ms;
    until.stopTimer = clock.after(ms, () => disarm('timeout'));
  };

  return {
    async arm(find) {
      const act = (acts += 1);
      const destination = typeof find === 'function' ? await find() : find;
      if (act === acts) await deps.eventsHandled();
      if (act !== acts) return null;
      if (armed !== null && sameDestination(armed.destination, destination)) {
        // Unchanged for pending files, but still an act of a person.
        countDown(armed);
      } else {
        armed?.stopTimer();
        const now = clock.monotonic();
        armed = { armId: (lastArmId += 1), destination, armedAt: now, endsAt: now, stopTimer: () => {} };
        countDown(armed);
      }
      deps.onChanged({ kind: 'armed', destination });
      return destination;
    },
    disarm(reason) {
      acts += 1;
      disarm(reason);
    },
    touch(token) {
      if (armed !== null && token?.armId === armed.armId) countDown(armed);
    },
    current: () => armed?.destination ?? null,
    snapshot(since) {
      if (armed === null) return null;
      return { armId: armed.armId, destination: armed.destination, certain: since >= armed.armedAt };
    },
    remainingMs: () => (armed === null ? null : Math.max(0, armed.endsAt - clock.monotonic())),
  };
}
