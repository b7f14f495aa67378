import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWindow } from '../../main/hosts/serve/open-window.ts';
import { privateFolder } from '../../main/hosts/private-folder.ts';
import { takeSecrets } from '../../main/hosts/take-secrets.ts';
import { noModes, onlyOn } from '../fixtures/only-on.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

async function openToAll(...names: string[]): Promise<string> {
  const folder = join(await tempFolder(), 'data');
  await mkdir(folder);
  for (const name of names) await writeFile(join(folder, name), '{}');
  await chmod(folder, 0o755);
  return folder;
}

describe('the data folder', onlyOn('posix', noModes), () => {
  it('is readable by its owner only', async () => {
    const folder = join(await tempFolder(), 'a', 'b');
    await privateFolder(folder);
    expect(await modeOf(folder)).toBe(0o700);
  });

  it.each([[[]], [['settings.json']], [['secrets.json', 'notes.txt']]])(
    'is closed to others if it holds %j',
    async (names) => {
      const folder = await openToAll(...names);
      await privateFolder(folder);
      expect(await modeOf(folder)).toBe(0o700);
    },
  );

  it('is refused with a reason, and unchanged, if it holds other files or is another user’s', async () => {
    const folder = await openToAll('notes.txt');
    await expect(privateFolder(folder)).rejects.toMatchObject({ code: 'data-not-private' });
    expect(await modeOf(folder)).toBe(0o755);
    const theirs = await openToAll('settings.json');
    const somebody = (process.getuid?.() ?? 0) + 1;
    await expect(privateFolder(theirs, { user: somebody })).rejects.toMatchObject({
      code: 'data-not-private',
    });
  });
});

it('removes secrets from the environment that children inherit, and nothing else', () => {
  const env = {
    CHARTDROP_API_KEY: 'key',
    CHARTDROP_PROXY_PASSWORD: 'word',
    CHARTDROP_API_URL: 'https://api.example/v1',
    CHARTDROP_KEY_STORE: 'real',
    PATH: '/bin',
  };
  expect(takeSecrets(env)['CHARTDROP_API_KEY']).toBe('key');
  expect(env).toEqual({
    CHARTDROP_API_URL: 'https://api.example/v1',
    CHARTDROP_KEY_STORE: 'real',
    PATH: '/bin',
  });
});

describe('a browser', onlyOn('linux', 'Other systems open pages by a program of their own.'), () => {
  it('is not opened without an opener', async () => {
    const folder = await tempFolder();
    expect(await openWindow('http://127.0.0.1:1/#token', folder, { PATH: folder })).toBe(false);
  });

  it('is not opened with a page that it may not read', async () => {
    const [folder, bin] = [await tempFolder(), await tempFolder()];
    await mkdir(join(folder, '.local/share/flatpak/exports/share/applications'), { recursive: true });
    const entry = 'org.example.Browser.desktop';
    await writeFile(join(folder, '.local/share/flatpak/exports/share/applications', entry), '');
    await writeFile(join(bin, 'xdg-settings'), `#!/bin/sh\necho ${entry}\n`);
    await writeFile(join(bin, 'xdg-open'), '#!/bin/sh\n');
    for (const name of ['xdg-settings', 'xdg-open']) await chmod(join(bin, name), 0o755);
    const env = { PATH: `${bin}:/bin:/usr/bin`, HOME: folder };
    expect(await openWindow('http://127.0.0.1:1/#token', folder, env)).toBe(false);
    expect(await openWindow('http://127.0.0.1:1/#token', folder, { ...env, HOME: bin })).toBe(true);
  });
});
