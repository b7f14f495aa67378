import { describe, expect, it } from 'vitest';
import { type DeskList, deskPage } from '../../main/jobs/store/job-sections.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { attachmentIdOf, changeTo, newJobId, sampleJobs } from './sample-jobs.ts';
import { testHistory } from './test-history.ts';

/** Two jobs of each state, ranked in the order of `sampleJobs`, and one that was filed the day before. */
async function scene() {
  const { jobs: store, clock } = await testHistory();
  const add = (job: UploadJob, rank: number): string => {
    const own = 'attachmentId' in job ? { attachmentId: attachmentIdOf(rank) } : {};
    const one = { ...job, id: newJobId(), rank, ...own } as UploadJob;
    store.add([changeTo(one)]);
    return one.id;
  };
  const samples = sampleJobs();
  const before = add(samples.filed, 1);
  await clock.advanceAsync(5_000);
  const midnight = clock.now();
  const of = (...states: (keyof typeof samples)[]) => states.map((state, at) => add(samples[state], 10 + at));
  const list = (name: DeskList, offset = 0, limit = 100) => {
    const { rows, total } = deskPage(store.sections, name, { offset, limit }, midnight);
    return { ids: rows.map(({ id }) => id), total };
  };
  return { before, of, list };
}

describe('the lists of the desk', () => {
  it('show what needs a person first, then what is on its way, then what was filed today', async () => {
    const { of, list, before } = await scene();
    const ids = of('filed', 'queued', 'inbox', 'failed', 'uploading', 'inbox', 'filed', 'dismissed');
    const [filed, queued, inbox, failed, uploading, later, newest, dismissed] = ids;
    const needs = [failed, inbox, later];
    expect(list('needs')).toEqual({ ids: needs, total: 3 });
    expect(list('moving')).toEqual({ ids: [queued, uploading], total: 2 });
    expect(list('day')).toEqual({ ids: [...needs, queued, uploading, newest, filed], total: 7 });
    expect(list('filed')).toEqual({ ids: [newest, filed, before], total: 3 });
    expect(list('dismissed')).toEqual({ ids: [dismissed], total: 1 });
  });

  it('are the same in pages of any size', async () => {
    const { of, list } = await scene();
    of('failed', 'inbox', 'inbox', 'queued', 'held', 'stored', 'filed', 'filed', 'filed', 'failed');
    const { ids, total } = list('day');
    for (const size of [1, 2, 3, 7]) {
      const pages = Array.from({ length: Math.ceil(total / size) }, (_, at) => list('day', at * size, size));
      expect(pages.flatMap((page) => page.ids)).toEqual(ids);
      expect(pages.every((page) => page.total === total)).toBe(true);
    }
    expect(list('day', total, 10).ids).toEqual([]);
  });
});
