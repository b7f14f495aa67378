import { describe, expect, it, vi } from 'vitest';
import type { JobId } from '../../preload/contract/ids.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { newJobId } from '../../main/jobs/job-id.ts';
import { createJobWriter, type JobWriter } from '../../main/jobs/job-writer.ts';
import type { JobIn, UploadJob } from '../../main/jobs/job.ts';
import { createHolds } from '../../main/uploads/queue/holds.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { jobRows, rowOf, somebody } from '../fixtures/job-rows.ts';

/** Holds of a real database, whose waits for pages the test sets. */
async function scene() {
  const clock = createFakeClock();
  const { history } = await jobRows(clock);
  const waits = new Map<JobId, number>();
  /** Called with each job that is written. */
  const heard = vi.fn<(job: UploadJob) => void>();
  const writer = createJobWriter(history.jobs, (job) => {
    holds.changed(job);
    heard(job);
  });
  const applyAll = vi.fn<JobWriter['applyAll']>((...given) => writer.applyAll(...given));
  const looks = vi.spyOn(history.jobs, 'readyRows');
  const holds = createHolds({
    store: history.jobs,
    writer: { applyAll },
    clock,
    pages: { waitMs: ({ id }) => waits.get(id) ?? 0, isPending: (id) => waits.has(id) },
  });
  const held = async (given: { inMs?: number; waitMs?: number } = {}): Promise<JobIn<'held'>> => {
    const until = clock.now() + (given.inMs ?? 0);
    const row = await rowOf('/scans/a.pdf');
    if (given.waitMs !== undefined) waits.set(row.id, given.waitMs);
    const job: JobIn<'held'> = { ...row, state: 'held', destination: somebody, until };
    writer.add([job]);
    return job;
  };
  const end = (): number | null => holds.end(clock.now());
  const stateOf = ({ id }: UploadJob) => history.jobs.get(id)?.state;
  return { clock, history, writer, waits, heard, applyAll, looks, holds, held, end, stateOf };
}

describe('undo periods', () => {
  it('end at their time, and the next time is told', async () => {
    const { clock, held, end, stateOf, looks } = await scene();
    expect(end()).toBeNull();
    const [soon, late] = [await held({ inMs: 2000 }), await held({ inMs: 5000 })];
    expect(end()).toBe(2000);
    clock.advance(2000);
    expect(end()).toBe(3000);
    expect([soon, late].map(stateOf)).toEqual(['queued', 'held']);
    // At the first call, and when one ended.
    expect(looks).toHaveBeenCalledTimes(2);
  });

  it('of changed jobs end without a look at the others, which wait for their pages', async () => {
    const { clock, writer, waits, held, end, stateOf, looks } = await scene();
    end();
    looks.mockClear();
    const waiting = await held({ waitMs: 3000 });
    const read = await held({ waitMs: 3000 });
    const unread = await held();
    expect(end()).toBe(3000);
    expect([waiting, read, unread].map(stateOf)).toEqual(['held', 'held', 'queued']);
    waits.delete(read.id);
    // A moment before the end.
    writer.apply(read.id, { kind: 'page-read', reading: { kind: 'unreadable' }, now: clock.now() - 1 });
    expect(end()).toBe(3000);
    expect([waiting, read].map(stateOf)).toEqual(['held', 'queued']);
    expect(looks).not.toHaveBeenCalled();
  });

  it('of paused jobs do not end, nor those that were taken back meanwhile', async () => {
    const { writer, held, end, stateOf } = await scene();
    end();
    const [paused, back] = [await held(), await held()];
    writer.edit(paused.id, { paused: true });
    writer.apply(back.id, { kind: 'taken-back' });
    end();
    expect([paused, back].map(stateOf)).toEqual(['held', 'inbox']);
    writer.edit(paused.id, { paused: false });
    end();
    expect(stateOf(paused)).toBe('queued');
  });

  it('that could not be written end at the next look', async () => {
    const { held, end, stateOf, applyAll } = await scene();
    end();
    const job = await held();
    applyAll.mockImplementationOnce(() => {
      throw new ChartdropError('disk-full');
    });
    expect(end).toThrow('disk-full');
    expect(stateOf(job)).toBe('held');
    end();
    expect(stateOf(job)).toBe('queued');
  });

  it('all end, however many are over at once', async () => {
    const { clock, writer, end, looks, stateOf } = await scene();
    end();
    const row = { ...(await rowOf('/scans/a.pdf')), destination: somebody };
    const until = clock.now() + 10_000;
    const many = Array.from({ length: 1500 }, (): JobIn<'held'> => ({
      ...row,
      id: newJobId(0),
      state: 'held',
      until,
    }));
    writer.add(many);
    clock.advance(10_000);
    looks.mockClear();
    expect(end()).toBe(0);
    expect(end()).toBeNull();
    expect(new Set(many.map(stateOf))).toEqual(new Set(['queued']));
    expect(looks).toHaveBeenCalledTimes(2);
  });

  it('end beside a job that was taken back a moment ago, of which nothing was heard yet', async () => {
    const { clock, history, holds, applyAll } = await scene();
    const silent = createJobWriter(history.jobs, () => undefined);
    holds.end(clock.now());
    const rows = [await rowOf('/scans/a.pdf'), await rowOf('/scans/b.pdf'), await rowOf('/scans/c.pdf')];
    const jobs = rows.map((row): JobIn<'held'> => ({
      ...row,
      state: 'held',
      destination: somebody,
      until: 0,
    }));
    silent.add(jobs);
    jobs.forEach((job) => holds.changed(job));
    const [back, paused, other] = jobs.map(({ id }) => id);
    if (back === undefined || paused === undefined || other === undefined) throw new Error('no jobs');
    silent.apply(back, { kind: 'taken-back' });
    silent.edit(paused, { paused: true });
    holds.end(clock.now());
    expect(applyAll.mock.calls.flatMap(([events]) => events.map(([id]) => id))).toEqual([other]);
    expect(history.jobs.get(other)?.state).toBe('queued');
  });

  it('of a job that is written when another one ends are looked at right after', async () => {
    const { writer, heard, held, end, stateOf } = await scene();
    await held();
    const row = { ...(await rowOf('/scans/b.pdf')), destination: somebody };
    const later: JobIn<'held'> = { ...row, state: 'held', until: 0 };
    heard.mockImplementationOnce(() => writer.add([later]));
    expect(end()).toBe(0);
    expect(stateOf(later)).toBe('held');
    end();
    expect(stateOf(later)).toBe('queued');
  });
});
