import type { Page } from '@playwright/test';
import { brokenColours, brokenRules } from './axe.ts';
import { closeNotices, fillDesk } from './busy-desk.ts';
import { dragOver, go, letter, typeQuery, type ViewLabel, opened, showList } from './steps.ts';
import { orderFaults } from './order-faults.ts';
import { expect, test } from './window.ts';

const views: readonly ViewLabel[] = ['Desk', 'Attachments', 'History', 'Settings'];

/** axe finds no violation in the light and dark theme, and what is seen first is read first. */
async function expectAccessible(page: Page, where: string): Promise<void> {
  expect(await orderFaults(page), where).toEqual([]);
  await inTheme(page, 'light');
  expect(await brokenRules(page), `${where}, light`).toEqual([]);
  await inTheme(page, 'dark');
  expect(await brokenColours(page), `${where}, dark`).toEqual([]);
}

async function inTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
}

test('the first run breaks no rule of axe', async ({ opened: page }) => {
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
  await expectAccessible(page, 'first run');
});

// Each of their many analyses walks the whole window.
test.describe.configure({ timeout: 360_000 });

test('no view breaks a rule of axe', async ({ desk: page, clinic, folder }) => {
  await go(page, 'Desk');
  await expectAccessible(page, 'Desk, empty');
  await fillDesk(page, clinic, await folder('scans'));
  for (const view of views) {
    await go(page, view);
    await closeNotices(page);
    await expectAccessible(page, view);
  }
  await go(page, 'Desk');
  for (const list of ['Inbox', 'Queue', 'Filed', 'Ignored']) {
    await showList(page, list);
    await expectAccessible(page, list);
  }
});

test('nothing that chooses a patient breaks a rule of axe', async ({ desk: page, clinic, folder }) => {
  await fillDesk(page, clinic, await folder('scans'));
  await go(page, 'Desk');
  await closeNotices(page);
  await showList(page, 'Filed');
  await (
    await opened(page, 'referral-hand-surgery.pdf', 'Filed')
  )
    .getByRole('button', { name: 'Move to another patient' })
    .click();
  await expectAccessible(page, 'Refile');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /^Find/ }).click();
  await expectAccessible(page, 'Find, recent ones');
  await typeQuery(page, 'smith');
  await expect(page.getByRole('option', { disabled: false }).first()).toBeVisible();
  await expectAccessible(page, 'Find, results');
  await page.getByRole('option').first().click();
  await expect(page.getByText('Loading cases…')).toBeHidden();
  await expectAccessible(page, 'Find, one chosen');

  await go(page, 'Desk');
  await showList(page, 'Today');
  await opened(page, 'fax from Dr Lim.pdf');
  await expectAccessible(page, 'Whose is it');
  await page.keyboard.press('Shift+ArrowDown');
  await expectAccessible(page, 'Two files');
  await dragOver(page, [letter('x.pdf')]);
  await expectAccessible(page, 'Drop');
});

test('no dialog breaks a rule of axe', async ({ desk: page, clinic, folder }) => {
  await fillDesk(page, clinic, await folder('scans'));
  await go(page, 'Attachments');
  await closeNotices(page);
  await page.getByRole('button', { name: 'Of a patient…' }).click();
  await expectAccessible(page, 'Whose attachments');
  await page.keyboard.press('Escape');
  const list = page.getByRole('list', { name: 'Attachments', exact: true });
  await list.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Archive 1' }).click();
  await expectAccessible(page, 'Archive');
  await page.keyboard.press('Escape');
  await list
    .getByRole('button', { name: /\.png$/ })
    .first()
    .click();
  await expectAccessible(page, 'Preview');
  await page.keyboard.press('Escape');

  await go(page, 'Settings');
  await page.getByRole('button', { name: /^Change/ }).click();
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('button', { name: 'Browse…' }).click();
  await expect(
    page.getByRole('group', { name: 'Choose a folder' }).getByRole('button').first(),
  ).toBeVisible();
  await expectAccessible(page, 'Scan folder');
});
