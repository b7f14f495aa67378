import type { Clock } from '../../base/ports.ts';
import { backoff } from '../../jobs/retry-policy.ts';

/** The pause after this PC's own faults, such as a full disk. */
export interface QuietTime {
  /** The number of pauses so far, to be kept by each run that begins. */
  round(): number;
  /** Longer than the last time, unless that was after this round: runs that fail together raise it once. */
  begin(round: number): void;
  end(): void;
  /** Milliseconds until it is over; not positive if it is. */
  left(): number;
}

export function createQuietTime(clock: Clock, random: () => number): QuietTime {
  let faults = 0;
  let until = 0;
  let rounds = 0;
  return {
    round: () => rounds,
    begin(round) {
      if (round !== rounds) return;
      rounds += 1;
      until = clock.monotonic() + backoff(faults, random());
      faults += 1;
    },
    end() {
      faults = 0;
      until = 0;
    },
    left: () => until - clock.monotonic(),
  };
}
