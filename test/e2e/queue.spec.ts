import {
  addScanFolder,
  arm,
  bytesOf,
  drop,
  filedAs,
  go,
  letter,
  notices,
  patientNamed,
  row,
  scan,
  typeQuery,
  opened,
  showList,
} from './steps.ts';
import { enterKey, expect, test } from './window.ts';

test.describe('with an undo period', () => {
  test.use({ preferences: { holdSeconds: 600 } });

  test('a file is undone in the undo period, and nothing of it reaches the clinic', async ({
    desk: page,
    clinic,
  }) => {
    await arm(page, 'jane citizen', '3 Feb 1980');
    await drop(page, letter('too soon.pdf'));
    await go(page, 'Desk');
    await expect(row(page, 'Today', 'too soon.pdf')).toContainText(/Uploads in 9:\d\d|Uploads in 10:00/);
    await (await opened(page, 'too soon.pdf')).getByRole('button', { name: 'Take back' }).click();
    await expect(row(page, 'Today', 'too soon.pdf')).toContainText('You took it back.');
    expect(clinic.demo().requests().storagePosts).toBe(0);
  });

  test('new files are described from the notice, and wait while a person writes', async ({
    desk: page,
    clinic,
  }) => {
    await arm(page, 'jane citizen', '3 Feb 1980');
    const [one, two] = [letter('hand.pdf'), letter('foot.pdf')];
    await go(page, 'Desk');
    await drop(page, one, two);
    await expect(notices(page)).toContainText(/2 files for\s*Jane Citizen\s*3 Feb 1980 · #\d+/);
    await notices(page).getByRole('button', { name: 'Describe…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Describe 2 files' });
    await dialog.getByRole('button', { name: 'X-ray' }).click();
    await expect(row(page, 'Today', one.name).getByText('Paused')).toBeAttached();
    await dialog.getByRole('button', { name: 'Save description' }).click();
    await expect(dialog).toBeHidden();
    for (const { name } of [one, two]) {
      await expect(row(page, 'Today', name)).toContainText('X-ray');
      await expect(row(page, 'Today', name)).toContainText(/Uploads in \d/);
    }
    expect(clinic.demo().requests().storagePosts).toBe(0);
  });

  test('the patient is changed before the upload', async ({ desk: page }) => {
    await arm(page, 'jane citizen', '3 Feb 1980');
    await drop(page, letter('not janes.pdf'));
    await go(page, 'Desk');
    await (await opened(page, 'not janes.pdf')).getByRole('button', { name: 'Change patient' }).click();
    const dialog = page.getByRole('dialog');
    await typeQuery(dialog, 'li, wei');
    await dialog.getByRole('option').filter({ hasText: '9 Sept 1975' }).click();
    await dialog.getByRole('button', { name: 'File with this patient', exact: true }).click();
    await expect(row(page, 'Today', 'not janes.pdf')).toContainText('Wei Li');
  });

  test('an ignored file is restored', async ({ desk: page }) => {
    await drop(page, letter('junk.pdf'));
    await go(page, 'Desk');
    await (await opened(page, 'junk.pdf')).getByRole('button', { name: 'Ignore' }).click();
    await expect(page.getByRole('heading', { name: 'No scan folder yet' })).toBeVisible();
    await showList(page, 'Ignored');
    await (await opened(page, 'junk.pdf', 'Ignored')).getByRole('button', { name: 'Bring back' }).click();
    await go(page, 'Desk');
    await expect(notices(page).getByRole('button', { name: 'Undo' })).toBeHidden();
    await expect(row(page, 'Today', 'junk.pdf')).toContainText('You brought it back.');
  });
});

test('a paused file does not start, and resumes when a person says so', async ({ desk: page, clinic }) => {
  await go(page, 'Desk');
  await page.getByRole('button', { name: 'Pause all' }).click();
  await expect(page.getByRole('banner')).toContainText('Paused');
  await arm(page, 'jane citizen', '3 Feb 1980');
  const [one, other] = [letter('one.pdf'), letter('other.pdf')];
  await drop(page, one, other);
  await go(page, 'Desk');
  await expect(row(page, 'Today', 'one.pdf')).toContainText('waiting');
  await page.getByRole('button', { name: 'Pause one.pdf' }).click();
  await expect(row(page, 'Today', 'one.pdf')).toContainText('Paused');
  await page.getByRole('button', { name: 'Resume all' }).click();
  await filedAs(clinic.demo(), other);
  expect(
    clinic
      .demo()
      .attachments()
      .some(({ sha256 }) => sha256 === one.sha256),
  ).toBe(false);
  await page.getByRole('button', { name: 'Resume one.pdf' }).click();
  await filedAs(clinic.demo(), one);
  await expect(page.getByRole('contentinfo')).toContainText('2 filed today');
});

test('a large upload shows its progress', async ({ desk: page, clinic }) => {
  clinic.demo().faults.add({ step: 'storage', act: { slowRead: 2_000_000 } });
  await arm(page, 'jane citizen', '3 Feb 1980');
  const file = bytesOf('scan of everything.pdf', 4_000_000);
  await drop(page, file);
  await go(page, 'Desk');
  await expect(row(page, 'Today', file.name)).toContainText(/\d+%/);
  await filedAs(clinic.demo(), file);
});

test('without the clinic the window says so, accepts drops, and resumes automatically', async ({
  desk: page,
  clinic,
}) => {
  await arm(page, 'jane citizen', '3 Feb 1980');
  await clinic.goAway();
  const file = letter('offline.pdf');
  await drop(page, file);
  await expect(notices(page)).toContainText('1 file for Jane Citizen');
  await go(page, 'Desk');
  await expect(row(page, 'Today', 'offline.pdf')).toContainText('Waits for the network');
  await expect(page.getByRole('banner')).toContainText('Offline');
  await expect(page.getByRole('contentinfo')).toContainText('offline');
  await go(page, 'Attachments');
  await expect(page.getByRole('heading', { name: 'The attachments cannot be shown' })).toBeVisible();

  await clinic.comeBack();
  await filedAs(clinic.demo(), file);
  await expect(page.getByRole('contentinfo')).toContainText('online');
  await expect(page.getByRole('banner')).not.toContainText('Offline');
  // The list was loaded again as soon as the clinic was back, possibly before the file was processed.
  await expect(page.getByRole('list', { name: 'Attachments', exact: true })).toBeVisible();
  await go(page, 'Desk');
  await go(page, 'Attachments');
  await expect(row(page, 'Attachments', 'offline.pdf')).toBeVisible();
});

test('without a job too, it notices that the clinic is back', async ({ desk: page, clinic }) => {
  await clinic.goAway();
  await go(page, 'Settings');
  await page.getByRole('button', { name: 'Check the connection' }).click();
  await expect(page.getByRole('dialog')).toContainText('does not work');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('banner')).toContainText('Offline');
  await clinic.comeBack();
  await expect(page.getByRole('banner')).not.toContainText('Offline');
});

test('a key that stops working pauses everything, and a new one resumes it', async ({
  desk: page,
  clinic,
  folder,
}) => {
  const scans = await folder('scans');
  await addScanFolder(page, scans);
  await arm(page, 'jane citizen', '3 Feb 1980');
  clinic
    .demo()
    .faults.add({ act: { status: 401, body: '{"errors":{"message":"Unauthorized"}}' }, times: 'always' });
  const file = letter('locked out.pdf');
  await scan(scans, file);
  await page.getByRole('button', { name: 'Key rejected: enter a new one' }).click();
  const key = page.getByLabel('API key');
  await expect(key).toBeFocused();
  await expect(key).toHaveAttribute('aria-invalid', 'true');
  await expect(key).toHaveAccessibleDescription(/does not accept this API key/);
  await go(page, 'Desk');
  await page.getByRole('contentinfo').getByRole('button', { name: 'Key rejected' }).click();
  await expect(key).toBeFocused();
  await enterKey(page, 'still-wrong-au1');
  await expect(page.getByText('Cliniko does not accept this API key.')).toBeVisible();
  clinic.demo().faults.clear();
  await enterKey(page, clinic.apiKey);
  await expect(notices(page)).toContainText('Connected as Frankie Desk.');
  await filedAs(clinic.demo(), file);
  await expect(page.getByRole('contentinfo')).toContainText('1 filed');
  await expect(page.getByRole('banner')).not.toContainText('Key rejected');
});

test('a file that the clinic refuses fails with its words, and continues with a retry', async ({
  desk: page,
  clinic,
}) => {
  clinic.demo().faults.add({
    step: 'presign',
    act: { status: 422, body: '{"errors":{"patient":"is not to our liking"}}' },
  });
  await arm(page, 'jane citizen', '3 Feb 1980');
  const file = letter('refused.pdf');
  await drop(page, file);
  await go(page, 'Desk');
  await expect(row(page, 'Today', 'refused.pdf')).toContainText('Failed');
  await expect(await opened(page, 'refused.pdf')).toContainText(/Failed: .*is not to our liking/);
  await expect(page.getByRole('contentinfo')).toContainText('1 needs you');
  await (await opened(page, 'refused.pdf')).getByRole('button', { name: 'Retry' }).click();
  await filedAs(clinic.demo(), file);
});

test('two windows show the same after an act in either', async ({ desk: page, context, clinic }) => {
  const other = await context.newPage();
  await other.goto(new URL('/', page.url()).href);
  await expect(other.getByRole('banner')).toContainText('No patient selected');
  await arm(page, 'jane citizen', '3 Feb 1980');
  await expect(other.getByRole('banner')).toContainText('Jane Citizen');
  await go(page, 'Desk');
  await page.getByRole('button', { name: 'Pause all' }).click();
  await go(other, 'Desk');
  const file = letter('both.pdf');
  await drop(other, file);
  for (const one of [page, other]) await expect(row(one, 'Today', 'both.pdf')).toContainText('waiting');
  await other.getByRole('button', { name: 'Resume all' }).click();
  await filedAs(clinic.demo(), file);
  for (const one of [page, other]) {
    await expect(row(one, 'Today', 'both.pdf')).toContainText('Filed');
  }
  await page.getByRole('button', { name: 'Finish' }).click();
  await expect(other.getByRole('banner')).toContainText('No patient selected');
});

test('a whole pile for the wrong patient is moved at once: all, the act, the patient, Enter', async ({
  desk: page,
  clinic,
}) => {
  test.slow();
  await arm(page, 'jane citizen', '3 Feb 1980');
  const files = Array.from({ length: 8 }, (_, at) => letter(`pile ${at + 1}.pdf`));
  await drop(page, ...files);
  await go(page, 'Desk');
  await expect(page.getByRole('contentinfo')).toContainText('8 filed today');
  await row(page, 'Today', 'pile 1.pdf').click();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Move to another patient… (8)' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move to another patient' });
  await expect(dialog).toContainText('8 filed files are moved.');
  await typeQuery(dialog, 'li, wei');
  await dialog.getByRole('option').filter({ hasText: '9 Sept 1975' }).click();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  const wei = patientNamed(clinic.demo(), 'Wei Li');
  for (const file of files) {
    const copies = await filedAs(clinic.demo(), file, 2);
    expect(copies.some(({ patientId }) => patientId === wei)).toBe(true);
  }
  const current = () =>
    clinic
      .demo()
      .attachments()
      .filter(({ archivedAt, sha256 }) => archivedAt === null && files.some((one) => one.sha256 === sha256));
  // Within the limit of calls: the rest waits for the next minute.
  await expect
    .poll(() => current().map(({ patientId }) => patientId), { timeout: 90_000 })
    .toEqual(files.map(() => wei));
});
