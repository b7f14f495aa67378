import { describe, expect, it } from 'vitest';
import { dayBalance, dayBalances } from '../../main/jobs/day-balance.ts';
import { changeTo, sampleJobs } from './sample-jobs.ts';
import { testHistory } from './test-history.ts';

/** A moment of the local day. */
const local = (day: number, hour = 0, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();

describe('a day', () => {
  it('adds up: found = filed + waiting + failed + ignored', async () => {
    const { jobs } = await testHistory();
    const all = Object.values(sampleJobs());
    jobs.add(all.map((job) => changeTo({ ...job, replaces: null, appearedAt: local(23, 14) })));
    expect(dayBalance(jobs, local(23, 9))).toEqual({
      day: '2026-11-23',
      found: 11,
      filed: 1,
      waiting: 8,
      failed: 1,
      dismissed: 1,
    });
  });

  it('counts a move to another patient as no new scan', async () => {
    const { jobs } = await testHistory();
    const appearedAt = local(23, 9);
    const { filed, queued } = sampleJobs();
    const replaces = { jobId: filed.id, attachmentId: filed.attachmentId };
    jobs.add([
      changeTo({ ...filed, appearedAt, replaces: null }),
      changeTo({ ...queued, appearedAt, replaces }),
    ]);
    expect(dayBalance(jobs, appearedAt)).toMatchObject({ found: 1, filed: 1, waiting: 0 });
    expect(jobs.counts()).toMatchObject({ filed: 1, queued: 1 });
  });

  it('begins at local midnight and ends with the next', async () => {
    const { jobs } = await testHistory();
    const moments = [local(23) - 1, local(23), local(23, 23, 59), local(24)];
    jobs.add(moments.map((appearedAt) => changeTo({ ...sampleJobs().filed, replaces: null, appearedAt })));
    const found = dayBalances(jobs, local(24, 12), 3).map(({ day, found: count }) => [day, count]);
    expect(found).toEqual([
      ['2026-11-24', 1],
      ['2026-11-23', 2],
      ['2026-11-22', 1],
    ]);
  });

  it('is one of a row without gaps, over a year of clock changes', async () => {
    const { jobs } = await testHistory();
    const days = dayBalances(jobs, local(23, 12), 400).map(({ day }) => day);
    expect(new Set(days).size).toBe(400);
    expect(days[0]).toBe('2026-11-23');
    expect(days.at(-1)).toBe('2025-10-20');
    expect(days).toEqual([...days].sort().reverse());
  });
});
