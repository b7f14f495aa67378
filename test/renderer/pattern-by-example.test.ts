import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../main/scans/route/pattern.ts';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { type ScanFolder, scanFolderSchema } from '../../preload/contract/scan-folder.ts';
import { dateText } from '../../preload/words/format.ts';
import FolderForm from '../../renderer/components/FolderForm.svelte';
import { ok } from '../fakes/fake-bridge.ts';
import { show } from './show.ts';

const folderWith = (pattern: string): ScanFolder =>
  scanFolderSchema.parse({
    id: folderIdSchema.parse('0b0e8a0e-7f0c-4f0a-9d7a-0c5c3f7b1a11'),
    path: '/scans',
    subfolders: false,
    types: ['pdf'],
    ignore: [],
    route: pattern === '' ? { kind: 'inbox' } : { kind: 'filename', pattern },
    afterFiling: 'stay',
    watchMethod: 'auto',
    settleMs: null,
  });

const byName =
  '^(?P<lastName>[^0-9_]+)_(?P<firstName>[^0-9_]+)_(?P<dob>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[^0-9].*)?$';

/** The form on a folder with these files, whose names the real pattern reads. */
async function form(pattern: string, files: readonly string[]) {
  const shown = show(
    FolderForm,
    { folder: folderWith(pattern), onSaved: () => undefined, onCancel: () => undefined },
    {
      'folders:check': () => ok({ canRead: true, canMove: true, method: 'events', existing: 0, error: null }),
      'folders:save': () => ok([]),
      'folders:tryPattern': (given) => {
        const read = given.pattern === null ? () => null : compilePattern(given.pattern).match;
        return ok({
          example: read(given.example),
          names: files.map((name) => ({ name, reading: read(name) })),
        });
      },
    },
  );
  const route = screen.getByLabelText('Scans go');
  if (pattern === '') await fireEvent.change(route, { target: { value: 'filename' } });
  if (files.length > 0) await screen.findByRole('table', { name: 'Newest files in the folder' });
  const saved = async (): Promise<unknown> => {
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    const sent = () => shown.bridge.asked.filter(({ name }) => name === 'folders:save');
    await waitFor(() => expect(sent()).toHaveLength(1));
    return sent()[0]?.input;
  };
  return { ...shown, saved };
}
const parts = (): [string, string][] =>
  within(screen.getByRole('list', { name: 'Parts of the example' }))
    .getAllByRole('combobox')
    .map((select) => {
      const { labels, selectedOptions } = select as HTMLSelectElement;
      return [labels[0]?.textContent ?? '', selectedOptions[0]?.textContent ?? ''];
    });
const mean = (part: string, value: string) =>
  fireEvent.change(screen.getByLabelText(part), { target: { value } });
const typeExample = (value: string) =>
  fireEvent.input(screen.getByLabelText('Example of a file name'), { target: { value } });
const rows = (): string[] =>
  within(screen.getByRole('table', { name: 'Newest files in the folder' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent.replace(/\s+/g, ' ').trim());

describe('a pattern by example', () => {
  it('begins with the newest file of the folder, and shows how it reads the others', async () => {
    const { saved } = await form('', ['Smith_John_1951-04-17.pdf', 'Li_Wei_1975-09-09.pdf', 'fax.pdf']);
    await waitFor(() =>
      expect(parts()).toEqual([
        ['Smith', 'Family name'],
        ['John', 'Given name'],
        ['1951-04-17', 'Date of birth'],
      ]),
    );
    await screen.findByText(`Smith, John, born ${dateText('1951-04-17')}`, { selector: 'strong bdi' });
    await waitFor(() =>
      expect(rows()).toEqual([
        expect.stringContaining(`Smith, John, born ${dateText('1951-04-17')}`) as string,
        expect.stringContaining(`Li, Wei, born ${dateText('1975-09-09')}`) as string,
        expect.stringContaining('No match: to the inbox') as string,
      ]),
    );
    expect(await saved()).toMatchObject({ folder: { route: { kind: 'filename', pattern: byName } } });
  });

  it('is made from a typed example, and says what is missing', async () => {
    const { saved } = await form('', []);
    await typeExample('referral 123456.pdf');
    expect(parts()).toEqual([
      ['referral', 'Ignore'],
      ['123456', 'Patient number'],
    ]);
    await mean('123456', 'lastName');
    expect(screen.getByText(/Choose the patient number alone/)).toBeTruthy();
    await mean('123456', 'patientId');
    // A correction of the example keeps the meanings.
    await typeExample('letter 123456.pdf');
    await screen.findByText('patient number #123456');
    expect(await saved()).toMatchObject({
      folder: { route: { pattern: '^[^0-9 ]+ (?P<patientId>[0-9]+)(?:[^0-9].*)?$' } },
    });
  });

  it('warns if the day comes first, since the month could be meant', async () => {
    await form('', ['Smith_John_1951-04-17.pdf']);
    await waitFor(() => expect(parts()).toHaveLength(3));
    expect(screen.queryByText(/The day is read first/)).toBeNull();
    await typeExample('Smith_John_03-02-1980.pdf');
    await screen.findByText(`Smith, John, born ${dateText('1980-02-03')}`, { selector: 'strong bdi' });
    expect(screen.getByText(/The day is read first/)).toBeTruthy();
  });

  it('is taken apart again, from a file of the folder', async () => {
    const { saved } = await form(byName, ['fax.pdf', 'Li_Wei_1975-09-09.pdf']);
    await waitFor(() =>
      expect(parts().map(([, meaning]) => meaning)).toEqual(['Family name', 'Given name', 'Date of birth']),
    );
    expect(screen.getByLabelText<HTMLInputElement>('Example of a file name').value).toBe(
      'Li_Wei_1975-09-09.pdf',
    );
    expect(await saved()).toMatchObject({ folder: { route: { pattern: byName } } });
  });

  it('never replaces one that was written by hand, unless a person says so', async () => {
    const pattern = 'ID(?P<patientId>[0-9]{4,})';
    const { saved } = await form(pattern, ['ID1234.pdf']);
    await screen.findByText(/The pattern was written by hand/);
    expect(screen.queryByRole('list', { name: 'Parts of the example' })).toBeNull();
    await typeExample('ID99999.pdf');
    await screen.findByText('patient number #99999');
    expect(screen.getByLabelText<HTMLInputElement>('Pattern').value).toBe(pattern);
    await fireEvent.click(screen.getByRole('button', { name: 'Make it from the example' }));
    expect(parts()).toEqual([
      ['ID', 'Ignore'],
      ['99999', 'Patient number'],
    ]);
    expect(await saved()).toMatchObject({
      folder: { route: { pattern: '^[^0-9]+(?P<patientId>[0-9]+)(?:[^0-9].*)?$' } },
    });
  });
});
