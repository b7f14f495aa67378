import { fireEvent, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import DemoDialog from '../../renderer/components/DemoDialog.svelte';
import KeyForm from '../../renderer/components/KeyForm.svelte';
import Notices from '../../renderer/components/Notices.svelte';
import { removeFolder } from '../../renderer/state/remove-folder.ts';
import { type Answers, ok, refused } from '../fakes/fake-bridge.ts';
import { statusOf } from '../fixtures/views.ts';
import { show } from './show.ts';

const folder = {
  id: folderIdSchema.parse('2f6c1f6e-2f0c-4f0a-9d7a-0c5c3f7b1a11'),
  path: '/srv/scans',
};
const { counts } = statusOf({});
const notice = () => screen.getByRole('log').textContent;

describe('removing a scan folder', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  async function removed(answers: Answers = {}) {
    const shown = show(Notices, {}, { 'folders:remove': () => ok([]), ...answers });
    void removeFolder(shown.core, folder);
    await vi.advanceTimersByTimeAsync(1000);
    return shown;
  }

  it('happens at once, and the notice or Ctrl+Z puts the folder back', async () => {
    const { core, bridge } = await removed({ 'folders:restore': () => ok([]) });
    expect(notice()).toContain('Scans in /srv/scans are no longer filed.');
    core.undoLast();
    await vi.advanceTimersByTimeAsync(1000);
    expect(bridge.asked).toEqual([
      { name: 'folders:remove', input: { id: folder.id } },
      { name: 'folders:restore', input: { id: folder.id } },
    ]);
    expect(notice()).toContain('Chartdrop watches /srv/scans again');
    expect(notice()).not.toContain('no longer filed');
  });

  it('can be undone for a minute', async () => {
    await removed();
    await vi.advanceTimersByTimeAsync(55_000);
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeTruthy();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('says why the folder could not be put back', async () => {
    await removed({ 'folders:restore': () => refused('folder-watched-already', 'scans') });
    await fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(notice()).not.toContain('again, as before');
    expect(screen.getByRole('log').querySelector('.error')).toBeTruthy();
  });

  it('offers no undo for a folder that is still watched', async () => {
    await removed({ 'folders:remove': () => refused('disk-full') });
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });
});

describe('leaving the clinic', () => {
  const working = statusOf({
    counts: { ...counts, inbox: 2, queued: 1, failed: 1, filed: 40, dismissed: 3 },
  });

  it('for the demo asks once, with the number of files that will wait', async () => {
    // jsdom has no dialogs.
    HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
      this.open = true;
    };
    HTMLDialogElement.prototype.close = () => undefined;
    const { bridge } = show(DemoDialog, { onClose: () => undefined });
    bridge.tell('status:changed', working);
    const dialog = await screen.findByRole('dialog', { name: 'Leave your clinic for the demo?' });
    await within(dialog).findByText('4 files of your clinic are not filed yet and will wait.');
    expect(bridge.asked).toEqual([]);
  });

  it('for another key says what becomes of waiting files where the host has no dialog for it', async () => {
    const { bridge } = show(KeyForm, {}, { 'clinic:useKey': () => refused('present-key-needed') });
    bridge.tell('status:changed', working);
    await fireEvent.input(screen.getByLabelText('API key'), { target: { value: 'other-key-au1' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Test and use' }));
    await screen.findByText('Replace the API key?');
    expect(screen.getByText(/4 files are not filed yet\. Only a key of the same/)).toBeTruthy();
  });
});
