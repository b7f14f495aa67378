import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSettingsFile } from '../../main/hosts/cli/settings-file.ts';
import { preferencesSchema, settingsSchema } from '../../preload/contract/settings.ts';
import { errorText } from '../../preload/words/text.ts';
import { errorOf } from '../fixtures/error-of.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const written = async (content: string): Promise<string> => {
  const folder = await tempFolder();
  await writeFile(join(folder, 'settings.json'), content);
  return folder;
};

it('begins with the defaults, and reads its own content again', async () => {
  const folder = await tempFolder();
  const file = createSettingsFile(folder);
  expect(file.read()).toEqual(settingsSchema.parse({}));
  const settings = {
    ...file.read(),
    clinic: 'demo' as const,
    preferences: preferencesSchema.parse({ holdSeconds: 3 }),
  };
  file.write(settings);
  expect(createSettingsFile(folder).read()).toEqual(settings);
  expect(await readFile(join(folder, 'settings.json'), 'utf8')).toContain('"holdSeconds": 3');
});

it('gives a setting that an older version did not know its default (case 10)', async () => {
  const folder = await written('{"settings":{"clinic":"own","preferences":{"uploads":2}}}');
  expect(createSettingsFile(folder).read()).toMatchObject({
    clinic: 'own',
    preferences: { uploads: 2, holdSeconds: 10, theme: 'system' },
  });
});

it.each([
  ['{"settings":{"preferences":{"uploads":"many"}}}', 'preferences.uploads'],
  ['{"settings":{"clinic":"elsewhere"}}', 'clinic'],
  ['{"settings":{"folders":{"demo":[{"path":7}],"own":[]}}}', 'folders.demo.0'],
  ['no JSON at all', 'settings.json'],
])('refuses %s with a reason, and leaves the file unchanged', async (content, detail) => {
  const folder = await written(content);
  const error = errorOf(() => createSettingsFile(folder).read());
  expect(error.code).toBe('settings-invalid');
  expect(errorText(error.toDto())).toContain(detail);
  expect(await readFile(join(folder, 'settings.json'), 'utf8')).toBe(content);
});
