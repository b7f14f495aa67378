import type { JobId } from '../../../preload/contract/ids.ts';
import type { JobState } from '../../../preload/contract/job.ts';
import type { UploadJob } from '../../jobs/job.ts';
import type { ChartdropError } from '../../base/errors.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { Clock, Stop } from '../../base/ports.ts';
import { createRetryingTask, type RetryingTask } from '../../base/retrying-task.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';
import { isLargeFile } from '../../files/large-file.ts';
import { saysOutage, type Side } from './outage.ts';
import { createHolds, type WaitForPage } from './holds.ts';
import { createQuietTime } from './quiet-time.ts';
import type { RunEnded, RunJob } from './run-job.ts';
import { createSides, type Sides } from './sides.ts';

/** Why no upload starts: a person paused it, the key is refused, the network is missing, the machine sleeps. */
type PauseReason = 'person' | 'key' | 'network' | 'sleep';

export interface QueueLimits {
  /** Uploads at a time. */
  readonly uploads: number;
  /** Large uploads among them. */
  readonly largeUploads: number;
}

export interface Queue {
  start(): void;
  /** Call it whenever a job may have become ready. */
  wake(): void;
  /** The same for a job that was just written. */
  changed(job: UploadJob): void;
  pause(reason: PauseReason): void;
  /** Also ends all waits: the network is back, the machine woke, a new key was given. */
  resume(reason: PauseReason): void;
  /** A call to the clinic outside the queue failed: if that is an outage, `onOver` tells its end. */
  suspect(error: ChartdropError): void;
  /** True while an outage is probed. */
  isProbing(): boolean;
  pausedBy(): readonly PauseReason[];
  /** Interrupts the job's active upload, if any; it starts over later. */
  interrupt(id: JobId): void;
  /** Interrupts all active work because its connections are dead or about to be; each job resumes from its row. */
  breakOff(): void;
  running(): readonly JobId[];
  /** Lets every step end or be interrupted; nothing runs afterwards. */
  stop(): Promise<void>;
}

/** How many jobs after blocked large files are searched for a small one. */
const lookAhead = 32;
/** Started jobs are finished first. */
const order: readonly JobState[] = ['registering', 'stored', 'queued'];
/** How many jobs of a state resume at once when the network is back; the others resume at their own time. */
const mostResumed = 100;
/** Milliseconds between tries of a refused key, since the service may have made an error. */
const keyProbeMs = 60_000;

interface ActiveRun {
  /** The number of the job's row. */
  readonly row: number;
  readonly large: boolean;
  readonly abort: AbortController;
  /** See `QuietTime.round`. */
  readonly quietRound: number;
  ended: Promise<void>;
}

interface QueueDeps {
  readonly store: JobStore;
  readonly writer: JobWriter;
  readonly clock: Clock;
  readonly run: RunJob;
  /** Resolves if a side answers. */
  readonly probe: (side: Side, signal: AbortSignal) => Promise<void>;
  readonly limits: () => QueueLimits;
  readonly random: () => number;
  readonly onPauseChanged: () => void;
  /** Files that wait for the reading of their page. Default: none does. */
  readonly pages?: WaitForPage | undefined;
  /** An outage is over. */
  readonly onOver: () => void;
}

/** Decides which job runs when. `run-job.ts` runs it; the row is the truth, also after a crash. */
export function createQueue(deps: QueueDeps): Queue {
  const { store, writer, clock, random } = deps;
  const active = new Map<JobId, ActiveRun>();
  const pauses = new Set<PauseReason>();
  let started = false;
  /** True at a start, and when a run could not write its end: the database may lag behind reality. */
  let unwritten = true;
  let keyProbe: Stop | null = null;
  /** Jobs that a round writes before it chooses the next one are chosen by the same round. */
  let isInRound = false;
  const quiet = createQuietTime(clock, random);
  const holds = createHolds(deps);
  const sides: Sides = createSides({
    ...{ clock, random, probe: deps.probe, onOver: deps.onOver },
    wake: (ms) => rounds.nudge(ms),
    resume: (ids) => resumeDelayed(ids),
    abort: (id) => active.get(id)?.abort.abort(),
  });

  /**
   * After a crash, or when a run's end could not be written: transfers start over, and create calls are verified first.
   */
  const recover = (): void => {
    const notBefore = clock.now();
    for (const job of store.inState('uploading').filter(({ id }) => !active.has(id))) {
      writer.apply(job.id, { kind: 'upload-delayed', notBefore, error: null });
    }
    for (const job of store.inState('registering').filter(({ id }) => !active.has(id))) {
      if (job.state === 'registering' && !job.mustVerify) {
        writer.apply(job.id, { kind: 'outcome-unknown', notBefore, error: null });
      }
    }
    unwritten = false;
  };

  const begin = (job: UploadJob, row: number): void => {
    const abort = new AbortController();
    const large = isLargeFile(job.file);
    const run: ActiveRun = { row, large, abort, quietRound: quiet.round(), ended: Promise.resolve() };
    active.set(job.id, run);
    const told = sides.begun(job.id, { state: job.state, isLarge: large });
    run.ended = deps.run(job.id, abort.signal, told).then((ended) => {
      active.delete(job.id);
      if (!ended.written) unwritten = true;
      if (ended.error?.code === 'aborted') brokenOff(job.id, run);
      learn(job.id, run, ended);
      rounds.nudge();
    });
  };

  /** Begins the next jobs. True if large files must wait, and small ones may be further behind. */
  const beginNext = (now: number): boolean => {
    const { uploads, largeUploads } = deps.limits();
    if (active.size >= uploads) return false;
    const isLargeFree = (): boolean => [...active.values()].filter((run) => run.large).length < largeUploads;
    const running = new Set([...active.values()].map((run) => run.row));
    const isNear = isLargeFree();
    // Right after the running ones, unless a large file must wait. Each row that is read costs decrypting and parsing.
    const most = isNear ? uploads : active.size + lookAhead;
    let isOneWaiting = false;
    const states = order.filter((state) => sides.mayBegin(state));
    for (const row of store.readyRows(states, now, most)) {
      const job = running.has(row.number) ? null : row.read();
      // An outage lets jobs begin one by one.
      if (job === null || !sides.mayBegin(job.state)) continue;
      if (isLargeFree() || !isLargeFile(job.file)) begin(job, row.number);
      else isOneWaiting = true;
      if (active.size >= uploads) return false;
    }
    return isNear && isOneWaiting;
  };

  /**
   * A person paused it during its transfer: it starts over when it is resumed. At a stop the row waits for the next
   * start.
   */
  const brokenOff = (id: JobId, { quietRound }: ActiveRun): void => {
    if (!started) return;
    try {
      if (store.get(id)?.state !== 'uploading') return;
      writer.apply(id, { kind: 'upload-delayed', notBefore: clock.now(), error: null });
    } catch {
      // The database cannot be written: `recover` does it later.
      unwritten = true;
      quiet.begin(quietRound);
    }
  };

  const learn = (id: JobId, { quietRound }: ActiveRun, ended: RunEnded): void => {
    const { error, written } = ended;
    if (sides.ended(id, ended)) return;
    if (error === null) quiet.end();
    else if (error.code === 'key-rejected' || error.code === 'key-missing') pause('key');
    // Back off: a failed write would otherwise restart the job in a tight loop.
    else if (!written || error.code === 'disk-full' || error.code === 'unexpected') quiet.begin(quietRound);
  };

  /**
   * Milliseconds until the next job's time, or the end of the pause after a systemic error; null: until woken. While no further
   * upload may begin, only the end of one matters, which begins a round, or another limit in the settings.
   */
  const untilNext = (now: number, heldMs: number | null, quietMs: number): number | null => {
    const isFull = active.size >= deps.limits().uploads;
    const due = pauses.size > 0 ? null : isFull ? Infinity : store.nextDue(order, now);
    const asked = [
      heldMs,
      due === null ? null : due - now,
      quietMs > 0 ? quietMs : null,
      sides.checkSilence(),
    ];
    const waits = asked.filter((ms) => ms !== null);
    // At most a minute, since the wall clock may be set meanwhile.
    return waits.length === 0 ? null : Math.min(60_000, ...waits);
  };

  const beginReady = (): number | null => {
    // Read once: a job that falls due, or a quiet time that ends, between two readings would be neither started nor waited for.
    const now = clock.now();
    const quietMs = quiet.left();
    if (unwritten && quietMs <= 0) recover();
    const heldMs = holds.end(now);
    if (pauses.size === 0 && quietMs <= 0) {
      while (beginNext(now));
    }
    return untilNext(now, heldMs, quietMs);
  };
  const round = (): number | null => {
    if (!started) return null;
    isInRound = true;
    try {
      return beginReady();
    } finally {
      isInRound = false;
    }
  };
  const rounds: RetryingTask = createRetryingTask({
    clock,
    work: round,
    // The database cannot be written: a full disk. No job starts that could not be recorded (case 13).
    onError: () => quiet.begin(quiet.round()),
    backoffMs: () => Math.max(1, quiet.left()),
  });
  /** Once for all the changes of one turn. */
  const wake = (): void => {
    holds.changed();
    rounds.nudge();
  };

  const pause = (reason: PauseReason): void => {
    if (pauses.has(reason)) return;
    pauses.add(reason);
    if (reason === 'key') keyProbe = clock.after(keyProbeMs, () => resume('key'));
    deps.onPauseChanged();
  };

  /** Jobs that back off from an outage may run now that it is over. */
  const resumeDelayed = (ids: readonly JobId[]): void => {
    const now = clock.now();
    try {
      for (const id of ids) {
        const job = store.get(id);
        if (job === null || !('notBefore' in job) || job.state === 'linking' || job.notBefore <= now)
          continue;
        if (job.waiting !== null && (saysOutage(job.waiting) || job.waiting.code === 'disk-full'))
          writer.apply(id, { kind: 'resumed', now });
      }
    } catch {
      // The database cannot be written at present; the jobs resume at their own time.
      quiet.begin(quiet.round());
    }
  };

  const resume = (reason: PauseReason): void => {
    if (reason === 'key') keyProbe?.();
    quiet.end();
    sides.reset();
    if (started && (reason === 'network' || reason === 'sleep')) {
      const now = clock.now();
      resumeDelayed(order.flatMap((state) => store.delayed(state, now, mostResumed)).map(({ id }) => id));
    }
    if (pauses.delete(reason)) deps.onPauseChanged();
    wake();
  };

  return {
    start() {
      started = true;
      wake();
    },
    wake,
    changed(job) {
      holds.changed(job);
      // The end of a job's run begins a round; until then no other run of it may begin.
      const mayBegin = !isInRound && order.includes(job.state) && !active.has(job.id);
      if (mayBegin || job.state === 'held') rounds.nudge();
    },
    pause,
    resume,
    suspect: (error) => sides.suspect(error),
    isProbing: () => sides.isProbing(),
    pausedBy: () => [...pauses],
    interrupt: (id) => active.get(id)?.abort.abort(),
    breakOff() {
      for (const run of active.values()) run.abort.abort();
    },
    running: () => [...active.keys()],
    async stop() {
      started = false;
      await rounds.stop();
      keyProbe?.();
      await sides.stop();
      for (const run of active.values()) run.abort.abort();
      await Promise.all([...active.values()].map((run) => run.ended));
    },
  };
}
