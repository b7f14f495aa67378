import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { suggestedFolders } from '../../main/window/handlers/folders/suggested-folders.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { folderForm } from './folder-form.ts';
import { testDesk } from './test-desk.ts';

describe('the suggested scan folders', () => {
  it('are the usual ones that exist below the root of the browser, until they are watched', async () => {
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    expect(await desk.call('folders:suggest', null)).toEqual([]);
    const outside = await tempFolder();
    await mkdir(join(desk.root, 'Documents', 'Scanned Documents'), { recursive: true });
    await mkdir(join(desk.root, 'Scans'));
    await writeFile(join(desk.root, 'Scan'), 'a file');
    // It leads out of what this host allows.
    await symlink(outside, join(desk.root, 'Scanner'));
    const found = await desk.call('folders:suggest', null);
    expect(found.map(({ path }) => path)).toEqual([
      join(desk.root, 'Scans'),
      join(desk.root, 'Documents', 'Scanned Documents'),
    ]);
    const [first] = found;
    if (first === undefined) throw new Error('nothing was suggested');
    await desk.call('folders:save', folderForm(first.handle));
    expect(await desk.call('folders:suggest', null)).toHaveLength(1);
  });

  it('are few, so that they are read at a glance', async () => {
    const all = await suggestedFolders('/home/frankie', (path) => Promise.resolve(path));
    expect(all).toHaveLength(5);
  });
});

describe('a sample scan', () => {
  it('is a new letter each time in the demo, and is never made for a real clinic', async () => {
    const scans = await tempFolder();
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    const [view] = await desk.call('folders:save', folderForm(desk.folder(scans)));
    if (view === undefined) throw new Error('the folder was not saved');
    const { id } = view.folder;
    await expect.poll(() => desk.call('folders:list', null)).toMatchObject([{ state: 'watching' }]);
    await desk.call('folders:sample', { id });
    await desk.call('folders:sample', { id });
    expect((await readdir(scans)).filter((name) => name.endsWith('.pdf')).toSorted()).toEqual([
      'Sample scan 2.pdf',
      'Sample scan.pdf',
    ]);
    const inbox = () => desk.desk.app().history.jobs.page('inbox', { offset: 0, limit: 10 });
    await expect.poll(() => inbox().length).toBe(2);
    expect(inbox()).toMatchObject([{ reason: 'nobody-armed' }, { reason: 'nobody-armed' }]);

    await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey });
    const own = await tempFolder();
    const [real] = await desk.call('folders:save', folderForm(desk.folder(own)));
    expect(await desk.ask('folders:sample', { id: real?.folder.id })).toMatchObject({
      error: { code: 'request-invalid' },
    });
    expect((await readdir(own)).filter((name) => name.endsWith('.pdf'))).toEqual([]);
  });
});
