import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import type { AuditEntry, FilesCursor } from '../../preload/contract/history.ts';
import type { FolderId } from '../../preload/contract/ids.ts';
import type { RequestOutput } from '../../preload/contract/requests.ts';
import { defaultIgnores, defaultTypes } from '../../preload/contract/scan-folder-defaults.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

const letter = (words: string): string => `%PDF-1.4\n${words}\n%%EOF\n`;

/** Settings that differ from the defaults, so that a lost one is noticed. */
const given = {
  id: null,
  subfolders: true,
  types: [...defaultTypes],
  ignore: [...defaultIgnores, 'draft*'],
  route: { kind: 'inbox' } as const,
  afterFiling: 'trash' as const,
  watchMethod: 'listing' as const,
  settleMs: 300,
  shared: 'no' as const,
  takeOverSeconds: 77,
  description: 'Referral',
  nameTemplate: null,
};

async function withFolder(desk: TestDesk, path: string): Promise<FolderId> {
  const views = await desk.call('folders:save', {
    folder: given,
    chosen: desk.folder(path),
    takeExisting: false,
  });
  const view = views.find(({ folder }) => folder.path === path);
  if (view === undefined) throw new Error('the folder was not saved');
  return view.folder.id;
}
const isWatched = (desk: TestDesk): Promise<boolean> =>
  desk.call('folders:list', null).then((views) => views.every(({ state }) => state === 'watching'));
/** All rows of a search, as the window asks for them. */
async function foundInHistory(desk: TestDesk, search: string): Promise<AuditEntry[]> {
  const rows: AuditEntry[] = [];
  let after: FilesCursor | null = null;
  do {
    const page: RequestOutput<'history:page'> = await desk.call('history:page', { after, search, limit: 50 });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null);
  return rows;
}
const inbox = ({ desk }: TestDesk): string[] =>
  desk
    .app()
    .history.jobs.page('inbox', { offset: 0, limit: 10 })
    .map(({ file }) => file.name);

describe('a removed scan folder that is put back', () => {
  it('has its place and settings, and asks about no file twice', async () => {
    // Made first, so that they are removed after the desk has closed them.
    const [scans, other] = [await tempFolder(), await tempFolder()];
    await writeFile(join(scans, 'old.pdf'), letter('there before the folder was added'));
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    const id = await withFolder(desk, scans);
    await withFolder(desk, other);
    await expect.poll(() => isWatched(desk)).toBe(true);
    await writeFile(join(scans, 'first.pdf'), letter('scanned before the removal'));
    await expect.poll(() => inbox(desk)).toEqual(['first.pdf']);
    const before = desk.settings().folders;

    expect(await desk.call('folders:remove', { id })).toHaveLength(1);
    await writeFile(join(scans, 'between.pdf'), letter('scanned while the folder was removed'));
    expect(await desk.call('folders:restore', { id })).toMatchObject([
      { folder: { ...given, id, path: scans } },
      { folder: { path: other } },
    ]);
    expect(desk.settings().folders).toEqual(before);

    await writeFile(join(scans, 'second.pdf'), letter('scanned after the undo'));
    await expect.poll(() => inbox(desk).toSorted()).toEqual(['between.pdf', 'first.pdf', 'second.pdf']);
    const [view] = await desk.call('folders:list', null);
    expect(view).toMatchObject({ state: 'watching', account: { leftAlone: 1 } });
    const rows = await foundInHistory(desk, scans);
    expect(rows.map(({ kind }) => kind).filter((kind) => kind.startsWith('folder-'))).toEqual([
      'folder-restored',
      'folder-removed',
      'folder-added',
    ]);
  });

  it('is watched once, even if the undo comes while its watcher still stops', async () => {
    const scans = await tempFolder();
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    const id = await withFolder(desk, scans);
    await expect.poll(() => isWatched(desk)).toBe(true);
    const { scans: core } = desk.desk.app();
    const unwatch = core.unwatch.bind(core);
    const stopped = Promise.withResolvers<undefined>();
    vi.spyOn(core, 'unwatch').mockImplementationOnce(async (one) => {
      await stopped.promise;
      await unwatch(one);
    });
    const removing = desk.call('folders:remove', { id });
    await expect.poll(() => desk.settings().folders.demo).toEqual([]);
    const undone = [desk.call('folders:restore', { id }), desk.call('folders:restore', { id })];
    expect(await desk.call('folders:list', null)).toEqual([]);
    stopped.resolve(undefined);
    await Promise.all([removing, ...undone]);
    expect(await desk.call('folders:list', null)).toHaveLength(1);
    await writeFile(join(scans, 'letter.pdf'), letter('to nobody'));
    await expect.poll(() => inbox(desk)).toEqual(['letter.pdf']);
  });

  it('stays removed if a watched folder includes it by now, or if the history cannot be written', async () => {
    const scans = await tempFolder();
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    const id = await withFolder(desk, scans);
    await desk.call('folders:remove', { id });
    const full = vi.spyOn(desk.desk.app().history, 'record').mockImplementation(() => {
      throw new ChartdropError('disk-full');
    });
    expect(await desk.ask('folders:restore', { id })).toMatchObject({ error: { code: 'disk-full' } });
    full.mockRestore();
    const [again] = await desk.call('folders:save', {
      folder: given,
      chosen: desk.folder(scans),
      takeExisting: false,
    });
    expect(await desk.ask('folders:restore', { id })).toMatchObject({
      error: { code: 'folder-watched-already' },
    });
    expect(await desk.call('folders:list', null)).toMatchObject([{ folder: { id: again?.folder.id } }]);
  });

  it('is unknown after a change of the clinic', async () => {
    const scans = await tempFolder();
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    const id = await withFolder(desk, scans);
    await desk.call('folders:remove', { id });
    await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey });
    expect(await desk.ask('folders:restore', { id })).toMatchObject({ error: { code: 'choice-expired' } });
  });
});
