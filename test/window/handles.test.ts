import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathBytes } from '../../main/files/name-bytes.ts';
import { createCaller } from '../../main/window/caller.ts';
import { createFolderBrowser } from '../../main/window/handlers/folders/folder-browser.ts';
import { grantPath } from '../../main/window/handlers/grant-path.ts';
import type { Question } from '../../main/window/handlers/handler-types.ts';
import { handleSchema } from '../../preload/contract/handle.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { onlyOn } from '../fixtures/only-on.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testDesk } from './test-desk.ts';

describe('a handle', () => {
  it('represents a person’s file, for ten minutes and for one act', () => {
    const clock = createFakeClock();
    const { handles } = createCaller(clock);
    const handle = handles.grant('file', '/scans/a.pdf');
    expect(handles.look(handle, 'file')).toBe('/scans/a.pdf');
    expect(() => handles.look(handle, 'folder')).toThrow('choice-expired');
    expect(handles.redeem(handle, 'file')).toBe('/scans/a.pdf');
    expect(() => handles.redeem(handle, 'file')).toThrow('choice-expired');
    const late = handles.grant('folder', '/scans');
    clock.advance(10 * 60_000);
    expect(() => handles.look(late, 'folder')).toThrow('choice-expired');
  });

  it('belongs to one caller, cannot be guessed, and their number is limited', () => {
    const clock = createFakeClock();
    const [mine, other] = [createCaller(clock), createCaller(clock)];
    const first = mine.handles.grant('file', '/scans/a.pdf');
    expect(() => other.handles.look(first, 'file')).toThrow('choice-expired');
    expect(() => mine.handles.look(handleSchema.parse('a'.repeat(32)), 'file')).toThrow('choice-expired');
    const all = Array.from({ length: 10_000 }, () => mine.handles.grant('file', '/scans/b.pdf'));
    expect(new Set(all).size).toBe(all.length);
    expect(() => mine.handles.look(first, 'file')).toThrow('choice-expired');
    expect(mine.handles.look(all.at(-1) ?? first, 'file')).toBe('/scans/b.pdf');
  });
});

describe('a dropped path', () => {
  it('becomes a handle if it is a folder, or a file of the usual types', async () => {
    const { handles } = createCaller(createFakeClock());
    const folder = await tempFolder();
    const paths = ['letter.pdf', 'id_rsa', '.hidden.pdf', 'page.html'].map((name) => join(folder, name));
    for (const path of paths) await writeFile(path, 'x');
    const granted = await Promise.all(
      [folder, ...paths, join(folder, 'gone.pdf'), 'letter.pdf', '', 7, null].map((path) =>
        grantPath(handles, path),
      ),
    );
    expect(granted.map((handle) => handle !== null)).toEqual([
      ...[true, true, false, false, false],
      // An error says that the handle is no longer valid.
      true,
      ...[false, false, false, false],
    ]);
  });

  it(
    'represents a dropped file whose name is not UTF-8: Electron gives it as text, without those bytes',
    onlyOn('posix', 'Windows keeps names as text.'),
    async () => {
      const { handles } = createCaller(createFakeClock());
      const path = join(await tempFolder(), 'M\u{10fefc}ller.pdf');
      await writeFile(pathBytes(path), 'x');
      const handle = await grantPath(handles, pathBytes(path).toString());
      expect(handles.look(handleSchema.parse(handle), 'file')).toBe(path);
      // Several files may have that text; the window sends the bytes of the one that a person dropped.
      await writeFile(pathBytes(path.replace('\u{10fefc}', '\u{10fef6}')), 'x');
      expect(await grantPath(handles, pathBytes(path).toString())).toBeNull();
    },
  );

  it('makes no row at all if it holds more files than one act may take', async () => {
    const desk = await testDesk();
    await desk.call('clinic:useDemo', null);
    const folder = await tempFolder();
    await Promise.all(
      Array.from({ length: 2_001 }, (_, at) => writeFile(join(folder, `${at}.txt`), String(at))),
    );
    expect(await desk.call('jobs:add', { files: [desk.file(folder)], target: null })).toMatchObject([
      { error: { code: 'too-many-at-once' }, jobs: [] },
    ]);
    expect((await desk.call('jobs:page', { list: 'inbox', offset: 0, limit: 1 })).total).toBe(0);
  });
});

describe('the folder browser', () => {
  it('shows folders below its root, without hidden ones and without links', async () => {
    const root = await tempFolder();
    await mkdir(join(root, 'scans', 'old'), { recursive: true });
    await mkdir(join(root, '.hidden'));
    await symlink('/', join(root, 'link'));
    const browser = createFolderBrowser(root);
    const shown = await browser.open(null, null);
    expect(shown).toMatchObject({ parent: null, folders: ['scans'] });
    const inside = await browser.open(shown.path, 'scans');
    expect(inside).toMatchObject({ parent: shown.path, folders: ['old'] });
    for (const [within, name] of [
      [null, 'link'],
      [null, '..'],
      [null, '.hidden'],
      ['/', null],
      [join(root, '.hidden'), null],
    ] as const) {
      await expect(browser.open(within, name), String(name)).rejects.toMatchObject({
        code: 'request-invalid',
      });
    }
    await expect(browser.open(null, 'gone')).rejects.toMatchObject({ code: 'folder-missing' });
  });
});

it(
  'the folder browser enters a folder whose name is not UTF-8',
  onlyOn('posix', 'Windows keeps names as text.'),
  async () => {
    const root = await tempFolder();
    const name = 'M\u{10fefc}ller';
    await mkdir(pathBytes(join(root, name)));
    await mkdir(pathBytes(join(root, name, 'sc\u{10fee4}ns')));
    const browser = createFolderBrowser(root);
    expect(await browser.open(null, null)).toMatchObject({ folders: [name] });
    expect(await browser.open(null, name)).toMatchObject({ folders: ['sc\u{10fee4}ns'] });
  },
);

describe('a question of the host', () => {
  const asking = async (answer: boolean) => {
    const asked: Question[] = [];
    const desk = await testDesk({
      confirm: async (question) => {
        asked.push(question);
        return answer;
      },
    });
    await desk.call('clinic:useKey', { apiKey: desk.demo.apiKey });
    return { ...desk, asked, other: desk.demo.apiKey.replace(/-au1$/, '') };
  };

  it('is asked once before a working key is replaced, and not for the first key or the same one', async () => {
    const { call, ask, asked, other, demo, secrets } = await asking(false);
    await call('clinic:useKey', { apiKey: demo.apiKey });
    expect(asked).toEqual([]);
    expect(await ask('clinic:useKey', { apiKey: other, presentKey: demo.apiKey })).toMatchObject({
      error: { code: 'not-confirmed' },
    });
    expect(asked).toEqual([{ kind: 'replace-key', waiting: 0 }]);
    expect(secrets.get('api-key')).toBe(demo.apiKey);
    const sure = await asking(true);
    await sure.call('clinic:useKey', { apiKey: sure.other });
    expect([sure.asked.length, sure.secrets.get('api-key')]).toEqual([1, sure.other]);
  });

  it('is not asked for a key that the clinic refuses: it protects nothing', async () => {
    const { call, asked, other, desk, demo } = await asking(false);
    demo.faults.add({ step: 'user', act: { status: 401 } });
    await desk.identify().catch(() => undefined);
    expect(desk.opened()?.connection).toBe('key-rejected');
    await call('clinic:useKey', { apiKey: other });
    expect(asked).toEqual([]);
  });

  it('is asked before more than 20 attachments are archived, with their patients', async () => {
    const { call, ask, asked, demo } = await asking(false);
    const records = demo
      .attachments()
      .filter(({ archivedAt }) => archivedAt === null)
      .slice(0, 21)
      .map(({ id, patientId }) => ({ id: id as never, patientId: patientId as never }));
    expect(await ask('attachments:archive', { records })).toMatchObject({ error: { code: 'not-confirmed' } });
    expect(asked).toMatchObject([{ kind: 'archive', count: 21 }]);
    const open = () => demo.attachments().filter(({ archivedAt }) => archivedAt === null).length;
    const before = open();
    await call('attachments:archive', { records: records.slice(0, 20) });
    expect([asked.length, open()]).toEqual([1, before - 20]);
  });
});
