import { createRawSnippet } from 'svelte';
import { attachmentIdSchema, caseIdSchema, folderIdSchema } from '../../preload/contract/ids.ts';
import { handleSchema } from '../../preload/contract/handle.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import type { FoundPatientView, FolderView, JobView } from '../../preload/contract/views.ts';
import { emptyAccount } from '../../preload/contract/folder-account.ts';
import { defaultIgnores, defaultTypes } from '../../preload/contract/scan-folder-defaults.ts';
import { PatientChoice } from '../../renderer/state/patient-choice.svelte.ts';
import { Core as CoreOfScene } from '../../renderer/state/core.svelte.ts';
import { type Answers, createFakeBridge, ok, refused } from '../fakes/fake-bridge.ts';
import { attachmentRow, errorDto, jane, jobRow, statusOf, toJane, wei } from '../fixtures/views.ts';
import { desk } from './desk-scenes.ts';
import { pages } from './page-scenes.ts';
import { nothing, type Scene, scene } from './scene.ts';

const text = (html: string) => createRawSnippet(() => ({ render: () => `<p>${html}</p>` }));

const knee = {
  kind: 'case' as const,
  patient: jane,
  case: { id: caseIdSchema.parse('1968645883121650001'), name: 'Knee 2026, after the second operation' },
};
const alexandra = {
  ...jane,
  name: 'Alexandra Konstantina Papadopoulou-Weatherington',
};
const longName = 'discharge summary of the Royal Northern Rehabilitation Hospital, signed by Dr Lim (2).pdf';
const jobId = jobRow({}).id;
const inboxJob = (given: Partial<JobView> = {}): JobView =>
  jobRow({
    ...{
      state: 'inbox',
      destination: null,
      reason: 'nobody-armed',
      candidates: [toJane, knee],
      name: longName,
    },
    ...{ acts: ['assign', 'describe', 'dismiss'] },
    ...given,
  });
const filedJob = jobRow({ state: 'filed', endedAt: Date.now(), acts: ['refile'], destination: knee });
const foundJane: FoundPatientView = { ...jane, oldReference: null, unavailable: null };
const folder = {
  id: folderIdSchema.parse('0b0e8a0e-7f0c-4f0a-9d7a-0c5c3f7b1a22'),
  path: '/scans/front desk',
  subfolders: false,
  types: [...defaultTypes],
  ignore: [...defaultIgnores],
  route: { kind: 'active' as const },
  afterFiling: 'move' as const,
  watchMethod: 'auto' as const,
  shared: 'auto' as const,
  takeOverSeconds: 120,
  settleMs: null,
  description: null,
  nameTemplate: null,
};
const watched = (given: Partial<FolderView> = {}): FolderView => ({
  ...{ folder, state: 'watching', since: null, method: 'events', account: emptyAccount, trouble: null },
  ...given,
});
const account = watched({
  account: {
    ...emptyAccount,
    unfinished: 2,
    leftAlone: 5,
    refused: [{ rule: 'type', count: 2, examples: ['setup.exe', 'notes.xyz'] }],
    stuck: [{ kind: 'file', name: 'locked letter.pdf', code: 'file-locked', since: Date.now() - 600_000 }],
    stuckCount: 1,
  },
});
const people: Answers = {
  'patients:search': () => ok([foundJane, { ...wei, oldReference: null, unavailable: null }]),
  'patients:cases': () =>
    ok([{ id: caseIdSchema.parse('1968645883121650001'), name: 'Knee 2026', closed: false, expired: true }]),
  'destination:recent': () => ok([toJane, knee]),
  'settings:read': () => ok(preferencesSchema.parse({})),
};
const preview = { path: 'preview', name: 'letter.pdf', instead: 'Save a copy to see it.' };
const onlyClose = { onClose: nothing };

function choiceOf(): PatientChoice {
  const bridge = createFakeBridge(people);
  const choice = new PatientChoice(new CoreOfScene(bridge));
  choice.opened = foundJane;
  choice.cases.put(foundJane.id);
  return choice;
}

const bars: Scene[] = [
  scene('TopBar', 'no patient selected'),
  scene('TopBar', 'a patient', {}, { status: { active: { destination: toJane, remainingMs: 581_000 } } }),
  scene('TopBar', 'a case', {}, { status: { active: { destination: knee, remainingMs: 581_000 } } }),
  scene(
    'TopBar',
    'everything is wrong',
    {},
    {
      status: {
        active: { destination: { kind: 'patient', patient: alexandra }, remainingMs: 1000 },
        clinic: 'demo',
        connection: 'offline',
        pausedBy: ['person'],
        rate: { used: 200, limit: 200, blockedForMs: 5000 },
      },
    },
  ),
  scene('TopBar', 'the key is rejected', {}, { status: { connection: 'key-rejected', pausedBy: ['key'] } }),
  scene(
    'StatusBar',
    'all is well',
    {},
    { status: { today: { day: '2026-11-25', found: 11, filed: 11, waiting: 0, failed: 0, dismissed: 0 } } },
  ),
  scene(
    'StatusBar',
    'all kinds',
    {},
    {
      status: {
        clinic: 'demo',
        stuck: 2,
        connection: 'key-rejected',
        atDesk: { asked: true, name: 'FD' },
        today: { day: '2026-11-25', found: 20, filed: 11, waiting: 6, failed: 2, dismissed: 1 },
      },
    },
  ),
  scene('SideNav', 'nothing to do', {}, { height: 360 }),
  scene(
    'SideNav',
    'files need a person',
    {},
    { height: 360, status: { counts: { ...statusOf({}).counts, inbox: 12, failed: 3 } } },
  ),
  scene('ViewHeader', 'with acts', { title: 'Attachments', note: '20 of 431', children: text('an act') }),
  scene('Mark', 'large', { size: 64 }),
  scene('Mark', 'small', { size: 16 }),
];

const files: Scene[] = [
  ...(
    ['inbox', 'held', 'queued', 'uploading', 'processing', 'linking', 'filed', 'failed', 'dismissed'] as const
  ).map((state) =>
    scene(
      'DeskRow',
      state,
      {
        job: jobRow({
          ...{ state, name: longName, description: 'Referral' },
          ...(state === 'inbox'
            ? { destination: null, reason: 'duplicate-same-patient' }
            : { destination: knee }),
          ...(state === 'uploading' ? { progress: { sent: 400_000, perSecond: 100_000 } } : {}),
          ...(state === 'held' ? { until: Date.now() + 8000 } : {}),
          ...(state === 'failed' ? { error: errorDto('permission-denied'), failedIn: 'uploading' } : {}),
          ...(state === 'filed' || state === 'dismissed' ? { endedAt: Date.now() } : {}),
        }),
        isSelected: state === 'filed',
        ondragstart: nothing,
      },
      { height: 52 },
    ),
  ),
  scene(
    'DeskFile',
    'needs a patient',
    { job: inboxJob(), mayDecide: () => true, onDecided: nothing, onDoubted: nothing, onAsk: nothing },
    { answers: people, height: 560 },
  ),
  scene(
    'DeskFile',
    'filed',
    { job: filedJob, mayDecide: () => true, onDecided: nothing, onDoubted: nothing, onAsk: nothing },
    { answers: people, height: 320 },
  ),
  ...(['day', 'needs', 'moving', 'filed', 'dismissed'] as const).map((list) =>
    scene('DeskEmpty', list, { list }),
  ),
  ...[
    jobRow({ state: 'uploading', progress: { sent: 250_000, perSecond: 125_000 } }),
    jobRow({ state: 'failed', error: errorDto('record-refused', 'too large'), failedIn: 'uploading' }),
    filedJob,
  ].map((job) => scene('JobState', job.state, { job })),
  scene('JobActs', 'one file', {
    jobs: [inboxJob({ acts: ['assign', 'describe', 'moveFirst', 'pause', 'dismiss'] })],
    onAsk: nothing,
  }),
  scene('JobActs', 'several files', {
    jobs: [inboxJob(), filedJob, jobRow({ state: 'failed', acts: ['retry', 'dismiss'] })],
    onAsk: nothing,
  }),
  scene('FileName', 'long', { name: longName }),
  scene(
    'FileStory',
    'not readable',
    { jobId, newest: 1 },
    { answers: { 'history:story': () => refused('database-damaged') } },
  ),
  scene('DestinationText', 'a case', { destination: knee }),
  scene(
    'DescriptionField',
    'with presets',
    { description: 'Referral', onChange: nothing },
    { answers: people },
  ),
  scene('EmptyState', 'with a sentence', {
    title: 'No files',
    children: text('Scans that need a patient appear here.'),
  }),
  scene('LoadFailure', 'not loaded', {
    text: 'The patients of today could not be loaded.',
    onTryAgain: nothing,
  }),
  scene(
    'VirtualRows',
    'ten thousand rows',
    {
      count: 10_000,
      rowHeight: 32,
      label: 'Rows',
      keyOf: nothing,
      onRange: nothing,
      row: text('<button type="button">A row</button>'),
    },
    { height: 120 },
  ),
  ...(['none', 'image', 'pages', 'text'] as const).map((kind) =>
    scene('FilePreview', kind, { ...preview, kind }),
  ),
  scene('PagePreview', 'not readable', preview),
  scene('PicturePreview', 'not readable', preview),
  scene('TextPreview', 'not readable', preview),
  scene('PreviewFailure', 'protected', { error: errorDto('preview-protected'), instead: preview.instead }),
];

const persons: Scene[] = [
  ...(['line', 'row', 'brief', 'stacked', 'columns'] as const).flatMap((layout) => [
    scene('PatientIdentity', layout, { patient: jane, layout }),
    scene('PatientIdentity', `${layout}, a long name`, { patient: alexandra, layout }),
  ]),
  scene('PatientSentence', 'a case', {
    sentence: (whose: string) => `File with ${whose}`,
    patient: jane,
    ofCase: knee.case,
  }),
  scene('Sentence', 'with a strong word', { text: 'A sentence about one thing.' }),
  scene('SearchField', 'empty', { text: '', onText: nothing, 'aria-label': 'Find', placeholder: 'Name' }),
  scene('SearchField', 'with text', {
    text: 'jane citizen',
    onText: nothing,
    'aria-label': 'Find',
    large: true,
  }),
  scene(
    'PatientFinder',
    'before a search',
    { actLabel: 'Scan for this patient', onChoose: nothing, focusRequests: -1, suggestions: [toJane, knee] },
    { answers: people },
  ),
  scene('OpenedPatient', 'with a case', {
    ...{ choice: choiceOf(), actLabel: 'Scan for this patient', takesDrops: false, isChoosing: false },
    onChoose: nothing,
  }),
];

const archive = {
  ...{ id: attachmentRow({}).id, name: longName, patient: wei, patientId: wei.id, replaced: true },
  ...{ askedAt: Date.now(), standing: 'refused' as const, error: errorDto('permission-denied') },
};
const attachments: Scene[] = [
  scene('AttachmentHead', 'newest first', {
    columns: ['filename', 'content_type', 'size', 'description', 'created_at', 'user_id', 'processed_at'],
    first: { field: 'created_at', direction: 'desc' },
    onSort: nothing,
  }),
  scene(
    'AttachmentRow',
    'ready',
    {
      one: attachmentRow({ name: longName, patient: jane, description: 'Referral', filedBy: jobId }),
      ...{
        isSelected: true,
        addedBy: 'Frankie Desk',
        showsPatient: true,
        onToggle: nothing,
        onOpen: nothing,
      },
    },
    { height: 32 },
  ),
  scene('AttachmentFilters', 'with a filter', {
    filters: ['filename:~letter'],
    sort: [{ field: 'created_at', direction: 'desc' }],
    ...{ onChange: nothing, onSort: nothing, isOfOnePatient: false },
  }),
  scene('PendingArchives', 'refused', {}, { status: { archives: [archive] } }),
  scene('ArchiveDialog', 'two', {
    attachments: [
      attachmentRow({ patient: jane, name: longName }),
      attachmentRow({ patient: jane, id: attachmentIdSchema.parse('1968645883121700002') }),
    ],
    ...{ patientOf: () => jane, onClose: nothing, onArchived: nothing },
  }),
  scene('PreviewDialog', 'a document', {
    attachment: attachmentRow({ name: longName, preview: 'none', description: 'Referral' }),
    ...{ patient: jane, addedBy: 'Frankie Desk', onClose: nothing, onRefile: nothing },
  }),
];

const allFiled = { scanned: 11, filed: 11, needs: 0, moving: 0, ignored: 0, stuck: 0 };
const dialogs: Scene[] = [
  scene('Dialog', 'plain', { title: 'A question', children: text('Its answer.'), ...onlyClose }),
  scene('KeysDialog', 'all keys', onlyClose),
  scene('DemoDialog', 'asks first', onlyClose),
  scene('DayDialog', 'two files are left', {
    sum: { scanned: 20, filed: 11, needs: 2, moving: 6, ignored: 1, stuck: 0 },
    ...onlyClose,
  }),
  scene('DayDialog', 'all is filed', { sum: allFiled, ...onlyClose }),
  scene('DayDialog', 'three PCs', {
    sum: allFiled,
    others: ['FRONTDESK-2', 'ROOM-3'].map((name, at) => ({
      ...{ name, toldAt: Date.now() - at * 7_200_000 },
      sum: { scanned: 40, filed: 36, needs: 3 - at, moving: at, ignored: 0, stuck: 0 },
    })),
    ...onlyClose,
  }),
  scene('AssignDialog', 'one file', { jobs: [inboxJob()], ...onlyClose }, { answers: people }),
  scene(
    'AssignDialog',
    'a duplicate',
    { jobs: [inboxJob()], doubtedFor: toJane, ...onlyClose },
    { answers: people },
  ),
  scene(
    'RefileDialog',
    'one file',
    {
      files: [{ attachmentId: null, name: longName, patient: jane }],
      move: () => Promise.resolve(null),
      ...onlyClose,
    },
    { answers: people },
  ),
  scene('PagesDialog', 'not readable', { jobs: [inboxJob()], ...onlyClose }),
  scene('DescribeDialog', 'one file', { jobs: [inboxJob()], ...onlyClose }, { answers: people }),
  scene(
    'ProposalDialog',
    'a patient',
    { target: { kind: 'patient', id: jane.id }, ...onlyClose },
    { answers: { 'link:look': () => ok(toJane) } },
  ),
  scene('PersonDialog', 'asks for initials'),
  scene(
    'HostAsks',
    'a link',
    {},
    {
      answers: {
        'host:take': () => ok([{ kind: 'propose', target: { kind: 'patient', id: jane.id } }]),
        'link:look': () => ok(toJane),
      },
    },
  ),
  scene(
    'Notices',
    'success and failure',
    {},
    {
      height: 240,
      act: ({ core }) => {
        core.tell({ text: 'Scans now go to', patient: jane });
        core.tell({ text: 'Not filed. Cliniko cannot be reached.', isError: true, patient: wei });
      },
    },
  ),
  scene(
    'DropTarget',
    'files over the window',
    {},
    {
      ...{ height: 420, answers: people, status: { active: { destination: knee, remainingMs: 60_000 } } },
      act: ({ drops }) => (drops.dragged = { kind: 'files' }),
    },
  ),
];

const settings: Scene[] = [
  scene('KeyForm', 'empty'),
  scene('ProxyForm', 'empty'),
  scene(
    'ConnectionCheck',
    'the key fails',
    {},
    {
      answers: {
        'clinic:diagnose': () =>
          ok({
            at: Date.now(),
            steps: [
              { step: 'lookup', state: 'ok', code: null },
              { step: 'proxy', state: 'not-needed', code: null },
              { step: 'connection', state: 'ok', code: null },
              { step: 'tls', state: 'ok', code: null },
              { step: 'key', state: 'failed', code: 'key-rejected' },
              { step: 'permission', state: 'not-reached', code: null },
              { step: 'storage', state: 'not-reached', code: null },
            ],
          }),
      },
    },
  ),
  scene('HostSettings', 'opens at login', {}, { answers: { 'host:read': () => ok({ openAtLogin: true }) } }),
  scene(
    'Updates',
    'ready',
    {},
    { answers: { 'updates:read': () => ok({ kind: 'ready', version: '0.2.0' }) } },
  ),
  scene(
    'FolderForm',
    'a new folder',
    { folder: null, onSaved: nothing, onCancel: nothing },
    { answers: people },
  ),
  scene(
    'FolderForm',
    'a watched folder',
    { folder, onSaved: nothing, onCancel: nothing },
    {
      answers: {
        ...people,
        'folders:check': () =>
          ok({ canRead: true, canMove: true, method: 'events', existing: 5, error: null }),
      },
    },
  ),
  scene('FolderDetails', 'closed', {
    draft: {
      ...{ routeKind: 'active', subfolders: false, types: 'pdf', ignore: '.*', watchMethod: 'auto' },
      ...{ shared: 'auto', takeOver: 120, settle: '', nameTemplate: '' },
    },
  }),
  scene(
    'FolderBrowser',
    'two folders',
    { onChoose: nothing, onCancel: nothing },
    {
      answers: {
        'folders:browse': () =>
          ok({
            handle: handleSchema.parse('a'.repeat(32)),
            path: '/scans',
            parent: null,
            folders: ['front desk', 'x-ray'],
          }),
      },
    },
  ),
  scene('FolderAccount', 'all kinds', { view: account }, { folders: [account] }),
  scene('LeftAlone', 'five files', { view: account }, { folders: [account] }),
];

/** Every component of the window, in its states. */
export const scenes: readonly Scene[] = [
  ...bars,
  ...files,
  ...pages,
  ...persons,
  ...attachments,
  ...dialogs,
  ...settings,
  ...desk,
];
