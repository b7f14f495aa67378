import type { Page } from '@playwright/test';
import { de } from '../../preload/words/de.ts';
import { en } from '../../preload/words/en.ts';
import { fr } from '../../preload/words/fr.ts';
import { brokenRules } from './axe.ts';
import { fillDesk, closeNotices } from './busy-desk.ts';
import { layoutFaults, sizes } from './layout-faults.ts';
import { keyMs } from './steps.ts';
import { expect, test } from './window.ts';

const [smallest] = sizes;

async function expectAccessible(page: Page, where: string): Promise<void> {
  expect(await brokenRules(page), where).toEqual([]);
}

async function expectReadable(page: Page, where: string): Promise<void> {
  expect(await layoutFaults(page), where).toEqual([]);
}

for (const [language, locale, w, born] of [
  ['de', 'de-DE', de, '03.02.1980'],
  ['fr', 'fr-FR', fr, '3 févr. 1980'],
] as const) {
  test.describe(`on a system that speaks ${language}`, () => {
    test.use({ locale, viewport: smallest });

    test('the window uses it from the first word on, for mouse and screen reader', async ({
      opened: page,
      clinic,
    }) => {
      await expect(page.getByRole('heading', { name: w.firstRun.welcome })).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expectAccessible(page, 'first run');
      await expectReadable(page, 'first run');
      await page.getByLabel(w.key.label).fill('two words: no key');
      await page.getByRole('button', { name: w.key.use }).click();
      await expect(page.getByText(w.errors['key-malformed'])).toBeVisible();
      await page.getByLabel(w.key.label).fill(clinic.apiKey);
      await page.getByRole('button', { name: w.key.use }).click();
      await expect(page.getByRole('contentinfo')).toContainText(w.connections.online);

      await page.getByRole('button', { name: w.top.choose }).click();
      await page
        .getByRole('combobox', { name: w.finder.label })
        .pressSequentially('jane citizen', { delay: keyMs });
      await page.getByRole('option').filter({ hasText: born }).click();
      await page.getByRole('button', { name: w.find.scan, exact: true }).click();
      await expect(page.getByRole('banner')).toContainText(w.top.scansGoTo);
      await expect(page.getByRole('banner')).toContainText(born);

      const views = page.getByRole('navigation', { name: w.nav.label });
      for (const view of ['desk', 'attachments', 'history', 'settings'] as const) {
        await views.getByRole('button', { name: w.nav[view] }).click();
        await closeNotices(page, w.shell.closeNotice);
        await expectAccessible(page, view);
        await expectReadable(page, view);
      }
    });
  });
}

test('a chosen language is used at once, also in the next window, and English returns', async ({
  desk: page,
  context,
}) => {
  await page.getByRole('button', { name: en.nav.settings }).click();
  const select = page.locator('select').filter({ hasText: 'Deutsch' });
  await select.focus();
  await select.selectOption({ label: 'Français' });
  await expect(page.getByRole('heading', { name: fr.settings.folders })).toBeVisible();
  await expect(page.getByText(fr.acts.saved)).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(select).toBeFocused();

  const second = await context.newPage();
  await second.goto(new URL('/', page.url()).href);
  await expect(second.getByRole('navigation', { name: fr.nav.label })).toBeVisible();
  await second.close();

  await select.selectOption({ label: 'English' });
  await expect(page.getByRole('heading', { name: en.settings.folders })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('a busy desk in German and French at the smallest size has room for all its words', async ({
  desk: page,
  clinic,
  folder,
}) => {
  test.slow();
  await fillDesk(page, clinic, await folder('scans'));
  await page.setViewportSize(smallest);
  const select = page.locator('select').filter({ hasText: 'Deutsch' });
  let before: typeof en = en;
  for (const [name, w] of [
    ['Deutsch', de],
    ['Français', fr],
  ] as const) {
    const go = (view: 'desk' | 'attachments' | 'history' | 'settings', words = w) =>
      page.getByRole('navigation').getByRole('button', { name: words.nav[view] }).click();
    await go('settings', before);
    await select.selectOption({ label: name });
    await expect(page.getByRole('heading', { name: w.settings.folders })).toBeVisible();
    before = w;
    for (const view of ['desk', 'attachments', 'history', 'settings'] as const) {
      await go(view);
      await closeNotices(page, w.shell.closeNotice);
      await expectReadable(page, `${name}: ${view}`);
    }
    await go('desk');
    for (const list of ['needs', 'moving', 'filed', 'dismissed'] as const) {
      await page
        .getByRole('group', { name: w.desk.which })
        .getByRole('button', { name: w.deskLists[list] })
        .click();
      await expectReadable(page, `${name}: ${list}`);
    }
    await page
      .getByRole('group', { name: w.desk.which })
      .getByRole('button', { name: w.deskLists.day })
      .click();
    await go('settings');
    await page.getByRole('button', { name: w.settings.addFolder }).click();
    await page.getByText(w.folderDetails.more, { exact: true }).click();
    await expectReadable(page, `${name}: scan folder`);
    await expectAccessible(page, `${name}: scan folder`);
    await page.keyboard.press('Escape');
  }
});
