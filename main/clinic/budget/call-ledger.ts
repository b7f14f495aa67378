/** The calls to one clinic that count against its limit. Times are milliseconds of the monotonic clock. */
export interface CallState {
  readonly used: number;
  /** When the next counted call stops counting; null if that is not known. */
  readonly freeAt: number | null;
  /** The service reported that its limit is reached, until this moment. */
  readonly blockedUntil: number;
  /** A person uses the window, or did within the last minute, until this moment. */
  readonly windowUsedUntil: number;
}

export interface CallLedger {
  /** Takes a place if `mayTake` says so. Nobody else takes one in between. */
  take(now: number, windowMs: number, mayTake: (state: CallState) => boolean): TakenCall | null;
  read(now: number): CallState;
  /** Moves a moment later, never earlier. */
  extend(moment: 'blockedUntil' | 'windowUsedUntil', until: number, now: number): void;
  /** True if other processes take and free places too. */
  readonly isShared: boolean;
}

export interface TakenCall {
  /** The call counts until then. */
  answered(freeAt: number): void;
}

/** The calls of this process alone. */
export function createCallLedger(): CallLedger {
  let inFlight = 0;
  /** Ascending. */
  const freeAt: number[] = [];
  const until = { blockedUntil: 0, windowUsedUntil: 0 };

  const read = (now: number): CallState => {
    while (freeAt[0] !== undefined && freeAt[0] <= now) freeAt.shift();
    return { used: inFlight + freeAt.length, freeAt: freeAt[0] ?? null, ...until };
  };
  return {
    isShared: false,
    read,
    take(now, _windowMs, mayTake) {
      if (!mayTake(read(now))) return null;
      inFlight += 1;
      return {
        answered(moment) {
          inFlight -= 1;
          freeAt.push(moment);
        },
      };
    },
    extend(moment, at) {
      until[moment] = Math.max(until[moment], at);
    },
  };
}
