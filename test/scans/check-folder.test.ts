import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFolder } from '../../main/scans/watch/check-folder.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

it('tries a folder: files can be made and renamed in it, their events arrive, and no trial file stays', async () => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'a.pdf'), 'a');
  await writeFile(join(folder, 'b.pdf'), 'b');
  expect(await checkFolder(folder)).toEqual({
    canRead: true,
    canMove: true,
    method: 'events',
    existing: 2,
    error: null,
  });
  expect(await readdir(folder)).toEqual(['a.pdf', 'b.pdf']);
});

it('says that files cannot be moved in a read-only folder', async () => {
  // The system's folder of processes can be read by every user, and no user can create a file in it.
  expect(await checkFolder('/proc/self')).toMatchObject({ canRead: true, canMove: false, error: null });
});

it('says what is wrong with a folder that cannot be read', async () => {
  expect(await checkFolder(join(await tempFolder(), 'gone'))).toMatchObject({
    canRead: false,
    canMove: false,
    error: { code: 'folder-missing' },
  });
});
