import type { Destination } from '../../../preload/contract/destination.ts';
import { sameDestination } from '../../../preload/contract/same-destination.ts';
import type { Clock, Stop } from '../../base/ports.ts';

/** Why nobody is armed any more. */
export type DisarmReason = 'person' | 'timeout' | 'lock' | 'sleep' | 'exit' | 'clinic' | 'patient';

export type ArmedChange =
  | { kind: 'armed'; destination: Destination }
  | { kind: 'disarmed'; destination: Destination; reason: DisarmReason };

/** What was armed at one moment; a scan keeps it from its first sight to its end. */
export interface ArmedToken {
  readonly armId: number;
  readonly destination: Destination;
  /** False where the file may have appeared before this was armed, while it was another one's turn. */
  readonly certain: boolean;
}

export interface ActiveDestination {
  /**
   * An explicit act of a person. Arming what is armed already only restarts the countdown. Resolves when it holds: files
   * whose events lay waiting at the call appeared before it. A disarm that comes in between is the newer act, and wins.
   */
  arm(destination: Destination): Promise<void>;
  disarm(reason: DisarmReason): void;
  /** A scan arrives, or grows: the countdown starts anew, if the scan belongs to what is armed now. */
  touch(token: ArmedToken | null): void;
  current(): Destination | null;
  /** What is armed now, for a file that was not there before `since` (monotonic milliseconds). */
  snapshot(since: number): ArmedToken | null;
  /** Milliseconds until it disarms by itself, or null where nobody is armed. */
  remainingMs(): number | null;
}

export interface ActiveDestinationDeps {
  readonly clock: Clock;
  /** Resolves when the events of the scan folders that lie waiting have been handled. */
  eventsHandled(): Promise<void>;
  /** Milliseconds without a scan; read at each restart of the countdown, so that a new setting holds at once. */
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
 * The patient or case that scans go to at present. It lives in memory only: after a start nobody is armed (case 15).
 * Its times are monotonic, so that a wrong or jumping clock neither keeps nor ends it (case 30).
 */
export function createActiveDestination(deps: ActiveDestinationDeps): ActiveDestination {
  const { clock } = deps;
  let armed: Armed | null = null;
  let lastArmId = 0;
  let disarms = 0;

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
    async arm(destination) {
      const disarmsBefore = disarms;
      await deps.eventsHandled();
      if (disarms !== disarmsBefore) return;
      if (armed !== null && sameDestination(armed.destination, destination)) {
        // Unchanged for the files that are on their way; but a person's act all the same.
        countDown(armed);
      } else {
        armed?.stopTimer();
        const now = clock.monotonic();
        armed = { armId: (lastArmId += 1), destination, armedAt: now, endsAt: now, stopTimer: () => {} };
        countDown(armed);
      }
      deps.onChanged({ kind: 'armed', destination });
    },
    disarm(reason) {
      disarms += 1;
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
