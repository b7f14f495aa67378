import type { Page } from '@playwright/test';
import { PDFDocument } from 'pdf-lib';
import { colouredPages, greyPage, tiffOf } from '../fixtures/drawable-files.ts';
import { blank, letter as letterPage, stackOf } from '../sheets/stacks.ts';
import { brokenRules } from './axe.ts';
import { arm, drop, go, notices, opened, row } from './steps.ts';
import { expect, test } from './window.ts';

// Pages are put together before the upload: by keyboard, at a person's speed.

const given = (name: string, bytes: Buffer) => ({ name, bytes, sha256: '' });
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Put pages together' });
const press = async (page: Page, name: string): Promise<void> => {
  const button = dialogOf(page).getByRole('button', { name, exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
};
/** The rotation of each page of an attachment. */
async function turnsOf(bytes: Uint8Array): Promise<number[]> {
  return (await PDFDocument.load(bytes)).getPages().map((each) => each.getRotation().angle);
}

test('a scan is turned, divided and filed by keyboard alone, and the original stays', async ({
  desk: page,
  clinic,
}) => {
  const before = clinic.demo().attachments().length;
  await drop(page, given('two letters.pdf', colouredPages(4)));
  await go(page, 'Desk');
  const pane = await opened(page, 'two letters.pdf');
  await pane.getByRole('button', { name: 'Pages… two letters.pdf' }).press('Enter');
  const dialog = dialogOf(page);
  await expect(dialog.getByRole('radio')).toHaveCount(4);
  await expect(dialog.getByRole('button', { name: /Make/ })).toBeDisabled();
  expect(await brokenRules(page)).toEqual([]);
  await dialog.getByRole('radio').first().focus();
  await press(page, 'Turn right');
  await dialog.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('radio').nth(2)).toBeChecked();
  await press(page, 'Split before');
  await press(page, 'Later');
  await expect(dialog.getByText('New document')).toBeVisible();
  await press(page, 'Leave out');
  await expect(dialog.getByText('Left out')).toBeVisible();
  await press(page, 'Make 2 documents');
  await expect(dialog).toBeHidden();
  await expect(notices(page)).toContainText('2 documents were made.');
  await expect(row(page, 'Today', 'two letters-1.pdf')).toContainText('You put its pages together.');
  await expect(row(page, 'Today', 'two letters-2.pdf')).toBeVisible();
  const first = await opened(page, 'two letters-1.pdf');
  await expect(first).toContainText('Put together from 1 scan');
  await first.getByRole('combobox').fill('jane citizen 3 feb 1980');
  await expect(page.getByRole('option', { name: /Jane Citizen/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await first.getByRole('button', { name: 'File with this patient' }).press('Enter');
  await expect.poll(() => clinic.demo().attachments().length).toBe(before + 1);
  const filed = clinic
    .demo()
    .attachments()
    .find(({ filename }) => filename === 'two letters-1.pdf');
  await expect.poll(async () => turnsOf(await clinic.demo().readBytes(filed?.id ?? ''))).toEqual([90, 0]);
});

test('blank pages are left out, and the act is undone from its notice', async ({ desk: page }) => {
  const bytes = await stackOf([letterPage('First'), blank, letterPage('Second'), blank], Buffer.alloc(32, 1));
  await drop(page, given('both sides.pdf', bytes));
  await go(page, 'Desk');
  await (await opened(page, 'both sides.pdf')).getByRole('button', { name: /^Pages…/ }).click();
  const dialog = dialogOf(page);
  await expect(dialog.getByRole('radio')).toHaveCount(4);
  await dialog.getByRole('button', { name: 'Leave out blank pages' }).click();
  await expect(dialog.getByRole('status')).toHaveText('2 blank pages are left out.');
  await expect(dialog.getByText('Left out', { exact: true })).toHaveCount(2);
  await dialog.getByRole('button', { name: 'Make 1 document' }).click();
  await expect((await opened(page, 'both sides.pdf')).getByText('Page 1 of 2')).toBeVisible();
  await notices(page).getByRole('button', { name: 'Undo' }).click();
  await expect(row(page, 'Today', 'both sides.pdf')).toContainText('You took it back.');
  await expect((await opened(page, 'both sides.pdf')).getByText('Page 1 of 4')).toBeVisible();
});

test.describe('with an undo period', () => {
  test.use({ preferences: { holdSeconds: 600 } });

  test('a fax and a letter for one patient are joined, while both wait', async ({ desk: page }) => {
    await arm(page, 'jane citizen', '3 Feb 1980');
    await go(page, 'Desk');
    const files = [given('fax.tif', tiffOf([greyPage(80, 100)])), given('letter.pdf', colouredPages(2))];
    await drop(page, ...files);
    await row(page, 'Today', 'fax.tif').click();
    await row(page, 'Today', 'letter.pdf').click({ modifiers: ['ControlOrMeta'] });
    await page.getByRole('button', { name: /^Pages…/ }).click();
    const dialog = dialogOf(page);
    await expect(dialog.getByRole('radio')).toHaveCount(3);
    await expect(row(page, 'Today', 'letter.pdf').getByText('Paused')).toBeAttached();
    await dialog.getByRole('button', { name: 'Make 1 document' }).click();
    const made = page.getByRole('option').filter({ hasText: /Put|fax\.pdf|letter\.pdf/ });
    await expect(made.first()).toContainText(/Uploads in \d/);
    await expect(page.getByRole('option').filter({ hasText: 'fax.tif' })).toBeHidden();
  });

  test('a file whose pages were only looked at continues its undo period', async ({ desk: page }) => {
    await arm(page, 'jane citizen', '3 Feb 1980');
    await go(page, 'Desk');
    await drop(page, given('letter.pdf', colouredPages(2)));
    await (await opened(page, 'letter.pdf')).getByRole('button', { name: /^Pages…/ }).click();
    await expect(dialogOf(page).getByRole('radio')).toHaveCount(2);
    await expect(row(page, 'Today', 'letter.pdf').getByText('Paused')).toBeAttached();
    await page.keyboard.press('Escape');
    await expect(row(page, 'Today', 'letter.pdf')).toContainText(/Uploads in \d/);
  });
});
