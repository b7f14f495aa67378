import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localDay } from '../../main/base/local-day.ts';
import { disposeFiledFile, type FiledFile } from '../../main/scans/put-away/after-filing.ts';
import { moveFile } from '../../main/files/move-file.ts';
import { readFingerprint } from '../../main/files/fingerprint.ts';

const filedAt = new Date(2026, 10, 23, 23, 59).getTime();
const day = '2026-11-23';
let folder = '';
let trashed: string[] = [];
const trash = { moveToTrash: async (path: string) => void trashed.push(path) };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chartdrop-filed-'));
  trashed = [];
});
afterEach(() => rm(folder, { recursive: true }));

async function filed(name: string, content = 'scan', changes: Partial<FiledFile> = {}): Promise<FiledFile> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  const fingerprint = await readFingerprint(path);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return {
    jobId: name,
    path,
    folderPath: folder,
    fingerprint,
    sha256,
    afterFiling: 'move',
    filedAt,
    ...changes,
  };
}
const dispose = (file: FiledFile) => disposeFiledFile(file, { trash });
const content = (...parts: string[]) => readFile(join(folder, ...parts), 'utf8');
const inDay = () => readdir(join(folder, 'Filed', day));

describe('what happens to a filed file', () => {
  it('stays, if so set', async () => {
    expect(await dispose(await filed('a.pdf', 'x', { afterFiling: 'stay' }))).toEqual({
      disposal: 'done',
      movedTo: null,
    });
    expect(await content('a.pdf')).toBe('x');
  });

  it('moves into the folder of the local day on which it was filed', async () => {
    const movedTo = join(folder, 'Filed', day, 'a.pdf');
    expect(await dispose(await filed('a.pdf'))).toEqual({ disposal: 'done', movedTo });
    expect(await readFile(movedTo, 'utf8')).toBe('scan');
    expect(await readdir(folder)).toEqual(['Filed']);
    expect(localDay(new Date(2026, 0, 5, 0, 0).getTime()).day).toBe('2026-01-05');
  });

  it('never overwrites: the same name again gets a number', async () => {
    for (const name of ['a.pdf', 'x/a.pdf', 'y/a.pdf']) await dispose(await filed(name, name));
    expect((await inDay()).sort()).toEqual(['a (2).pdf', 'a (3).pdf', 'a.pdf']);
    expect(await content('Filed', day, 'a.pdf')).toBe('a.pdf');
    expect(await content('Filed', day, 'a (3).pdf')).toBe('y/a.pdf');
  });

  it('never overwrites where many of one name are moved at once', async () => {
    const files = await Promise.all(
      Array.from({ length: 20 }, (_, index) => filed(`${index}/a.pdf`, `${index}`)),
    );
    await Promise.all(files.map(dispose));
    const contents = await Promise.all((await inDay()).map((name) => content('Filed', day, name)));
    expect(new Set(contents)).toEqual(new Set(files.map((_, index) => `${index}`)));
  });

  it.each(['é 漢 🩻.pdf', 'é.pdf'.normalize('NFD'), "O'Brien & 100 % + #.pdf", 'no-extension'])(
    'case 20: moves %s',
    async (name) => {
      await dispose(await filed(name));
      expect(await inDay()).toEqual([name]);
    },
  );

  it('case 14: leaves a file alone that has new bytes by now', async () => {
    const file = await filed('a.pdf');
    await writeFile(file.path, 'other bytes');
    expect(await dispose(file)).toEqual({ disposal: 'left', movedTo: null });
    expect(await dispose({ ...file, afterFiling: 'trash' })).toEqual({ disposal: 'left', movedTo: null });
    expect(await content('a.pdf')).toBe('other bytes');
    expect(trashed).toEqual([]);
  });

  it('accepts that it is gone, or no longer a file', async () => {
    const file = await filed('a.pdf');
    await rm(file.path);
    expect(await dispose(file)).toEqual({ disposal: 'left', movedTo: null });
    expect(await dispose({ ...file, afterFiling: 'trash' })).toEqual({ disposal: 'left', movedTo: null });
    await mkdir(file.path);
    expect(await dispose(file)).toEqual({ disposal: 'left', movedTo: null });
  });

  it('does not mind a change time that a backup program set', async () => {
    const file = await filed('a.pdf');
    await chmod(file.path, 0o600);
    expect((await dispose(file)).disposal).toBe('done');
  });

  it('relies on no inode number, which FAT and each mount change, but on the bytes (cases 8, 35)', async () => {
    const file = await filed('a.pdf');
    const remounted = { ...file, fingerprint: { ...file.fingerprint, inode: '1', modifiedNs: '1' } };
    expect(await dispose(remounted)).toMatchObject({ disposal: 'done' });
    const other = await filed('b.pdf', 'scan');
    const replaced = { ...other, fingerprint: { ...other.fingerprint, inode: '1' }, sha256: '0'.repeat(64) };
    expect(await dispose(replaced)).toEqual({ disposal: 'left', movedTo: null });
    expect(await content('b.pdf')).toBe('scan');
  });

  it('uses size and time if the bytes were not read', async () => {
    const file = { ...(await filed('a.pdf')), sha256: null };
    const touched = { ...file, fingerprint: { ...file.fingerprint, modifiedNs: '1' } };
    expect((await dispose(touched)).disposal).toBe('left');
    expect((await dispose({ ...file, fingerprint: { ...file.fingerprint, inode: '1' } })).disposal).toBe(
      'done',
    );
  });

  it('finds the file again that was moved just before a power cut', async () => {
    await dispose(await filed('x/a.pdf', 'another'));
    const file = await filed('a.pdf');
    const { movedTo } = await dispose(file);
    expect(await dispose(file)).toEqual({ disposal: 'done', movedTo });
  });

  it('uses its reserved name again after a power cut', async () => {
    const file = await filed('a.pdf');
    await mkdir(join(folder, 'Filed', day), { recursive: true });
    await writeFile(join(folder, 'Filed', day, 'a.pdf'), `Reserved by Chartdrop for ${file.jobId}\n`);
    const { movedTo } = await dispose(file);
    expect(movedTo).toBe(join(folder, 'Filed', day, 'a.pdf'));
    expect(await inDay()).toEqual(['a.pdf']);
    expect(await dispose(file)).toEqual({ disposal: 'done', movedTo });
  });

  it.each(['', 'Reserved by Chartdrop for another\n'])(
    'leaves the name reserved by another (%j)',
    async (by) => {
      const file = await filed('a.pdf');
      await mkdir(join(folder, 'Filed', day), { recursive: true });
      await writeFile(join(folder, 'Filed', day, 'a.pdf'), by);
      const { movedTo } = await dispose(file);
      expect(movedTo).toBe(join(folder, 'Filed', day, 'a (2).pdf'));
      expect(await dispose(file)).toEqual({ disposal: 'done', movedTo });
    },
  );

  it('case 28: does not create the scan folder again', async () => {
    const file = await filed('a.pdf');
    await rename(folder, `${folder}-renamed`);
    await expect(dispose(file)).rejects.toMatchObject({ code: 'file-missing', advice: 'retry' });
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    await rename(`${folder}-renamed`, folder);
  });

  it('restores a file that a scanner swapped in at the last moment', async () => {
    const file = await filed('a.pdf');
    const swapped = await filed('new.pdf', 'a new scan');
    // The file's kind is checked first; a fingerprint that only then matches simulates a later swap.
    let looks = 0;
    const disposal = await disposeFiledFile(
      {
        ...file,
        get fingerprint() {
          looks += 1;
          return looks === 1 ? file.fingerprint : swapped.fingerprint;
        },
      },
      { trash },
    );
    expect(disposal).toEqual({ disposal: 'left', movedTo: null });
    expect(await content('a.pdf')).toBe('scan');
    expect(await inDay()).toEqual([]);
  });

  it('moves to the trash, if so set, and passes on errors', async () => {
    const file = await filed('a.pdf', 'x', { afterFiling: 'trash' });
    expect(await dispose(file)).toEqual({ disposal: 'done', movedTo: null });
    expect(trashed).toEqual([file.path]);
    const locked = Object.assign(new Error('held'), { code: 'EBUSY' });
    const failing = { moveToTrash: () => Promise.reject(locked) };
    await expect(disposeFiledFile(file, { trash: failing })).rejects.toMatchObject({
      code: 'file-locked',
      advice: 'retry',
    });
  });

  it('removes the reserved name when the move fails', async () => {
    await mkdir(join(folder, 'target'));
    await expect(
      moveFile(join(folder, 'none.pdf'), { directory: join(folder, 'target'), root: folder }, 'a.pdf', 'a'),
    ).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(await readdir(join(folder, 'target'))).toEqual([]);
  });

  it('reports that the day folder cannot be made', async () => {
    const file = await filed('a.pdf');
    await writeFile(join(folder, 'Filed'), 'a file of that name');
    await expect(dispose(file)).rejects.toMatchObject({ code: 'file-missing' });
    expect(await content('a.pdf')).toBe('scan');
  });
});
