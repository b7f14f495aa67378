import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asChartdropError, ChartdropError } from '../../main/base/errors.ts';
import { isLargeFile } from '../../main/files/large-file.ts';
import { createJobChanges } from '../../main/jobs/job-changes.ts';
import { createJobWriter } from '../../main/jobs/job-writer.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { createQueue } from '../../main/uploads/queue/queue.ts';
import type { RunEnded } from '../../main/uploads/queue/run-job.ts';
import { attachmentIdSchema, type JobId } from '../../preload/contract/ids.ts';
import { jobStates } from '../../preload/contract/job.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { jobRows } from '../fixtures/job-rows.ts';
import { large, queueJobs, silence, writerUnlessFull } from './queue-scene.ts';

const uploadUrl = 'https://storage.example/tmp/x';
const order = ['registering', 'stored', 'queued'] as const;
/** Times further ahead count as past: see `JobStore`. */
const furthestMs = 15 * 60_000;
/** The queue notices a set clock and other limits within this time, since nothing tells it. */
const unseenMs = 60_000;

const someMs = fc.nat({ max: 8_000 });
/** Acts of people, files and the computer. `at`: which of the jobs or runs. */
const drawnAct = fc.oneof(
  fc.record({
    act: fc.constant('add' as const),
    state: fc.constantFrom('held', 'held', 'queued', 'queued', 'stored', 'registering'),
    isLarge: fc.boolean(),
    count: fc.integer({ min: 1, max: 5 }),
    inMs: fc.oneof(fc.constant(0), someMs),
    pageMs: fc.oneof(fc.constant(0), someMs),
  }),
  fc.record({
    act: fc.constant('end' as const),
    at: fc.nat(),
    how: fc.constantFrom('done', 'done', 'later', 'paused'),
  }),
  fc.record({ act: fc.constant('pause' as const), isOn: fc.boolean() }),
  fc.record({ act: fc.constant('advance' as const), ms: someMs }),
  fc.record({ act: fc.constant('jump' as const), ms: fc.integer({ min: -3_600_000, max: 3_600_000 }) }),
  fc.record({
    act: fc.constant('limit' as const),
    uploads: fc.nat({ max: 4 }),
    largeUploads: fc.nat({ max: 2 }),
  }),
  fc.record({ act: fc.constant('disk' as const), isFull: fc.boolean() }),
  fc.record({ act: fc.constant('hold' as const), at: fc.nat(), isOn: fc.boolean() }),
  fc.record({ act: fc.constant('page' as const), at: fc.nat() }),
  fc.record({ act: fc.constant('undo' as const), at: fc.nat() }),
);
type Act = typeof drawnAct extends fc.Arbitrary<infer T> ? T : never;
type Added = Extract<Act, { act: 'add' }>;

interface Run {
  readonly job: UploadJob;
  end(error: ChartdropError | null): void;
}

/** The queue as the program wires it, whose runs the acts end. Each run that may not begin fails the test. */
async function scene() {
  const clock = createFakeClock();
  const { history, close } = await jobRows(clock);
  const { jobs: store } = history;
  const changes = createJobChanges({ warn: (event) => expect.unreachable(event) });
  const written = createJobWriter(store, changes.committed);
  const disk = { isFull: false };
  const writer = writerUnlessFull(written, disk);
  const limits = { uploads: 4, largeUploads: 2 };
  const runs = new Map<JobId, Run>();
  const faults: string[] = [];
  /** Until when files wait for their pages, by the monotonic clock. */
  const pages = new Map<JobId, number>();

  const isDue = (at: number): boolean => at <= clock.now() || at > clock.now() + furthestMs;
  const largeRuns = (): number => [...runs.values()].filter(({ job }) => isLargeFile(job.file)).length;
  const isReady = (job: UploadJob): boolean =>
    order.some((state) => state === job.state) && !job.paused && 'notBefore' in job && isDue(job.notBefore);
  const mayBegin = (job: UploadJob): boolean =>
    isReady(job) && !runs.has(job.id) && (!isLargeFile(job.file) || largeRuns() < limits.largeUploads);

  const queue = createQueue({
    ...{ store, writer, clock },
    limits: () => limits,
    pages: {
      waitMs: ({ id }) => Math.max(0, (pages.get(id) ?? 0) - clock.monotonic()),
      isPending: (id) => pages.has(id),
    },
    random: () => 0.5,
    onPauseChanged: () => undefined,
    onOver: () => undefined,
    probe: (_side, signal) => silence(signal),
    run(id, signal) {
      const job = store.get(id);
      if (job === null || !mayBegin(job)) faults.push('a job began that may not');
      if (queue.pausedBy().length > 0) faults.push('a job began in a pause');
      if (runs.size >= limits.uploads) faults.push('too many run');
      const { promise, resolve } = Promise.withResolvers<RunEnded>();
      const end = (error: ChartdropError | null): void => {
        runs.delete(id);
        resolve({ error, side: 'clinic', written: true });
      };
      signal.addEventListener('abort', () => end(new ChartdropError('aborted')));
      if (job !== null) runs.set(id, { job, end });
      try {
        if (job?.state === 'queued') writer.apply(id, { kind: 'upload-started', now: clock.now() });
        return promise;
      } catch (thrown) {
        runs.delete(id);
        return Promise.resolve({ error: asChartdropError(thrown), side: 'clinic', written: false });
      }
    },
  });
  changes.subscribe((job) => queue.changed(job));
  const all = (): UploadJob[] => jobStates.flatMap((state) => store.inState(state));
  return {
    ...{ clock, store, writer, written, disk, limits, runs, faults, pages, queue, all },
    mayBegin,
    isDue,
    close,
  };
}
type Scene = Awaited<ReturnType<typeof scene>>;

let attachments = 10_000;
/** The rest of a job's upload. */
function finish({ store, writer, clock }: Scene, id: JobId): void {
  const now = clock.now();
  if (store.get(id)?.state === 'uploading')
    writer.apply(id, { kind: 'stored', uploadUrl, sha256: 'a'.repeat(64), now });
  if (store.get(id)?.state === 'stored') writer.apply(id, { kind: 'registration-sent', sentAt: now });
  const attachmentId = attachmentIdSchema.parse(String((attachments += 1)));
  writer.apply(id, { kind: 'registered', attachmentId, now });
}

async function newJob(desk: Scene, { state, isLarge, inMs, pageMs }: Added): Promise<UploadJob> {
  const { clock, pages } = desk;
  const given = { size: isLarge ? large : 12, due: clock.now() + inMs };
  const { registering, ...others } = await queueJobs('/scans/a.pdf', given);
  const job = { ...others, registering: { ...registering, mustVerify: true } }[state];
  if (state === 'held' && pageMs > 0) pages.set(job.id, clock.monotonic() + pageMs);
  return job;
}

const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)];

/** Returns the milliseconds until the queue must have noticed it. */
async function perform(desk: Scene, act: Act): Promise<number> {
  const { clock, queue, writer, runs, pages, disk } = desk;
  switch (act.act) {
    case 'add': {
      const added: UploadJob[] = [];
      for (let left = act.count; left > 0; left -= 1) added.push(await newJob(desk, act));
      desk.written.add(added);
      return 0;
    }
    case 'end': {
      const run = pick([...runs.values()], act.at);
      if (run === undefined || disk.isFull) return 0;
      const { id } = run.job;
      if (act.how === 'paused') {
        writer.edit(id, { paused: true });
        queue.interrupt(id);
        return 0;
      }
      if (act.how === 'done') finish(desk, id);
      else if (desk.store.get(id)?.state === 'uploading')
        writer.apply(id, { kind: 'upload-delayed', notBefore: clock.now() + 5_000, error: null });
      else return 0;
      run.end(act.how === 'done' ? null : new ChartdropError('file-locked'));
      return 0;
    }
    case 'pause':
      if (act.isOn) queue.pause('person');
      else queue.resume('person');
      return 0;
    case 'advance':
      await clock.advanceAsync(act.ms);
      return 0;
    case 'jump':
      clock.jump(act.ms);
      return unseenMs;
    case 'limit':
      Object.assign(desk.limits, { uploads: act.uploads, largeUploads: act.largeUploads });
      return unseenMs;
    case 'disk':
      disk.isFull = act.isFull;
      // Ends the pause after the fault.
      if (!act.isFull) queue.resume('network');
      return 0;
    case 'hold': {
      const job = pick(desk.all(), act.at);
      if (job !== undefined && !runs.has(job.id) && job.state !== 'processing' && job.state !== 'inbox')
        writer.edit(job.id, { paused: act.isOn });
      return 0;
    }
    case 'page': {
      const id = pick([...pages.keys()], act.at);
      if (id !== undefined) pages.delete(id);
      queue.wake();
      return 0;
    }
    case 'undo': {
      const job = pick(desk.store.inState('held'), act.at);
      if (job !== undefined && !disk.isFull) writer.apply(job.id, { kind: 'taken-back' });
      return 0;
    }
  }
}

/** No job waits for nothing. */
function expectBusy(desk: Scene): void {
  const { queue, runs, limits, clock, pages } = desk;
  const over = desk.all().filter((job) => {
    const isUnread = (pages.get(job.id) ?? 0) > clock.monotonic();
    return job.state === 'held' && !job.paused && desk.isDue(job.until) && !isUnread;
  });
  expect(over.map(({ id }) => id)).toEqual([]);
  if (queue.pausedBy().length > 0 || runs.size >= limits.uploads) return;
  expect(
    desk
      .all()
      .filter(desk.mayBegin)
      .map(({ state }) => state),
  ).toEqual([]);
}

it('the queue keeps all places busy and its limits, whatever people, files and clocks do, and ends with every file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(drawnAct, { minLength: 1, maxLength: 50, size: 'max' }), async (acts) => {
      const desk = await scene();
      const { clock, queue, runs, limits, disk, writer, faults } = desk;
      queue.start();
      await clock.advanceAsync(0);
      let unseenUntil = 0;
      for (const act of acts) {
        unseenUntil = Math.max(unseenUntil, clock.monotonic() + (await perform(desk, act)));
        await clock.advanceAsync(0);
        expect(faults).toEqual([]);
        if (!disk.isFull && clock.monotonic() >= unseenUntil) expectBusy(desk);
      }

      Object.assign(limits, { uploads: 4, largeUploads: 2 });
      disk.isFull = false;
      queue.resume('network');
      queue.resume('person');
      for (const job of desk.all()) if (job.paused) writer.edit(job.id, { paused: false });
      // A clock that was set back makes them wait for up to fifteen minutes more.
      for (let left = acts.length + 20; left > 0; left -= 1) {
        await clock.advanceAsync(unseenMs);
        for (const run of [...runs.values()]) {
          finish(desk, run.job.id);
          run.end(null);
        }
      }
      const ends = new Set(desk.all().map(({ state }) => state));
      expect([...ends].filter((state) => state !== 'processing' && state !== 'inbox')).toEqual([]);
      expect(faults).toEqual([]);
      await queue.stop();
      desk.close();
    }),
    { numRuns: 60 },
  );
});
