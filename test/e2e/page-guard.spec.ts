import type { Page } from '@playwright/test';
import { aboutWei, letterAbout, scanForJane } from './page-letters.ts';
import { personAt } from './person.ts';
import { addScanFolder, arm, filedAs, go, type GivenFile, patientNamed, row, scan } from './steps.ts';
import { expect, test, type TestClinic } from './window.ts';

// A letter about one patient is scanned onto another. By keyboard alone, at a person's speed.

// Longer than a reading, with the start of its process, on a busy machine.
test.use({ preferences: { holdSeconds: 25 } });
test.describe.configure({ timeout: 240_000 });

/** The list has the keys, as after a press on a row. */
const toList = (page: Page): Promise<void> =>
  page.getByRole('listbox', { name: 'Today', exact: true }).focus();

const filedWith = (clinic: TestClinic, file: GivenFile): (string | null)[] =>
  clinic
    .demo()
    .attachments()
    .filter(({ sha256 }) => sha256 === file.sha256)
    .map(({ patientId }) => patientId);

test('a letter about another patient waits, shows its line and both patients, and goes to the one on the page', async ({
  desk: page,
  clinic,
  folder,
}) => {
  const file = aboutWei('letter.pdf');
  const pane = await scanForJane(page, await folder('scans'), file);
  await expect(row(page, 'Today', file.name)).toContainText('Page names Wei Li');
  await expect(row(page, 'Today', file.name)).toContainText('9 Sept 1975');
  await expect(pane).toContainText('The page says: “Re: Wei Li, born 9 September 1975”');
  const first = pane.getByRole('button', { name: /^File with Wei Li/ });
  await expect(first).toContainText(/9 Sept 1975 · #\d{10,}/);
  await expect(pane.getByRole('button', { name: /anyway$/ })).toContainText(/3 Feb 1980 · #\d{10,}/);

  const person = personAt(page);
  await person.look(first);
  await toList(page);
  // The first press goes to the decision. A key that is held down decides nothing.
  await page.keyboard.down('Enter');
  await expect(first).toBeFocused();
  for (let repeats = 0; repeats < 20; repeats += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(pane).toContainText('The page names another patient.');
  expect(filedWith(clinic, file)).toEqual([]);

  await person.press('Enter');
  const [filed] = await filedAs(clinic.demo(), file);
  expect(filed?.patientId).toBe(patientNamed(clinic.demo(), 'Wei Li'));
});

test('a person files it as chosen anyway, and the history says what the page said', async ({
  desk: page,
  clinic,
  folder,
}) => {
  const file = aboutWei('for jane.pdf');
  const pane = await scanForJane(page, await folder('scans'), file);
  const person = personAt(page);
  await person.look(pane.getByRole('button', { name: /anyway$/ }));
  await toList(page);
  await person.press('Enter', 'Tab');
  await expect(pane.getByRole('button', { name: /anyway$/ })).toBeFocused();
  await person.press('Enter');
  await filedAs(clinic.demo(), file);
  expect(filedWith(clinic, file)).toEqual([patientNamed(clinic.demo(), 'Jane Citizen')]);
  await go(page, 'History');
  await page.getByRole('row').filter({ hasText: file.name }).getByRole('button').first().click();
  await expect(page.getByText('The page says: “Re: Wei Li, born 9 September 1975”').first()).toBeVisible();
});

test('a letter without a patient comes with the one on its page, and Enter files it', async ({
  desk: page,
  clinic,
  folder,
}) => {
  const file = aboutWei('whose.pdf');
  const scans = await folder('scans');
  await addScanFolder(page, scans);
  await go(page, 'Desk');
  await scan(scans, file);
  const pane = page.getByRole('region', { name: `File ${file.name}`, exact: true });
  const first = pane.getByRole('button', { name: /^File with Wei Li/ });
  await expect(first).toContainText(/9 Sept 1975 · #\d{10,}/, { timeout: 90_000 });
  await expect(pane.getByRole('img', { name: `The line of the page, ${file.name}` })).toBeVisible();
  const person = personAt(page);
  await person.look(first);
  await toList(page);
  await person.press('Enter');
  await expect(first).toBeFocused();
  await person.press('Enter');
  const [filed] = await filedAs(clinic.demo(), file);
  expect(filed?.patientId).toBe(patientNamed(clinic.demo(), 'Wei Li'));
});

test('a letter about the selected patient says so', async ({ desk: page, folder }) => {
  const file = letterAbout('Jane Citizen, born 3 February 1980', 'right.pdf');
  const scans = await folder('scans');
  await addScanFolder(page, scans);
  await arm(page, 'citizen, jane', '3 Feb 1980');
  await go(page, 'Desk');
  await scan(scans, file);
  await expect(row(page, 'Today', file.name)).toContainText('The page names this patient', {
    timeout: 90_000,
  });
});
