import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { JobEvent, JobEventKind } from '../../main/jobs/job-event.ts';
import { canHappen, transition, transitions } from '../../main/jobs/transitions.ts';
import type { CaseDestination, Destination } from '../../preload/contract/destination.ts';
import {
  attachmentIdSchema,
  caseIdSchema,
  jobIdSchema,
  patientIdSchema,
} from '../../preload/contract/ids.ts';
import { jobStates, type JobState } from '../../preload/contract/job.ts';
import type { PageReading } from '../../main/jobs/page/page-reading.ts';
import { type JobIn, type UploadJob, uploadJobSchema } from '../../main/jobs/job.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { errorOf } from '../fixtures/error-of.ts';

const jane: Destination = {
  kind: 'patient',
  patient: {
    id: patientIdSchema.parse('1968645883121642782'),
    name: 'Jane Citizen',
    dateOfBirth: '1980-02-03',
  },
};
const knee: CaseDestination = {
  kind: 'case',
  patient: jane.patient,
  case: { id: caseIdSchema.parse('1968645883121642999'), name: 'Knee 2026' },
};
const attachmentId = attachmentIdSchema.parse('1968645883121718830');
const otherJob = jobIdSchema.parse(randomUUID());
const line = { page: 1, text: 'DOB 3 Feb 1980', box: { left: 0.1, top: 0.2, width: 0.3, height: 0.01 } };
/** A page that names Jane. */
const reading: PageReading = {
  kind: 'read',
  people: [{ line, fits: [jane.patient] }],
  otherBirthDates: [],
  numbered: [],
};
const error = { code: 'network-timeout', advice: 'retry', detail: null, retryAt: null } as const;
const uploadUrl = 'https://storage.example/tmp/letter.pdf';

const madeOf: UploadJob['madeOf'] = [{ jobId: otherJob, page: 2, turn: 90 }];
const core = {
  id: jobIdSchema.parse(randomUUID()),
  source: 'scan',
  folderId: null,
  file: {
    path: '/scans/letter.pdf',
    name: 'letter.pdf',
    fingerprint: { size: 12, modifiedNs: '1', changedNs: '2', inode: '3' },
    sha256: 'a'.repeat(64),
  },
  description: null,
  appearedAt: 1,
  rank: 7,
  paused: false,
  afterFiling: 'move',
  duplicateAccepted: false,
  madeOf,
  sentAs: { name: 'letter.jpg', size: 9, sha256: 'b'.repeat(64) },
  naming: { template: '{date} {name}', counter: 4 },
  replaces: null,
} as const;
const pending = { notBefore: 5, waiting: null, tries: 0 };

/** One job in each state, as the program creates them. */
const jobs: { [S in JobState]: Extract<UploadJob, { state: S }> } = {
  inbox: { ...core, state: 'inbox', reason: 'nobody-armed', candidates: [], duplicateOf: null },
  held: { ...core, state: 'held', destination: jane, until: 50 },
  queued: { ...core, state: 'queued', destination: jane, ...pending },
  uploading: { ...core, state: 'uploading', destination: jane, startedAt: 9, waiting: null, tries: 0 },
  stored: { ...core, state: 'stored', destination: jane, uploadUrl, ...pending },
  registering: {
    ...core,
    state: 'registering',
    destination: jane,
    uploadUrl,
    sentAt: 20,
    mustVerify: false,
    ...pending,
  },
  processing: { ...core, state: 'processing', destination: jane, attachmentId, since: 30, slowSince: null },
  linking: {
    ...core,
    state: 'linking',
    destination: knee,
    attachmentId,
    since: 30,
    before: null,
    ...pending,
  },
  filed: {
    ...core,
    state: 'filed',
    destination: knee,
    attachmentId,
    inCase: 'listed',
    lookAgainAt: 60,
    filedAt: 40,
    disposal: 'pending',
    movedTo: null,
    replacedBy: null,
    archivedAt: null,
  },
  failed: {
    ...core,
    state: 'failed',
    destination: jane,
    error,
    failedStep: { at: 'uploading' },
    failedAt: 60,
  },
  dismissed: { ...core, state: 'dismissed', dismissedAt: 70, cause: 'person', failure: null },
  split: { ...core, state: 'split', parts: [otherJob], byHand: { candidates: [jane] } },
  parted: { ...core, state: 'parted', parts: [otherJob], partedAt: 80, disposal: 'pending', movedTo: null },
};

const events: { [K in JobEventKind]: Extract<JobEvent, { kind: K }> } = {
  assigned: { kind: 'assigned', destination: knee, until: 99, duplicateAccepted: true },
  'hold-ended': { kind: 'hold-ended', now: 100 },
  'page-read': { kind: 'page-read', reading, now: 100 },
  'taken-back': { kind: 'taken-back' },
  returned: { kind: 'returned', reason: 'duplicate-same-patient', candidates: [jane], duplicateOf: otherJob },
  'upload-started': { kind: 'upload-started', now: 100 },
  'upload-delayed': { kind: 'upload-delayed', notBefore: 200, error },
  stored: { kind: 'stored', uploadUrl, sha256: 'c'.repeat(64), now: 100 },
  'registration-sent': { kind: 'registration-sent', sentAt: 100 },
  'registration-delayed': { kind: 'registration-delayed', notBefore: 200, error },
  'outcome-unknown': { kind: 'outcome-unknown', notBefore: 200, error },
  resumed: { kind: 'resumed', now: 100 },
  'upload-lost': { kind: 'upload-lost', now: 100 },
  registered: { kind: 'registered', attachmentId, now: 100 },
  'processing-slow': { kind: 'processing-slow', now: 100 },
  completed: { kind: 'completed', now: 100 },
  linked: { kind: 'linked', now: 100, lookAgainAt: 160 },
  'link-delayed': { kind: 'link-delayed', notBefore: 200, error },
  'link-accepted': { kind: 'link-accepted', now: 100 },
  'link-checked': { kind: 'link-checked', lookAgainAt: null },
  'link-lost': { kind: 'link-lost', now: 100 },
  failed: { kind: 'failed', error, now: 100 },
  retried: { kind: 'retried', now: 100 },
  dismissed: { kind: 'dismissed', now: 100 },
  replaced: { kind: 'replaced', now: 100 },
  'taken-over': { kind: 'taken-over', now: 100 },
  restored: { kind: 'restored' },
  disposed: { kind: 'disposed', disposal: 'done', movedTo: '/scans/Filed/2026-11-23/letter.pdf' },
  refiled: { kind: 'refiled', by: otherJob },
  'refile-undone': { kind: 'refile-undone' },
  archived: { kind: 'archived', now: 100 },
  divided: { kind: 'divided', parts: [otherJob] },
  'put-back': { kind: 'put-back' },
  unmade: { kind: 'unmade', now: 100 },
  'parts-ended': { kind: 'parts-ended', areFiled: true, now: 100 },
};
/** A person put its pages back. */
const putBack = { parts: [otherJob], disposal: 'done', isPutBack: true } as Partial<JobIn<'parted'>>;
const unmade = { ...putBack, state: 'parted' as const, partedAt: 100 };

const replaced = new ChartdropError('file-replaced').toDto();

/** The transition table, repeated by hand: each cell's next state and its fields. */
const expected: { [S in JobState]: { [K in JobEventKind]?: Partial<UploadJob> & { state: JobState } } } = {
  inbox: {
    'page-read': { state: 'inbox', page: reading },
    divided: { state: 'split', parts: [otherJob], byHand: { candidates: [] } },
    unmade,
    'taken-over': { state: 'dismissed', cause: 'taken-over', dismissedAt: 100 },
    assigned: { state: 'held', destination: knee, until: 99, duplicateAccepted: true },
    returned: { state: 'inbox', reason: 'duplicate-same-patient', candidates: [jane], duplicateOf: otherJob },
    dismissed: { state: 'dismissed', cause: 'person', dismissedAt: 100 },
    replaced: { state: 'inbox', reason: 'file-replaced' },
  },
  held: {
    'page-read': { state: 'queued', destination: jane, page: reading, notBefore: 100, tries: 0 },
    divided: { state: 'split', parts: [otherJob], byHand: { candidates: [jane] } },
    unmade,
    'taken-over': { state: 'dismissed', cause: 'taken-over', dismissedAt: 100 },
    assigned: { state: 'held', destination: knee, until: 99 },
    'hold-ended': { state: 'queued', destination: jane, notBefore: 100, tries: 0 },
    'taken-back': { state: 'inbox', reason: 'taken-back', candidates: [jane] },
    returned: { state: 'inbox', reason: 'duplicate-same-patient', duplicateOf: otherJob },
    replaced: { state: 'failed', destination: jane, error: replaced, failedStep: { at: 'uploading' } },
  },
  queued: {
    'page-read': { state: 'queued', page: reading },
    divided: { state: 'split', parts: [otherJob], byHand: { candidates: [jane] } },
    unmade,
    'taken-over': { state: 'dismissed', cause: 'taken-over', dismissedAt: 100 },
    assigned: { state: 'held', destination: knee },
    'taken-back': { state: 'inbox', reason: 'taken-back', candidates: [jane] },
    returned: { state: 'inbox', reason: 'duplicate-same-patient' },
    'upload-started': { state: 'uploading', destination: jane, startedAt: 100 },
    resumed: { state: 'queued', destination: jane, notBefore: 100 },
    replaced: { state: 'failed', destination: jane, error: replaced, failedStep: { at: 'uploading' } },
  },
  uploading: {
    'page-read': { state: 'uploading', page: reading },
    'taken-over': { state: 'dismissed', cause: 'taken-over', dismissedAt: 100 },
    returned: { state: 'inbox', reason: 'duplicate-same-patient', candidates: [jane] },
    'upload-delayed': { state: 'queued', destination: jane, notBefore: 200, waiting: error, tries: 1 },
    stored: { state: 'stored', destination: jane, uploadUrl, notBefore: 100, waiting: null },
    failed: { state: 'failed', destination: jane, error, failedStep: { at: 'uploading' } },
  },
  stored: {
    'page-read': { state: 'stored', page: reading },
    'taken-over': { state: 'dismissed', cause: 'taken-over', dismissedAt: 100 },
    'registration-sent': {
      state: 'registering',
      destination: jane,
      uploadUrl,
      sentAt: 100,
      mustVerify: false,
    },
    'registration-delayed': { state: 'stored', destination: jane, uploadUrl, notBefore: 200, waiting: error },
    resumed: { state: 'stored', destination: jane, uploadUrl, notBefore: 100 },
    failed: { state: 'failed', destination: jane, failedStep: { at: 'stored', uploadUrl } },
  },
  registering: {
    'page-read': { state: 'registering', page: reading },
    'taken-over': { state: 'dismissed', cause: 'taken-over', dismissedAt: 100 },
    'registration-sent': { state: 'registering', uploadUrl, sentAt: 100, mustVerify: false },
    'registration-delayed': { state: 'stored', destination: jane, uploadUrl, waiting: error },
    'outcome-unknown': { state: 'registering', sentAt: 20, mustVerify: true, notBefore: 200, waiting: error },
    resumed: { state: 'registering', sentAt: 20, mustVerify: false, notBefore: 100 },
    'upload-lost': { state: 'queued', destination: jane, notBefore: 100 },
    registered: { state: 'processing', destination: jane, attachmentId, since: 100 },
    failed: { state: 'failed', failedStep: { at: 'registering', uploadUrl, sentAt: 20 } },
  },
  processing: {
    'page-read': { state: 'processing', page: reading },
    'processing-slow': { state: 'processing', destination: jane, attachmentId, since: 30, slowSince: 100 },
    completed: { state: 'filed', destination: jane, attachmentId, filedAt: 100, disposal: 'pending' },
    failed: { state: 'failed', failedStep: { at: 'processing', attachmentId } },
  },
  linking: {
    'page-read': { state: 'linking', page: reading },
    linked: { state: 'filed', destination: knee, inCase: 'listed', filedAt: 100, lookAgainAt: 160 },
    'link-delayed': { state: 'linking', destination: knee, notBefore: 200, waiting: error, tries: 1 },
    failed: { state: 'failed', destination: knee, failedStep: { at: 'linking', attachmentId, before: null } },
  },
  filed: {
    'page-read': { state: 'filed', page: reading },
    'link-checked': { state: 'filed', inCase: 'listed', lookAgainAt: null },
    'link-lost': { state: 'linking', destination: knee, attachmentId, since: 100, notBefore: 100 },
    disposed: { state: 'filed', disposal: 'done', movedTo: '/scans/Filed/2026-11-23/letter.pdf' },
    refiled: { state: 'filed', replacedBy: otherJob },
    'refile-undone': { state: 'filed', replacedBy: null },
    archived: { state: 'filed', archivedAt: 100 },
  },
  failed: {
    'page-read': { state: 'failed', page: reading },
    divided: { state: 'split', parts: [otherJob], byHand: { candidates: [jane] } },
    unmade,
    'taken-over': { state: 'dismissed', cause: 'taken-over', dismissedAt: 100 },
    retried: { state: 'queued', destination: jane, notBefore: 100, tries: 0 },
    assigned: { state: 'held', destination: knee, until: 99 },
    returned: { state: 'inbox', reason: 'duplicate-same-patient' },
    dismissed: { state: 'dismissed', cause: 'person' },
    replaced: { state: 'failed', destination: jane, error: replaced, failedStep: { at: 'uploading' } },
  },
  dismissed: {
    unmade,
    restored: { state: 'inbox', reason: 'restored', candidates: [] },
  },
  split: {
    'put-back': { state: 'inbox', reason: 'taken-back', candidates: [jane], duplicateOf: null },
    'parts-ended': { state: 'parted', parts: [otherJob], partedAt: 100, disposal: 'pending', movedTo: null },
    'taken-over': { state: 'dismissed', cause: 'taken-over', dismissedAt: 100 },
  },
  parted: {
    disposed: { state: 'parted', disposal: 'done', movedTo: '/scans/Filed/2026-11-23/letter.pdf' },
  },
};

const kinds = Object.keys(events) as JobEventKind[];
const cells = jobStates
  .flatMap((state) => kinds.map((kind) => ({ state, kind })))
  // Depends on where it failed: below.
  .filter(({ state, kind }) => state !== 'failed' || kind !== 'link-accepted');

it('tells the window of the states that a job can be in, and of no others', () => {
  expect(uploadJobSchema.options.map((option) => option.shape.state.value)).toEqual([...jobStates]);
});

describe('the state table', () => {
  it.each(cells.filter(({ state, kind }) => expected[state][kind] !== undefined))(
    '$state + $kind leads on, with all fields of the job',
    ({ state, kind }) => {
      const before = structuredClone(jobs[state]);
      const next = transition(jobs[state], events[kind]);
      const carried = { ...core, duplicateAccepted: kind === 'assigned' };
      expect(next).toMatchObject({ ...carried, ...expected[state][kind] });
      // Only the state's fields with the right types: the written row can be read again.
      expect(uploadJobSchema.parse(next)).toEqual(next);
      expect(jobs[state]).toEqual(before);
    },
  );

  it.each(cells.filter(({ state, kind }) => expected[state][kind] === undefined))(
    '$state + $kind is refused',
    ({ state, kind }) => {
      expect(canHappen(state, kind)).toBe(false);
      expect(errorOf(() => transition(jobs[state], events[kind])).code).toBe('transition-refused');
    },
  );

  it('leaves no state without a transition except filed, which keeps only its later acts', () => {
    for (const state of jobStates) expect(Object.keys(transitions[state]).length).toBeGreaterThan(0);
  });

  it('changes a destination by the act of assigning only', () => {
    for (const { state, kind } of cells) {
      const job = jobs[state];
      if (!canHappen(state, kind) || kind === 'assigned' || !('destination' in job)) continue;
      const next = transition(job, events[kind]);
      if ('destination' in next) expect(next.destination).toEqual(job.destination);
    }
  });

  it('excludes a file that stays in place from the disposals', () => {
    const job = { ...jobs.processing, afterFiling: 'stay' as const };
    expect(transition(job, events.completed)).toMatchObject({ state: 'filed', disposal: 'done' });
  });

  it('leaves the file of a stack alone if a part was ignored, or if it stays in place', () => {
    const ended = { kind: 'parts-ended', areFiled: true, now: 100 } as const;
    expect(transition(jobs.split, { ...ended, areFiled: false })).toMatchObject({ disposal: 'left' });
    const staying = { ...jobs.split, afterFiling: 'stay' as const };
    expect(transition(staying, ended)).toMatchObject({ disposal: 'done' });
  });

  it('counts the tries of one kind of error, and restarts with another', () => {
    const once = { ...jobs.uploading, waiting: error, tries: 3 };
    expect(transition(once, events['upload-delayed'])).toMatchObject({ tries: 4 });
    for (const other of [{ ...error, code: 'service-error' as const }, null]) {
      const delayed = { ...events['upload-delayed'], error: other };
      expect(transition(once, delayed)).toMatchObject({ tries: 1 });
    }
  });
});

describe('a job whose page names another patient', () => {
  const li: Destination = {
    kind: 'patient',
    patient: { id: patientIdSchema.parse('1968645883121642799'), name: 'Li Wei', dateOfBirth: '1975-09-09' },
  };
  const asked = { state: 'inbox', reason: 'page-names-another', candidates: [li], page: reading };
  const held = { ...jobs.held, destination: li };

  it.each([
    ['held', held, events['page-read']],
    ['queued', { ...jobs.queued, destination: li }, events['page-read']],
    ['sent again', { ...jobs.uploading, destination: li, page: reading }, events['upload-delayed']],
    ['tried again', { ...jobs.failed, destination: li, page: reading }, events.retried],
    ['assigned', { ...jobs.inbox, page: reading }, { ...events.assigned, destination: li }],
  ] as const)('waits for a person when it is %s', (_name, job, event) => {
    const next = transition(job, event);
    expect(next).toMatchObject(asked);
    expect(uploadJobSchema.parse(next)).toEqual(next);
  });

  it('is sent to the chosen patient once a person has seen that', () => {
    const next = transition(held, events['page-read']);
    const accepted = transition(next, { ...events.assigned, destination: li, pageAccepted: true });
    expect(accepted).toMatchObject({ state: 'held', destination: li, pageAccepted: true });
    expect(transition(accepted, events['hold-ended'])).toMatchObject({ state: 'queued' });
  });

  it('is asked again for the next patient who is not the named one', () => {
    const accepted = { ...held, page: reading, pageAccepted: true };
    const knees = { ...knee, patient: li.patient };
    expect(transition(accepted, { ...events.assigned, destination: knees })).toMatchObject({
      reason: 'page-names-another',
    });
    expect(transition(accepted, { ...events.assigned, destination: jane })).toMatchObject({ state: 'held' });
  });

  it('that is beyond its upload keeps its state, and is asked about once it is filed', () => {
    for (const job of [jobs.uploading, jobs.stored, jobs.processing, jobs.filed]) {
      const elsewhere = {
        ...job,
        destination: job.state === 'filed' ? { ...knee, patient: li.patient } : li,
      };
      expect(transition(elsewhere as UploadJob, events['page-read'])).toMatchObject({
        state: job.state,
        page: reading,
      });
    }
  });

  it('is not asked about again once a person moves it, to whomever', () => {
    const replaces = { jobId: otherJob, attachmentId };
    const moving = { ...jobs.inbox, page: reading, replaces };
    expect(transition(moving, { ...events.assigned, destination: li })).toMatchObject({ state: 'held' });
  });

  it('stays with its patient if a person gives up the move', () => {
    const filed = { ...jobs.filed, page: reading, replacedBy: otherJob };
    expect(transition(filed, events['refile-undone'])).toMatchObject({
      replacedBy: null,
      pageAccepted: true,
    });
  });
});

describe('a job that goes to a case', () => {
  it('is linked to the case before it is filed', () => {
    const next = transition({ ...jobs.processing, destination: knee }, events.completed);
    expect(next).toMatchObject({ state: 'linking', destination: knee, attachmentId, since: 100, tries: 0 });
    expect(uploadJobSchema.parse(next)).toEqual(next);
  });

  it('keeps its filed fields while it is added to its case again', () => {
    const moved = transition(jobs.filed, events.disposed);
    const linking = transition(moved, events['link-lost']);
    expect(uploadJobSchema.parse(linking)).toEqual(linking);
    expect(transition(linking, events.linked)).toEqual({ ...moved, inCase: 'listed', lookAgainAt: 160 });
    const failed = transition(linking, events.failed);
    expect(transition(failed, events.retried)).toMatchObject({ state: 'linking', tries: 0 });
    expect(transition(failed, events['link-accepted'])).toEqual({
      ...moved,
      inCase: 'accepted',
      lookAgainAt: null,
    });
  });

  it('is filed without its case only if a person accepts that, and it failed there', () => {
    const failedStep = { at: 'linking', attachmentId, before: null } as const;
    const accepted = transition({ ...jobs.failed, destination: knee, failedStep }, events['link-accepted']);
    expect(accepted).toMatchObject({ state: 'filed', inCase: 'accepted', filedAt: 100, attachmentId });
    for (const job of [
      jobs.failed,
      { ...jobs.failed, failedStep: { at: 'processing', attachmentId } as const },
    ]) {
      expect(errorOf(() => transition(job, events['link-accepted'])).code).toBe('transition-refused');
    }
  });

  it('never leads from a patient’s chart into a case', () => {
    const filed = { ...jobs.filed, destination: jane, inCase: null, lookAgainAt: null };
    expect(errorOf(() => transition(filed, events['link-lost'])).code).toBe('transition-refused');
  });
});

describe('a failed job', () => {
  it.each([
    { at: 'registering', uploadUrl, sentAt: 20 },
    { at: 'processing', attachmentId },
    { at: 'linking', attachmentId, before: null },
  ] as const)('that may be in the chart is restored as it was when it was ignored: %o', (failedStep) => {
    const failed = { ...jobs.failed, failedStep };
    // Its bytes were already sent, so the file under its name does not matter.
    expect(errorOf(() => transition(failed, events.replaced)).code).toBe('transition-refused');
    for (const event of [events.dismissed, events['taken-over']]) {
      const dismissed = transition(failed, event);
      expect(uploadJobSchema.parse(dismissed)).toEqual(dismissed);
      expect(transition(dismissed, events.restored)).toEqual(failed);
    }
  });

  it.each([{ at: 'uploading' }, { at: 'stored', uploadUrl }] as const)(
    'that cannot be in a chart returns to the inbox when it was ignored: %o',
    (failedStep) => {
      const dismissed = transition({ ...jobs.failed, failedStep }, events.dismissed);
      expect(dismissed).toMatchObject({ state: 'dismissed', failure: null });
      expect(transition(dismissed, events.restored)).toMatchObject({ state: 'inbox', reason: 'restored' });
    },
  );

  it.each([
    [
      { at: 'stored', uploadUrl },
      { state: 'stored', uploadUrl },
    ],
    // It may still have been created.
    [
      { at: 'registering', uploadUrl, sentAt: 20 },
      { state: 'registering', uploadUrl, sentAt: 20, mustVerify: true },
    ],
    [
      { at: 'processing', attachmentId },
      { state: 'processing', attachmentId, since: 100 },
    ],
  ] as const)('resumes from %o', (failedStep, next) => {
    expect(transition({ ...jobs.failed, failedStep }, events.retried)).toMatchObject(next);
  });

  it.each([
    { at: 'registering', uploadUrl, sentAt: 20 },
    { at: 'processing', attachmentId },
    { at: 'linking', attachmentId, before: null },
  ] as const)('cannot be sent elsewhere once it failed at %o: that is a refile', (failedStep) => {
    for (const kind of ['assigned', 'returned'] as const) {
      const refused = errorOf(() => transition({ ...jobs.failed, failedStep }, events[kind]));
      expect(refused.code).toBe('transition-refused');
    }
  });
});
