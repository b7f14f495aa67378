import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pathBytes } from '../../main/files/name-bytes.ts';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import { createFileReceiver } from '../../main/hosts/electron/window/receive-files.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { ruleOfGiven } from '../../main/window/handlers/given-entries.ts';
import { onlyOn } from '../fixtures/only-on.ts';
import { refuseCalls } from '../fixtures/refused-calls.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testDesk } from './test-desk.ts';

/** A folder as people drop it: letters between other files. */
async function mixedFolder(): Promise<string> {
  const folder = await tempFolder();
  await mkdir(join(folder, 'sub', 'private'), { recursive: true });
  await mkdir(join(folder, '.sync'));
  const letters = ['one.pdf', 'photo.jfif', 'sub/two.pdf'];
  for (const [at, name] of letters.entries()) await writeFile(join(folder, name), seedFile('pdf', 5000 + at));
  const others = ['Thumbs.db', 'desktop.ini', '~$letter.docx', 'x.crdownload', 'setup.exe', 'README'];
  for (const name of [...others, '.sync/hidden.pdf']) await writeFile(join(folder, name), 'x');
  await writeFile(join(folder, 'empty.pdf'), '');
  await symlink(join(folder, 'one.pdf'), join(folder, 'link.pdf'));
  refuseCalls('opendir', 'EACCES', (path) => path === join(folder, 'sub', 'private'));
  return folder;
}
const leftOut = [
  { rule: 'type', count: 1, examples: ['setup.exe'] },
  { rule: 'no-type', count: 1, examples: ['README'] },
  { rule: 'hidden', count: 3 },
  { rule: 'ignored', count: 2 },
  { rule: 'no-file', count: 1, examples: ['link.pdf'] },
];

it('case 45: takes the letters of a dropped folder, and names each other entry with its reason', async () => {
  const desk = await testDesk();
  await desk.call('clinic:useDemo', null);
  const folder = await mixedFolder();
  const [outcome] = await desk.call('jobs:add', { files: [desk.file(folder)], target: null });
  expect(outcome).toMatchObject({ error: null, refused: leftOut });
  expect(outcome?.jobs).toHaveLength(3);
  expect(outcome?.failed.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
    { name: 'empty.pdf', code: 'file-empty' },
    { name: 'sub/private', code: 'folder-denied' },
  ]);
  const { rows } = await desk.call('jobs:page', { list: 'inbox', offset: 0, limit: 10 });
  expect(rows.map(({ name }) => name).sort()).toEqual(['one.pdf', 'photo.jfif', 'two.pdf']);
});

it('case 45: the same for a folder and for files that are opened with Chartdrop', async () => {
  const desk = await testDesk();
  await desk.call('clinic:useDemo', null);
  const folder = await mixedFolder();
  const receiver = createFileReceiver({ desk: desk.desk, clock: systemClock, asks: desk.service.asks });
  receiver.receive([folder, join(folder, 'setup.exe')]);
  const asked = async () => (await desk.call('host:take', null)).filter(({ kind }) => kind === 'files');
  await expect
    .poll(asked)
    .toMatchObject([{ taken: 3, errors: [], refused: [{ rule: 'type', count: 2 }, ...leftOut.slice(1)] }]);
  receiver.stop();
});

it('case 45: an empty folder gives nothing', async () => {
  const desk = await testDesk();
  await desk.call('clinic:useDemo', null);
  const file = desk.file(await tempFolder());
  expect(await desk.call('jobs:add', { files: [file], target: null })).toEqual([
    { id: '0', error: null, jobs: [], refused: [], failed: [] },
  ]);
});

const bytes = 'cases 42 and 45: takes a file whose name is not UTF-8, and the others';
it(bytes, onlyOn('linux', 'Only Linux keeps names that are not UTF-8.'), async () => {
  const desk = await testDesk();
  await desk.call('clinic:useDemo', null);
  const folder = await tempFolder();
  await writeFile(join(folder, 'one.pdf'), seedFile('pdf', 5100));
  const latin1 = Buffer.from(`${folder}/Befund M\u00fcller.pdf`, 'latin1');
  await writeFile(latin1, seedFile('pdf', 5101));
  const [outcome] = await desk.call('jobs:add', { files: [desk.file(folder)], target: null });
  expect(outcome).toMatchObject({ failed: [], refused: [] });
  const { rows } = await desk.call('jobs:page', { list: 'inbox', offset: 0, limit: 10 });
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['one.pdf', 'Befund M\u00fcller.pdf']));
});

it.each([
  ['letter.pdf', null],
  ['sub/letter.PDF', null],
  ['photo.heif', null],
  ['setup.exe', 'type'],
  ['README', 'no-type'],
  ['Thumbs.db', 'hidden'],
  ['sub/.x.pdf', 'hidden'],
  ['~$letter.docx', 'ignored'],
  ['Filed/2026-01-01/letter.pdf', 'subfolder'],
])('judges %s like a scan folder: %s', (path, rule) => {
  expect(ruleOfGiven(path, 'file')).toBe(rule);
});

it(
  'case 45: takes files whose names are not UTF-8, in a folder of such a name or alone',
  onlyOn('posix', 'Windows keeps names as text.'),
  async () => {
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    const folder = join(await tempFolder(), 'M\u{10fefc}ller');
    await mkdir(pathBytes(folder));
    for (const [at, name] of ['bef\u{10fefc}nd.pdf', 'two.pdf'].entries())
      await writeFile(pathBytes(join(folder, name)), seedFile('pdf', 5000 + at));
    const files = [desk.file(folder), desk.file(join(folder, 'two.pdf'))];
    expect(await desk.call('jobs:add', { files, target: null })).toMatchObject([
      { error: null, jobs: { length: 2 }, failed: [] },
      { error: null, jobs: { length: 1 }, failed: [] },
    ]);
  },
);
