import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { de } from '../../preload/words/de.ts';
import { en } from '../../preload/words/en.ts';
import { fr } from '../../preload/words/fr.ts';
import { layoutFaults, sizes } from './layout-faults.ts';
import { chooseFolder, filedAs, go, letter, notices, scan } from './steps.ts';
import { enterKey, expect, test } from './window.ts';

const catalogues = { en, de, fr };

test('a pattern by example, by keyboard alone, files the next letter', async ({
  desk: page,
  folder,
  clinic,
}) => {
  const path = await folder('scans');
  for (const name of ['Smith_John_1951-04-17.pdf', 'van der Berg_Anna Maria_1960-01-02.pdf', 'fax 0001.pdf'])
    await scan(path, letter(name));
  await go(page, 'Settings');
  await page.getByRole('button', { name: 'Add a folder' }).click();
  const form = page.getByRole('dialog', { name: 'Add a scan folder' });
  await chooseFolder(form, path);
  await form.getByLabel('Scans go').focus();
  await page.keyboard.type('To the patient in the file');
  const example = form.getByLabel('Example of a file name');
  await expect(example).not.toHaveValue('');
  await page.keyboard.press('Tab');
  await expect(example).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('1951-04-17_Smith_John.pdf');
  // The meanings are a person's to correct: family name and given name are exchanged.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Given');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Family');
  await expect(form.getByText(/John, Smith, born 17 Apr(il)? 1951/)).toBeVisible();
  await expect(form.getByRole('row', { name: /fax 0001\.pdf/ })).toContainText('No match');

  await example.fill('Smith_John_1951-04-17.pdf');
  await expect(form.getByRole('row', { name: /van der Berg/ })).toContainText(
    'van der Berg, Anna Maria, born',
  );
  await page.setViewportSize(sizes[0]);
  expect(await layoutFaults(page)).toEqual([]);
  await form.getByRole('button', { name: 'Watch this folder' }).click();
  // A file that is there before the first listing would be skipped.
  await expect(page.getByText(/· watching/)).toBeVisible();

  const file = letter('Citizen_Jane_1980-02-03.pdf');
  await scan(path, file);
  await expect.poll(async () => (await filedAs(clinic.demo(), file)).length).toBe(1);
});

test('a pattern by example and the changes of an import fit each size, in every language', async ({
  desk: page,
  folder,
}) => {
  test.slow();
  const path = await folder('scans');
  for (const name of ['Schmidt-Wolkenstein_Anna Maria_1951-04-17_Befund 0001.pdf', 'fax 0001.pdf'])
    await scan(path, letter(name));
  await go(page, 'Settings');
  let before = catalogues.en;
  for (const language of ['en', 'de', 'fr'] as const) {
    const w = catalogues[language];
    await page.getByLabel(before.settings.language, { exact: true }).selectOption(language);
    before = w;
    await page.getByRole('button', { name: w.settings.addFolder }).click();
    await page.getByRole('button', { name: w.folder.browse }).click();
    const browser = page.getByRole('group', { name: w.browser.label });
    await browser.getByRole('button', { name: basename(path), exact: true }).click();
    await expect(browser.locator('p[title]')).toHaveAttribute('title', path);
    await browser.getByRole('button', { name: w.browser.choose }).click();
    await page.getByLabel(w.folder.route).selectOption('filename');
    await expect(page.getByRole('list', { name: w.byExample.parts }).getByRole('combobox')).not.toHaveCount(
      0,
    );
    await page.getByRole('button', { name: w.byExample.useOf('fax 0001.pdf') }).click();
    await page.getByRole('button', { name: /Schmidt-Wolkenstein/ }).click();
    await expect(page.getByRole('list', { name: w.byExample.parts })).toContainText('Schmidt-Wolkenstein');
    for (const size of sizes) {
      await page.setViewportSize(size);
      await page.getByRole('list', { name: w.byExample.parts }).scrollIntoViewIfNeeded();
      expect(await layoutFaults(page), `${language} ${size.width}`).toEqual([]);
    }
    await page.keyboard.press('Escape');
  }
});

test('settings are saved to a file, and opened after their changes were shown', async ({
  desk: page,
  folder,
}) => {
  await go(page, 'Settings');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save settings' }).click(),
  ]);
  const saved = z
    .looseObject({ preferences: z.looseObject({}) })
    .parse(JSON.parse(await readFile(await download.path(), 'utf8')));
  const scans = await folder('scans');
  const file = join(await folder('given'), 'settings.json');
  const open = async (value: unknown): Promise<void> => {
    await writeFile(file, JSON.stringify(value));
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Open settings…' }).click(),
    ]);
    await chooser.setFiles(file);
  };
  const dialog = page.getByRole('dialog', { name: 'Change these settings?' });
  await open(saved);
  await expect(dialog).toContainText('Nothing would change');
  await page.keyboard.press('Escape');

  await open({
    ...saved,
    preferences: { ...saved.preferences, holdSeconds: 20 },
    folders: [{ path: scans, route: { kind: 'active' } }],
  });
  await expect(dialog.getByRole('row', { name: 'Undo period 0 20' })).toBeVisible();
  await expect(dialog.getByRole('row', { name: /New scan folder/ })).toContainText(scans);
  for (const size of sizes) {
    await page.setViewportSize(size);
    expect(await layoutFaults(page), `${size.width}`).toEqual([]);
  }
  await dialog.getByRole('button', { name: 'Change the settings' }).click();
  await expect(page.getByLabel('Undo period')).toHaveValue('20');
  await expect(page.getByTitle(scans)).toBeVisible();

  await open({ ...saved, apiKey: 'x' });
  await expect(notices(page)).toContainText('A setting cannot be used: apiKey');
});

test('settings that an administrator manages are shown, but cannot be changed', async ({
  page,
  served,
  clinic,
}) => {
  let infoId = -1;
  await page.routeWebSocket(/\/socket$/, (socket) => {
    const core = socket.connectToServer();
    socket.onMessage((text) => {
      const { id, channel } = z
        .looseObject({ id: z.number(), channel: z.string().optional() })
        .parse(JSON.parse(String(text)));
      if (channel === 'app:info') infoId = id;
      core.send(text);
    });
    core.onMessage((text) => {
      const isInfo = z.looseObject({ id: z.literal(infoId) }).safeParse(JSON.parse(String(text))).success;
      socket.send(isInfo ? String(text).replace('"settings":"open"', '"settings":"locked"') : text);
    });
  });
  await page.goto(served.url);
  await enterKey(page, clinic.apiKey);
  await go(page, 'Settings');
  await expect(page.getByText('An administrator manages the settings of this PC.')).toBeVisible();
  await expect(page.getByLabel('Undo period')).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Open settings…' })).toBeDisabled();
  await expect(page.getByLabel('Appearance')).toBeEnabled();
  for (const size of sizes) {
    await page.setViewportSize(size);
    expect(await layoutFaults(page), `${size.width}`).toEqual([]);
  }
});
