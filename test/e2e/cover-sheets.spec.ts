import { readFile } from 'node:fs/promises';
import { PDFDocument } from 'pdf-lib';
import { find, go, notices } from './steps.ts';
import { expect, test } from './window.ts';

test('a cover sheet is saved from a patient’s card, and sheets for today’s patients', async ({
  desk: page,
}) => {
  await page.getByRole('button', { name: /^Find/ }).click();
  await find(page.getByRole('main'), 'jane citizen', /3 Feb 1980/);
  const [sheet] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Cover sheet', exact: true }).first().click(),
  ]);
  expect(sheet.suggestedFilename()).toBe('cover-sheets.pdf');
  const made = await PDFDocument.load(await readFile(await sheet.path()));
  expect(made.getPageCount()).toBe(1);
  await expect(notices(page)).toContainText('The cover sheet is saved as a PDF.');

  await go(page, 'Desk');
  const [sheets] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Cover sheets for today' }).click(),
  ]);
  const ofToday = await PDFDocument.load(await readFile(await sheets.path()));
  expect(ofToday.getPageCount()).toBeGreaterThan(3);
});

test('the key of the sheets is saved with a passphrase, and opened again', async ({ desk: page }) => {
  await go(page, 'Settings');
  const card = page.getByRole('region', { name: 'Cover sheets' });
  await expect(card.getByText('No cover sheet was made on this PC yet')).toBeVisible();
  await card.getByLabel('Passphrase').fill('correct horse');
  const [key] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: 'Save key for other PCs' }).click(),
  ]);
  await expect(notices(page)).toContainText('The key is saved.');
  await card.getByLabel('Passphrase').fill('wrong horse');
  const chosen = page.waitForEvent('filechooser');
  await card.getByRole('button', { name: 'Open key of another PC' }).click();
  await (await chosen).setFiles(await key.path());
  await expect(notices(page)).toContainText('The passphrase does not fit this file.');
});
