import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRetentionRuns } from '../../main/jobs/retention/retention-runs.ts';
import type { Keep } from '../../main/jobs/retention/retention.ts';
import { silentLog } from '../fakes/silent-log.ts';
import { jobStates } from '../../preload/contract/job.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { knownFile } from '../fixtures/known-file.ts';
import { attachmentIdOf, changeTo, newJobId, sampleJobs, secrets } from './sample-jobs.ts';
import { type TestHistory, testHistory } from './test-history.ts';

const dayMs = 86_400_000;
const year = 366 * dayMs;

const standardKeep: Keep = { keepHistoryYears: 7, keepNamesDays: 30 };

/** One complete run; returns its number of steps. */
function runOf(history: TestHistory, keep: Keep = standardKeep): number {
  const step = history.retention.begin(history.clock.now(), keep);
  let steps = 1;
  while (step()) steps += 1;
  return steps;
}

/** Jobs in every state; the filed one is put away. */
function addAll(history: TestHistory): { [S in UploadJob['state']]: UploadJob } {
  const samples = sampleJobs();
  const jobs = { ...samples, filed: { ...samples.filed, disposal: 'done' as const } };
  history.jobs.add(jobStates.map((state) => changeTo(jobs[state])));
  return jobs;
}

const textOf = (value: unknown): string => JSON.stringify(value);
const names = /quillfeather|zzyzxa|1980-02-03|front-desk-7/i;

/** Numbers from 0 to 1 that a failing test prints. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('names', () => {
  it('of taken files are removed after their days; the files stay known, and skipped ones keep theirs', async () => {
    const history = await testHistory();
    const { fingerprint } = sampleJobs().inbox.file;
    const folder = folderIdSchema.parse(randomUUID());
    const many = Array.from({ length: 450 }, (_, at) => knownFile(`${at}.pdf`, fingerprint));
    history.knownFiles.remember(folder, [...many, knownFile('left.pdf', fingerprint, { standing: 'left' })]);
    history.clock.advance(30 * dayMs + 1);
    history.knownFiles.remember(folder, [knownFile('young.pdf', fingerprint)]);
    runOf(history);
    const named = history.knownFiles.takenAfter(folder, new Uint8Array(), 1_000);
    expect(named.map(({ relativePath }) => relativePath)).toEqual(['young.pdf']);
    expect(history.knownFiles.get(folder, '449.pdf')).toMatchObject({ standing: 'taken' });
    expect(history.knownFiles.leftOfSize(folder, fingerprint.size)).toMatchObject([
      { relativePath: 'left.pdf' },
    ]);
  });

  it('of ended jobs are removed after their days, with those of their entries; the check still finds all intact', async () => {
    const history = await testHistory();
    const jobs = addAll(history);
    history.clock.advance(30 * dayMs - 1);
    runOf(history);
    for (const state of jobStates) expect(history.jobs.get(jobs[state].id)).toEqual(jobs[state]);

    history.clock.advance(2);
    runOf(history);
    for (const state of jobStates) {
      const job = history.jobs.get(jobs[state].id);
      const entries = history.audit.entries({ jobId: jobs[state].id, limit: 10 });
      if (state === 'filed' || state === 'dismissed' || state === 'parted') {
        expect(textOf(job)).not.toMatch(names);
        expect(job).toMatchObject({ id: jobs[state].id, state, appearedAt: jobs[state].appearedAt });
        expect(entries).toMatchObject([{ kind: 'job-changed', detail: null }]);
      } else {
        expect(job).toEqual(jobs[state]);
        expect(textOf(entries)).toMatch(names);
      }
    }
    expect(history.audit.firstTampered()).toBeNull();
    // Nothing is left to do, and nothing was written twice.
    const before = history.audit.extent();
    runOf(history);
    expect(history.audit.extent()).toEqual(before);
  });

  it('can be removed while the content stays known and the attachment can be found', async () => {
    const history = await testHistory();
    const { filed } = addAll(history);
    history.clock.advance(31 * dayMs);
    runOf(history);
    expect(history.jobs.withContent(secrets.sha256).map(({ id }) => id)).toContain(filed.id);
    expect(history.jobs.atPath(secrets.path).map(({ id }) => id)).toContain(filed.id);
    if (filed.state === 'filed') expect(history.jobs.servedBy(filed.attachmentId)?.id).toBe(filed.id);
  });

  it('are removed without a wait for the disk at each step, and each change of a job waits again', async () => {
    const history = await testHistory();
    const { inbox } = addAll(history);
    history.clock.advance(31 * dayMs);
    const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
    onTestFinished(() => exec.mockRestore());
    const calls = () => exec.mock.calls.splice(0).map(([sql]) => sql);
    const step = ['PRAGMA synchronous = NORMAL', 'BEGIN IMMEDIATE', 'COMMIT', 'PRAGMA synchronous = FULL'];
    const steps = runOf(history);
    expect(calls()).toEqual(Array.from({ length: steps }, () => step).flat());
    history.jobs.change(inbox.id, changeTo);
    expect(calls()).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    history.raw().exec(`CREATE TRIGGER refuse BEFORE DELETE ON jobs BEGIN SELECT RAISE(ABORT, 'no'); END`);
    history.clock.advance(8 * year);
    calls();
    expect(() => runOf(history)).toThrow();
    expect(calls().at(-1)).toBe('PRAGMA synchronous = FULL');
  });

  it('leave no empty half in the pages of the jobs, and a quarter of the history', async () => {
    const history = await testHistory();
    const filed = { ...sampleJobs().filed, disposal: 'done' as const };
    const many = Array.from({ length: 600 }, (_, at) => ({
      ...filed,
      id: newJobId(),
      attachmentId: attachmentIdOf(at),
    }));
    history.jobs.add(many.map(changeTo));
    const fillOf = (table: string): number => {
      const sizes = 'SELECT sum(payload) * 1.0 / sum(pgsize) AS fill FROM dbstat WHERE name = ?';
      return Number(history.raw().prepare(sizes).get(table)?.['fill']);
    };
    const bytesOf = (table: string): number =>
      Number(history.raw().prepare('SELECT sum(pgsize) AS n FROM dbstat WHERE name = ?').get(table)?.['n']);
    const before = { jobs: bytesOf('jobs'), audit_log: bytesOf('audit_log') };
    const jobs = history.jobs.page('filed', { offset: 0, limit: 600 });
    history.clock.advance(31 * dayMs);
    history.record({ kind: 'settings-changed' });
    runOf(history);
    expect(fillOf('jobs')).toBeGreaterThan(0.75);
    expect(bytesOf('jobs')).toBeLessThan(0.6 * before.jobs);
    const entries = ['audit_log', 'audit_blocks', 'audit_block_jobs'].reduce(
      (sum, table) => sum + bytesOf(table),
      0,
    );
    expect(entries).toBeLessThan(0.25 * before.audit_log);
    expect(history.audit.firstTampered()).toBeNull();
    expect(history.jobs.page('filed', { offset: 0, limit: 600 }).map(({ id }) => id)).toEqual(
      jobs.map(({ id }) => id),
    );
    expect(history.jobs.counts().filed).toBe(600);
  });

  it('of a file that still waits to be put away stay', async () => {
    const history = await testHistory();
    const { filed } = sampleJobs();
    history.jobs.add([changeTo(filed)]);
    history.clock.advance(400 * dayMs);
    runOf(history);
    expect(history.jobs.get(filed.id)).toEqual(filed);
  });

  it('are removed in short steps where a job takes long, and of each all the same', async () => {
    const history = await testHistory();
    const jobs = Array.from({ length: 8 }, () => ({
      ...sampleJobs().dismissed,
      id: newJobId(),
    }));
    history.jobs.add(jobs.map(changeTo));
    history.clock.advance(31 * dayMs);
    let ms = 0;
    vi.spyOn(history.clock, 'monotonic').mockImplementation(() => (ms += 10));
    // A job a step, and an entry a step.
    expect(runOf(history)).toBeGreaterThan(2 * jobs.length);
    for (const { id } of jobs) {
      expect(textOf(history.jobs.get(id))).not.toMatch(names);
      expect(textOf(history.audit.entries({ jobId: id, limit: 10 }))).not.toMatch(names);
    }
    expect(history.audit.firstTampered()).toBeNull();
  });

  it('in entries without a job are removed too', async () => {
    const history = await testHistory();
    history.record({ kind: 'destination-armed', detail: { patient: secrets.patientName } });
    history.clock.advance(31 * dayMs);
    history.record({ kind: 'folder-vanished', detail: { folder: '/scans' } });
    runOf(history);
    expect(history.audit.entries({ limit: 10 }).map(({ detail }) => detail)).toEqual([
      null,
      { folder: '/scans' },
    ]);
  });
});

describe('entries', () => {
  it('older than their years are removed from the old end, and the chain still proves the rest', async () => {
    const history = await testHistory();
    for (let at = 0; at < 450; at += 1) history.record({ kind: 'job-filed', detail: {} });
    history.clock.advance(8 * year);
    for (let at = 0; at < 5; at += 1) history.record({ kind: 'job-filed', detail: {} });
    expect(runOf(history)).toBeGreaterThan(4);
    const left = history.audit.entries({ limit: 1000 });
    expect(left.map(({ seq, kind }) => [seq, kind])).toEqual([
      ...[451, 452, 453, 454, 455].map((seq) => [seq, 'job-filed']),
      [456, 'history-shortened'],
    ]);
    expect(left.at(-1)?.detail).toEqual({ entries: '450' });
    expect(history.audit.firstTampered()).toBeNull();
    const again = await history.reopen();
    again.record({ kind: 'job-filed', detail: {} });
    expect(again.audit.firstTampered()).toBeNull();
  });

  it('the newest one stays, whatever its age', async () => {
    const history = await testHistory();
    for (let at = 0; at < 3; at += 1) history.record({ kind: 'job-filed', detail: {} });
    history.clock.advance(20 * year);
    runOf(history);
    expect(history.audit.entries({ limit: 10 }).map(({ seq }) => seq)).toEqual([3, 4]);
    expect(history.audit.firstTampered()).toBeNull();
  });

  const tampering: [string, string, number][] = [
    ['the oldest that is left removed too', 'DELETE FROM audit_log WHERE seq = 4', 4],
    ['the tail moved on', 'DELETE FROM audit_log WHERE seq = 4; UPDATE audit_tail SET seq = 4', 1],
    ['the tail removed', 'DELETE FROM audit_tail', 1],
    ['the tail’s link changed', `UPDATE audit_tail SET chain = x'00'`, 1],
    [
      'all removed, tail and head too',
      'DELETE FROM audit_log; DELETE FROM audit_tail; DELETE FROM audit_head',
      1,
    ],
  ];
  it.each(tampering)('with %s, the check finds it', async (_what, sql, seq) => {
    const history = await testHistory();
    for (let at = 0; at < 3; at += 1) history.record({ kind: 'job-filed', detail: {} });
    history.clock.advance(8 * year);
    addAll(history);
    runOf(history);
    expect(history.audit.firstTampered()).toBeNull();
    history.raw().exec(sql);
    expect(history.audit.firstTampered()).toBe(seq);
  });
});

it.each(Array.from({ length: 12 }, (_, seed) => seed + 1))(
  'over years of random days (seed %d) keeps exactly what it must',
  async (seed) => {
    const random = randomOf(seed * 7919);
    const history = await testHistory();
    const keep = {
      keepHistoryYears: 1 + Math.floor(random() * 3),
      keepNamesDays: 1 + Math.floor(random() * 90),
    };
    const written: { job: UploadJob; at: number }[] = [];
    let attachment = 500_000 + seed * 1000;
    for (let turn = 0; turn < 60; turn += 1) {
      history.clock.advance(Math.floor(random() * 30 * dayMs));
      // Enough for blocks of entries without names.
      const acts = Math.floor(random() * 60);
      for (let act = 0; act < acts; act += 1) history.record({ kind: 'settings-changed' });
      const samples = sampleJobs();
      const state = jobStates[Math.floor(random() * jobStates.length)] ?? 'filed';
      const disposal = random() < 0.2 ? ('pending' as const) : ('done' as const);
      const filed = { ...samples.filed, disposal, attachmentId: attachmentIdOf((attachment += 1)) };
      const job = { ...(state === 'filed' ? filed : samples[state]), id: newJobId() };
      if (job.state === 'processing') job.attachmentId = attachmentIdOf((attachment += 1));
      history.jobs.add([changeTo(job)]);
      written.push({ job, at: history.clock.now() });
      if (random() < 0.3) runOf(history, keep);
      if (random() < 0.3) expect(history.audit.firstTampered()).toBeNull();
    }
    runOf(history, keep);
    expect(history.audit.firstTampered()).toBeNull();
    const now = history.clock.now();
    for (const { job, at } of written) {
      const kept = history.jobs.get(job.id);
      const waits = (job.state === 'filed' || job.state === 'parted') && job.disposal === 'pending';
      const isOld =
        (job.state === 'filed' || job.state === 'dismissed' || job.state === 'parted') &&
        !waits &&
        at < now - keep.keepNamesDays * dayMs;
      if (!isOld) expect(kept).toEqual(job);
      else if (kept !== null) expect(textOf(kept)).not.toMatch(names);
      else expect(at).toBeLessThan(now - keep.keepHistoryYears * 365 * dayMs);
    }
    const left = history.audit.entries({ limit: 10_000 });
    expect(left[0]?.at ?? 0).toBeGreaterThanOrEqual(now - keep.keepHistoryYears * year);
    expect(left.map(({ seq }) => seq)).toEqual(left.map((_, at) => (left[0]?.seq ?? 0) + at));
    expect(history.audit.extent()).toMatchObject({ entries: left.length, from: left[0]?.at });
    for (const { job } of written) {
      expect(history.audit.entries({ jobId: job.id, limit: 10 })).toEqual(
        left.filter(({ jobId }) => jobId === job.id),
      );
    }
  },
);

describe('the runs', () => {
  it('come at the start and once a day, in steps between which others work; nothing runs after the stop', async () => {
    const history = await testHistory();
    const { clock } = history;
    const begun: number[] = [];
    let left = 0;
    const retention = {
      begin: (now: number) => {
        begun.push(now);
        left = 3;
        return () => (left -= 1) > 0;
      },
    };
    const runs = createRetentionRuns({ retention, clock, log: silentLog, keep: () => standardKeep });
    runs.start();
    expect(begun).toEqual([]);
    await clock.advanceAsync(50);
    expect([begun.length, left]).toEqual([1, 2]);
    await clock.advanceAsync(50);
    expect(left).toBe(1);
    await clock.advanceAsync(dayMs + 100);
    expect(begun).toHaveLength(2);
    await runs.stop();
    await clock.advanceAsync(10 * dayMs);
    expect([begun.length, clock.pending()]).toEqual([2, 0]);
  });

  it('are tried again after a full disk', async () => {
    const { clock } = await testHistory();
    let tries = 0;
    const retention = {
      begin: () => () => {
        tries += 1;
        throw new Error('full');
      },
    };
    const runs = createRetentionRuns({ retention, clock, log: silentLog, keep: () => standardKeep });
    runs.start();
    await clock.advanceAsync(50);
    expect(tries).toBe(1);
    await clock.advanceAsync(3_600_000);
    expect(tries).toBe(2);
    await runs.stop();
  });
});
