import { letterAbout, aboutWei } from './page-letters.ts';
import { addScanFolder, filedAs, go, patientNamed, row, scan } from './steps.ts';
import { expect, test } from './window.ts';

// A folder whose scans go to the patient on their page, without a person.

test.use({ preferences: { holdSeconds: 0 } });
test.describe.configure({ timeout: 240_000 });

test('a letter about one patient is filed by its page, and one about no patient waits with its reason', async ({
  desk: page,
  clinic,
  folder,
}) => {
  const scans = await folder('scans');
  await addScanFolder(page, scans, async (dialog) => {
    await dialog.getByLabel('Scans go').selectOption('To the patient whom the page names');
    await expect(dialog).toContainText('It files a scan without asking only if');
  });
  await expect(page.getByText('by its page')).toBeVisible();
  await go(page, 'Desk');
  const [about, other] = [
    aboutWei('letter.pdf'),
    letterAbout('Una Known, born 1 February 1981', 'other.pdf'),
  ];
  await scan(scans, about);
  const [filed] = await filedAs(clinic.demo(), about);
  expect(filed?.patientId).toBe(patientNamed(clinic.demo(), 'Wei Li'));
  await expect(row(page, 'Today', about.name)).toContainText('The page names this patient');
  await scan(scans, other);
  const pane = page.getByRole('region', { name: `File ${other.name}`, exact: true });
  await row(page, 'Today', other.name).click({ timeout: 240_000 });
  await expect(pane).toContainText('The page names no current patient by full name and date of birth.', {
    timeout: 90_000,
  });
  await go(page, 'History');
  await page.getByRole('row').filter({ hasText: about.name }).getByRole('button').first().click();
  await expect(page.getByText(/The page alone chose the patient/).first()).toBeVisible();
});
