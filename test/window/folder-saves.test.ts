import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { folderForm } from './folder-form.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

/** Made after a test's folders, so that they are not watched any more when they are removed: Windows keeps a watched one. */
async function demoDesk(): Promise<TestDesk> {
  const desk = await testDesk();
  await desk.call('clinic:useDemo', null);
  return desk;
}
const watched = (desk: TestDesk) => desk.desk.folders().map(({ path }) => path);

describe('scan folders that are saved at once', () => {
  it('are one folder after a double click, and none of them is inside another', async () => {
    const scans = await tempFolder();
    const desk = await demoDesk();
    const inside = join(scans, 'inside');
    await mkdir(inside);
    const outer = () => folderForm(desk.folder(scans), { subfolders: true });
    const answers = await Promise.all([
      desk.ask('folders:save', outer()),
      desk.ask('folders:save', outer()),
      desk.ask('folders:save', folderForm(desk.folder(inside))),
    ]);
    // Whichever drive answers first.
    expect(answers.map((answer) => (answer.ok ? 'saved' : answer.error.code)).toSorted()).toEqual([
      'folder-watched-already',
      'folder-watched-already',
      'saved',
    ]);
    expect(watched(desk)).toHaveLength(1);
  });

  it('are not lost by an import of settings that was checked before', async () => {
    const desk = await demoDesk();
    const scans = join(desk.root, 'scans');
    await mkdir(scans);
    const settings = { folders: [{ path: scans, route: { kind: 'inbox' } }] };
    const from = { kind: 'text', text: JSON.stringify(settings) } as const;
    const { plan } = await desk.call('settings:preview', from);
    const other = await tempFolder();
    const planImport = desk.desk.planImport.bind(desk.desk);
    vi.spyOn(desk.desk, 'planImport').mockImplementationOnce((text) => {
      const made = planImport(text);
      // Saved in another window while the import looks at the drives.
      const folder = { ...folderForm(desk.folder(other)).folder, id: folderIdSchema.parse(randomUUID()) };
      desk.desk.saveFolder({ ...folder, path: other }, { takeExisting: false });
      return made;
    });
    expect(await desk.ask('settings:import', { from, plan })).toMatchObject({
      error: { code: 'choice-expired' },
    });
    expect(watched(desk)).toEqual([other]);
  });

  it('are there once if one was removed in another window meanwhile', async () => {
    const scans = await tempFolder();
    const desk = await demoDesk();
    const [view] = await desk.call('folders:save', folderForm(desk.folder(scans)));
    if (view === undefined) throw new Error('the folder was not saved');
    const { id } = view.folder;
    await desk.call('folders:remove', { id });
    await desk.call('folders:save', folderForm(desk.folder(scans), { id }));
    expect(await desk.ask('folders:restore', { id })).toMatchObject({ error: { code: 'choice-expired' } });
    expect(watched(desk)).toEqual([scans]);
  });

  it('are one if a removed one is put back while its place is watched again', async () => {
    const scans = await tempFolder();
    const desk = await demoDesk();
    const [view] = await desk.call('folders:save', folderForm(desk.folder(scans)));
    if (view === undefined) throw new Error('the folder was not saved');
    const { id } = view.folder;
    const core = desk.desk.app().scans;
    const unwatch = core.unwatch.bind(core);
    const [ending, end] = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
    // As on a share, where the end of a watch takes seconds.
    vi.spyOn(core, 'unwatch').mockImplementationOnce(async (one) => {
      ending.resolve(null);
      await end.promise;
      await unwatch(one);
    });
    const removed = desk.call('folders:remove', { id });
    await ending.promise;
    const restored = desk.ask('folders:restore', { id });
    await desk.call('folders:save', folderForm(desk.folder(scans)));
    end.resolve(null);
    await removed;
    expect(await restored).toMatchObject({ error: { code: 'folder-watched-already' } });
    expect(watched(desk)).toEqual([scans]);
  });
});
