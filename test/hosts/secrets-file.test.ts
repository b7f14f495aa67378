import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSecretsFile } from '../../main/hosts/secrets-file.ts';
import { createSettingsFile } from '../../main/hosts/cli/settings-file.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

/** Another program, such as a backup, has the file open until `isOver`; Windows refuses to replace it meanwhile. */
async function whileOpen(path: string, isOver: () => Promise<boolean>, work: () => Promise<void>) {
  const backup = await open(path, 'r');
  const working = work();
  await expect.poll(isOver).toBe(true);
  await backup.close();
  await working;
}

it('keeps a secret although another program reads the file for a moment', async () => {
  const path = join(await tempFolder(), 'secrets.json');
  const secrets = createSecretsFile(path);
  await secrets.write('api-key', 'first');
  const isWritten = async () =>
    (await stat(`${path}.new`).catch(() => null)) !== null ||
    (await readFile(path, 'utf8')).includes('second');
  await whileOpen(path, isWritten, () => secrets.write('api-key', 'second'));
  expect(await secrets.read('api-key')).toBe('second');
});

it('loses no secret when several programs write at once', async () => {
  const path = join(await tempFolder(), 'secrets.json');
  const names = ['api-key', 'api-key-address', 'data-key', 'sheet-key', 'proxy-credentials'] as const;
  await Promise.all(names.map((name) => createSecretsFile(path).write(name, `of ${name}`)));
  const kept = await Promise.all(names.map((name) => createSecretsFile(path).read(name)));
  expect(kept).toEqual(names.map((name) => `of ${name}`));
});

it('of the new keys of several first starts keeps one, which all of them get', async () => {
  const path = join(await tempFolder(), 'secrets.json');
  const given = await Promise.all(
    Array.from({ length: 8 }, (_, at) => createSecretsFile(path).writeNew('data-key', `key ${at}`)),
  );
  expect(new Set(given).size).toBe(1);
  expect(await createSecretsFile(path).read('data-key')).toBe(given[0]);
  // A person’s decision replaces it.
  await createSecretsFile(path).write('data-key', 'another');
  expect(await createSecretsFile(path).writeNew('data-key', 'new')).toBe('another');
});

it('keeps settings in one file, which is complete at any moment', async () => {
  const folder = await tempFolder();
  const settings = createSettingsFile(folder);
  const first = settings.read();
  settings.write({ ...first, preferences: { ...first.preferences, holdSeconds: 7 } });
  settings.write({ ...first, preferences: { ...first.preferences, holdSeconds: 8 } });
  expect(createSettingsFile(folder).read().preferences.holdSeconds).toBe(8);
});
