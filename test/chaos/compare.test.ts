import { describe, expect, it } from 'vitest';
import type { DemoAttachment } from '../../main/demo-clinic/records/book.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { type AuditEntry, auditEntrySchema } from '../../preload/contract/history.ts';
import { caseIdSchema, jobIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import type { JobIn, UploadJob } from '../../main/jobs/job.ts';
import { destination, sampleJobs } from '../jobs/sample-jobs.ts';
import { keyOf, targetOf } from './target.ts';
import { type Books, compareBooks, kindsOfFinding, type Verdict } from './compare.ts';
import type { Version } from './written-book.ts';

const right = destination.patient.id;
const other = patientIdSchema.parse('1968645883121640000');
const nobody = '1968645883121640001';

/** A job of a scan, and not of a letter that was moved. */
const unmoved = <J extends UploadJob>(job: J): J => ({ ...job, replaces: null });

/** One file that was written, filed and put away, consistently in all records. */
function soundBooks(change: { job?: Partial<JobIn<'filed'>> } = {}) {
  const job: JobIn<'filed'> = {
    ...sampleJobs().filed,
    ...{ replaces: null, replacedBy: null, archivedAt: null },
    ...change.job,
  };
  const sent = { sha256: job.file.sha256 ?? '', size: job.file.fingerprint.size };
  const version: Version = {
    file: { number: 0, place: 'active', type: 'pdf', patient: 0, inCase: true, sameAs: null },
    name: job.file.name,
    sha256: job.file.sha256 ?? '',
    sent,
    allowed: new Set([keyOf(targetOf(destination))]),
    isPartial: false,
    isReplaced: false,
    isRemoved: false,
    wasRenamed: false,
    wasTaken: false,
    wasAsked: false,
    left: 'no',
    scans: { least: 1, most: 1 },
  };
  const attachment: DemoAttachment = {
    id: job.attachmentId,
    patientId: right,
    userId: '1',
    description: null,
    createdAt: '2026-11-25T00:00:00Z',
    archivedAt: null,
    processed: true,
    filename: job.file.name,
    ...sent,
  };
  const entry = (
    seq: number,
    kind: AuditEntry['kind'],
    state: string,
    patientId: string | null,
  ): AuditEntry =>
    auditEntrySchema.parse({
      seq,
      at: 1,
      kind,
      jobId: job.id,
      patientId,
      caseId: null,
      attachmentId: null,
      apiUser: null,
      osUser: 'tester',
      station: 'test-pc',
      detail: { state },
    });
  const entries = [
    entry(1, 'job-found', 'inbox', null),
    entry(2, 'job-assigned', 'held', right),
    entry(3, 'job-filed', 'filed', right),
  ];
  const books: Books = {
    written: [version],
    clinic: [attachment],
    cases: [{ id: destination.case.id, before: ['1'], now: ['1', attachment.id] }],
    edits: [],
    overwritten: [],
    jobs: [job],
    entries,
    tampered: null,
    local: new Set([version.sha256]),
    copies: new Set(),
    isWatchedTwice: false,
    fired: {},
    unaccounted: [],
    archives: [],
    nobody,
  };
  return { books, job, version, attachment, entries, entry };
}

const each = <T>(of: (kind: keyof Verdict) => T) =>
  Object.fromEntries(kindsOfFinding.map((kind) => [kind, of(kind)])) as Record<keyof Verdict, T>;
const sound: Verdict = each(() => []);
const counts = (verdict: Verdict) => each((kind) => verdict[kind].length);
const none = each(() => 0);
const failed = (
  job: JobIn<'filed'>,
  code: ConstructorParameters<typeof ChartdropError>[0],
): JobIn<'failed'> => ({
  ...unmoved(sampleJobs().failed),
  id: job.id,
  file: job.file,
  error: new ChartdropError(code).toDto(),
  failedStep: { at: 'processing', attachmentId: job.attachmentId },
});

describe('five records that agree', () => {
  it('give no finding', () => {
    expect(compareBooks(soundBooks().books)).toEqual(sound);
  });

  it('allow a half, a replaced and a removed file without a job', () => {
    const { books, version } = soundBooks();
    for (const change of [{ isPartial: true }, { isReplaced: true }, { isRemoved: true }]) {
      const written = [version, { ...version, sha256: 'f'.repeat(64), ...change }];
      expect(compareBooks({ ...books, written })).toEqual(sound);
    }
  });
});

describe('lost is', () => {
  it('a file without a job', () => {
    const { books, version } = soundBooks();
    const written = [version, { ...version, sha256: 'f'.repeat(64), name: 'forgotten.pdf' }];
    const verdict = compareBooks({ ...books, written, local: new Set(written.map(({ sha256 }) => sha256)) });
    expect(verdict).toEqual({ ...sound, lost: ['forgotten.pdf: no job'] });
  });

  it('a local file that is gone', () => {
    const { books } = soundBooks();
    expect(counts(compareBooks({ ...books, local: new Set() }))).toEqual({ ...none, lost: 1 });
  });

  it('a filed job without an attachment in the clinic', () => {
    const { books } = soundBooks();
    expect(counts(compareBooks({ ...books, clinic: [] }))).toEqual({ ...none, lost: 1 });
  });
});

describe('twice is', () => {
  it('the same content in two attachments', () => {
    const { books, attachment } = soundBooks();
    const verdict = compareBooks({ ...books, clinic: [attachment, { ...attachment, id: '7' }] });
    // The second attachment belongs to no job.
    expect(counts(verdict)).toEqual({ ...none, twice: 1, unexplained: 1 });
  });
});

describe('misfiled is', () => {
  it('an attachment of a patient who must not get the file', () => {
    const { books, attachment } = soundBooks();
    const verdict = compareBooks({ ...books, clinic: [{ ...attachment, patientId: other }] });
    expect(verdict.misfiled).toHaveLength(2);
  });

  it('a job whose destination was not chosen', () => {
    const { books, version } = soundBooks();
    const verdict = compareBooks({
      ...books,
      written: [{ ...version, allowed: new Set([keyOf({ patientId: other, caseId: null })]) }],
    });
    expect(verdict.misfiled).toHaveLength(2);
  });
});

describe('unexplained is', () => {
  it('bytes that were never written', () => {
    const { books, attachment } = soundBooks();
    const verdict = compareBooks({ ...books, clinic: [{ ...attachment, sha256: 'e'.repeat(64) }] });
    expect(verdict.unexplained.length).toBeGreaterThan(0);
  });

  it('a spoiled attachment that the clinic’s faults do not explain', () => {
    const { books, attachment, job } = soundBooks();
    const spoiled = { ...attachment, size: 1 };
    const given = { ...books, clinic: [spoiled], jobs: [failed(job, 'attachment-other-size')] };
    const entries = [
      ...books.entries.slice(0, 2),
      { ...(books.entries[2] as AuditEntry), detail: { state: 'failed' } },
    ];
    expect(counts(compareBooks({ ...given, entries }))).toEqual({ ...none, unexplained: 2 });
    const fired = { 'process-wrong-size': 1 };
    expect(compareBooks({ ...given, entries, fired })).toEqual(sound);
  });

  it('a lost create call that still waits, unless an attachment of its patient that was never processed may be its own', () => {
    const { books, job, version, attachment } = soundBooks();
    const registering: JobIn<'registering'> = {
      ...{ ...sampleJobs().registering, replaces: null, mustVerify: true },
      ...{ id: job.id, file: job.file, destination: job.destination },
    };
    const twin = { ...registering, id: jobIdSchema.parse('3f1b0c9e-8a53-4d0c-9b1f-2f1f7d1a0b02') };
    const unprocessed = { ...attachment, processed: false, size: null, sha256: version.sha256 };
    const waiting = {
      ...{ ...books, cases: [], clinic: [unprocessed], jobs: [registering, twin] },
      fired: { 'never-process': 1 },
    };
    const stillOf = (given: Books): string[] =>
      compareBooks(given).unexplained.filter((finding) => finding.endsWith('still registering'));
    expect(stillOf(waiting)).toEqual([]);
    expect(stillOf({ ...waiting, fired: {} })).toHaveLength(2);
    // One may be excused by a fault whose attachment is not known, but not both.
    expect(stillOf({ ...waiting, clinic: [{ ...unprocessed, patientId: other }] })).toHaveLength(1);
    const served: UploadJob = { ...sampleJobs().processing, replaces: null, attachmentId: job.attachmentId };
    const jobs = [served, registering, twin];
    expect(stillOf({ ...waiting, jobs })).toHaveLength(2);
    // Of two programs, neither sees the attachment of the other's job as such.
    expect(stillOf({ ...waiting, jobs, isWatchedTwice: true })).toEqual([]);
  });

  it('a job whose bytes are wrongly said to be replaced, and one that was ignored for it', () => {
    const { books, job, version, entry } = soundBooks();
    const entries = [...books.entries.slice(0, 2), entry(3, 'job-failed', 'failed', right)];
    const given = { ...books, clinic: [], cases: [], jobs: [failed(job, 'file-replaced')], entries };
    expect(counts(compareBooks(given))).toEqual({ ...none, unexplained: 1 });
    expect(compareBooks({ ...given, written: [{ ...version, isReplaced: true }] })).toEqual(sound);
    const dismissed = { ...unmoved(sampleJobs().dismissed), id: job.id, file: job.file, failure: null };
    const last = [...books.entries.slice(0, 2), entry(3, 'job-dismissed', 'dismissed', null)];
    const taken = { ...given, jobs: [dismissed], entries: last };
    expect(counts(compareBooks(taken))).toEqual({ ...none, unexplained: 1 });
  });

  it('a job that never ended', () => {
    const { books, job, entry } = soundBooks();
    const { queued, processing } = sampleJobs();
    for (const one of [queued, processing]) {
      const waiting = { ...unmoved(one), id: job.id, file: job.file };
      const entries = [...books.entries.slice(0, 2), entry(3, 'job-delayed', one.state, right)];
      const verdict = compareBooks({ ...books, clinic: [], jobs: [waiting], entries });
      expect(verdict).toEqual({ ...sound, unexplained: [expect.stringContaining(`still ${one.state}`)] });
    }
  });

  it('a photo that could not be made a JPEG, unless it was half a photo', () => {
    const { books, job, version, entry } = soundBooks();
    const entries = [...books.entries.slice(0, 2), entry(3, 'job-failed', 'failed', right)];
    const given = { ...books, clinic: [], jobs: [failed(job, 'photo-not-converted')], entries };
    expect(compareBooks(given).unexplained).toEqual([expect.stringContaining('photo-not-converted')]);
    const written = [{ ...version, sent: null, isPartial: true }];
    expect(compareBooks({ ...given, written })).toEqual(sound);
  });

  it('bytes that differ from those that its file is sent as', () => {
    const { books, version, attachment } = soundBooks();
    const written = [{ ...version, sent: { sha256: 'd'.repeat(64), size: 5 } }];
    expect(compareBooks({ ...books, written }).unexplained).not.toEqual([]);
    const clinic = [{ ...attachment, sha256: 'd'.repeat(64), size: 5 }];
    expect(compareBooks({ ...books, written, clinic })).toEqual(sound);
  });

  it('a wrong reason for the inbox', () => {
    const { books, job, entry } = soundBooks();
    const inbox = unmoved(sampleJobs().inbox);
    const entries = [...books.entries.slice(0, 2), entry(3, 'job-returned-to-inbox', 'inbox', null)];
    const given = { ...books, clinic: [], entries };
    const waiting = { ...inbox, id: job.id, file: job.file };
    expect(counts(compareBooks({ ...given, jobs: [waiting] }))).toEqual({ ...none, unexplained: 1 });
    expect(compareBooks({ ...given, jobs: [{ ...waiting, reason: 'nobody-armed' }] })).toEqual(sound);
  });

  it('a history that contradicts the row', () => {
    const { books, entry } = soundBooks();
    const [found, assigned] = books.entries as [AuditEntry, AuditEntry];
    const gaps = (entries: AuditEntry[]) => compareBooks({ ...books, entries }).unexplained;
    expect(gaps([found, assigned])).toHaveLength(1);
    expect(gaps([...books.entries, entry(4, 'job-filed', 'filed', right)])).toHaveLength(1);
    expect(gaps([found, entry(2, 'job-delayed', 'queued', other), ...books.entries.slice(2)])).toHaveLength(
      2,
    );
    expect(compareBooks({ ...books, tampered: 2 }).unexplained).toHaveLength(1);
    // A person left the attachment of a moved letter in the chart, after its job ended.
    const left = auditEntrySchema.parse({
      ...books.entries.at(-1),
      seq: 99,
      kind: 'attachment-left',
      detail: {},
    });
    expect(gaps([...books.entries, left])).toEqual([]);
    expect(gaps([found, assigned, left])).toHaveLength(1);
  });
});

describe('the lists of the cases', () => {
  const { books, job, attachment } = soundBooks();
  const [kneeBook] = books.cases;
  if (kneeBook === undefined) throw new Error('no case');
  const unlinked = (change: Partial<Books>): readonly string[] =>
    compareBooks({ ...books, ...change }).unlinked;
  const edit = (attachmentId: string, how: 'add' | 'remove') => ({
    caseId: job.destination.kind === 'case' ? job.destination.case.id : caseIdSchema.parse('1'),
    attachmentId,
    how,
  });

  it('hold the files filed with them, and those that others added', () => {
    expect(unlinked({})).toEqual([]);
    expect(unlinked({ cases: [{ ...kneeBook, now: ['1'] }] })).toHaveLength(1);
    expect(unlinked({ cases: [{ ...kneeBook, now: [attachment.id] }] })).toHaveLength(1);
    expect(unlinked({ edits: [edit('2', 'add')] })).toHaveLength(1);
    expect(unlinked({ jobs: [{ ...job, inCase: 'accepted' }] })).toHaveLength(1);
  });

  it('lack the files that people removed', () => {
    expect(unlinked({ edits: [edit('1', 'remove')] })).toHaveLength(1);
    const now = [attachment.id];
    expect(unlinked({ edits: [edit('1', 'remove')], cases: [{ ...kneeBook, now }] })).toEqual([]);
  });

  it('are not judged by an edit that fell between a reading and its write', () => {
    const overwritten = [{ caseId: edit('1', 'remove').caseId, attachmentId: '1' }];
    expect(unlinked({ edits: [edit('1', 'remove')], overwritten })).toEqual([]);
    const other = { caseId: '999', attachmentId: '1' };
    expect(unlinked({ edits: [edit('1', 'remove')], overwritten: [other] })).toHaveLength(1);
  });

  it('hold no file that was filed with the patient alone', () => {
    const { patient } = job.destination;
    const forChart = { ...job, destination: { kind: 'patient' as const, patient }, inCase: null };
    expect(unlinked({ jobs: [forChart] })).toHaveLength(1);
    // Another PC took it over for the chart, and this one has it in its case.
    expect(unlinked({ jobs: [{ ...forChart, id: jobIdSchema.parse(crypto.randomUUID()) }, job] })).toEqual(
      [],
    );
  });
});

describe('swallowed is', () => {
  it('a scan under a used name, if the first scan is the only job', () => {
    const { books, version } = soundBooks();
    const written = [{ ...version, scans: { least: 2, most: 2 } }];
    expect(counts(compareBooks({ ...books, written }))).toEqual({ ...none, swallowed: 1 });
    const either = [{ ...version, scans: { least: 1, most: 2 } }];
    expect(compareBooks({ ...books, written: either })).toEqual(sound);
  });
});

describe('unasked is', () => {
  it('a file outside the settings that was filed without asking', () => {
    const { books, version } = soundBooks();
    const left = (change: Partial<Version>) =>
      compareBooks({ ...books, written: [{ ...version, left: 'yes', ...change }] });
    expect(counts(left({}))).toEqual({ ...none, unasked: 2 });
    expect(left({ wasAsked: true })).toEqual(sound);
    expect(left({ left: 'maybe' })).toEqual(sound);
  });

  it('not a skipped file without a job', () => {
    const { books, version } = soundBooks();
    const one: Version = { ...version, sha256: 'c'.repeat(64), sent: null, left: 'yes' };
    const local = new Set([version.sha256, one.sha256]);
    expect(compareBooks({ ...books, written: [version, one], local })).toEqual(sound);
  });
});

describe('a scan that is written over', () => {
  it('is lost if it was a job and its bytes are gone', () => {
    const { books, version, job, entry } = soundBooks();
    const entries = [...books.entries.slice(0, 2), entry(3, 'job-failed', 'failed', right)];
    const given = {
      ...{ ...books, clinic: [], cases: [], entries, local: new Set<string>() },
      written: [{ ...version, isReplaced: true, wasTaken: true }],
      jobs: [failed(job, 'file-replaced')],
    };
    expect(counts(compareBooks(given))).toEqual({ ...none, lost: 1 });
    expect(compareBooks({ ...given, copies: new Set([version.sha256]) })).toEqual(sound);
  });
});

describe('one scan', () => {
  it('with two jobs is unexplained, unless another program took it over', () => {
    const { books, job, entry } = soundBooks();
    const id = jobIdSchema.parse('01980f2e-5b7c-7000-8000-0000000000ff');
    const gone = { ...unmoved(sampleJobs().dismissed), id, file: job.file, failure: null };
    const jobs = (cause: 'person' | 'taken-over') => [job, { ...gone, cause }];
    const entries = [
      ...books.entries,
      { ...entry(4, 'job-found', 'inbox', null), jobId: id },
      { ...entry(5, 'job-dismissed', 'dismissed', null), jobId: id },
    ];
    const given = { ...books, entries };
    expect(compareBooks({ ...given, jobs: jobs('person') }).unexplained).toEqual([
      expect.stringContaining('2 jobs for 1 scans'),
    ]);
    expect(compareBooks({ ...given, jobs: jobs('taken-over') }).unexplained).toEqual([
      expect.stringContaining('by nobody'),
    ]);
    expect(compareBooks({ ...given, jobs: jobs('taken-over'), isWatchedTwice: true })).toEqual(sound);
  });

  it('may be in two inboxes after a takeover, but not once it was sent from the one that a person cleared', () => {
    const { books, job, entry } = soundBooks();
    const id = jobIdSchema.parse('01980f2e-5b7c-7000-8000-0000000000ff');
    const cause = 'person' as const;
    const gone = { ...unmoved(sampleJobs().dismissed), id, file: job.file, failure: null, cause };
    const found = { ...entry(4, 'job-found', 'inbox', null), jobId: id };
    const dismissed = { ...entry(6, 'job-dismissed', 'dismissed', null), jobId: id };
    const begun = { ...entry(5, 'job-stored', 'stored', null), jobId: id };
    const given = { ...books, jobs: [job, gone], isWatchedTwice: true };
    const rows = (...more: (typeof found)[]) =>
      compareBooks({ ...given, entries: [...books.entries, ...more] });
    expect(rows(found, dismissed).unexplained).toEqual([]);
    expect(rows(found, begun, dismissed).unexplained).toEqual([
      expect.stringContaining('2 jobs for 1 scans'),
    ]);
  });

  it('must not be in the clinic twice if one program had both, but may be if each had one', () => {
    const { books, version, attachment } = soundBooks();
    const written = [{ ...version, scans: { least: 1, most: 2 } }];
    const clinic = [attachment, { ...attachment, id: '7' }];
    expect(compareBooks({ ...books, written, clinic }).twice).toHaveLength(1);
    expect(compareBooks({ ...books, written, clinic, isWatchedTwice: true }).twice).toEqual([]);
    expect(compareBooks({ ...books, clinic, isWatchedTwice: true }).twice).toHaveLength(1);
  });

  it('may be in the chart twice if both programs filed it and use one of its attachments', () => {
    const { books, job, version, attachment, entry } = soundBooks();
    const id = jobIdSchema.parse('01980f2e-5b7c-7000-8000-0000000000ff');
    const kinds = ['job-found', 'job-assigned', 'job-filed'] as const;
    const given = {
      ...books,
      written: [{ ...version, scans: { least: 1, most: 2 } }],
      clinic: [attachment, { ...attachment, id: '2' }],
      jobs: [job, { ...job, id }],
      entries: [
        ...books.entries,
        ...kinds.map((kind, at) => ({
          ...entry(4 + at, kind, ['inbox', 'held', 'filed'][at] ?? '', at === 0 ? null : right),
          jobId: id,
        })),
      ],
    };
    const orphan = [expect.stringContaining('serves no job')];
    expect(compareBooks({ ...given, isWatchedTwice: true }).unexplained).toEqual([]);
    expect(compareBooks({ ...given, jobs: [job], isWatchedTwice: true }).unexplained).toEqual(orphan);
    expect(compareBooks(given).unexplained).toContainEqual(orphan[0]);
  });
});
