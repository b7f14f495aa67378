import { fireEvent, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { folderIdSchema, patientIdSchema, userIdSchema } from '../../preload/contract/ids.ts';
import type { RequestName } from '../../preload/contract/requests.ts';
import { scanFolderSchema } from '../../preload/contract/scan-folder.ts';
import DescriptionField from '../../renderer/components/DescriptionField.svelte';
import FolderBrowser from '../../renderer/components/FolderBrowser.svelte';
import FolderForm from '../../renderer/components/FolderForm.svelte';
import ProposalDialog from '../../renderer/components/ProposalDialog.svelte';
import AttachmentsView from '../../renderer/views/AttachmentsView.svelte';
import FindView from '../../renderer/views/FindView.svelte';
import HistoryView from '../../renderer/views/HistoryView.svelte';
import DeskView from '../../renderer/views/DeskView.svelte';
import { type Answers, ok, refused } from '../fakes/fake-bridge.ts';
import { attachmentRow, statusOf, toJane } from '../fixtures/views.ts';
import { answeredMs } from './delayed.ts';
import { show, type Shown } from './show.ts';

const nothing = (): void => undefined;
const rows = [attachmentRow({ addedBy: userIdSchema.parse('7') })];
const target = { kind: 'patient', id: patientIdSchema.parse('7') } as const;
const folder = scanFolderSchema.parse({
  id: folderIdSchema.parse('0b0e8a0e-7f0c-4f0a-9d7a-0c5c3f7b1a11'),
  path: '/scans',
  subfolders: false,
  types: ['pdf'],
  ignore: [],
  route: { kind: 'fixed', destination: toJane },
  afterFiling: 'stay',
  watchMethod: 'auto',
  settleMs: null,
  shared: 'auto',
  takeOverSeconds: 120,
  description: null,
  nameTemplate: null,
});
const others: Answers = {
  'attachments:list': () => ok({ rows, total: 1, next: null }),
  'history:days': () => ok([]),
  'history:page': () => ok({ rows: [], next: null }),
};

/** Every list and lookup of the window. The patient search and the cases have their tests elsewhere. */
const places: [string, RequestName, (answers: Answers) => Shown][] = [
  ['the recent patients', 'destination:recent', (answers) => show(FindView, {}, answers)],
  ['the desk', 'jobs:page', (answers) => show(DeskView, {}, answers)],
  ['the attachments', 'attachments:list', (answers) => show(AttachmentsView, {}, answers)],
  ['the users’ names', 'users:names', (answers) => show(AttachmentsView, {}, answers)],
  ['the history', 'history:page', (answers) => show(HistoryView, {}, answers)],
  ['the days', 'history:days', (answers) => show(HistoryView, {}, answers)],
  [
    'the folders of this machine',
    'folders:browse',
    (answers) => show(FolderBrowser, { onChoose: nothing, onCancel: nothing }, answers),
  ],
  [
    'the check of a folder',
    'folders:check',
    (answers) => show(FolderForm, { folder, onSaved: nothing, onCancel: nothing }, answers),
  ],
  [
    'the ready descriptions',
    'settings:read',
    (answers) => show(DescriptionField, { description: '', onChange: nothing }, answers),
  ],
  [
    'the patient of a link',
    'link:look',
    (answers) => show(ProposalDialog, { target, onClose: nothing }, answers),
  ],
];

beforeEach(() => {
  vi.useFakeTimers();
  // jsdom has no dialogs; their content counts as hidden.
  HTMLDialogElement.prototype.showModal = () => undefined;
  HTMLDialogElement.prototype.close = () => undefined;
});
afterEach(() => void vi.useRealTimers());

it.each(places)('says why %s could not be loaded, and loads again', async (_name, request, open) => {
  const { bridge, core } = open({ ...others, [request]: () => refused('service-error') });
  // Only this request fails, not the connection to the core.
  core.isLinked = true;
  await vi.advanceTimersByTimeAsync(2 * answeredMs + 300);
  expect(screen.getByText(/Cliniko has a fault\./)).toBeTruthy();
  const asked = () => bridge.asked.filter(({ name }) => name === request).length;
  const before = asked();
  const again = screen.getAllByRole('button', { name: 'Try again', hidden: true });
  for (const button of again) await fireEvent.click(button);
  await vi.advanceTimersByTimeAsync(0);
  expect(asked()).toBe(before + 1);
});

it('asks for attachments that the clinic refuses again once it is reachable, and not at each other status', async () => {
  const { bridge, core } = show(
    AttachmentsView,
    {},
    { ...others, 'attachments:list': () => refused('record-refused') },
  );
  const asked = () => bridge.asked.filter(({ name }) => name === 'attachments:list').length;
  const status = async (connection: 'online' | 'offline'): Promise<void> => {
    core.status = statusOf({ connection });
    await vi.advanceTimersByTimeAsync(2 * answeredMs);
  };
  core.isLinked = true;
  await status('online');
  const before = asked();
  for (let times = 0; times < 3; times += 1) await status('online');
  expect(asked()).toBe(before);
  expect(screen.getByRole('heading', { name: 'The attachments cannot be shown' })).toBeTruthy();
  await status('offline');
  await status('online');
  expect(asked()).toBe(before + 1);
});

it('asks for the history again once a job has changed, and not at each other status', async () => {
  const { bridge, core } = show(HistoryView, {}, others);
  const asked = () => bridge.asked.map(({ name }) => name).filter((name) => name.startsWith('history:'));
  const status = async (jobsRevision: number): Promise<void> => {
    core.status = statusOf({ jobsRevision });
    await vi.advanceTimersByTimeAsync(2 * answeredMs);
  };
  await status(1);
  const before = asked().length;
  for (let times = 0; times < 3; times += 1) await status(1);
  expect(asked()).toHaveLength(before);
  await status(2);
  expect(asked().slice(before)).toEqual(['history:days', 'history:page']);
});
