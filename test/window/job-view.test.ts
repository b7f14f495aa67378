import { describe, expect, it } from 'vitest';
import { actsOf, jobView, previewKind } from '../../main/window/views/job-view.ts';
import type { ErrorDto } from '../../preload/contract/errors.ts';
import { attachmentIdSchema, caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import type { JobState } from '../../preload/contract/job.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { jobViewSchema } from '../../preload/contract/views.ts';
import { rowOf, somebody } from '../fixtures/job-rows.ts';

const attachmentId = attachmentIdSchema.parse('1968645883121718830');
const error: ErrorDto = { code: 'network-unreachable', advice: 'retry', detail: null, retryAt: null };
const common = await rowOf('/nowhere/letter.pdf');
const to = { ...common, destination: somebody };
const knee = {
  kind: 'case' as const,
  patient: somebody.patient,
  case: { id: caseIdSchema.parse('7'), name: 'Knee 2026' },
};
const pending = { notBefore: 5000, waiting: null, tries: 0 };

/** A job in each state. */
const jobs: { [S in JobState]: Extract<UploadJob, { state: S }> } = {
  inbox: { ...common, state: 'inbox', reason: 'nobody-armed', candidates: [], duplicateOf: null },
  held: { ...to, state: 'held', until: 4000 },
  queued: { ...to, state: 'queued', ...pending, waiting: error },
  uploading: { ...to, state: 'uploading', startedAt: 1, waiting: null, tries: 0 },
  stored: { ...to, state: 'stored', uploadUrl: 'https://x', ...pending },
  registering: {
    ...to,
    state: 'registering',
    uploadUrl: 'https://x',
    sentAt: 1,
    mustVerify: true,
    ...pending,
  },
  processing: { ...to, state: 'processing', attachmentId, since: 1, slowSince: null },
  linking: { ...to, destination: knee, state: 'linking', attachmentId, since: 1, before: null, ...pending },
  filed: {
    ...to,
    state: 'filed',
    attachmentId,
    filedAt: 9000,
    disposal: 'done',
    movedTo: null,
    replacedBy: null,
    archivedAt: null,
    inCase: null,
    lookAgainAt: null,
  },
  failed: { ...to, state: 'failed', error, failedStep: { at: 'uploading' }, failedAt: 8000 },
  dismissed: { ...common, state: 'dismissed', dismissedAt: 7000, cause: 'person', failure: null },
  split: { ...common, state: 'split', parts: [] },
  parted: { ...common, state: 'parted', parts: [], partedAt: 7000, disposal: 'done', movedTo: null },
};
const view = (job: UploadJob) =>
  jobView(job, { progress: null, find: () => null, isPending: () => false, isSuggested: true });

describe('a job as a row', () => {
  it.each(Object.values(jobs).map((job) => [job.state, job] as const))(
    'fits the contract when %s',
    (_, job) => {
      expect(jobViewSchema.parse(view(job))).toEqual(view(job));
      expect(JSON.stringify(view(job))).not.toContain('/nowhere/');
      expect(JSON.stringify(view(job))).not.toContain('https://x');
    },
  );

  it.each([
    ['inbox', ['assign', 'describe', 'dismiss', 'pages']],
    ['held', ['assign', 'takeBack', 'describe', 'pause', 'moveFirst', 'pages']],
    ['queued', ['assign', 'takeBack', 'describe', 'pause', 'moveFirst', 'pages']],
    ['uploading', ['pause']],
    ['stored', ['pause']],
    ['registering', []],
    ['processing', []],
    ['linking', []],
    ['filed', ['refile']],
    ['failed', ['assign', 'retry', 'describe', 'dismiss', 'pages']],
    ['dismissed', ['restore']],
  ] as const)('%s offers %j', (state, acts) => {
    expect(actsOf(jobs[state])).toEqual(acts);
  });

  it('offers its pages only of a PDF or picture whose bytes are known, and that replaces nothing in a chart', () => {
    const { file } = jobs.inbox;
    const offers = (more: Partial<UploadJob['file']>): boolean =>
      actsOf({ ...jobs.inbox, file: { ...file, ...more } }).includes('pages');
    expect(offers({ name: 'fax.TIFF' })).toBe(true);
    expect(offers({ name: 'letter.txt' })).toBe(false);
    expect(offers({ sha256: null })).toBe(false);
    const replaces = { jobId: common.id, attachmentId };
    expect(actsOf({ ...jobs.inbox, replaces })).not.toContain('pages');
  });

  it('offers to put the pages of a document back while it is in no chart', () => {
    const madeOf = [{ jobId: common.id, page: 1, turn: 0 as const }];
    expect(actsOf({ ...jobs.held, madeOf })).toContain('putBack');
    expect(actsOf({ ...jobs.uploading, madeOf })).not.toContain('putBack');
    expect(view({ ...jobs.held, madeOf }).madeOf).toBe(1);
  });

  it('cannot be given to another patient once the clinic may hold it, nor be corrected twice', () => {
    expect(actsOf({ ...jobs.failed, failedStep: { at: 'processing', attachmentId } })).not.toContain(
      'assign',
    );
    expect(actsOf({ ...jobs.filed, archivedAt: 1 })).toEqual([]);
    expect(actsOf({ ...jobs.filed, replacedBy: common.id })).toEqual([]);
  });

  it('can be kept in the chart alone if only its case could not be written', () => {
    const failedStep = { at: 'linking', attachmentId, before: null } as const;
    const failed = { ...jobs.failed, destination: knee, failedStep };
    expect(actsOf(failed)).toEqual(['retry', 'acceptUnlinked', 'dismiss']);
    expect(view(failed)).toMatchObject({ failedIn: 'linking', destination: knee });
  });

  it('says until when it waits, and why', () => {
    expect(view(jobs.held)).toMatchObject({ until: 4000, error: null });
    expect(view(jobs.queued)).toMatchObject({ until: 5000, error: { code: 'network-unreachable' } });
    expect(view(jobs.failed)).toMatchObject({ endedAt: 8000, error: { code: 'network-unreachable' } });
    expect(view(jobs.filed)).toMatchObject({ endedAt: 9000, archived: false, attachmentId });
  });

  it('names the job that it is a duplicate of, as long as that is known', () => {
    const job = { ...jobs.inbox, duplicateOf: jobs.filed.id };
    expect(
      jobView(job, { progress: null, find: () => jobs.filed, isPending: () => false, isSuggested: true })
        .duplicateOf,
    ).toEqual({
      id: jobs.filed.id,
      name: 'letter.pdf',
      destination: somebody,
    });
    expect(view(job).duplicateOf).toBeNull();
  });

  describe('of a file whose page was read', () => {
    const li = {
      id: patientIdSchema.parse('1968645883121642799'),
      name: 'Li Wei',
      dateOfBirth: '1975-09-09',
    };
    const toLi = { kind: 'patient' as const, patient: li };
    const line = { page: 1, text: 'RE: Li Wei', box: { left: 0.1, top: 0.1, width: 0.3, height: 0.01 } };
    const page = {
      kind: 'read' as const,
      people: [{ line, fits: [li] }],
      otherBirthDates: [],
      numbered: [],
    };
    const replaces = { jobId: jobs.filed.id, attachmentId };
    const pageOf = (job: UploadJob) =>
      jobView(job, { progress: null, find: () => jobs.filed, isPending: () => false, isSuggested: true })
        .page;
    const asked = { ...jobs.inbox, reason: 'page-names-another' as const, page };

    it('asks beside the patient who was chosen, or in whose chart it is', () => {
      expect(pageOf({ ...asked, candidates: [somebody] })).toMatchObject({
        said: 'names-another',
        named: [{ patient: li, line }],
        chosen: somebody,
        isFiled: false,
      });
      expect(pageOf({ ...asked, candidates: [toLi], replaces })).toMatchObject({
        said: 'names-another',
        chosen: somebody,
        isFiled: true,
      });
    });

    it('proposes its patient if it has none, and no other proposal', () => {
      const suggested = { said: 'suggests', named: [{ patient: li, line }] };
      expect(pageOf({ ...jobs.inbox, page })).toEqual(suggested);
      expect(pageOf({ ...jobs.inbox, page, candidates: [somebody] })).toEqual({ said: 'nothing' });
      expect(pageOf({ ...jobs.inbox, page, reason: 'page-pending' })).toEqual({ said: 'nothing' });
      const off = { progress: null, find: () => null, isPending: () => false, isSuggested: false };
      expect(jobView({ ...jobs.inbox, page }, off).page).toEqual({ said: 'nothing' });
    });

    it('agrees once it was moved to the one on the page', () => {
      const moved = { ...jobs.filed, destination: toLi, page, pageAccepted: false, replaces };
      expect(pageOf(moved)).toEqual({ said: 'agrees', line });
    });

    it('says nothing more once a person has decided', () => {
      expect(pageOf({ ...jobs.filed, page, pageAccepted: true })).toEqual({ said: 'nothing' });
      expect(pageOf({ ...jobs.filed, page, replaces })).toEqual({ said: 'nothing' });
      expect(pageOf({ ...jobs.filed, page })).toMatchObject({ said: 'names-another', isFiled: true });
    });

    it('says that it was not read, yet or at all', () => {
      expect(pageOf({ ...jobs.filed, page: { kind: 'unreadable' } })).toEqual({ said: 'unreadable' });
      expect(pageOf(jobs.filed)).toBeNull();
      const pending = { progress: null, find: () => null, isPending: () => true, isSuggested: true };
      expect(jobView(jobs.filed, pending).page).toEqual({ said: 'unread' });
    });
  });

  it.each([
    ['scan.PDF', 'pages'],
    ['photo.JPeG', 'image'],
    ['drawing.svg', 'none'],
    ['page.html', 'none'],
    ['pages.tif', 'pages'],
    ['note.txt', 'text'],
    ['noname', 'none'],
  ])('%s is shown as %s', (name, kind) => {
    expect(previewKind(name)).toBe(kind);
  });
});
