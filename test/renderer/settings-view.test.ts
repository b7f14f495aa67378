import { screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { emptyAccount } from '../../preload/contract/folder-account.ts';
import { scanFolderSchema } from '../../preload/contract/scan-folder.ts';
import { preferencesSchema } from '../../preload/contract/settings.ts';
import type { AppInfo, FolderView } from '../../preload/contract/views.ts';
import SettingsView from '../../renderer/views/SettingsView.svelte';
import { ok } from '../fakes/fake-bridge.ts';
import { show } from './show.ts';

const view: FolderView = {
  folder: scanFolderSchema.parse({
    id: folderIdSchema.parse('0b0e8a0e-7f0c-4f0a-9d7a-0c5c3f7b1a11'),
    path: '/scans',
    subfolders: false,
    types: ['pdf'],
    ignore: [],
    route: { kind: 'inbox' },
    afterFiling: 'stay',
    watchMethod: 'auto',
    settleMs: null,
  }),
  state: 'watching',
  since: null,
  method: 'events',
  account: emptyAccount,
  trouble: null,
};
const info = (settings: AppInfo['settings']): AppInfo => ({
  version: '1.2.3',
  host: 'browser',
  settings,
  capabilities: {
    ...{ chooseFolder: false, asksItself: false, tray: false },
    ...{ notifications: false, loginItem: false, showLog: false },
  },
});

async function settings(kind: AppInfo['settings']): Promise<void> {
  const { bridge } = show(
    SettingsView,
    {},
    {
      'app:info': () => ok(info(kind)),
      'folders:list': () => ok([view]),
      'settings:read': () => ok(preferencesSchema.parse({})),
    },
  );
  bridge.setLink(true);
  await screen.findByLabelText('Undo period');
  await screen.findByRole('button', { name: 'Change /scans' });
}
/** By jsdom, a control in a disabled fieldset matches `:disabled` as in a browser. */
const isDisabled = (element: Element): boolean => element.matches(':disabled, fieldset:disabled *');

it('shows settings that an administrator manages, and lets a person change theme and language only', async () => {
  await settings('locked');
  expect(screen.getAllByText(/An administrator manages/)).toHaveLength(2);
  for (const label of ['Undo period', 'Saved descriptions', 'Phone photos (HEIC)', 'Show today’s patients'])
    expect(isDisabled(screen.getByLabelText(label)), label).toBe(true);
  for (const name of ['Change /scans', 'Remove /scans', 'Add a folder'])
    expect(isDisabled(screen.getByRole('button', { name })), name).toBe(true);
  for (const label of ['Appearance', 'Language', 'API key'])
    expect(isDisabled(screen.getByLabelText(label)), label).toBe(false);
});

it('lets a person change everything if no administrator manages it', async () => {
  await settings('open');
  expect(screen.queryByText(/An administrator manages/)).toBeNull();
  for (const label of ['Undo period', 'Phone photos (HEIC)', 'Appearance'])
    expect(isDisabled(screen.getByLabelText(label)), label).toBe(false);
  expect(isDisabled(screen.getByRole('button', { name: 'Add a folder' }))).toBe(false);
});
