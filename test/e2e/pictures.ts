import type { Page } from '@playwright/test';
import { closeNotices, fillDesk } from './busy-desk.ts';
import { aboutWei, scanForJane } from './page-letters.ts';
import { go, opened, showList, typeQuery } from './steps.ts';
import { expect, test } from './window.ts';

// `npm run pictures`: the pictures of README and guide, into docs/screenshots.

test.use({ viewport: { width: 1280, height: 800 } });

async function shoot(page: Page, name: string): Promise<void> {
  await closeNotices(page);
  await page.screenshot({ path: `docs/screenshots/${name}.png` });
}

test('the first run', async ({ opened: page }) => {
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
  await shoot(page, 'first-run');
});

test('the views in mid-morning', async ({ desk: page, clinic, folder }) => {
  test.slow();
  await fillDesk(page, clinic, await folder('scans'));
  await go(page, 'Settings');
  await shoot(page, 'settings');
  await go(page, 'Desk');
  await showList(page, 'Today');
  await opened(page, 'fax from Dr Lim.pdf');
  await expect(page.getByRole('img', { name: /page 1/i })).toBeVisible();
  await shoot(page, 'desk');
  await page.getByRole('button', { name: 'The day…' }).click();
  await shoot(page, 'day');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Find/ }).click();
  await typeQuery(page, 'smith');
  await page.getByRole('option', { disabled: false }).first().click();
  await expect(page.getByText('Loading cases…')).toBeHidden();
  await shoot(page, 'find');
  await go(page, 'Attachments');
  const list = page.getByRole('list', { name: 'Attachments', exact: true });
  await list.getByRole('checkbox').nth(1).check();
  await list.getByRole('checkbox').nth(2).check();
  await shoot(page, 'attachments');
  await go(page, 'History');
  await expect(page.getByRole('row').nth(3)).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await shoot(page, 'history-dark');
});

test.describe('a letter about another patient', () => {
  // Longer than a reading, with the start of its process.
  test.use({ preferences: { holdSeconds: 25 } });

  test('waits for a decision', async ({ desk: page, folder }) => {
    test.slow();
    await scanForJane(page, await folder('scans'), aboutWei('Scan_2026-11-23_0940.pdf'));
    await shoot(page, 'page-question');
  });
});
