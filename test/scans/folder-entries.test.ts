import { mkdir, opendir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { entriesOf, isEmptyFolder } from '../../main/files/folder-entries.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const failure = (code: string, syscall: string): Error =>
  Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });

/** A listing that ends with an error after its first entry, as Node's does where it must ask what an entry is. */
const endingWith =
  (thrown: Error, meanwhile: () => Promise<void> = async () => undefined): typeof opendir =>
  async (path, options) => {
    const directory = await opendir(path, options);
    const [first] = await readdir(path, { withFileTypes: true });
    return Object.assign(directory, {
      async *[Symbol.asyncIterator]() {
        if (first !== undefined) yield first;
        await meanwhile();
        throw thrown;
      },
    });
  };

async function folder(): Promise<string> {
  const path = await tempFolder();
  for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) await writeFile(join(path, name), name);
  await mkdir(join(path, 'below'));
  return path;
}

async function listed(...given: Parameters<typeof entriesOf>): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of entriesOf(...given))
    names.push(`${entry.name} ${entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other'}`);
  return names.sort();
}

const rest = ['a.pdf file', 'below folder', 'c.pdf file'];

it('lists each entry once if one is removed while its kind is asked for', async () => {
  const path = await folder();
  const open = endingWith(failure('ENOENT', 'lstat'), () => rm(join(path, 'b.pdf')));
  // The first entry may be the one that is removed: it was listed before.
  expect((await listed(path, open)).filter((entry) => !entry.startsWith('b.pdf'))).toEqual(rest);
});

it('fails if the folder itself is gone, and with every other error', async () => {
  const path = await folder();
  await expect(listed(join(path, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(listed(path, endingWith(failure('EIO', 'lstat')))).rejects.toMatchObject({ code: 'EIO' });
  const gone = endingWith(failure('ENOENT', 'lstat'), () => rm(path, { recursive: true }));
  await expect(listed(path, gone)).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(listed(path, endingWith(failure('ENOENT', 'scandir')))).rejects.toMatchObject({
    code: 'ENOENT',
  });
});

it('says whether a folder is empty, also if its first entry is removed meanwhile', async () => {
  expect(await isEmptyFolder(await tempFolder())).toBe(true);
  const path = await folder();
  expect(await isEmptyFolder(path)).toBe(false);
  const readingFails =
    (thrown: Error): typeof opendir =>
    async (...given) =>
      Object.assign(await opendir(...given), { read: () => Promise.reject(thrown) });
  expect(await isEmptyFolder(path, readingFails(failure('ENOENT', 'lstat')))).toBe(false);
  await expect(isEmptyFolder(path, readingFails(failure('EIO', 'lstat')))).rejects.toMatchObject({
    code: 'EIO',
  });
  await expect(isEmptyFolder(join(path, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
});
