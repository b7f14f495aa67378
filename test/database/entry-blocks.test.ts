import type { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { blockEntries } from '../../main/database/audit/entry-blocks.ts';
import { historyCsv } from '../../main/database/audit/history-csv.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import { changeTo, newJobId, sampleJobs } from '../jobs/sample-jobs.ts';
import { type TestHistory, testHistory } from '../jobs/test-history.ts';

const dayMs = 86_400_000;
const keep = { keepHistoryYears: 7, keepNamesDays: 30 };
const files = 60;
const entriesOfFile = 9;
const patientIdOf = (file: number) => patientIdSchema.parse(String(1_968_645_883_121_000n + BigInt(file)));

function clean(history: TestHistory): void {
  const step = history.retention.begin(history.clock.now(), keep);
  while (step());
}

/** Entries of many files in turns, one a minute: 540 of them, two blocks and a rest. */
async function scene() {
  const history = await testHistory();
  const jobIds = Array.from({ length: files }, newJobId);
  const record = (from: number, to: number): void => {
    for (let at = from; at < to; at += 1) {
      const file = Math.floor(at / entriesOfFile);
      const jobId = jobIds[file] ?? newJobId();
      const detail = { file: `letter ${file}.pdf`, patient: 'Jane Citizen' };
      history.record({ kind: 'job-changed', jobId, patientId: patientIdOf(file), detail });
      history.clock.advance(60_000);
    }
  };
  record(0, files * entriesOfFile);
  while (history.index.addNext());
  return { history, jobIds, record };
}

/** The same, 31 days later and without names. */
async function packedScene() {
  const given = await scene();
  given.history.clock.advance(31 * dayMs);
  given.history.record({ kind: 'settings-changed' });
  clean(given.history);
  return given;
}

/** Lets the time pass until what happened before `at`, in epoch milliseconds, is older than its years. */
const toYearsAfter = ({ clock }: TestHistory, at: number): void =>
  clock.advance(new Date(at).setUTCFullYear(new Date(at).getUTCFullYear() + 7) - clock.now());

const count = (db: DatabaseSync, table: string): number =>
  Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
const all = (history: TestHistory) => history.audit.entries({ limit: 10_000 });
const csvOf = (history: TestHistory): string => [...historyCsv(history.audit)].join('');
/** Every page of the history for people. */
function pages(history: TestHistory, search: string, limit: number) {
  const rows = [];
  let { next, rows: found } = history.files({ after: null, search, limit });
  for (;;) {
    rows.push(...found);
    if (next === null) return rows.map(({ seq }) => seq);
    ({ next, rows: found } = history.files({ after: next, search, limit }));
  }
}

describe('entries without names', () => {
  it('are in blocks, and each question has the same answer but the names', async () => {
    const { history, jobIds } = await scene();
    history.clock.advance(31 * dayMs);
    history.record({ kind: 'settings-changed' });
    const before = { all: all(history), files: pages(history, '', 7), extent: history.audit.extent() };
    const stories = jobIds.map((jobId) => history.audit.entries({ jobId, limit: 100 }));
    clean(history);
    expect(count(history.raw(), 'audit_blocks')).toBe(2);
    expect(count(history.raw(), 'audit_log')).toBe(files * entriesOfFile + 1 - 2 * blockEntries);

    const unnamed = (entries: typeof before.all) =>
      entries.map((entry) => (entry.kind === 'settings-changed' ? entry : { ...entry, detail: null }));
    expect(all(history)).toEqual(unnamed(before.all));
    expect(history.audit.entries({ afterSeq: 137, limit: 100 })).toEqual(unnamed(before.all.slice(137, 237)));
    expect(pages(history, '', 7)).toEqual(before.files);
    expect(history.audit.extent()).toEqual(before.extent);
    expect(jobIds.map((jobId) => history.audit.entries({ jobId, limit: 100 }))).toEqual(stories.map(unnamed));
    expect(csvOf(history).split('\r\n')).toHaveLength(files * entriesOfFile + 3);
    expect(history.audit.firstTampered()).toBeNull();
    const beside = await testHistory({ ...history, access: 'beside' });
    expect(all(beside)).toEqual(all(history));
    expect(beside.audit.firstTampered()).toBeNull();
  });

  it('are found by the ids that stay, as words and as parts of words', async () => {
    const { history } = await packedScene();
    const last = (file: number): number => (file + 1) * entriesOfFile;
    for (const file of [0, 21, 22, 44, 59]) {
      expect(pages(history, patientIdOf(file), 5), String(file)).toEqual([last(file)]);
      expect(pages(history, patientIdOf(file).slice(1), 5), String(file)).toEqual([last(file)]);
    }
    expect(pages(history, 'citizen', 5)).toEqual([]);
  });

  it('of which too few follow one another stay as they are, also around one that keeps its names', async () => {
    const { history, record } = await scene();
    const waiting = sampleJobs().inbox;
    history.jobs.add([changeTo(waiting)]);
    record(0, 300);
    history.clock.advance(31 * dayMs);
    clean(history);
    // Two blocks before it, one after it.
    expect(count(history.raw(), 'audit_blocks')).toBe(3);
    expect(all(history)).toHaveLength(files * entriesOfFile + 301);
    expect(history.audit.firstTampered()).toBeNull();
    expect(all(history).filter(({ detail }) => detail !== null)).toMatchObject([{ jobId: waiting.id }]);
  });

  it('are moved once, and a later run moves only those that came since', async () => {
    const { history, record } = await packedScene();
    const seals = () => history.raw().prepare('SELECT sealed FROM audit_blocks ORDER BY first_seq').all();
    const first = seals();
    record(0, 270);
    history.clock.advance(31 * dayMs);
    history.record({ kind: 'settings-changed' });
    clean(history);
    expect(seals().slice(0, 2)).toEqual(first);
    expect(seals()).toHaveLength(4);
    expect(history.audit.firstTampered()).toBeNull();
  });

  it('that are older than their years leave a block in parts', async () => {
    const { history, jobIds } = await packedScene();
    const tenth = jobIds[10] ?? newJobId();
    const young = all(history).slice(95);
    toYearsAfter(history, young[0]?.at ?? 0);
    clean(history);
    const left = all(history);
    expect(left.at(-1)).toMatchObject({ kind: 'history-shortened' });
    expect(left.slice(0, -1).map(({ seq }) => seq)).toEqual(young.map(({ seq }) => seq));
    expect(history.audit.firstTampered()).toBeNull();
    expect(history.audit.entries({ jobId: tenth, limit: 10 })).toEqual(
      left.filter(({ jobId }) => jobId === tenth),
    );
    history.clock.advance(dayMs);
    clean(history);
    expect(count(history.raw(), 'audit_blocks')).toBe(0);
    expect(count(history.raw(), 'audit_block_jobs')).toBe(0);
    expect(count(history.raw(), 'audit_words')).toBe(0);
    expect((await history.reopen()).audit.firstTampered()).toBeNull();
  });

  it('that were changed before do not become part of a block, and the check still names them', async () => {
    const { history } = await scene();
    history.raw().exec(`UPDATE audit_log SET kind = 'job-failed' WHERE seq = 250`);
    history.clock.advance(31 * dayMs);
    clean(history);
    expect(count(history.raw(), 'audit_blocks')).toBe(1);
    expect(history.audit.firstTampered()).toBe(250);
  });
});

describe('a check of the blocks finds', () => {
  const tampering: [string, string, number][] = [
    [
      'a changed one',
      'UPDATE audit_blocks SET sealed = CAST(substr(sealed, 1, 60) || zeroblob(1) || substr(sealed, 62) AS BLOB) WHERE first_seq = 201',
      201,
    ],
    ['one that was removed', 'DELETE FROM audit_blocks WHERE first_seq = 201', 201],
    ['the first one removed', 'DELETE FROM audit_blocks WHERE first_seq = 1', 1],
    [
      'one that is there twice',
      'INSERT INTO audit_blocks SELECT 150, 349, from_at, to_at, sealed FROM audit_blocks WHERE first_seq = 201',
      201,
    ],
    [
      'one in the place of another',
      'UPDATE audit_blocks SET sealed = (SELECT sealed FROM audit_blocks WHERE first_seq = 1) WHERE first_seq = 201',
      201,
    ],
    ['a wrong end', 'UPDATE audit_blocks SET last_seq = 300 WHERE first_seq = 201', 201],
    ['wrong times', 'UPDATE audit_blocks SET from_at = from_at + 1 WHERE first_seq = 201', 201],
    [
      'a job that does not lead to it',
      'DELETE FROM audit_block_jobs WHERE mark = (SELECT min(mark) FROM audit_block_jobs WHERE first_seq = 201) AND first_seq = 201',
      201,
    ],
    [
      'an entry beside it',
      "INSERT INTO audit_log SELECT 210, at, 'job-failed', job_id, patient_id, case_id, attachment_id, api_user, os_user, station, sealed, sealed_digest, chain FROM audit_log WHERE seq = 410",
      401,
    ],
    ['a changed entry after it', `UPDATE audit_log SET kind = 'job-failed' WHERE seq = 401`, 401],
    ['all of them removed', 'DELETE FROM audit_blocks; DELETE FROM audit_block_jobs', 1],
  ];
  it.each(tampering)('%s', async (_what, sql, seq) => {
    const { history } = await packedScene();
    expect(history.audit.firstTampered()).toBeNull();
    history.raw().exec(sql);
    expect(history.audit.firstTampered()).toBe(seq);
  });

  it('one of an older copy of the database', async () => {
    const { history, record } = await packedScene();
    const [old] = history.raw().prepare('SELECT sealed FROM audit_blocks WHERE first_seq = 201').all();
    record(0, 1);
    toYearsAfter(history, all(history)[250]?.at ?? 0);
    clean(history);
    const kept = history.raw().prepare('SELECT first_seq AS first FROM audit_blocks').get();
    expect(kept?.['first']).toBe(251);
    history
      .raw()
      .prepare('UPDATE audit_blocks SET sealed = ?')
      .run(old?.['sealed'] ?? null);
    expect(history.audit.firstTampered()).toBe(kept?.['first']);
  });
});
