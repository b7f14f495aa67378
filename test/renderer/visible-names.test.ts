import { screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { handleSchema } from '../../preload/contract/handle.ts';
import FolderBrowser from '../../renderer/components/FolderBrowser.svelte';
import FileName from '../../renderer/components/FileName.svelte';
import PatientIdentity from '../../renderer/components/PatientIdentity.svelte';
import { ok } from '../fakes/fake-bridge.ts';
import { jane } from '../fixtures/views.ts';
import { show } from './show.ts';

it('separates a right-to-left name from its neighbours', () => {
  show(PatientIdentity, { patient: { ...jane, name: 'יעל כהן' } });
  const name = screen.getByText('יעל כהן');
  expect(name.tagName).toBe('BDI');
  // The direction of its first letter.
  expect(name.hasAttribute('dir')).toBe(false);
});

it('shows the end of a file’s name at its end, whatever its script', () => {
  const name = 'מכתב.pdf.txt';
  show(FileName, { name });
  expect(screen.getByText(name).getAttribute('dir')).toBe('ltr');
});

it('shows a folder’s name as written, and opens it by its real name', async () => {
  const name = 'scans\u202Efdp';
  const handle = handleSchema.parse('h'.repeat(32));
  const { bridge } = show(
    FolderBrowser,
    { onChoose: () => undefined, onCancel: () => undefined },
    { 'folders:browse': () => ok({ handle, path: '/home', parent: null, folders: [name] }) },
  );
  (await screen.findByRole('button', { name: 'scans⟨U+202E⟩fdp' })).click();
  expect(bridge.asked.at(-1)).toEqual({ name: 'folders:browse', input: { within: handle, name } });
});
