import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { closeNotices, fillDesk } from './busy-desk.ts';
import { addScanFolder, arm, dragOver, drop, filedAs, go, letter, row, opened, showList } from './steps.ts';
import { expect, test } from './window.ts';

// `npm run screenshots`: every view, light and dark, at two sizes, into `screenshots/`.

const sizes = [
  { width: 1366, height: 768 },
  { width: 1024, height: 640 },
];

async function shoot(page: Page, name: string): Promise<void> {
  await closeNotices(page);
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      await page.screenshot({ path: `screenshots/${name}-${size.width}-${colorScheme}.png` });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

test('first run', async ({ opened: page }) => {
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
  await shoot(page, 'first-run');
});

test('empty', async ({ desk: page }) => {
  await go(page, 'Desk');
  await shoot(page, 'desk-empty');
});

test('in mid-morning', async ({ desk: page, clinic, folder }) => {
  test.slow();
  await fillDesk(page, clinic, await folder('scans'));
  await go(page, 'Desk');
  await shoot(page, 'desk');
  await showList(page, 'Filed');
  await shoot(page, 'filed');
  await (
    await opened(page, 'referral-hand-surgery.pdf', 'Filed')
  )
    .getByRole('button', { name: 'Move to another patient' })
    .click();
  await shoot(page, 'refile');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /^Find/ }).click();
  await shoot(page, 'find-recent');
  await page.getByRole('combobox').fill('smith');
  await expect(page.getByRole('option').first()).toBeVisible();
  await shoot(page, 'find');
  await page.getByRole('combobox').fill('jane citizen');
  await page.getByRole('option').filter({ hasText: '3 Feb 1980' }).click();
  await expect(page.getByRole('button', { name: /case Knee 2026/ })).toBeVisible();
  await shoot(page, 'find-chosen');

  await go(page, 'Desk');
  await expect(row(page, 'Today', 'Scan_2026')).toBeVisible();
  await showList(page, 'Today');
  await opened(page, 'fax from Dr Lim.pdf');
  await shoot(page, 'desk-decide');
  await page.keyboard.press('Control+a');
  await shoot(page, 'desk-many');

  await go(page, 'Attachments');
  const list = page.getByRole('list', { name: 'Attachments', exact: true });
  await expect(list.getByRole('listitem').first()).toBeVisible();
  await list.getByRole('checkbox').nth(1).check();
  await list.getByRole('checkbox').nth(2).check();
  await shoot(page, 'attachments');
  await page.getByRole('button', { name: 'Archive 2' }).click();
  await expect(page.getByRole('dialog')).toContainText('Wei Li');
  await shoot(page, 'archive');
  await page.keyboard.press('Escape');
  await list
    .getByRole('button', { name: /\.png$/ })
    .first()
    .click();
  await expect
    .poll(() =>
      page
        .getByRole('dialog')
        .getByRole('img')
        .evaluate((image: HTMLImageElement) => image.complete),
    )
    .toBe(true);
  await shoot(page, 'preview');
  await page.keyboard.press('Escape');

  await go(page, 'History');
  await expect(page.getByRole('row').nth(3)).toBeVisible();
  await shoot(page, 'history');
  await go(page, 'Settings');
  await shoot(page, 'settings');
  await page.getByRole('button', { name: /^Change/ }).click();
  await shoot(page, 'folder');
  await page.getByText('More', { exact: true }).click();
  await shoot(page, 'folder-more');
  await page.keyboard.press('Escape');

  await go(page, 'Desk');
  await dragOver(page, [letter('x.pdf')]);
  await shoot(page, 'drop');
  await page.dispatchEvent('body', 'dragend');
  await page.setViewportSize({ width: 1280, height: 800 });
  await row(page, 'Today', 'fax from').hover();
  await page.mouse.down();
  await page.mouse.move(500, 400, { steps: 3 });
  await shoot(page, 'drag-rows');
  await page.mouse.up();
  clinic.demo().faults.clear();
  await clinic.goAway();
  await go(page, 'Settings');
  await page.getByRole('button', { name: 'Check the connection' }).click();
  await expect(page.getByRole('dialog')).toContainText('does not work');
  await shoot(page, 'diagnosis');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('banner')).toContainText('Offline');
  await go(page, 'Desk');
  await page.getByRole('button', { name: 'Pause all' }).click();
  await shoot(page, 'desk-offline');
  await clinic.comeBack();
});

test('a wrong document that stays, its story, and who is at the desk', async ({ desk: page, clinic }) => {
  test.slow();
  const { faults } = clinic.demo();
  await arm(page, 'jane citizen', '3 Feb 1980');
  const wrong = letter('referral-hand-surgery of the Royal Northern Rehabilitation Hospital.pdf');
  await drop(page, wrong);
  await filedAs(clinic.demo(), wrong);
  faults.add({ step: 'archive', act: { status: 403 }, times: 'always' });
  await go(page, 'Desk');
  await showList(page, 'Filed');
  await (
    await opened(page, wrong.name, 'Filed')
  )
    .getByRole('button', { name: 'Move to another patient' })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('li, wei');
  await dialog.getByRole('option').filter({ hasText: '9 Sept 1975' }).click();
  await dialog.getByRole('button', { name: 'Move to this patient' }).click();
  const pending = page.getByRole('region', { name: 'Not archived yet' });
  await expect(pending).toContainText('no permission');
  await page.screenshot({ path: 'screenshots/archive-notice.png' });
  await shoot(page, 'archive-refused');
  await go(page, 'History');
  await page
    .getByRole('button', { name: /^What happened to/ })
    .first()
    .click();
  await expect(page.getByText('Each step is in the export.')).toBeVisible();
  await shoot(page, 'history-story');
  await go(page, 'Settings');
  await page.getByLabel('Ask who is at the desk').check();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.getByRole('button', { name: 'Finish' }).click();
  await closeNotices(page);
  await page.getByRole('button', { name: /^Find/ }).click();
  await page.getByRole('combobox').fill('jane citizen');
  await page.getByRole('option').filter({ hasText: '3 Feb 1980' }).click();
  await page.getByRole('button', { name: 'Scan for this patient', exact: true }).first().click();
  await page.getByLabel('Name or initials').fill('FD');
  await shoot(page, 'person');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('contentinfo')).toContainText('At the desk: FD');
  await expect(page.getByRole('heading', { name: 'Today’s files' })).toBeVisible();
  await go(page, 'Settings');
  await shoot(page, 'settings-person');
});

test('a folder with entries that are not filed', async ({ desk: page, folder }) => {
  const scans = await folder('scans');
  for (const name of ['setup.exe', 'Thumbs.db', 'no extension', '~$letter.docx'])
    await writeFile(join(scans, name), 'x');
  // A name in Latin-1.
  await writeFile(Buffer.from(`${scans}/R\xf6ntgen.pdf`, 'latin1'), letter('').bytes);
  await addScanFolder(page, scans, async (dialog) => {
    await dialog.getByLabel('Scans go').selectOption('Always to the inbox');
  });
  await expect(page.getByText(/^Not filed:/).first()).toBeVisible();
  await shoot(page, 'folder-account');
});

test('today’s patients', async ({ desk: page, clinic, folder }) => {
  test.slow();
  await fillDesk(page, clinic, await folder('scans'));
  await go(page, 'Desk');
  const todays = page.getByRole('region', { name: 'Today’s patients' });
  await expect(todays.getByRole('listitem').first()).toBeVisible();
  await shoot(page, 'today');
  await page.setViewportSize({ width: 900, height: 540 });
  await page.screenshot({ path: 'screenshots/today-900.png' });
  await todays.getByText('All practitioners').click();
  await page.screenshot({ path: 'screenshots/today-900-practitioners.png' });
  await page.getByRole('button', { name: /^Find/ }).click();
  await page.keyboard.press('ArrowUp');
  await page.screenshot({ path: 'screenshots/today-900-find.png' });
  await shoot(page, 'today-find');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'All attachments' })).toBeVisible();
  await shoot(page, 'today-card');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('banner')).toContainText('Finish');
  await go(page, 'Settings');
  await page.getByLabel('Language', { exact: true }).selectOption('de');
  await page.keyboard.press('Control+1');
  await page.setViewportSize({ width: 1024, height: 640 });
  await page.screenshot({ path: 'screenshots/today-de-1024.png' });
});
