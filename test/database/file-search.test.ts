import { describe, expect, it } from 'vitest';
import type { AuditDraft } from '../../main/database/audit/audit-log.ts';
import type { FilesCursor } from '../../preload/contract/history.ts';
import { attachmentIdSchema, caseIdSchema, type JobId, patientIdSchema } from '../../preload/contract/ids.ts';
import { newJobId } from '../jobs/sample-jobs.ts';
import { type TestHistory, testHistory } from '../jobs/test-history.ts';

/** Puts all entries in the index of words. Returns the number of steps. */
function indexAll(history: TestHistory): number {
  let steps = 1;
  while (history.index.addNext()) steps += 1;
  return steps;
}

/** The `seq` of each row that a search finds, page by page. */
function found(history: TestHistory, search: string, limit = 100): number[] {
  const seqs: number[] = [];
  let after: FilesCursor | null = null;
  do {
    const page: ReturnType<TestHistory['files']> = history.files({ after, search, limit });
    seqs.push(...page.rows.map(({ seq }) => seq));
    after = page.next;
  } while (after !== null);
  return seqs;
}

/** Rows that the index alone finds, without reading other entries. */
function byWords(history: TestHistory, search: string): number[] {
  const indexedTo = history.index.indexedTo();
  const after: FilesCursor = { part: 'words', before: indexedTo + 1, indexedTo };
  return history.files({ after, search, limit: 100 }).rows.map(({ seq }) => seq);
}

const about = (file: string, patient: string): AuditDraft => ({
  kind: 'job-found',
  detail: { file, patient },
});
const letter = (at: number): AuditDraft => about(`letter ${at}.pdf`, 'Jane Citizen');

/** Entries of one file and others, of which the searches below tell. */
async function scene(): Promise<TestHistory> {
  const history = await testHistory();
  const [moved, other] = [newJobId(), newJobId()];
  history.record({ ...about('Scan_2026-11-28 (2).pdf', 'Wei Li'), jobId: moved });
  history.record({ ...about('Überweisung.pdf', 'Zoë Nobody'), jobId: other });
  history.record({ kind: 'destination-armed', detail: { patient: 'Jane Citizen' } });
  history.record({ ...about('Scan_2026-11-28 (2).pdf', 'Jane Citizen'), kind: 'job-filed', jobId: moved });
  return history;
}

describe('the history for people', () => {
  it('has one row a file, with its newest entry, page by page', async () => {
    const history = await scene();
    expect(found(history, '')).toEqual([4, 3, 2]);
    expect(found(history, '', 1)).toEqual([4, 3, 2]);
    // A page that begins below a file's row does not show the file again.
    expect(history.files({ after: { part: 'all', before: 3 }, search: '', limit: 9 }).rows).toMatchObject([
      { seq: 2 },
    ]);
  });
});

describe.each(['before it is in the index', 'in the index', 'half in the index'] as const)(
  'a search %s',
  (when) => {
    const sceneThen = async (): Promise<TestHistory> => {
      const history = await scene();
      if (when !== 'before it is in the index') indexAll(history);
      if (when === 'half in the index') {
        history.raw().exec('UPDATE audit_indexed SET seq = 2; DELETE FROM audit_words WHERE file > 2');
      }
      return history;
    };

    it.each([
      ['wei li', [4]],
      // In the index by the first entry of a file, else by the newest that matches.
      ['citizen', when === 'in the index' ? [3, 4] : [4, 3]],
      ['überweisung', [2]],
      ['UBERWEISUNG', [2]],
      ['u\u0308berweisung zoe\u0308', [2]],
      ['scan_2026-11-28', [4]],
      ['weisung', [2]],
      ['ube', [2]],
      ['uberw', [2]],
      ['(2)', [4]],
      ['--', []],
      // Both words, but in different entries.
      ['wei citizen', []],
      ['job-filed', []],
      ['quillfeather', []],
    ])('for %j finds its files once', async (search, seqs) => {
      const history = await sceneThen();
      expect(found(history, search)).toEqual(seqs);
      expect(found(history, search, 1)).toEqual(seqs);
    });

    it('finds files by the ids of patient, case and attachment', async () => {
      const history = await sceneThen();
      const ids = { patientId: patientIdSchema.parse('1968645883121'), caseId: caseIdSchema.parse('77') };
      const attachmentId = attachmentIdSchema.parse('1968645883122');
      history.record({ kind: 'job-filed', jobId: newJobId(), ...ids, attachmentId });
      if (when === 'in the index') indexAll(history);
      for (const id of ['1968645883121', '77', '1968645883122']) expect(found(history, id)).toEqual([5]);
    });
  },
);

describe('the index', () => {
  it('finds whole words, dates and the first three letters of a word', async () => {
    const history = await scene();
    indexAll(history);
    expect(byWords(history, 'citizen')).toEqual([3, 4]);
    expect(byWords(history, 'cit')).toEqual([3, 4]);
    expect(byWords(history, '2026')).toEqual([4]);
    expect(byWords(history, 'wei li')).toEqual([4]);
    expect(byWords(history, 'citize')).toEqual([]);
    // Beginnings of numbers are not kept.
    expect(byWords(history, '202')).toEqual([]);
  });

  it('is filled in steps, also with the history of an older version, and not twice', async () => {
    const history = await testHistory();
    history.jobs.add([], () => {
      for (let at = 1; at <= 450; at += 1) history.record(letter(at));
    });
    expect(history.index.indexedTo()).toBe(0);
    expect(indexAll(history)).toBe(3);
    expect(history.index.indexedTo()).toBe(450);
    const count = () => history.raw().prepare('SELECT count(*) AS n FROM audit_words').get()?.['n'];
    const before = count();
    expect(indexAll(history)).toBe(1);
    expect(count()).toBe(before);
    expect(byWords(history, 'letter')).toHaveLength(100);
    expect(byWords(history, '449')).toEqual([449]);
  });

  it('holds no words, only numbers that differ for another key', async () => {
    const marksOf = async (): Promise<unknown[]> => {
      const history = await testHistory();
      history.record(letter(1));
      indexAll(history);
      return history
        .raw()
        .prepare('SELECT mark FROM audit_words')
        .all()
        .map(({ mark }) => mark);
    };
    const [one, other] = [await marksOf(), await marksOf()];
    // letter, 1, pdf, jane, citizen, and the beginnings let, jan, cit.
    expect(one).toHaveLength(8);
    expect(one.filter((mark) => other.includes(mark))).toEqual([]);
  });

  it('shows a file again by its newest entry, and those written during a search are left to the next', async () => {
    const history = await scene();
    indexAll(history);
    const first = history.files({ after: null, search: 'citizen', limit: 1 });
    expect(first.rows).toMatchObject([{ seq: 3 }]);
    history.record(letter(5));
    indexAll(history);
    const second = history.files({ after: first.next, search: 'citizen', limit: 9 });
    expect(second.rows).toMatchObject([{ seq: 4 }]);
  });
});

describe('a search of many entries', () => {
  it('says where to continue after 5,000 of them', async () => {
    const history = await testHistory();
    history.record({ kind: 'job-found', detail: { patient: 'Jane Citizen' } });
    // In one transaction, since each one waits for the disk.
    history.jobs.add([], () => {
      for (let at = 2; at <= 5011; at += 1) history.record({ kind: 'settings-changed' });
    });
    const first = history.files({ after: null, search: 'citizen', limit: 100 });
    expect(first).toEqual({ rows: [], next: { part: 'new', before: 12, indexedTo: 0 } });
    const second = history.files({ after: first.next, search: 'citizen', limit: 100 });
    expect(second.rows.map(({ seq }) => seq)).toEqual([1]);
  });

  it('and after 10 ms, so that the queue does not wait', async () => {
    const history = await scene();
    const { clock } = history;
    const monotonic = clock.monotonic.bind(clock);
    clock.monotonic = () => {
      clock.advance(6);
      return monotonic();
    };
    const { rows, next } = history.files({ after: null, search: 'quillfeather', limit: 100 });
    expect([rows, next]).toEqual([[], { part: 'new', before: 3, indexedTo: 0 }]);
  });
});

describe('retention', () => {
  const dayMs = 86_400_000;
  const keep = { keepHistoryYears: 7, keepNamesDays: 30 };
  const marks = (history: TestHistory): number =>
    Number(history.raw().prepare('SELECT count(*) AS n FROM audit_words').get()?.['n']);
  const clean = (history: TestHistory): void => {
    const step = history.retention.begin(history.clock.now(), keep);
    while (step());
  };
  /** Two entries of a file, with other names. */
  const write = (history: TestHistory, jobId: JobId, afterMs: number): void => {
    const patientId = patientIdSchema.parse('1968645883121');
    history.record({ ...about('old name.pdf', 'Jane Citizen'), jobId, patientId });
    history.clock.advance(afterMs);
    history.record({ ...about('new name.pdf', 'Jane Citizen'), jobId, patientId });
  };

  it('removes the words with the names, except those that a younger entry of the file holds', async () => {
    const history = await testHistory();
    write(history, newJobId(), 20 * dayMs);
    indexAll(history);
    history.clock.advance(11 * dayMs);
    clean(history);
    expect(byWords(history, 'old')).toEqual([]);
    expect(byWords(history, 'new name citizen')).toEqual([2]);
    history.clock.advance(20 * dayMs);
    clean(history);
    expect(found(history, 'citizen')).toEqual([]);
    // The id is in the entry as long as the entry is.
    expect(marks(history)).toBe(1);
    expect(byWords(history, '1968645883121')).toEqual([2]);
  });

  it('removes everything with the entries, and finds a file by those that stay', async () => {
    const history = await testHistory();
    write(history, newJobId(), 360 * dayMs);
    indexAll(history);
    history.clock.advance(7 * 366 * dayMs - 300 * dayMs);
    clean(history);
    expect(history.audit.entries({ limit: 9 }).map(({ seq }) => seq)).toEqual([2, 3]);
    indexAll(history);
    expect(byWords(history, '1968645883121')).toEqual([2]);
    history.clock.advance(400 * dayMs);
    clean(history);
    indexAll(history);
    expect(byWords(history, '1968645883121')).toEqual([]);
  });
});
