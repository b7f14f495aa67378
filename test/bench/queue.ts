import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deskPage } from '../../main/jobs/store/job-sections.ts';
import type { JobChange } from '../../main/jobs/store/job-store.ts';
import { newDataKey } from '../../main/database/sealing.ts';
import { openBenchHistory } from './bench-history.ts';
import { queuedJobs, sha256Of } from './queue-jobs.ts';
import { type BenchResult, resultOf } from './result.ts';
import { percentile, ratios } from './statistics.ts';
import { inTurns } from './turns.ts';

const jobs = 100_000;
const added = 10_000;
const pageSize = 100;
const asked = 100;
/** Uploading, stored, registering, processing, filed. */
const changesOfAJob = 5;

/** Milliseconds of each run of `act`. */
function timed(times: number, act: (at: number) => void): number[] {
  return Array.from({ length: times }, (_, at) => {
    const startedAt = performance.now();
    act(at);
    return performance.now() - startedAt;
  });
}

/** The simplest alternative: the same jobs as plain JSON in one table, without encryption, indexes or history. */
function openBare(path: string): { add(changes: readonly JobChange[]): void; close(): void } {
  const db = new DatabaseSync(path);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE jobs (id TEXT PRIMARY KEY, body TEXT)',
  );
  const put = db.prepare('INSERT INTO jobs VALUES (?, ?)');
  return {
    add(changes) {
      db.exec('BEGIN');
      for (const { job } of changes) put.run(job.id, JSON.stringify(job));
      db.exec('COMMIT');
    },
    close: () => db.close(),
  };
}

/**
 * The database with 100,000 jobs: pages from everywhere in the list, searches by content and path, counts, a change
 * with its history entry on disk, and adding 10,000 jobs at once; compared with plain SQLite.
 */
export async function benchQueue(place: string): Promise<BenchResult> {
  await mkdir(join(place, 'data'));
  const history = openBenchHistory(join(place, 'data'), newDataKey());
  const bare = openBare(join(place, 'bare.sqlite'));
  try {
    const all = queuedJobs(0, jobs);
    history.jobs.add(all);
    bare.add(all);

    const pages = timed(asked, (at) => {
      const offset = Math.floor(((jobs - pageSize) * at) / (asked - 1));
      const { rows } = deskPage(history.jobs.sections, 'moving', { offset, limit: pageSize }, Date.now());
      if (rows.length !== pageSize) throw new Error('a page is not full');
    });
    const found = timed(asked, (at) => {
      const number = at * 997;
      if (history.jobs.withContent(sha256Of(number)).length !== 1)
        throw new Error('a job was not found by its content');
      if (history.jobs.atPath(`/scans/scan-${number}.pdf`).length !== 1) throw new Error('nor by its path');
    });
    const counted = timed(asked, () => {
      if (history.jobs.counts().queued !== jobs) throw new Error('the count is wrong');
    });
    const next = timed(asked, () => void history.jobs.ready('queued', Date.now(), 36));
    const changed = timed(asked, (at) => {
      const id = all[at * 997]?.job.id;
      if (id === undefined) throw new Error('no such job');
      history.jobs.change(id, (job) => ({ job, entry: { kind: 'job-changed', jobId: id } }));
    });

    // A successful job: found, then five transitions, each on disk before its effect.
    const ways = timed(asked, (at) => {
      const [found] = queuedJobs(3 * jobs + at, 1);
      if (found === undefined) throw new Error('no job was made');
      history.jobs.add([found]);
      for (let step = 0; step < changesOfAJob; step += 1) {
        history.jobs.change(found.job.id, (job) => ({ job, entry: { kind: 'job-changed', jobId: job.id } }));
      }
    });

    let first = jobs;
    const nextJobs = (): JobChange[] => queuedJobs((first += added), added);
    const sides = await inTurns(
      { turns: 3, warmUps: 0 },
      {
        bare: async () => {
          const changes = nextJobs();
          return timed(1, () => bare.add(changes))[0] ?? NaN;
        },
        own: async () => {
          const changes = nextJobs();
          return timed(1, () => history.jobs.add(changes))[0] ?? NaN;
        },
      },
    );
    return resultOf({
      jobs,
      pageMs: percentile(pages, 0.95),
      pageMostMs: Math.max(...pages),
      findMs: percentile(found, 0.95),
      countMs: percentile(counted, 0.95),
      nextMs: percentile(next, 0.95),
      changeMs: changed,
      jobStoreMs: ways,
      add10kMs: sides.own,
      bareAdd10kMs: sides.bare,
      addRatio: ratios(sides.own, sides.bare),
    });
  } finally {
    bare.close();
    history.close();
  }
}
