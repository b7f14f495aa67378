import type { Locator, Page } from '@playwright/test';
import {
  arm,
  dropOn,
  drop,
  filedAs,
  find,
  go,
  keyMs,
  letter,
  notices,
  patientNamed,
  row,
  typeQuery,
  opened,
} from './steps.ts';
import { expect, test, type TestClinic } from './window.ts';

// Acts apply to what is on the screen, even with a slow clinic and a person who does not wait.

test.use({ answerMs: 400 });

const box = (place: Page | Locator): Locator => place.getByRole('combobox', { name: 'Find a patient' });
/** Searches from now on are answered after the test's next steps. */
const answerSearchesLate = (clinic: TestClinic): void =>
  clinic.demo().faults.add({ path: '/patients\\?', act: { delayMs: 5000 }, times: 'always' });
const listed = (page: Page): Locator => page.getByRole('list', { name: 'Attachments', exact: true });

test('files a letter with the patient whose name was typed completely, not with an earlier match', async ({
  desk: page,
  clinic,
}) => {
  const file = letter('for wei.pdf');
  await drop(page, file);
  await go(page, 'Desk');
  const dialog = await opened(page, file.name);
  await typeQuery(dialog, 'li');
  await expect(dialog.getByRole('option').first()).toBeVisible();
  await box(dialog).pressSequentially(', wei', { delay: keyMs });
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  // Two people have this name. The results were not on screen at Enter, so no patient is opened.
  await expect(dialog.getByRole('option', { disabled: false })).toHaveCount(2);
  const chosen = dialog.getByRole('region', { name: 'Selected patient' });
  await expect(chosen).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(chosen).toContainText('Wei Li');
  await chosen.getByRole('button', { name: 'File with this patient', exact: true }).click();
  const [filed] = await filedAs(clinic.demo(), file);
  expect(filed?.patientId).toBe(patientNamed(clinic.demo(), 'Wei Li'));
});

test('opens no patient by a click on a row of an earlier question', async ({ desk: page, clinic }) => {
  await page.getByRole('button', { name: /^Find/ }).click();
  await typeQuery(page, 'li');
  const options = page.getByRole('option');
  await expect(options.first()).toBeEnabled();
  const at = await options.first().boundingBox();
  answerSearchesLate(clinic);
  await box(page).pressSequentially(', wei', { delay: keyMs });
  if (at === null) throw new Error('nobody is shown');
  await page.mouse.click(at.x + 20, at.y + at.height / 2);
  clinic.demo().faults.clear();
  await expect(page.getByRole('option', { disabled: false })).toHaveCount(2);
  await expect(page.getByRole('region', { name: 'Selected patient' })).toBeHidden();
});

test('keeps the highlighted patient in view', async ({ desk: page }) => {
  await page.setViewportSize({ width: 1024, height: 640 });
  await page.getByRole('button', { name: /^Find/ }).click();
  await typeQuery(page, 'an');
  await expect.poll(() => page.getByRole('option', { disabled: false }).count()).toBeGreaterThan(16);
  for (let pressed = 0; pressed < 16; pressed += 1) await page.keyboard.press('ArrowDown');
  const highlighted = page.getByRole('option', { selected: true });
  await expect(highlighted).toBeInViewport({ ratio: 1 });
  const name = await highlighted.locator('strong').textContent();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Selected patient' })).toContainText(name ?? '?');
});

test('shows nothing of one patient under the name of another', async ({ desk: page, clinic }) => {
  await go(page, 'Attachments');
  await page.getByRole('button', { name: 'Of a patient…' }).click();
  await find(page.getByRole('dialog'), 'jane citizen', '3 Feb 1980');
  await page.getByRole('button', { name: 'Show attachments', exact: true }).click();
  await expect(listed(page).getByRole('listitem').first()).toBeVisible();
  await listed(page).getByRole('checkbox').first().check();
  await expect(page.getByRole('button', { name: 'Archive 1' })).toBeVisible();

  clinic.demo().faults.add({ path: '/patients/\\d+/patient_attachments', act: { delayMs: 4000 } });
  await page.getByRole('button', { name: 'Of a patient…' }).click();
  await find(page.getByRole('dialog'), 'li, wei', '9 Sept 1975');
  await page.getByRole('button', { name: 'Show attachments', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Wei Li' })).toBeVisible();
  await expect(listed(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Archive 1' })).toBeHidden();
  await expect(page.getByText('Loading from Cliniko…')).toBeVisible();
  await expect(page.getByText('Loading from Cliniko…')).toBeHidden();
});

test('archives by the record, named with its own patient', async ({ desk: page, clinic }) => {
  await arm(page, 'jane citizen', '3 Feb 1980');
  const file = letter('archive me.pdf');
  await drop(page, file);
  const [filed] = await filedAs(clinic.demo(), file);
  await go(page, 'Attachments');
  await page.getByLabel(`Select ${file.name}`).check();
  await page.getByRole('button', { name: 'Archive 1' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(file.name);
  await expect(dialog).toContainText('Jane Citizen');
  await expect(dialog).toContainText(`3 Feb 1980 · #${filed?.patientId ?? ''}`);
  await dialog.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(notices(page)).toContainText('Archived.');
  const archived = () =>
    clinic
      .demo()
      .attachments()
      .find(({ id }) => id === filed?.id)?.archivedAt;
  await expect.poll(archived).not.toBeNull();
});

test('keeps a dialog and what is typed in it when Ctrl+F is pressed', async ({ desk: page }) => {
  await drop(page, letter('still here.pdf'), letter('this too.pdf'));
  await go(page, 'Desk');
  await row(page, 'Today', 'still here.pdf').click();
  await row(page, 'Today', 'this too.pdf').click({ modifiers: ['Shift'] });
  await page.getByRole('button', { name: 'Assign… (2)' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Referral by phone');
  await page.keyboard.press('Control+f');
  await expect(box(dialog)).toBeFocused();
  await page.keyboard.press('Control+2');
  await expect(dialog.getByRole('textbox', { name: 'Description' })).toHaveValue('Referral by phone');
});

test('removes “Scans now go to” once no patient is selected', async ({ desk: page }) => {
  await arm(page, 'jane citizen', '3 Feb 1980');
  await expect(notices(page)).toContainText(/Scans now go to\s*Jane Citizen\s*3 Feb 1980 · #\d+/);
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(notices(page)).not.toContainText('Scans now go to');
});

test('gives a letter its description before it is uploaded', async ({ desk: page, clinic }) => {
  const file = letter('described.pdf');
  await drop(page, file);
  await go(page, 'Desk');
  await (await opened(page, file.name)).getByRole('button', { name: 'Describe…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'X-ray' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save description' }).click();
  await expect(row(page, 'Today', file.name)).toContainText('X-ray');
  const shown = await opened(page, file.name);
  await shown.getByRole('button', { name: 'Describe…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox', { name: 'Description' })).toHaveValue('X-ray');
  await dialog.getByRole('textbox', { name: 'Description' }).fill('X-ray of the knee');
  await dialog.getByRole('button', { name: 'Save description' }).click();
  await find(shown, 'jane citizen', '3 Feb 1980');
  await shown.getByRole('button', { name: 'File with this patient', exact: true }).click();
  const [filed] = await filedAs(clinic.demo(), file);
  expect(filed?.description).toBe('X-ray of the knee');
});

test('a file dropped while an answer is awaited goes to no patient of an earlier question', async ({
  desk: page,
  clinic,
}) => {
  await page.getByRole('button', { name: /^Find/ }).click();
  await typeQuery(page, 'li');
  const first = page.getByRole('option').first();
  await expect(first).toBeEnabled();
  answerSearchesLate(clinic);
  await box(page).pressSequentially(', wei', { delay: keyMs });
  const file = letter('dropped early.pdf');
  await dropOn(page, first, file);
  await expect(notices(page)).toContainText('1 file in the inbox.');
  clinic.demo().faults.clear();
  expect(
    clinic
      .demo()
      .attachments()
      .some(({ sha256 }) => sha256 === file.sha256),
  ).toBe(false);
});

test('shows an archived patient as such, and files nothing in that chart', async ({ desk: page, clinic }) => {
  await page.getByRole('button', { name: /^Find/ }).click();
  await typeQuery(page, 'archie');
  const archie = page.getByRole('option').filter({ hasText: 'Archie Archived' });
  await expect(archie).toContainText('archived in Cliniko');
  await expect(archie).toContainText(/15 May 1955/);
  await expect(archie).toBeDisabled();
  // After all patients that can be chosen.
  await expect(page.getByRole('option').last()).toContainText('in Cliniko');
  const file = letter('for archie.pdf');
  await dropOn(page, archie, file);
  await expect(notices(page)).toContainText('1 file in the inbox.');
  const at = await archie.boundingBox();
  if (at === null) throw new Error('Archie is not shown');
  await page.mouse.click(at.x + 20, at.y + at.height / 2);
  await expect(page.getByRole('region', { name: 'Selected patient' })).toBeHidden();
  expect(
    clinic
      .demo()
      .attachments()
      .some(({ sha256 }) => sha256 === file.sha256),
  ).toBe(false);
});

test('assigns every selected row, even those scrolled far out of view', async ({ desk: page, clinic }) => {
  test.slow();
  const files = Array.from({ length: 255 }, (_, at) => letter(`page ${String(at + 1).padStart(3, '0')}.pdf`));
  await drop(page, ...files);
  await go(page, 'Desk');
  const needs = (n: number): Locator => page.getByRole('button', { name: `Inbox ${n}` });
  await expect(needs(255)).toBeVisible({ timeout: 60_000 });
  const list = page.getByRole('listbox', { name: 'Today', exact: true });
  const select = async (at: number): Promise<string> => {
    const shown = list.locator(`[aria-posinset="${at}"]`);
    await shown.click({ modifiers: ['Control'] });
    return (await shown.locator('[title]').first().getAttribute('title')) ?? '';
  };
  await list.locator('[aria-posinset="1"]').click({ modifiers: ['Control'] });
  const chosen = [await select(3), await select(5)];
  await list.locator('..').evaluate((scrolled) => (scrolled.scrollTop = scrolled.scrollHeight));
  chosen.push(await select(255));
  expect(new Set(chosen).size).toBe(3);
  await expect(page.getByRole('heading', { name: '3 files selected' })).toBeVisible();
  await page.getByRole('button', { name: 'Assign… (3)' }).click();
  const dialog = page.getByRole('dialog', { name: 'Whose are these 3 files?' });
  await find(dialog, 'jane citizen', '3 Feb 1980');
  await dialog.getByRole('button', { name: 'File with this patient', exact: true }).click();
  await expect(notices(page)).toContainText('3 files go to');
  const jane = patientNamed(clinic.demo(), 'Jane Citizen');
  for (const file of files.filter(({ name }) => chosen.includes(name))) {
    const [filed] = await filedAs(clinic.demo(), file);
    expect(filed?.patientId).toBe(jane);
  }
  await expect(needs(252)).toBeVisible();
});
