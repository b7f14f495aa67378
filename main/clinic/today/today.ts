import type { PatientId } from '../../../preload/contract/ids.ts';
import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import type { RateBudget } from '../budget/rate-budget.ts';
import type { Clinic } from '../clinic.ts';
import type { CallOptions } from '../http.ts';
import type { Patient, Practitioner } from '../schemas.ts';
import { type Practice, readPractice, readSchedule } from './read-schedule.ts';
import { dayToAsk, type Schedule, type TodayEntry, todaysList } from './todays-list.ts';

/** Today's patients as they were last read. */
export type TodayAnswer =
  /** The key's user may not read appointments or patients. */
  | { readonly kind: 'not-permitted'; readonly nextInMs: number }
  | {
      readonly kind: 'list';
      readonly entries: readonly TodayEntry[];
      readonly practitioners: readonly Practitioner[];
      /** When the clinic answered, in epoch milliseconds. */
      readonly readAt: number;
      /** Milliseconds until it is worth reading again. */
      readonly nextInMs: number;
      /** Why the last refresh failed; the entries are then older. */
      readonly failure: ChartdropError | null;
    };

/** Today's patients, in memory only, read only when somebody asks. */
export interface Today {
  /** Refreshes if a refresh is due. Throws what kept the first one from succeeding, and `aborted`. */
  read(): Promise<TodayAnswer>;
  /** The patients of the day as last read, without a call. */
  patientIds(): ReadonlySet<PatientId>;
  /** Aborts a refresh; nothing is read afterwards. */
  stop(): Promise<void>;
}

/** Refreshes use at most this share of the account's limit: 4 of 200 calls a minute. */
const share = 0.02;
const leastWaitMs = 30_000;
const longestBackoffMs = 10 * 60_000;
/** A permission is seldom granted while the program runs. */
const permissionMs = 60 * 60_000;
const practiceMs = 60 * 60_000;
/** Names and dates of birth are read again after this time. A selection always asks the clinic. */
const patientsMs = 15 * 60_000;

interface TodayDeps {
  readonly clinic: Pick<Clinic, 'client'> & { readonly budget: Pick<RateBudget, 'usage'> };
  readonly clock: Clock;
  /** With another key the list is read again, since the key may belong to another account. */
  readonly apiKey: () => string | null;
}

/** Builds the list of one clinic. Makes no call before `read`. */
export function createToday(deps: TodayDeps): Today {
  let day = createDay(deps);
  let isStopped = false;

  const current = (): Day => {
    if (day.key === deps.apiKey()) return day;
    void day.stop();
    return (day = createDay(deps));
  };
  return {
    async read() {
      for (;;) {
        const asked = current();
        if (!isStopped) await asked.refreshed();
        if (asked === current()) return asked.answer();
      }
    },
    patientIds: () =>
      new Set(
        current()
          .entries()
          .map(({ patient }) => patient.id),
      ),
    stop() {
      isStopped = true;
      return day.stop();
    },
  };
}

/** The answers to one key. */
interface Day {
  readonly key: string | null;
  refreshed(): Promise<void>;
  entries(): readonly TodayEntry[];
  answer(): TodayAnswer;
  stop(): Promise<void>;
}

/** A value that was read, and when, by the monotonic clock. */
interface Aged<T> {
  readonly value: T;
  readonly at: number;
}

function createDay({ clinic: { client, budget }, clock, apiKey }: TodayDeps): Day {
  const key = apiKey();
  const end = new AbortController();
  let practice: Aged<Practice> | null = null;
  let schedule: Schedule | null = null;
  let readAt = 0;
  let known: ReadonlyMap<PatientId, Patient> = new Map();
  let patientsAt = -Infinity;
  let failure: ChartdropError | null = null;
  let failures = 0;
  let due = -Infinity;
  let running: Promise<void> | null = null;

  const read = async (options: CallOptions): Promise<void> => {
    const now = clock.monotonic();
    if (practice === null || now - practice.at >= practiceMs) {
      practice = { value: await readPractice(client, options), at: now };
    }
    if (now - patientsAt >= patientsMs) {
      known = new Map();
      patientsAt = now;
    }
    const asked = { practice: practice.value, known, now: clock.now() };
    schedule = await readSchedule(client, asked, options);
    known = schedule.patients;
    readAt = asked.now;
  };

  const waitMs = (calls: number): number => {
    const { limit, windowMs } = budget.usage();
    const paidMs = calls * (windowMs / (limit * share));
    if (failure?.code === 'permission-denied') return permissionMs;
    const backoffMs = Math.min(longestBackoffMs, leastWaitMs * 2 ** failures);
    return Math.max(paidMs, failure === null ? leastWaitMs : backoffMs);
  };

  const refresh = async (): Promise<void> => {
    let calls = 0;
    const began = clock.monotonic();
    const onSent = (): void => void (calls += 1);
    try {
      await read({ priority: 'background', signal: end.signal, onSent });
      failure = null;
      failures = 0;
    } catch (thrown) {
      failure = asChartdropError(thrown);
      failures += 1;
      if (failure.code === 'permission-denied') schedule = null;
    }
    due = began + waitMs(calls);
  };

  const answer = (): TodayAnswer => {
    const nextInMs = Math.max(1000, due - clock.monotonic());
    if (failure?.code === 'permission-denied') return { kind: 'not-permitted', nextInMs };
    if (schedule === null) throw failure ?? new ChartdropError('aborted');
    const { practitioners } = practice?.value ?? { practitioners: [] };
    return { kind: 'list', entries: entries(), practitioners, readAt, nextInMs, failure };
  };

  const entries = (): readonly TodayEntry[] => (schedule === null ? [] : todaysList(schedule, clock.now()));

  /** A new day cannot wait: the one before has no entries. */
  const isOfAnotherDay = (): boolean => {
    if (schedule === null) return false;
    const { businesses } = schedule;
    return dayToAsk(businesses, readAt).from !== dayToAsk(businesses, clock.now()).from;
  };

  return {
    key,
    entries,
    answer,
    refreshed() {
      const isDue = clock.monotonic() >= due || (failures === 0 && isOfAnotherDay());
      if (running === null && isDue && !end.signal.aborted) {
        running = refresh().finally(() => (running = null));
      }
      return running ?? Promise.resolve();
    },
    async stop() {
      end.abort();
      await running;
    },
  };
}
