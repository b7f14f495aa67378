import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { createQueue } from '../../main/uploads/queue/queue.ts';
import { saysOutage, type Side } from '../../main/uploads/queue/outage.ts';
import type { RunEnded, RunTold } from '../../main/uploads/queue/run-job.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import type { JobState } from '../../preload/contract/job.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import type { JobWriter } from '../../main/jobs/job-writer.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { jobRows, rowOf, somebody } from '../fixtures/job-rows.ts';

const large = 64 * 1024 * 1024;

interface Run {
  readonly id: JobId;
  readonly name: string;
  readonly told: RunTold;
  end(error?: ErrorCode, given?: { written?: boolean; side?: Side }): void;
}

/** A probe that is never answered. */
const silence = (signal: AbortSignal): Promise<void> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new ChartdropError('aborted'))));

/** As the real run does: the job waits for its own time. */
function delay(writer: JobWriter, id: JobId, error: ChartdropError, notBefore: number): void {
  writer.apply(id, { kind: 'upload-delayed', notBefore, error: error.toDto() });
}

/** The queue with a real database, and runs that the test starts and ends. */
async function scene(limits = { uploads: 4, largeUploads: 2 }) {
  const clock = createFakeClock();
  const { history, writer, close } = await jobRows(clock);
  const runs: Run[] = [];
  /** Probes by their moment, and how they end; by default they are not answered. */
  const probes: { side: Side; at: number }[] = [];
  const line: { probe: (signal: AbortSignal) => Promise<void>; overs: number } = { probe: silence, overs: 0 };
  const paused: string[][] = [];
  const queue = createQueue({
    store: history.jobs,
    writer,
    clock,
    limits: () => limits,
    random: () => 0.5,
    onPauseChanged: () => paused.push([...queue.pausedBy()]),
    onOver: () => (line.overs += 1),
    probe(side, signal) {
      probes.push({ side, at: clock.monotonic() });
      return line.probe(signal);
    },
    run: (id, signal, told) => {
      const ended = Promise.withResolvers<RunEnded>();
      const name = history.jobs.get(id)?.file.name ?? '';
      signal.addEventListener('abort', () =>
        ended.resolve({ error: new ChartdropError('aborted'), side: 'clinic', written: true }),
      );
      // As the real run does before its first effect.
      if (history.jobs.get(id)?.state === 'queued')
        writer.apply(id, { kind: 'upload-started', now: clock.now() });
      runs.push({
        id,
        name,
        told,
        end(code, { written = true, side = 'clinic' } = {}) {
          if (code === undefined) told.answered('clinic', 'done');
          const error = code === undefined ? null : new ChartdropError(code);
          if (error !== null && written && saysOutage(error)) delay(writer, id, error, clock.now() + 20_000);
          ended.resolve({ error, side, written });
        },
      });
      return ended.promise;
    },
  });
  const add = async (
    name: string,
    more: { size?: number; state?: JobState; due?: number; paused?: boolean } = {},
  ) => {
    const row = await rowOf(`/scans/${name}`);
    const fingerprint = { ...row.file.fingerprint, size: more.size ?? 12 };
    const base = {
      ...row,
      file: { ...row.file, fingerprint },
      paused: more.paused ?? false,
      destination: somebody,
    };
    const pending = { notBefore: more.due ?? clock.now(), waiting: null, tries: 0 };
    const uploadUrl = 'https://storage.example/tmp/x';
    const made: Partial<Record<JobState, UploadJob>> = {
      held: { ...base, state: 'held', until: more.due ?? clock.now() },
      queued: { ...base, state: 'queued', ...pending },
      uploading: { ...base, state: 'uploading', startedAt: 1, waiting: null, tries: 0 },
      stored: { ...base, state: 'stored', uploadUrl, ...pending },
      registering: { ...base, state: 'registering', uploadUrl, sentAt: 1, mustVerify: false, ...pending },
    };
    const job = made[more.state ?? 'queued'];
    if (job === undefined) throw new Error('no such row');
    writer.add([job]);
    return job.id;
  };
  const started = () => runs.map(({ name }) => name);
  return {
    clock,
    history,
    writer,
    close,
    queue,
    runs,
    probes,
    line,
    paused,
    add,
    started,
    turn: () => clock.advanceAsync(0),
  };
}

describe('the queue', () => {
  it('runs four at a time, oldest first, and the next when one ends', async () => {
    const { queue, add, started, runs, turn } = await scene();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await add(name);
    queue.wake();
    await turn();
    expect(started()).toEqual([]);
    queue.start();
    queue.wake();
    await turn();
    expect(started()).toEqual(['a', 'b', 'c', 'd']);
    runs[1]?.end();
    await turn();
    expect(started()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(queue.running()).toHaveLength(4);
    await queue.stop();
    expect(queue.running()).toEqual([]);
  });

  it('runs two large ones at a time, and small ones before waiting large ones', async () => {
    const { queue, add, started, turn } = await scene();
    for (const name of ['1', '2', '3', '4']) await add(name, { size: large });
    await add('small');
    queue.start();
    await turn();
    expect(started()).toEqual(['1', '2', 'small']);
    await queue.stop();
  });

  it('finishes started ones first, and skips paused ones', async () => {
    const { queue, add, started, turn } = await scene({ uploads: 2, largeUploads: 2 });
    await add('new');
    await add('paused', { state: 'stored', paused: true });
    await add('stored', { state: 'stored' });
    await add('registering', { state: 'registering' });
    queue.start();
    await turn();
    expect(started()).toEqual(['registering', 'stored']);
    await queue.stop();
  });

  it('restarts interrupted transfers after a crash, and searches for interrupted create calls', async () => {
    const { queue, add, history, turn } = await scene({ uploads: 0, largeUploads: 0 });
    const sent = await add('sent', { state: 'uploading' });
    const created = await add('created', { state: 'registering' });
    queue.start();
    await turn();
    expect(history.jobs.get(sent)).toMatchObject({ state: 'queued', waiting: null });
    expect(history.jobs.get(created)).toMatchObject({ state: 'registering', mustVerify: true });
    await queue.stop();
  });

  it('ends undo periods, also while it is paused, and waits for later ones', async () => {
    const { queue, add, started, clock, history } = await scene();
    const held = await add('held', { state: 'held', due: clock.now() + 5000 });
    await add('later', { due: clock.now() + 20_000 });
    queue.pause('network');
    queue.start();
    await clock.advanceAsync(5000);
    expect(history.jobs.get(held)?.state).toBe('queued');
    expect(started()).toEqual([]);
    queue.resume('network');
    await clock.advanceAsync(0);
    expect(started()).toEqual(['held']);
    await clock.advanceAsync(20_000);
    expect(started()).toEqual(['held', 'later']);
    await queue.stop();
    expect(clock.pending()).toBe(0);
  });

  it('reports each pause once, and resumes when the last reason is gone', async () => {
    const { queue, add, started, paused, turn } = await scene();
    await add('a');
    queue.start();
    queue.pause('person');
    queue.pause('person');
    queue.pause('sleep');
    await turn();
    queue.resume('sleep');
    queue.resume('sleep');
    await turn();
    expect(started()).toEqual([]);
    queue.resume('person');
    await turn();
    expect(started()).toEqual(['a']);
    expect(paused).toEqual([['person'], ['person', 'sleep'], ['person'], []]);
    await queue.stop();
  });

  it.each(['key-rejected', 'key-missing'] as const)(
    'pauses for %s, and tries the key again after a minute',
    async (code) => {
      const { queue, add, runs, paused, clock, turn } = await scene();
      await add('a');
      queue.start();
      await turn();
      runs[0]?.end(code);
      await turn();
      expect(queue.pausedBy()).toEqual(['key']);
      await clock.advanceAsync(60_000);
      expect(paused).toEqual([['key'], []]);
      await queue.stop();
      expect(clock.pending()).toBe(0);
    },
  );

  it.each(['disk-full', 'unexpected'] as const)(
    'slows down as a whole for %s, and is normal again after a success',
    async (code) => {
      const { queue, add, runs, started, clock, turn } = await scene({ uploads: 1, largeUploads: 1 });
      for (const name of ['a', 'b', 'c', 'd']) await add(name);
      queue.start();
      await turn();
      runs[0]?.end(code);
      await clock.advanceAsync(999);
      expect(started()).toEqual(['a']);
      await clock.advanceAsync(1);
      runs[1]?.end(code);
      await clock.advanceAsync(1999);
      expect(started()).toEqual(['a', 'b']);
      await clock.advanceAsync(1);
      runs[2]?.end();
      await turn();
      expect(started()).toEqual(['a', 'b', 'c', 'd']);
      runs[3]?.end('file-locked');
      await queue.stop();
    },
  );

  it('interrupts one when told to: it starts over', async () => {
    const { queue, add, history, turn } = await scene();
    const id = await add('a');
    queue.start();
    await turn();
    queue.interrupt(id);
    await turn();
    expect(history.jobs.get(id)?.state).toBe('uploading');
    // It has restarted.
    expect(queue.running()).toEqual([id]);
    await queue.stop();
    // On stop the row stays for the next start.
    expect(history.jobs.get(id)?.state).toBe('uploading');
  });

  it('interrupts all before a sleep, and restarts when the machine wakes (case 23)', async () => {
    const { queue, add, history, runs, turn } = await scene();
    const ids = [await add('a'), await add('b')];
    queue.start();
    await turn();
    queue.pause('sleep');
    queue.breakOff();
    await turn();
    expect(queue.running()).toEqual([]);
    expect(ids.map((id) => history.jobs.get(id)?.state)).toEqual(['queued', 'queued']);
    queue.resume('sleep');
    await turn();
    expect(runs).toHaveLength(4);
    await queue.stop();
  });

  it('ends the backoff of network errors when the network is back, and no other wait', async () => {
    const { queue, add, history, writer, started, clock, turn } = await scene();
    const notBefore = clock.now() + 60_000;
    const delayed = async (name: string, code: ErrorCode): Promise<JobId> => {
      const id = await add(name);
      writer.apply(id, { kind: 'upload-started', now: clock.now() });
      const error = new ChartdropError(code).toDto();
      writer.apply(id, { kind: 'upload-delayed', notBefore, error });
      return id;
    };
    await delayed('a', 'network-unreachable');
    const locked = await delayed('b', 'file-locked');
    queue.start();
    await turn();
    expect(started()).toEqual([]);
    queue.resume('network');
    await turn();
    expect(started()).toEqual(['a']);
    expect(history.jobs.get(locked)).toMatchObject({ state: 'queued', notBefore });
    await queue.stop();
  });

  it('checks rows again whose end could not be written', async () => {
    const { queue, add, runs, history, turn, clock } = await scene();
    const id = await add('a', { state: 'registering' });
    queue.start();
    await turn();
    expect(history.jobs.get(id)).toMatchObject({ mustVerify: true });
    const sent = await add('b');
    queue.wake();
    await turn();
    expect(history.jobs.get(sent)?.state).toBe('uploading');
    runs[1]?.end('aborted', { written: false });
    await clock.advanceAsync(1000);
    expect(runs.filter((run) => run.id === sent)).toHaveLength(2);
    await queue.stop();
  });

  it('backs off after a failed write, whatever the error', async () => {
    const { queue, add, clock, runs, history } = await scene();
    const id = await add('a');
    queue.start();
    await clock.advanceAsync(0);
    runs[0]?.end('transition-refused', { written: false });
    await clock.advanceAsync(999);
    expect(runs).toHaveLength(1);
    await clock.advanceAsync(1);
    expect(history.jobs.get(id)?.state).toBe('uploading');
    expect(runs).toHaveLength(2);
    await queue.stop();
  });

  it('waits, ever longer, while the database cannot be written (case 13)', async () => {
    const { queue, add, clock, close } = await scene();
    await add('a');
    close();
    queue.start();
    await clock.advanceAsync(0);
    expect(clock.untilNext()).toBe(1000);
    await clock.advanceAsync(1000);
    expect(clock.untilNext()).toBe(2000);
    await queue.stop();
    expect(clock.pending()).toBe(0);
  });
});

describe('an outage (case 50)', () => {
  const refused = () => Promise.reject(new ChartdropError('network-unreachable'));
  const answers = () => Promise.resolve();

  /** Four uploads that failed together, and the three trials after them. */
  async function outage(code: ErrorCode = 'network-unreachable', side: Side = 'clinic') {
    const all = await scene();
    const { queue, add, runs, line, turn, clock } = all;
    line.probe = refused;
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await add(name);
    queue.start();
    await turn();
    for (const run of runs) run.end(code, { side });
    await turn();
    for (let trial = 4; trial < 7; trial += 1) {
      expect(runs).toHaveLength(trial + 1);
      runs.at(-1)?.end(code, { side });
      await clock.advanceAsync(1000);
    }
    const tried = runs.length;
    const after = () => runs.slice(tried).map(({ name }) => name);
    return { ...all, tried, after };
  }

  it('is raised once by uploads that fail together: three more are tried, one by one, and then no other', async () => {
    const { tried, after, clock, queue, probes } = await outage();
    expect(tried).toBe(7);
    await clock.advanceAsync(10_000);
    expect(after()).toEqual([]);
    expect(probes.length).toBeGreaterThan(3);
    expect(queue.isProbing()).toBe(true);
    await queue.stop();
  });

  it.each([4, 15, 30, 120, 3600])('of %d s is over within 4 s of its end, for all at once', async (seconds) => {
    const { queue, line, clock, after, history } = await outage();
    await clock.advanceAsync(seconds * 1000);
    expect(after()).toEqual([]);
    expect(history.jobs.count('queued')).toBe(7);
    line.probe = answers;
    await clock.advanceAsync(4000);
    expect(after()).toHaveLength(4);
    expect(line.overs).toBe(1);
    expect(queue.isProbing()).toBe(false);
    await queue.stop();
    expect(clock.pending()).toBe(0);
  });

  it('writes nothing for hours, and probes every three seconds', async () => {
    const { queue, clock, probes, history } = await outage();
    const written = () => history.audit.page({ beforeSeq: null, search: '', limit: 1000 }).rows.length;
    const before = written();
    await clock.advanceAsync(3_600_000);
    expect(written()).toBe(before);
    expect(probes.length).toBeGreaterThan(1100);
    expect(probes.length).toBeLessThan(1300);
    await queue.stop();
  });

  it('with silent connections is over too: the next probe does not wait for the last', async () => {
    const { queue, line, clock, after, probes } = await outage();
    line.probe = silence;
    await clock.advanceAsync(60_000);
    expect(probes.length).toBeGreaterThanOrEqual(20);
    line.probe = answers;
    await clock.advanceAsync(3000);
    expect(after()).toHaveLength(4);
    await queue.stop();
    expect(clock.pending()).toBe(0);
  });

  it('is not one if another upload is answered: the others continue', async () => {
    const { queue, add, runs, started, turn } = await scene();
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await add(name);
    queue.start();
    await turn();
    runs[0]?.end('network-unreachable');
    await turn();
    runs[1]?.told.answered('clinic', 'reached');
    await turn();
    expect(started()).toEqual(['a', 'b', 'c', 'd', 'e']);
    await queue.stop();
  });

  it('of a service that refuses its work is over once one upload passes, whatever the probe says', async () => {
    const { queue, line, clock, after, runs, turn } = await outage('service-error');
    line.probe = answers;
    await clock.advanceAsync(3000);
    expect(after()).toHaveLength(1);
    runs.at(-1)?.end('service-error');
    await clock.advanceAsync(6000);
    expect(after()).toHaveLength(2);
    expect(line.overs).toBe(0);
    runs.at(-1)?.end();
    await turn();
    expect(line.overs).toBe(1);
    expect(after()).toHaveLength(6);
    await queue.stop();
  });

  it('that the probe does not show is tried ever less often, after a minute of quick trials', async () => {
    const { queue, line, clock, runs } = await outage('storage-error', 'storage');
    line.probe = answers;
    const at: number[] = [];
    for (let count = runs.length; at.length < 30; ) {
      await clock.advanceAsync(250);
      if (runs.length === count) continue;
      count = runs.length;
      at.push(clock.monotonic());
      runs.at(-1)?.end('storage-error', { side: 'storage' });
    }
    const gaps = at.slice(1).map((moment, index) => moment - (at[index] ?? 0));
    expect(Math.max(...gaps.slice(0, 15))).toBeLessThan(5000);
    expect(Math.max(...gaps)).toBeGreaterThan(59_000);
    await queue.stop();
  });

  it('of the storage alone lets stored files be registered', async () => {
    const { queue, add, started, probes, turn } = await outage('network-unreachable', 'storage');
    await add('stored', { state: 'stored' });
    queue.wake();
    await turn();
    expect(started().at(-1)).toBe('stored');
    expect(probes.every(({ side }) => side === 'storage')).toBe(true);
    await queue.stop();
  });

  it('on a line without any answer is found by a probe, and its dead connections are given up', async () => {
    const { queue, line, clock, runs, add, history } = await scene();
    const ids = [await add('a'), await add('b')];
    queue.start();
    await clock.advanceAsync(0);
    for (const run of runs) run.told.awaits('clinic');
    line.probe = silence;
    await clock.advanceAsync(5000);
    expect(queue.isProbing()).toBe(true);
    await clock.advanceAsync(30_000);
    expect(runs).toHaveLength(2);
    line.probe = answers;
    await clock.advanceAsync(3000);
    // Both were interrupted, and have begun anew.
    expect(runs.map(({ id }) => id)).toEqual([...ids, ...ids]);
    expect(ids.map((id) => history.jobs.get(id)?.state)).toEqual(['uploading', 'uploading']);
    await queue.stop();
    expect(clock.pending()).toBe(0);
  });

  it('is not made of a slow service: each upload is interrupted once, and then may wait', async () => {
    const { queue, line, clock, runs, add } = await scene();
    await add('a');
    line.probe = answers;
    queue.start();
    await clock.advanceAsync(0);
    for (let at = 0; at < 2; at += 1) {
      runs.at(-1)?.told.awaits('storage');
      await clock.advanceAsync(20_000);
    }
    expect(runs).toHaveLength(2);
    expect(queue.running()).toHaveLength(1);
    expect(queue.isProbing()).toBe(false);
    await queue.stop();
  });

  it('is not suspected while bytes move, nor of a large file that the storage takes long for', async () => {
    const { queue, clock, runs, add, probes } = await scene();
    await add('small');
    await add('large', { size: large });
    queue.start();
    await clock.advanceAsync(0);
    for (let at = 0; at < 20; at += 1) {
      runs[0]?.told.awaits('storage');
      if (at === 0) runs[1]?.told.awaits('storage');
      await clock.advanceAsync(4000);
    }
    expect(probes).toEqual([]);
    await queue.stop();
  });

  it('that only other calls notice is probed too', async () => {
    const { queue, line, clock, probes } = await scene();
    line.probe = refused;
    queue.start();
    queue.suspect(new ChartdropError('record-refused'));
    expect(queue.isProbing()).toBe(false);
    queue.suspect(new ChartdropError('network-timeout'));
    await clock.advanceAsync(0);
    expect(probes).toHaveLength(1);
    line.probe = answers;
    await clock.advanceAsync(1000);
    expect(line.overs).toBe(1);
    await queue.stop();
    expect(clock.pending()).toBe(0);
  });
});
