import { screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, it } from 'vitest';
import { emptyAccount, type FolderAccount } from '../../preload/contract/folder-account.ts';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { scanFolderSchema } from '../../preload/contract/scan-folder.ts';
import type { FolderView } from '../../preload/contract/views.ts';
import FolderAccountLines from '../../renderer/components/FolderAccount.svelte';
import StatusBar from '../../renderer/components/StatusBar.svelte';
import Notices from '../../renderer/components/Notices.svelte';
import { ok } from '../fakes/fake-bridge.ts';
import { statusOf } from '../fixtures/views.ts';
import { show } from './show.ts';

const folder = scanFolderSchema.parse({
  id: folderIdSchema.parse('0b0e8a0e-7f0c-4f0a-9d7a-0c5c3f7b1a11'),
  path: '/scans',
  subfolders: true,
  types: ['pdf'],
  ignore: [],
  route: { kind: 'inbox' },
  afterFiling: 'move',
  watchMethod: 'auto',
  settleMs: null,
});
const since = new Date(2026, 10, 23, 9, 30).getTime();
const viewOf = (account: Partial<FolderAccount>, changes: Partial<FolderView> = {}): FolderView => ({
  ...{ folder, state: 'watching', since: null, method: 'events', trouble: null },
  account: { ...emptyAccount, ...account },
  ...changes,
});
const text = (): string => document.body.textContent.replace(/\s+/g, ' ').trim();
beforeEach(() => document.body.replaceChildren());

it('the card of a folder names each stuck entry, with the reason and since when, and counts what is left out', () => {
  show(FolderAccountLines, {
    view: viewOf({
      refused: [
        { rule: 'type', count: 5, examples: ['a.exe', 'b.exe', 'c.exe'] },
        { rule: 'hidden', count: 1, examples: ['Thumbs.db'] },
      ],
      stuck: [
        { kind: 'file', name: 'secret.pdf', code: 'file-denied', since },
        { kind: 'subfolder', name: 'private', code: 'folder-denied', since },
        { kind: 'put-away', name: 'letter.pdf', code: 'filed-other-drive', since },
      ],
      stuckCount: 7,
    }),
  });
  expect(text()).toContain(
    'Not filed: 5 files of types that are not filed (a.exe, b.exe, c.exe, …); 1 hidden or system file (Thumbs.db).',
  );
  expect(text()).toMatch(
    /Not filed since .*: secret\.pdf\. Chartdrop may not read the file\. Check its permissions\./,
  );
  expect(text()).toMatch(/Subfolder that cannot be read since .*: private\./);
  expect(text()).toMatch(/Filed, but not moved since .*: letter\.pdf\. “Filed” is on another drive/);
  expect(text()).toContain('4 more are stuck.');
});

it('the card of a folder without anything to tell stays short', () => {
  show(FolderAccountLines, { view: viewOf({}) });
  expect(text()).toBe('');
});

it('the card says why a folder cannot be read, unless its state says that it is missing', () => {
  const blocked = { code: 'files-too-many', since } as const;
  show(FolderAccountLines, { view: viewOf({ blocked }) });
  expect(text()).toMatch(/Cannot be read since .*: \/scans\. Too many files are open on this PC\./);
  document.body.replaceChildren();
  const missing = { code: 'folder-missing', since } as const;
  show(FolderAccountLines, { view: viewOf({ blocked: missing }, { state: 'vanished', since }) });
  expect(text()).toBe('');
});

it('the day’s balance counts what is stuck, and leads to its reasons', async () => {
  const { bridge, navigation } = show(StatusBar, {}, { 'status:read': () => ok(statusOf({ stuck: 3 })) });
  bridge.setLink(true);
  const button = await screen.findByRole('button', { name: '3 cannot be filed' });
  button.click();
  expect(navigation.view).toBe('settings');
});

it('a notice tells of the first stuck entries, and stays until it is read', async () => {
  const { bridge } = show(Notices, {});
  bridge.tell('folders:stuck', { path: '/scans', kind: 'file', code: 'file-denied', count: 2 });
  await waitFor(() =>
    expect(text()).toContain(
      '2 files in /scans cannot be filed. Chartdrop may not read the file. Check its permissions.',
    ),
  );
});
