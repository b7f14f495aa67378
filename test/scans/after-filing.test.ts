import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { localDay } from '../../main/base/local-day.ts';
import { disposeFiledFile, type FiledFile } from '../../main/scans/put-away/after-filing.ts';
import { moveFile } from '../../main/files/move-file.ts';
import { pathBytes, textOfPath } from '../../main/files/name-bytes.ts';
import { isPutAway } from '../../main/scans/put-away/put-away.ts';
import { readFingerprint } from '../../main/files/fingerprint.ts';
import { onlyOn } from '../fixtures/only-on.ts';
import { refuseCalls } from '../fixtures/refused-calls.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const filedAt = new Date(2026, 10, 23, 23, 59).getTime();
const day = '2026-11-23';
let folder = '';
let trashed: string[] = [];
const trash = { moveToTrash: async (path: string) => void trashed.push(path) };

beforeEach(async () => {
  folder = await tempFolder();
  trashed = [];
});

async function filed(name: string, content = 'scan', changes: Partial<FiledFile> = {}): Promise<FiledFile> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(pathBytes(path), content);
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
/** A folder on another drive, or a rename that is refused like one if this account may not mount. */
async function otherDrive(path: string): Promise<{ remove: () => void }> {
  await mkdir(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    const refused = refuseCalls('rename', 'EXDEV');
    return { remove: () => refused.stop() };
  }
  let isMounted = true;
  const remove = (): void => {
    if (isMounted) execFileSync('umount', ['--lazy', path]);
    isMounted = false;
  };
  onTestFinished(remove);
  return { remove };
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

  it('says that it is gone, and accepts that it is no longer a file', async () => {
    const file = await filed('a.pdf');
    await rm(file.path);
    expect(await dispose(file)).toBeNull();
    expect(await dispose({ ...file, afterFiling: 'trash' })).toBeNull();
    await mkdir(file.path);
    expect(await dispose(file)).toEqual({ disposal: 'left', movedTo: null });
  });

  it('does not mind a change time that a backup program set', async () => {
    const file = await filed('a.pdf');
    await chmod(file.path, 0o600);
    expect((await dispose(file))?.disposal).toBe('done');
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
    expect((await dispose(touched))?.disposal).toBe('left');
    expect((await dispose({ ...file, fingerprint: { ...file.fingerprint, inode: '1' } }))?.disposal).toBe(
      'done',
    );
  });

  it('finds the file again that was moved just before a power cut', async () => {
    await dispose(await filed('x/a.pdf', 'another'));
    const file = await filed('a.pdf');
    const movedTo = (await dispose(file))?.movedTo;
    expect(await dispose(file)).toEqual({ disposal: 'done', movedTo });
  });

  it('uses its reserved name again after a power cut', async () => {
    const file = await filed('a.pdf');
    await mkdir(join(folder, 'Filed', day), { recursive: true });
    await writeFile(join(folder, 'Filed', day, 'a.pdf'), `Reserved by Chartdrop for ${file.jobId}\n`);
    const movedTo = (await dispose(file))?.movedTo;
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
      const movedTo = (await dispose(file))?.movedTo;
      expect(movedTo).toBe(join(folder, 'Filed', day, 'a (2).pdf'));
      expect(await dispose(file)).toEqual({ disposal: 'done', movedTo });
    },
  );

  it('case 28: does not create the scan folder again', async () => {
    const file = await filed('a.pdf');
    await rename(folder, `${folder}-renamed`);
    await expect(dispose(file)).rejects.toMatchObject({ code: 'folder-missing', advice: 'wait' });
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

  it('case 44: says that "Filed" is on another drive, and moves the file once it is not', async () => {
    const file = await filed('a.pdf');
    const other = await otherDrive(join(folder, 'Filed'));
    await expect(dispose(file)).rejects.toMatchObject({ code: 'filed-other-drive', advice: 'wait' });
    expect(await content('a.pdf')).toBe('scan');
    other.remove();
    expect(await dispose(file)).toMatchObject({ disposal: 'done' });
  });

  it.each([
    ['ENOSPC', 'filed-full'],
    ['EROFS', 'filed-denied'],
    ['EACCES', 'filed-denied'],
  ])('case 44: says why nothing can be moved: %s', async (code, told) => {
    const file = await filed('a.pdf');
    const refused = refuseCalls('rename', code);
    await expect(dispose(file)).rejects.toMatchObject({ code: told });
    refused.stop();
    expect(await dispose(file)).toMatchObject({ disposal: 'done' });
  });

  const bytes = 'case 42: puts away a name that is not UTF-8 under the same bytes, and finds it there again';
  it(bytes, onlyOn('linux', 'Only Linux keeps names that are not UTF-8.'), async () => {
    const name = textOfPath(Buffer.from('Befund M\u00fcller.pdf', 'latin1'));
    const first = await filed(name);
    const moved = await dispose(first);
    expect(moved?.disposal).toBe('done');
    expect(await dispose(first)).toEqual(moved);
    expect(await isPutAway(folder, { ...first, relativePath: name })).toBe(true);
    await dispose(await filed(name, 'again'));
    const names = await readdir(join(folder, 'Filed', day), 'buffer');
    expect(names.map((one) => one.toString('latin1')).sort()).toEqual([
      'Befund M\u00fcller (2).pdf',
      'Befund M\u00fcller.pdf',
    ]);
    const third = await filed(name, 'third', { afterFiling: 'trash' });
    await expect(dispose(third)).rejects.toMatchObject({ code: 'trash-refused' });
  });

  it('case 44: puts away a name of 255 bytes a second time, with a shorter one', async () => {
    const name = `${'ä'.repeat(125)}a.pdf`;
    for (const words of ['first', 'second', 'third']) await dispose(await filed(name, words));
    const names = await readdir(join(folder, 'Filed', day));
    expect(names.toSorted()).toEqual(
      [name, `${'ä'.repeat(123)} (2).pdf`, `${'ä'.repeat(123)} (3).pdf`].toSorted(),
    );
    const again = await filed(name, 'third');
    await rename(again.path, `${again.path.slice(0, -10)}.pdf`);
    expect(await dispose(again)).toMatchObject({ disposal: 'done' });
  });

  it('says that the trash does not take a file', async () => {
    const refusing = { moveToTrash: () => Promise.reject(new Error('no trash here')) };
    const file = await filed('a.pdf', 'scan', { afterFiling: 'trash' });
    await expect(disposeFiledFile(file, { trash: refusing })).rejects.toMatchObject({
      code: 'trash-refused',
    });
  });

  it('case 44: reports that the day folder cannot be made', async () => {
    const file = await filed('a.pdf');
    await writeFile(join(folder, 'Filed'), 'a file of that name');
    await expect(dispose(file)).rejects.toMatchObject({ code: 'filed-no-folder' });
    expect(await content('a.pdf')).toBe('scan');
  });
});
