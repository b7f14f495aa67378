import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { hasEnded, type JobList } from '../../main/jobs/store/job-rows.ts';
import type { JobStore } from '../../main/jobs/store/job-store.ts';
import { largeFileBytes } from '../../main/files/large-file.ts';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { jobStates } from '../../preload/contract/job.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { errorOf } from '../fixtures/error-of.ts';
import { attachmentIdOf, changeTo, newJobId, sampleJobs } from './sample-jobs.ts';
import { testHistory } from './test-history.ts';

const minute = 60_000;

async function scene() {
  const history = await testHistory();
  const { jobs: store, clock } = history;
  const add = <T extends UploadJob>(...jobs: T[]): T[] => {
    store.add(jobs.map(changeTo));
    return jobs;
  };
  return { history, store, clock, add };
}
const idsOf = (jobs: readonly UploadJob[]) => jobs.map(({ id }) => id);

describe('a job', () => {
  it.each(jobStates)('comes back as it was written, at once and after the next start: %s', async (state) => {
    const { history, store, add } = await scene();
    const job = sampleJobs()[state];
    add(job);
    expect(store.get(job.id)).toEqual(job);
    const { jobs: later } = await history.reopen();
    expect(later.get(job.id)).toEqual(job);
    expect(later.inState(state)).toEqual([job]);
    expect(later.count(state)).toBe(1);
  });

  // That each job of a transition is as the schema reads it: transitions.properties.test.ts.
  it.each(jobStates)('that was changed comes back at once as after the next start: %s', async (state) => {
    const { history, store, add } = await scene();
    const { queued } = sampleJobs();
    add(queued);
    const job = { ...sampleJobs()[state], id: queued.id };
    const file = { ...job.file };
    store.change(job.id, () => changeTo({ ...job, file }));
    // The writer's own object may change afterwards.
    file.name = 'other.pdf';
    expect(store.get(job.id)).toEqual(job);
    expect((await history.reopen()).jobs.get(job.id)).toEqual(job);
  });

  it('is opened once while its row stays the same; a row that someone else changed is refused', async () => {
    const { history, store, add } = await scene();
    const { queued } = sampleJobs();
    add(queued);
    expect(store.get(queued.id)).toBe(store.get(queued.id));
    store.change(queued.id, (job) => changeTo({ ...job, rank: 5 }));
    expect(store.get(queued.id)).toEqual({ ...queued, rank: 5 });
    // The last byte only: the beginning is as before.
    history
      .raw()
      .exec("UPDATE jobs SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) || x'00' AS BLOB)");
    expect(errorOf(() => store.get(queued.id)).code).toBe('data-key-wrong');
  });

  it('is written in the columns that a change changes, and in no others', async () => {
    const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
    onTestFinished(() => prepare.mockRestore());
    const { store, clock, add } = await scene();
    const { queued } = sampleJobs();
    add(queued);
    prepare.mockClear();
    clock.advance(1);
    store.change(queued.id, (job) => changeTo({ ...job, rank: 5 }));
    store.change(queued.id, (job) =>
      changeTo({ ...job, rank: 6, file: { ...job.file, path: '/other.pdf' } }),
    );
    expect(prepare.mock.calls.map(([sql]) => sql)).toEqual([
      'UPDATE jobs SET rank = ?, changed_at = ?, sealed = ? WHERE number = ?',
      'UPDATE jobs SET rank = ?, path_digest = ?, sealed = ? WHERE number = ?',
    ]);
    expect(store.atPath('/other.pdf').map(({ id }) => id)).toEqual([queued.id]);
    expect(store.atPath(queued.file.path)).toEqual([]);
  });

  it('is changed with its entry, and found in its current state', async () => {
    const { history, store, add } = await scene();
    const { queued, dismissed } = sampleJobs();
    add(queued);
    const next = { ...dismissed, id: queued.id };
    expect(store.change(queued.id, () => changeTo(next))).toEqual(next);
    expect([store.get(queued.id), store.count('queued'), store.count('dismissed')]).toEqual([next, 0, 1]);
    expect(history.audit.entries({ jobId: queued.id, limit: 10 })).toHaveLength(2);
  });

  it('is read again for each change, so that none is lost', async () => {
    const { store, add } = await scene();
    const { queued } = sampleJobs();
    add(queued);
    for (let at = 0; at < 5; at += 1) {
      store.change(queued.id, (job) => changeTo({ ...job, rank: job.rank + 1 }));
    }
    expect(store.get(queued.id)?.rank).toBe(queued.rank + 5);
  });

  it('is not there', async () => {
    const { history, store } = await scene();
    const id = newJobId();
    expect(store.get(id)).toBeNull();
    expect(errorOf(() => store.change(id, changeTo)).code).toBe('job-not-found');
    expect(history.audit.entries({ limit: 10 })).toEqual([]);
  });
});

describe('all or nothing', () => {
  it('a refused change leaves job and history unchanged', async () => {
    const { history, store, add } = await scene();
    const { queued } = sampleJobs();
    add(queued);
    const failing = () =>
      store.change(queued.id, () => {
        throw new RangeError('no such transition');
      });
    expect(errorOf(failing)).toMatchObject({ code: 'unexpected', cause: { message: 'no such transition' } });
    expect(store.get(queued.id)).toEqual(queued);
    expect(history.audit.entries({ limit: 10 })).toHaveLength(1);
  });

  it('a history that cannot be written undoes the job’s change', async () => {
    const { history, store, add } = await scene();
    const { queued, held } = sampleJobs();
    add(queued);
    const raw = history.raw();
    raw.exec(`CREATE TRIGGER refuse BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'no history'); END`);
    const paused = () => store.change(queued.id, (job) => changeTo({ ...job, paused: true }));
    expect(errorOf(paused).code).toBe('unexpected');
    expect(errorOf(() => add(held)).code).toBe('unexpected');
    expect([store.get(queued.id), store.get(held.id)]).toEqual([queued, null]);
    raw.exec('DROP TRIGGER refuse');
    paused();
    expect(store.get(queued.id)?.paused).toBe(true);
    expect(history.audit.firstTampered()).toBeNull();
  });

  it('one of many that cannot be added undoes the others', async () => {
    const { history, store, add } = await scene();
    const [first, second] = [sampleJobs().processing, sampleJobs().processing];
    expect(errorOf(() => add(first, { ...second, attachmentId: first.attachmentId })).code).toBe(
      'unexpected',
    );
    expect(store.count('processing')).toBe(0);
    expect(history.audit.entries({ limit: 10 })).toEqual([]);
  });
});

describe('one attachment serves one job', () => {
  it('so that no second job can claim it', async () => {
    const { store, add } = await scene();
    const [{ filed }, { registering, processing }] = [sampleJobs(), sampleJobs()];
    add<UploadJob>(filed, registering);
    const claim = () =>
      store.change(registering.id, (job) =>
        changeTo({ ...processing, id: job.id, attachmentId: filed.attachmentId }),
      );
    expect(errorOf(claim).code).toBe('unexpected');
    expect(store.get(registering.id)).toEqual(registering);
    expect(store.servedBy(filed.attachmentId)).toEqual(filed);
  });

  it('and is found by it', async () => {
    const { store, add } = await scene();
    const { processing } = sampleJobs();
    add(processing);
    expect(store.servedBy(processing.attachmentId)).toEqual(processing);
    expect(store.servedBy(attachmentIdOf(99_999))).toBeNull();
    // A job that failed at the service continues with the same attachment if a person says so.
    const failed = sampleJobs().failed;
    const attachmentId = attachmentIdOf(88_888);
    add({ ...failed, failedStep: { at: 'processing', attachmentId } });
    expect(store.servedBy(attachmentId)?.id).toBe(failed.id);
    // The attachment that it replaces is not the one that belongs to it.
    expect(store.servedBy(processing.replaces?.attachmentId ?? attachmentIdOf(0))).toBeNull();
  });
});

describe('the lists', () => {
  it('hold the jobs of their states, by rank', async () => {
    const { store, add } = await scene();
    const jobs = sampleJobs();
    add(...Object.values(jobs).reverse());
    const page = (list: JobList) => store.page(list, { offset: 0, limit: 100 });
    expect(page('inbox')).toEqual([jobs.inbox]);
    expect(page('filed')).toEqual([jobs.filed]);
    expect(page('dismissed')).toEqual([jobs.dismissed]);
    expect(page('queue').map(({ state }) => state)).toEqual([
      'held',
      'queued',
      'uploading',
      'stored',
      'registering',
      'processing',
      'failed',
      'linking',
    ]);
    expect((['inbox', 'queue', 'filed', 'dismissed'] as const).map((list) => store.size(list))).toEqual([
      1, 8, 1, 1,
    ]);
  });

  it('return the last changes, by an index, however long ago', async () => {
    const { history, store, clock, add } = await scene();
    const [late] = add({ ...sampleJobs().filed, rank: -1 });
    for (let at = 0; at < 5; at += 1) {
      clock.advance(1000);
      add({ ...sampleJobs().filed, rank: at });
    }
    clock.advance(1000);
    if (late === undefined) throw new Error('no job');
    store.change(late.id, (job) => ({ job, entry: { kind: 'job-changed', jobId: job.id } }));
    expect(idsOf(store.lastOf('filed', 2))).toContain(late.id);
    expect(store.lastOf('dismissed', 2)).toEqual([]);
    const plan = history
      .raw()
      .prepare(
        `EXPLAIN QUERY PLAN SELECT id FROM jobs WHERE named = 1 AND ${hasEnded} AND list = 'filed' ORDER BY changed_at DESC LIMIT 2`,
      )
      .all();
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('INDEX jobs_named (list=?)')]);
  });

  it('are read page by page, each job once, also where ranks are equal', async () => {
    const { store, add } = await scene();
    const jobs = add(...Array.from({ length: 25 }, (_, at) => ({ ...sampleJobs().inbox, rank: at % 3 })));
    const pages = [0, 10, 20, 30].map((offset) => store.page('inbox', { offset, limit: 10 }));
    expect(pages.map((page) => page.length)).toEqual([10, 10, 5, 0]);
    const read = pages.flat();
    expect(new Set(idsOf(read))).toEqual(new Set(idsOf(jobs)));
    const ranks = read.map(({ rank }) => rank);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });

  it('have a place before all others, and one after them', async () => {
    const { store, add } = await scene();
    expect([store.rank('first'), store.rank('last')]).toEqual([-1, 1]);
    const { inbox, filed } = sampleJobs();
    add<UploadJob>({ ...inbox, rank: -2.5 }, { ...filed, rank: 8 });
    expect([store.rank('first'), store.rank('last')]).toEqual([-3.5, 9]);
  });

  it('are counted by state, and those of a span by list', async () => {
    const { store, add } = await scene();
    const [{ filed, inbox }, { failed }] = [sampleJobs(), sampleJobs()];
    add<UploadJob>(
      { ...filed, replaces: null, appearedAt: 100 },
      { ...inbox, replaces: null, appearedAt: 199 },
      { ...failed, replaces: null, appearedAt: 200 },
    );
    const none = Object.fromEntries(jobStates.map((state) => [state, 0]));
    expect(store.counts()).toEqual({ ...none, filed: 1, inbox: 1, failed: 1 });
    const empty = { inbox: 0, moving: 0, failed: 0, filed: 0, dismissed: 0, split: 0, parted: 0 };
    expect(store.appeared({ from: 100, to: 200 })).toEqual({ ...empty, filed: 1, inbox: 1 });
    expect(store.appeared({ from: 201, to: 300 })).toEqual(empty);
  });
});

describe('the jobs that may continue', () => {
  const queuedAt = (notBefore: number, rank: number): UploadJob => ({
    ...sampleJobs().queued,
    notBefore,
    rank,
  });

  it('is due, not paused, in order, and no more than asked for', async () => {
    const { store, clock, add } = await scene();
    const now = clock.now();
    const [second, first] = add(queuedAt(now, 2), queuedAt(now - minute, 1));
    add(queuedAt(now + 1, 0), { ...queuedAt(now, 0), paused: true }, sampleJobs().stored);
    const ready = store.ready('queued', now, 10);
    expect(idsOf(ready)).toEqual([first?.id, second?.id]);
    expect(idsOf(store.ready('queued', now, 1))).toEqual([first?.id]);
    expect(store.ready('queued', now + 1, 10)).toHaveLength(3);
  });

  it('is a job whose undo period is over', async () => {
    const { store, add } = await scene();
    const [held] = add(sampleJobs().held);
    expect(store.ready('held', (held?.until ?? 0) - 1, 10)).toEqual([]);
    expect(store.ready('held', held?.until ?? 0, 10)).toEqual([held]);
  });

  it('is a job that waits for no time', async () => {
    const { store, clock, add } = await scene();
    const [processing] = add(sampleJobs().processing);
    expect(store.ready('processing', clock.now(), 10)).toEqual([processing]);
    expect(store.nextDue(['processing'], clock.now())).toBeNull();
  });

  it('does not wait a day because the clock was a day ahead (case 30)', async () => {
    const { store, clock, add } = await scene();
    const [job] = add(queuedAt(clock.now() + minute, 1));
    expect(store.ready('queued', clock.now(), 10)).toEqual([]);
    clock.jump(-24 * 60 * minute);
    expect(store.ready('queued', clock.now(), 10)).toEqual([job]);
  });

  it('is found by an index alone, even behind 100,000 paused ones', async () => {
    const { history } = await scene();
    const plan = history
      .raw()
      .prepare(
        "EXPLAIN QUERY PLAN SELECT number FROM jobs WHERE state = 1 AND paused = 0 AND list = 'moving' AND (due IS NULL OR due <= 1) ORDER BY rank, number",
      )
      .all()
      .map(({ detail }) => detail);
    expect(plan).toEqual(['SEARCH jobs USING COVERING INDEX jobs_ready (state=?)']);
  });

  it('is reported by the next relevant moment', async () => {
    const { store, clock, add } = await scene();
    const now = clock.now();
    expect(store.nextDue(['queued', 'held'], now)).toBeNull();
    add<UploadJob>(queuedAt(now, 1), queuedAt(now + 3000, 2), { ...queuedAt(now + 1000, 3), paused: true });
    add({ ...sampleJobs().held, until: now + 2000 });
    expect(store.nextDue(['queued'], now)).toBe(now + 3000);
    expect(store.nextDue(['queued', 'held'], now)).toBe(now + 2000);
    expect(store.nextDue(['queued', 'held'], now + 2000)).toBe(now + 3000);
    expect(store.nextDue(['stored'], now)).toBeNull();
    expect(store.nextDue([], now)).toBeNull();
  });
});

describe('looking a job up', () => {
  const withFile = (change: Partial<UploadJob['file']>): UploadJob => {
    const job = sampleJobs().filed;
    return { ...job, file: { ...job.file, ...change } };
  };
  const lookUps: [string, (store: JobStore) => UploadJob[]][] = [
    ['content', (store) => store.withContent('a'.repeat(64))],
    ['path', (store) => store.atPath('/scans/é.pdf')],
  ];

  it.each(lookUps)('by its %s finds all that have it, in order', async (_what, lookUp) => {
    const { store, add } = await scene();
    expect(lookUp(store)).toEqual([]);
    const same = { sha256: 'a'.repeat(64), path: '/scans/é.pdf' };
    const [late, early] = add({ ...withFile(same), rank: 5 }, { ...withFile(same), rank: 4 });
    add(withFile({ sha256: 'b'.repeat(64), path: '/scans/é.pdf'.normalize('NFD') }));
    expect(lookUp(store)).toEqual([early, late]);
  });

  it('by the size of a large file finds all that have it, read or not, by an index of such alone', async () => {
    const { store, add, history } = await scene();
    const size = largeFileBytes;
    const ofSize = (bytes: number, sha256: string | null = null) => {
      const { fingerprint } = sampleJobs().filed.file;
      return withFile({ sha256, fingerprint: { ...fingerprint, size: bytes } });
    };
    const found = add(ofSize(size), ofSize(size), ofSize(size, 'd'.repeat(64)));
    add(ofSize(size + 1));
    expect(idsOf(store.withLargeSize(size)).sort()).toEqual(idsOf(found).sort());
    expect(store.withContent('d'.repeat(64))).toEqual(found.slice(2));
    const [small] = add(ofSize(size - 1));
    expect(small).toBeDefined();
    expect(store.withLargeSize(size - 1)).toEqual([]);
    const plan = history
      .raw()
      .prepare('EXPLAIN QUERY PLAN SELECT sealed FROM jobs WHERE size = 1 AND size >= 67108864')
      .all();
    expect(plan[0]?.['detail']).toBe('SEARCH jobs USING INDEX jobs_large (size=?)');
  });

  it('by its content is not misled by an old one', async () => {
    const { store, add } = await scene();
    const [job] = add(withFile({ sha256: 'a'.repeat(64) }));
    if (job === undefined) return;
    store.change(job.id, () => changeTo({ ...job, file: { ...job.file, sha256: 'c'.repeat(64) } }));
    expect(store.withContent('a'.repeat(64))).toEqual([]);
    expect(idsOf(store.withContent('c'.repeat(64)))).toEqual([job.id]);
  });

  it('finds the filed ones whose file is not put away yet', async () => {
    const { store, add } = await scene();
    const filed = () => sampleJobs().filed;
    const [pending] = add(filed(), { ...filed(), disposal: 'done' }, { ...filed(), disposal: 'left' });
    expect(store.toDispose(10)).toEqual([pending]);
    add(filed(), filed());
    expect(store.toDispose(2)).toHaveLength(2);
    if (pending) store.change(pending.id, () => changeTo({ ...pending, disposal: 'done' }));
    expect(store.toDispose(10)).toHaveLength(2);
  });

  it('finds the filed ones that replace another', async () => {
    const { store, add } = await scene();
    const { filed, queued } = sampleJobs();
    add<UploadJob>(filed, queued, { ...sampleJobs().filed, replaces: null });
    expect(store.replacing()).toEqual([filed]);
  });
});

it('keeps 10,000 jobs apart, and pages through them', { timeout: 120_000 }, async () => {
  const { store, add } = await scene();
  const folderId = folderIdSchema.parse(randomUUID());
  add(...Array.from({ length: 10_000 }, (_, at) => ({ ...sampleJobs().inbox, folderId, rank: 10_000 - at })));
  expect(store.count('inbox')).toBe(10_000);
  expect(store.page('inbox', { offset: 9_998, limit: 50 }).map(({ rank }) => rank)).toEqual([9_999, 10_000]);
});
