import { mkdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { realPath } from '../../../main/base/system/real-path.ts';
import { forbidden } from '../../fixtures/system-doubles.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';

/** A drive such as a RAM disk: Windows knows the real path of no folder on it but `known`. */
const knowsOnly = (known: string | null, spelled: string) =>
  ((path: string) =>
    path === known
      ? Promise.resolve(spelled)
      : Promise.reject(
          Object.assign(new Error('UNKNOWN'), { code: 'UNKNOWN', syscall: 'realpath' }),
        )) as typeof realpath;

describe('the real path of a folder', () => {
  it('is found on a drive of Windows that does not tell it', async () => {
    const folder = await realpath(await tempFolder());
    const ask = knowsOnly(null, '');
    expect(await realPath(folder, { ask, platform: 'win32' })).toBe(folder);
  });

  it('is spelled as Windows spells the nearest folder that it knows', async () => {
    const folder = await realpath(await tempFolder());
    const deep = join(folder, 'a', 'b');
    await mkdir(deep, { recursive: true });
    const ask = knowsOnly(folder, join(dirname(folder), 'Long Name'));
    const found = await realPath(deep, { ask, platform: 'win32' });
    expect(found).toBe(join(dirname(folder), 'Long Name', 'a', 'b'));
  });

  it('fails like the folder itself if there is none', async () => {
    const none = join(await tempFolder(), 'none');
    const ask = knowsOnly(null, '');
    await expect(realPath(none, { ask, platform: 'win32' })).rejects.toMatchObject({
      ...{ code: 'ENOENT', syscall: 'stat' },
    });
  });

  it('fails as the system says where its answer can be trusted', async () => {
    const ask = (() => Promise.reject(forbidden('realpath'))) as unknown as typeof realpath;
    await expect(realPath('/', { ask, platform: 'linux' })).rejects.toMatchObject({ code: 'EPERM' });
  });

  it('is found for a path of more than 300 characters', async () => {
    const top = await realpath(await tempFolder());
    const deep = join(top, ...Array.from({ length: 8 }, () => 'x'.repeat(40)));
    await mkdir(deep, { recursive: true });
    expect(await realPath(deep)).toBe(deep);
  });
});
