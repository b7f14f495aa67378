import { localDay } from '../base/local-day.ts';
import type { Clock } from '../base/ports.ts';
import type { ClinicClient } from '../clinic/client.ts';
import type { Patient } from '../clinic/schemas.ts';
import type { Born } from './evidence/reading-of.ts';

/** The patients with some dates of birth, or how long the calls for them must wait. */
export type LookedUp =
  { readonly kind: 'found'; readonly born: Born } | { readonly kind: 'later'; readonly afterMs: number };

export interface LookUp {
  /**
   * `days` as `YYYY-MM-DD`; others are left out. `fresh`: an answer is at most a minute old. Throws what the calls throw.
   */
  find(days: readonly string[], signal: AbortSignal, given?: { fresh: boolean }): Promise<LookedUp>;
}

/** The share of the account's limit that look-ups use. */
const budgetShare = 0.1;
/** More dates of one page are not asked for. Each costs a call. */
const mostDays = 8;
/** With more patients on one date, such as a placeholder for an unknown one, the date is no evidence. */
const mostPatients = 100;
/** A day without a patient is asked for again after this time, since one may have been added. Milliseconds. */
const absentMs = 5 * 60_000;
const mostKept = 2_000;
/** The age of a fresh answer, in milliseconds. */
const freshMs = 60_000;

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

interface Answer {
  /** null: too many. */
  readonly patients: readonly Patient[] | null;
  /** `clock.now()` until which it counts. */
  readonly until: number;
  /** When it was asked, by the monotonic clock. */
  readonly at: number;
}

/**
 * Finds patients by their dates of birth. The page's text reaches the clinic as checked dates only. Answers are kept in
 * memory until the day ends, and the calls stay within a tenth of the rate limit.
 */
export function createLookUp(deps: {
  client: Pick<ClinicClient, 'patients'>;
  clock: Clock;
  /** The account's limit. */
  rateLimit: { readonly requests: number; readonly windowMs: number };
}): LookUp {
  const { client, clock, rateLimit } = deps;
  const kept = new Map<string, Answer>();
  /** When the calls of the last window were made, by the monotonic clock. */
  let calls: number[] = [];
  const mostCalls = Math.max(1, Math.floor(rateLimit.requests * budgetShare));

  const isKnown = (day: string, fresh: boolean): boolean => {
    const answer = kept.get(day);
    if (answer === undefined || clock.now() >= answer.until) return false;
    return !fresh || clock.monotonic() - answer.at < freshMs;
  };

  /** Milliseconds until another call may be made. */
  const waitForCall = (): number => {
    const now = clock.monotonic();
    calls = calls.filter((at) => at > now - rateLimit.windowMs);
    const [first = now] = calls;
    return calls.length < mostCalls ? 0 : Math.max(1, first + rateLimit.windowMs - now);
  };

  const ask = async (day: string, signal: AbortSignal): Promise<void> => {
    calls.push(clock.monotonic());
    const filters = [{ field: 'date_of_birth', operator: '=', value: day }] as const;
    let patients: readonly Patient[] | null = [];
    // The first page only.
    for await (const page of client.patients(
      { filters, perPage: mostPatients },
      { priority: 'background', signal },
    )) {
      // The filter is the clinic's; a service that ignores it must not make another date fit.
      patients = page.more ? null : page.rows.filter((one) => one.date_of_birth === day);
      break;
    }
    if (kept.size >= mostKept) kept.clear();
    const now = clock.now();
    const until = patients?.length === 0 ? Math.min(now + absentMs, localDay(now).to) : localDay(now).to;
    kept.set(day, { patients, until, at: clock.monotonic() });
  };

  return {
    async find(days, signal, { fresh } = { fresh: false }) {
      const wanted = [...new Set(days)].filter(isDay).slice(0, mostDays);
      for (const day of wanted) {
        if (isKnown(day, fresh)) continue;
        const afterMs = waitForCall();
        if (afterMs > 0) return { kind: 'later', afterMs };
        await ask(day, signal);
      }
      const born = wanted.flatMap((day) => {
        const patients = kept.get(day)?.patients ?? null;
        return patients === null ? [] : [[day, patients] as const];
      });
      return { kind: 'found', born: new Map(born) };
    },
  };
}
