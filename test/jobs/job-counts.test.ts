import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { migrations } from '../../main/database/migrations.ts';
import { createPacking } from '../../main/jobs/retention/pack-jobs.ts';
import { jobColumns } from '../../main/jobs/store/job-rows.ts';
import { type DeskList, deskPage } from '../../main/jobs/store/job-sections.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import { jobStates } from '../../preload/contract/job.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { changeTo, newJobId, sampleJobs } from './sample-jobs.ts';
import { rawDatabase, testHistory } from './test-history.ts';

/** The counters, and the same numbers counted row by row. */
function counted(db: DatabaseSync) {
  const all = (sql: string) =>
    db
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  return {
    kept: [
      all('SELECT state, n FROM job_counts WHERE n <> 0 ORDER BY state'),
      all('SELECT section, bucket, n FROM job_buckets ORDER BY section, bucket'),
      all('SELECT section, area, n FROM job_areas ORDER BY section, area'),
    ],
    real: [
      all('SELECT state, count(*) AS n FROM jobs GROUP BY state ORDER BY state'),
      all('SELECT list AS section, bucket, count(*) AS n FROM jobs GROUP BY 1, 2 ORDER BY 1, 2'),
      all('SELECT list AS section, bucket >> 5 AS area, count(*) AS n FROM jobs GROUP BY 1, 2 ORDER BY 1, 2'),
    ],
  };
}

const act = fc.record({
  kind: fc.constantFrom(
    'add' as const,
    'add-all' as const,
    'change' as const,
    'remove' as const,
    'pack' as const,
  ),
  at: fc.nat(9),
  state: fc.constantFrom(...jobStates),
  // Below, at and above the borders of buckets.
  rank: fc.constantFrom(-1025, -1024, -1, 0, 0.5, 1023, 1024, 5000),
});

it('counts follow every change of a job, and pages are those of the whole list', async () => {
  const history = await testHistory();
  const db = history.raw();
  const store = history.jobs;
  const pack = createPacking(db, jobColumns);
  const all = db.prepare('SELECT number FROM jobs ORDER BY number');
  const numbers = (): number[] => all.all().map(({ number }) => Number(number));
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 30 }), (acts) => {
      db.exec('DELETE FROM jobs');
      const ids = Array.from({ length: 10 }, newJobId);
      for (const { kind, at, state, rank } of acts) {
        const id = ids[at] ?? newJobId();
        const nextOf = (one: JobId, by: number) =>
          changeTo({ ...sampleJobs()[state], id: one, rank: rank + by, replaces: null });
        const next = nextOf(id, 0);
        if (kind === 'remove') db.prepare('DELETE FROM jobs WHERE id = ?').run(id);
        else if (kind === 'pack') pack(numbers());
        else if (kind === 'add-all')
          store.add(ids.filter((one) => store.get(one) === null).map((one, by) => nextOf(one, by * 500)));
        else if (store.get(id) === null) store.add([next]);
        else store.change(id, () => next);
      }
      const { kept, real } = counted(db);
      expect(kept).toEqual(real);
      const everything = (list: DeskList) => deskPage(store.sections, list, { offset: 0, limit: 100 }, 0);
      for (const list of ['needs', 'moving', 'filed', 'dismissed'] as const) {
        const { rows, total } = everything(list);
        expect(rows).toHaveLength(total);
        const single = rows.map(
          (_, offset) => deskPage(store.sections, list, { offset, limit: 1 }, 0).rows[0]?.id,
        );
        expect(single).toEqual(rows.map(({ id }) => id));
      }
    }),
    { numRuns: 60 },
  );
});

it('a job that is there is not added again, and nothing beside it is', async () => {
  const history = await testHistory();
  const { queued, inbox } = sampleJobs();
  history.jobs.add([changeTo(queued)]);
  expect(() => history.jobs.add([changeTo(inbox), changeTo(queued)])).toThrow('unexpected');
  expect(history.jobs.get(inbox.id)).toBeNull();
  expect(history.jobs.counts()).toMatchObject({ queued: 1, inbox: 0 });
  const { kept, real } = counted(history.raw());
  expect(kept).toEqual(real);
});

it('rows of older versions are counted once', async () => {
  const db = rawDatabase(join(await tempFolder(), 'old.sqlite'));
  const version = migrations.findIndex((sql) => sql.includes('job_counts'));
  for (const sql of migrations.slice(0, version)) db.exec(sql);
  const add = db.prepare(
    `INSERT INTO jobs (id, state, list, rank, paused, size, content_digest, path_digest, disposal_pending, appeared_at,
      changed_at, sealed) VALUES (?, ?, ?, ?, 0, 0, x'', x'', 0, 0, 0, x'')`,
  );
  const listOf = { failed: 'queue', queued: 'queue', filed: 'filed' } as const;
  const states = ['failed', 'queued', 'filed', 'filed'] as const;
  for (const [at, state] of states.entries()) add.run(String(at), state, listOf[state], at * 1000 - 1500);
  for (const sql of migrations.slice(version)) db.exec(sql);
  const { kept, real } = counted(db);
  expect(kept).toEqual(real);
  expect(kept[0]).toEqual([
    { state: 'failed', n: 1 },
    { state: 'filed', n: 2 },
    { state: 'queued', n: 1 },
  ]);
  expect(new Set(kept[1]?.map(({ bucket }) => bucket))).toEqual(new Set([-2, -1, 0, 1]));
});
