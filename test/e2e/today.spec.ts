import type { Page } from '@playwright/test';
import { de } from '../../preload/words/de.ts';
import { en } from '../../preload/words/en.ts';
import { fr } from '../../preload/words/fr.ts';
import { brokenRules } from './axe.ts';
import { layoutFaults } from './layout-faults.ts';
import { addScanFolder, drop, filedAs, go, keyMs, letter, row, scan } from './steps.ts';
import { expect, test } from './window.ts';

// Today's patients, with a clinic that takes 300 ms, at a person's speed.

const todays = (page: Page) => page.getByRole('region', { name: 'Today’s patients' });
const press = async (page: Page, key: string): Promise<void> => {
  await page.keyboard.press(key);
  await page.waitForTimeout(keyMs);
};

test('one of today’s patients is selected by four keys, and the next scan goes there', async ({
  desk: page,
  clinic,
  folder,
}) => {
  const scans = await folder('scans');
  await addScanFolder(page, scans);
  await go(page, 'Desk');
  await expect(todays(page).getByRole('listitem').first()).toBeVisible();
  const keys = ['Control+f', 'ArrowDown', 'Enter', 'Enter'];
  await press(page, 'Control+f');
  await press(page, 'ArrowDown');
  const option = page.getByRole('option', { selected: true });
  const name = (await option.locator('.name').textContent()) ?? '';
  const id = /#(\d+)/.exec((await option.textContent()) ?? '')?.[1] ?? '';
  for (const key of keys.slice(2)) await press(page, key);
  await expect(page.getByRole('banner')).toContainText(name);
  await expect(page.getByRole('banner')).toContainText('Finish');
  const scanned = letter('SCN_0042.pdf');
  await scan(scans, scanned);
  const [filed] = await filedAs(clinic.demo(), scanned);
  expect(filed?.patientId).toBe(id);

  // The selected patient's chart is one key away.
  await press(page, 'Control+i');
  const card = page.getByRole('region', { name: 'Selected patient' });
  await expect(card).toContainText(name);
  await expect(card.getByRole('list', { name: 'Newest attachments' })).toContainText('SCN_0042.pdf');
  await expect(card).toContainText('filed with Chartdrop');
  await card.getByRole('button', { name: 'All attachments' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
});

test('the patients of one practitioner are shown, also after a reload', async ({ desk: page }) => {
  const rows = todays(page).getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  const all = await rows.count();
  await todays(page).getByText('All practitioners').click();
  await todays(page).getByLabel('Morgan Manager').check();
  await expect.poll(() => rows.count()).toBeLessThan(all);
  const some = await rows.count();
  // Showing the next appointment scrolls the list, and never the window.
  expect(await page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0);
  await page.reload();
  await expect(todays(page).locator('summary')).toHaveText('Morgan Manager');
  await expect(rows).toHaveCount(some);
});

test('files of the inbox are filed with one of today’s patients by keyboard, and by a drag', async ({
  desk: page,
  clinic,
}) => {
  await go(page, 'Desk');
  await expect(todays(page).getByRole('listitem').first()).toBeVisible();
  const [first, second, third] = [letter('first.pdf'), letter('second.pdf'), letter('third.pdf')];
  await drop(page, first, second);
  await expect(row(page, 'Today', second.name)).toBeVisible();
  await row(page, 'Today', first.name).click();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: /^Assign/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('listbox', { name: 'Today’s patients' })).toBeVisible();
  await press(page, 'ArrowDown');
  const text = (await dialog.getByRole('option', { selected: true }).textContent()) ?? '';
  await press(page, 'Enter');
  await press(page, 'Enter');
  for (const file of [first, second]) {
    const [filed] = await filedAs(clinic.demo(), file);
    expect(text).toContain(filed?.patientId);
  }

  await drop(page, third);
  const target = todays(page).getByRole('listitem').getByRole('button').first();
  const name = (await target.locator('.name').textContent()) ?? '';
  await row(page, 'Today', third.name).dragTo(target);
  const [dragged] = await filedAs(clinic.demo(), third);
  const patient = clinic
    .demo()
    .patients()
    .find(({ id }) => id === dragged?.patientId);
  expect(name).toContain(patient?.lastName);
});

test('nothing of today is shown without permission, and the desk works', async ({ desk: page, clinic }) => {
  clinic.demo().faults.add({ step: 'appointments', act: { status: 403 }, times: 'always' });
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await page.getByRole('button', { name: /^Find/ }).click();
  await page
    .getByRole('combobox', { name: 'Find a patient' })
    .pressSequentially('jane citizen', { delay: keyMs });
  await expect(page.getByRole('option').filter({ hasText: '3 Feb 1980' })).toBeVisible();
});

test('today’s patients and a patient’s card break no rule of axe', async ({ desk: page }) => {
  await go(page, 'Desk');
  await expect(todays(page).getByRole('listitem').first()).toBeVisible();
  await todays(page).getByText('All practitioners').click();
  expect(await brokenRules(page)).toEqual([]);
  await press(page, 'Control+f');
  await press(page, 'ArrowDown');
  expect(await brokenRules(page)).toEqual([]);
  await press(page, 'Enter');
  await expect(page.getByRole('button', { name: 'All attachments' })).toBeVisible();
  expect(await brokenRules(page)).toEqual([]);
});

for (const { noDateOfBirth } of [en.people, de.people, fr.people]) {
  test(`a patient with “${noDateOfBirth}” has room in the narrow list`, async ({ desk: page }) => {
    const identity = todays(page).getByRole('listitem').first();
    await expect(identity).toBeVisible();
    // Which patients come today depends on the day, so one of them loses the date here.
    const facts = identity.locator('.facts').first();
    await facts.evaluate((element, text) => (element.textContent = text), noDateOfBirth);
    for (const width of [1024, 1366]) {
      await page.setViewportSize({ width, height: 640 });
      expect(await layoutFaults(page), String(width)).toEqual([]);
    }
  });
}
