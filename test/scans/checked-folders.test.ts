import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moveFile } from '../../main/files/move-file.ts';
import { createFile, isRefusal, readSmall, removeFile } from '../../main/files/folder-files.ts';
import { onlyOn } from '../fixtures/only-on.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

/** Two folders with a letter each, and a scan folder whose path is a link to the first. */
async function scene() {
  const at = await tempFolder();
  const [first, second, scans] = ['first', 'second', 'scans'].map((name) => join(at, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [first, second]) {
    await mkdir(join(folder, 'sub'), { recursive: true });
    await writeFile(join(folder, 'sub', 'a.txt'), folder);
  }
  await symlink(first, scans, 'junction');
  const read = async (name: string): Promise<string> => (await readSmall(join(scans, name), scans)).text;
  const leadTo = async (folder: string): Promise<void> => {
    await rm(scans, { recursive: true });
    await symlink(folder, scans, 'junction');
  };
  return { first, second, scans, read, leadTo };
}

const noLinks = onlyOn('posix', 'Wine has no symbolic links.');

describe('a scan folder whose own path is a link', noLinks, () => {
  it('is read where the link leads at the moment', async () => {
    const { first, second, read, leadTo } = await scene();
    expect(await read('sub/a.txt')).toBe(first);
    await leadTo(second);
    expect(await read('sub/a.txt')).toBe(second);
    await leadTo(first);
    expect(await read('sub/a.txt')).toBe(first);
  });

  it('has no links below it, also to a folder where it led before', async () => {
    const { first, second, scans, read, leadTo } = await scene();
    await read('sub/a.txt');
    await leadTo(second);
    await read('sub/a.txt');
    await rename(join(second, 'sub'), join(second, 'old'));
    await symlink(join(first, 'sub'), join(second, 'sub'), 'junction');
    const calls = [
      () => read('sub/a.txt'),
      () => createFile(join(scans, 'sub', 'b.txt'), scans),
      () => removeFile(join(scans, 'sub', 'a.txt'), scans),
      () => moveFile(join(scans, 'old', 'a.txt'), { directory: join(scans, 'sub'), root: scans }, 'b', 'me'),
    ];
    for (const call of calls) await expect(call()).rejects.toSatisfy(isRefusal);
    expect(await readFile(join(first, 'sub', 'a.txt'), 'utf8')).toBe(first);
    expect(await readFile(join(second, 'old', 'a.txt'), 'utf8')).toBe(second);
  });

  it('keeps a file whose name is taken, under the next one', async () => {
    const { second, scans, leadTo } = await scene();
    await leadTo(second);
    await writeFile(join(second, 'a.txt'), 'put away before');
    const to = { directory: scans, root: scans };
    const moved = await moveFile(join(scans, 'sub', 'a.txt'), to, 'a.txt', 'me');
    expect(moved).toBe(join(scans, 'a (2).txt'));
    expect(await readFile(moved, 'utf8')).toBe(second);
    expect(await readFile(join(scans, 'a.txt'), 'utf8')).toBe('put away before');
  });
});

it('removes a name that is there or not', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'a'), '');
  for (let tries = 0; tries < 2; tries += 1) await removeFile(join(folder, 'a'), folder);
  await expect(readFile(join(folder, 'a'))).rejects.toMatchObject({ code: 'ENOENT' });
});
