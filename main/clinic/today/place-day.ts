/** A day at a place: its first moment, and that of the next day. Epoch milliseconds. */
export interface PlaceDay {
  readonly from: number;
  readonly to: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Midnight anywhere is at most this far from midnight in UTC. */
const farthestMs = 16 * 60 * minuteMs;

const formats = new Map<string | null, Intl.DateTimeFormat>();

/** True for a time zone that this system knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}

/** The date of a moment as `YYYY-MM-DD`. `timeZone` null: that of this PC. */
function dateAt(at: number, timeZone: string | null): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const fields = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-CA', { ...fields, timeZone: timeZone ?? undefined });
    formats.set(timeZone, format);
  }
  return format.format(at);
}

/**
 * The day of the moment `now` at a place. Days have 23 to 25 hours where clocks change, and not every day begins at
 * 0:00. `timeZone`: a name that `isTimeZone` knows; null: that of this PC.
 */
export function placeDay(now: number, timeZone: string | null): PlaceDay {
  const date = dateAt(now, timeZone);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const next = new Date(midnight + dayMs).toISOString().slice(0, 10);
  return { from: firstMoment(date, midnight, timeZone), to: firstMoment(next, midnight + dayMs, timeZone) };
}

/** Halves the time around midnight in UTC until one minute is left. Clocks change at whole minutes. */
function firstMoment(date: string, midnight: number, timeZone: string | null): number {
  let [before, after] = [midnight - farthestMs, midnight + farthestMs];
  while (after - before > minuteMs) {
    const middle = before + Math.floor((after - before) / (2 * minuteMs)) * minuteMs;
    if (dateAt(middle, timeZone) < date) before = middle;
    else after = middle;
  }
  return after;
}
