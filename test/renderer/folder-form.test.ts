import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { type Handle, handleSchema } from '../../preload/contract/handle.ts';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { scanFolderSchema, type ScanFolder } from '../../preload/contract/scan-folder.ts';
import type { FolderCheck } from '../../preload/contract/views.ts';
import FolderForm from '../../renderer/components/FolderForm.svelte';
import { type Answers, ok, refused } from '../fakes/fake-bridge.ts';
import { errorDto, toJane, wei } from '../fixtures/views.ts';
import { show } from './show.ts';

const fine: FolderCheck = { canRead: true, canMove: true, method: 'events', existing: 0, error: null };
const folder: ScanFolder = scanFolderSchema.parse({
  id: folderIdSchema.parse('0b0e8a0e-7f0c-4f0a-9d7a-0c5c3f7b1a11'),
  path: '/scans',
  subfolders: true,
  types: ['pdf', 'jpg'],
  ignore: ['~*'],
  route: { kind: 'fixed', destination: toJane },
  afterFiling: 'trash',
  watchMethod: 'listing',
  settleMs: 2500,
  shared: 'yes',
  takeOverSeconds: 60,
  description: null,
  nameTemplate: null,
});

function form(given: ScanFolder | null, answers: Answers = {}) {
  const saved = { count: 0 };
  const shown = show(
    FolderForm,
    { folder: given, onSaved: () => (saved.count += 1), onCancel: () => undefined },
    {
      'folders:check': () => ok(fine),
      'folders:save': () => ok([]),
      'folders:browse': () => ok({ handle: handleOf(place), path: place, parent: null, folders: [] }),
      ...answers,
    },
  );
  const sent = () =>
    shown.bridge.asked.filter(({ name }) => name === 'folders:save').map(({ input }) => input);
  return { ...shown, saved, sent };
}
const handleOf = (path: string): Handle => handleSchema.parse(path.replace(/\W/g, '_').padEnd(32, '-'));
/** The first place of the folder browser. */
let place = '/scans';
/** Chooses a folder in the window's folder browser. */
async function setPath(path: string): Promise<void> {
  place = path;
  await fireEvent.click(screen.getByRole('button', { name: 'Browse…' }));
  await screen.findByTitle(path);
  await fireEvent.click(screen.getByRole('button', { name: 'Choose this folder' }));
}
const status = (): string => screen.getAllByRole('status')[0]?.textContent.replace(/\s+/g, ' ').trim() ?? '';

describe('a folder whose scans go to the patient on their page', () => {
  it('says when a scan is filed without asking, and is saved with that rule', async () => {
    const { sent } = form(folder);
    expect(screen.queryByText(/files a scan without asking/)).toBeNull();
    await fireEvent.change(screen.getByRole('combobox', { name: 'Scans go' }), {
      target: { value: 'page' },
    });
    expect(screen.getByText(/files a scan without asking only if/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent()).toMatchObject([{ folder: { route: { kind: 'page' } } }]));
  });
});

describe('the live check of a folder', () => {
  it.each<[Partial<FolderCheck>, string]>([
    [{}, 'The folder works. The folder is empty.'],
    [{ existing: 1 }, 'The folder works. 1 file is already in it.'],
    [
      { canMove: false, method: 'listing', existing: 40 },
      'The folder can be read, but Chartdrop may not move files in it. It reports no changes, so Chartdrop checks it every 5 seconds. 40 files are already in it.',
    ],
    [{ canRead: false, error: errorDto('folder-missing') }, 'The folder is missing.'],
    [
      { canRead: false, error: errorDto('folder-denied') },
      'Chartdrop may not read the folder. Check its permissions.',
    ],
  ])('%j', async (found, words) => {
    form(null, { 'folders:check': () => ok({ ...fine, ...found }) });
    await setPath('/scans');
    await waitFor(() => expect(status()).toBe(words));
  });

  it('drops the answer for a folder that was chosen before', async () => {
    const answers = new Map<Handle | null, () => void>();
    form(null, {
      'folders:check': ({ chosen }) =>
        new Promise((resolve) => {
          answers.set(chosen, () => resolve(ok({ ...fine, existing: chosen === handleOf('/old') ? 7 : 0 })));
        }),
    });
    await setPath('/old');
    await setPath('/new');
    answers.get(handleOf('/new'))?.();
    await waitFor(() => expect(status()).toContain('The folder is empty.'));
    answers.get(handleOf('/old'))?.();
    await Promise.resolve();
    expect(status()).toContain('The folder is empty.');
  });

  it('runs for a known folder when it is opened', async () => {
    form(folder);
    await waitFor(() => expect(status()).toContain('The folder works.'));
  });
});

describe('the settings of a folder', () => {
  it('are all sent back unchanged, when nothing is changed', async () => {
    const { sent, saved } = form(folder);
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(saved.count).toBe(1));
    const { path, ...settings } = folder;
    expect(sent()).toEqual([{ folder: settings, chosen: null, takeExisting: false }]);
    expect(JSON.stringify(sent())).not.toContain(path);
  });

  it('can all be changed', async () => {
    const { sent } = form(folder);
    const set = (label: string | RegExp, value: string) =>
      fireEvent.change(screen.getByLabelText(label), { target: { value } });
    const type = (label: string | RegExp, value: string) =>
      fireEvent.input(screen.getByLabelText(label), { target: { value } });
    await set('Scans go', 'filename');
    await type('Pattern', '^(?P<patientId>[0-9]+)');
    await set('After filing, the file', 'stay');
    await fireEvent.click(screen.getByLabelText('Subfolders too'));
    await type('File types', '.PDF, tif');
    await type('Names to ignore', 'Thumbs.db  .*');
    await set('Watch for changes', 'events');
    await type(/Other PCs take over/, '300');
    await type('Wait until a file is unchanged for (seconds)', '0.5');
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sent()).toHaveLength(1));
    expect(sent()[0]).toMatchObject({
      folder: {
        route: { kind: 'filename', pattern: '^(?P<patientId>[0-9]+)' },
        afterFiling: 'stay',
        subfolders: false,
        types: ['pdf', 'tif'],
        ignore: ['Thumbs.db', '.*'],
        watchMethod: 'events',
        takeOverSeconds: 300,
        description: null,
        nameTemplate: null,
        settleMs: 500,
      },
    });
  });

  it.each([
    ['fixed', 'Choose the patient or case.'],
    ['filename', 'Enter the pattern.'],
    ['subfolder', 'Enter the pattern.'],
  ])('are not sent while the route %s is half set', async (kind, words) => {
    const { sent } = form(null);
    await setPath('/scans');
    await fireEvent.change(screen.getByLabelText('Scans go'), { target: { value: kind } });
    await fireEvent.click(screen.getByRole('button', { name: 'Watch this folder' }));
    expect((await screen.findByText(words)).getAttribute('role')).toBe('alert');
    expect(sent()).toEqual([]);
  });

  it('explain what the core refuses, and stay open to be saved again', async () => {
    let isWatched = true;
    const { saved } = form(folder, {
      'folders:save': () => (isWatched ? refused('folder-watched-already', 'Scans') : ok([])),
    });
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/is watched already: Scans/)).toBeTruthy();
    expect(saved.count).toBe(0);
    isWatched = false;
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(saved.count).toBe(1));
  });

  it('are sent once by a double click', async () => {
    const answer = Promise.withResolvers<null>();
    const { saved, sent } = form(folder, { 'folders:save': () => answer.promise.then(() => ok([])) });
    const button = screen.getByRole('button', { name: 'Save' });
    await fireEvent.click(button);
    await fireEvent.click(button);
    answer.resolve(null);
    await waitFor(() => expect(saved.count).toBe(1));
    expect(sent()).toHaveLength(1);
  });

  it('ask before they include files already in a new folder', async () => {
    const { sent } = form(null, { 'folders:check': () => ok({ ...fine, existing: 3 }) });
    await setPath('/scans');
    await fireEvent.click(await screen.findByLabelText('Also file what is already in the folder'));
    await fireEvent.click(screen.getByRole('button', { name: 'Watch this folder' }));
    await waitFor(() => expect(sent()).toHaveLength(1));
    expect(sent()[0]).toMatchObject({
      takeExisting: true,
      chosen: handleOf('/scans'),
      folder: { id: null, route: { kind: 'active' } },
    });
  });
});

describe('saving a folder', () => {
  it('happens by its own button only: choosing the patient of every scan does not save', async () => {
    const { sent, saved } = form(null, {
      'patients:search': () => ok([{ ...wei, oldReference: null, unavailable: null }]),
      'patients:cases': () => ok([]),
      'destination:recent': () => ok([]),
    });
    await setPath('/scans');
    await fireEvent.change(screen.getByLabelText('Scans go'), { target: { value: 'fixed' } });
    await fireEvent.input(screen.getByRole('combobox', { name: /Find a patient/ }), {
      target: { value: 'li wei' },
    });
    await fireEvent.click(await screen.findByRole('option', { name: /Wei Li/ }));
    // A click on a button without a type submits the form around it.
    (await screen.findByRole('button', { name: 'Always this patient' })).click();
    await waitFor(() => expect(screen.getAllByText(/Wei Li/).length).toBeGreaterThan(1));
    expect([sent(), saved.count]).toEqual([[], 0]);
    await fireEvent.click(screen.getByRole('button', { name: 'Watch this folder' }));
    await waitFor(() => expect(saved.count).toBe(1));
    expect(sent()).toMatchObject([{ folder: { route: { destination: { patient: { id: wei.id } } } } }]);
  });

  it.each([
    [null, 'Watch this folder', 'Chartdrop watches /new now.'],
    [folder, 'Save', 'The settings of /scans are saved.'],
  ])('says so (%#)', async (given, label, words) => {
    const { core, saved } = form(given);
    if (given === null) await setPath('/new');
    await fireEvent.click(screen.getByRole('button', { name: label }));
    await waitFor(() => expect(saved.count).toBe(1));
    expect(core.notices.map(({ text }) => text)).toEqual([words]);
  });
});
