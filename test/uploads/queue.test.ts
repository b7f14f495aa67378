import { describe, expect, it, vi } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { attachmentIdSchema, type JobId } from '../../preload/contract/ids.ts';
import { newJobId } from '../../main/jobs/job-id.ts';
import { large, queueScene as scene } from './queue-scene.ts';

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

  it('lets a file wait for its page after its undo period, and others meanwhile', async () => {
    let until = 0;
    const { queue, add, started, clock } = await scene(undefined, {
      waitMs: (job, now) => (job.file.name === 'unread' ? Math.max(0, until - now) : 0),
      isPending: () => true,
    });
    until = clock.now() + 8_000;
    await add('unread', { state: 'held', due: clock.now() + 5_000 });
    await add('read', { state: 'held', due: clock.now() + 5_000 });
    queue.start();
    await clock.advanceAsync(5_100);
    expect(started()).toEqual(['read']);
    await clock.advanceAsync(3_000);
    expect(started()).toEqual(['read', 'unread']);
    await queue.stop();
  });

  it('looks at the row of each file that waits for its page once, until its page is read or the wait is over', async () => {
    let until = 0;
    const pending = new Set<JobId>();
    const looks: string[] = [];
    const { queue, add, started, clock } = await scene(undefined, {
      waitMs(job, now) {
        looks.push(job.file.name);
        return pending.has(job.id) ? Math.max(0, until - now) : 0;
      },
      isPending: (id) => pending.has(id),
    });
    until = clock.now() + 3_000;
    const names = ['a', 'b', 'c'];
    const ids: JobId[] = [];
    for (const name of names) ids.push(await add(name, { state: 'held' }));
    ids.forEach((id) => pending.add(id));
    await add('other');
    queue.start();
    for (let round = 0; round < 5; round += 1) {
      queue.wake();
      await clock.advanceAsync(100);
    }
    expect([looks, started()]).toEqual([names, ['other']]);

    pending.delete(ids[1] ?? newJobId(0));
    queue.wake();
    await clock.advanceAsync(0);
    expect([looks, started()]).toEqual([
      [...names, 'b'],
      ['other', 'b'],
    ]);
    await clock.advanceAsync(2_600);
    expect(started()).toEqual(['other', 'b', 'a', 'c']);
    await queue.stop();
  });

  it('asks for the next job when one can begin, and not at each step of the running ones', async () => {
    const { queue, add, started, runs, clock, history, writer } = await scene({
      uploads: 1,
      largeUploads: 1,
    });
    await add('first');
    await add('second');
    queue.start();
    await clock.advanceAsync(0);
    expect(started()).toEqual(['first']);
    const looks = vi.spyOn(history.jobs, 'readyRows');
    const [first] = runs;
    if (first === undefined) throw new Error('nothing runs');
    const stored = { uploadUrl: 'https://storage.example/tmp/x', sha256: 'a'.repeat(64), now: clock.now() };
    queue.changed(writer.apply(first.id, { kind: 'stored', ...stored }));
    queue.changed(writer.apply(first.id, { kind: 'registration-sent', sentAt: 1 }));
    await clock.advanceAsync(100);
    expect(looks).not.toHaveBeenCalled();
    const attachmentId = attachmentIdSchema.parse('10000');
    queue.changed(writer.apply(first.id, { kind: 'registered', attachmentId, now: clock.now() }));
    first.end();
    await clock.advanceAsync(0);
    expect(started()).toEqual(['first', 'second']);
    await queue.stop();
  });

  it('uses a raised limit within a minute, also while a large upload runs', async () => {
    const limits = { uploads: 1, largeUploads: 1 };
    const { queue, add, started, clock } = await scene(limits);
    await add('large', { size: large });
    await add('second');
    queue.start();
    await clock.advanceAsync(1000);
    expect(started()).toEqual(['large']);
    limits.uploads = 4;
    await clock.advanceAsync(60_000);
    expect(started()).toEqual(['large', 'second']);
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

  it('starts over what a person paused in its transfer while the disk was full, once that is written', async () => {
    const { queue, history, add, runs, disk, started, clock, turn } = await scene();
    const id = await add('a');
    queue.start();
    await turn();
    disk.isFull = true;
    queue.interrupt(id);
    await clock.advanceAsync(1000);
    expect(started()).toEqual(['a']);
    expect(history.jobs.get(id)?.state).toBe('uploading');
    disk.isFull = false;
    await clock.advanceAsync(4000);
    expect(started()).toEqual(['a', 'a']);
    runs[1]?.end();
    await queue.stop();
  });

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

  it('begins the next one though the pause after a fault ends in the middle of a round', async () => {
    const { queue, add, runs, started, clock, look, turn } = await scene({ uploads: 1, largeUploads: 1 });
    for (const name of ['a', 'b']) await add(name);
    queue.start();
    await turn();
    runs[0]?.end('unexpected');
    await clock.advanceAsync(999);
    look.ms = 0.3;
    queue.wake();
    await turn();
    look.ms = 0;
    await clock.advanceAsync(10);
    expect(started()).toEqual(['a', 'b']);
    runs[1]?.end();
    await queue.stop();
  });

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
