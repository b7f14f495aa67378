import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { heicPhoto } from '../fixtures/heic-photo.ts';
import {
  addScanFolder,
  arm,
  bytesOf,
  dragOver,
  drop,
  filedAs,
  find,
  go,
  letter,
  listedIn,
  notices,
  paste,
  patientNamed,
  row,
  scan,
  opened,
  showList,
} from './steps.ts';
import { expect, test } from './window.ts';

test('a scan goes to the selected patient, and every view and the clinic’s records agree', async ({
  desk: page,
  clinic,
  folder,
}) => {
  const scans = await folder('scans');
  await addScanFolder(page, scans);
  await arm(page, 'citizen, jane', '3 Feb 1980');
  await expect(page.getByRole('banner')).toContainText('Jane Citizen');
  await expect(page.getByRole('banner')).toContainText(/3 Feb 1980 · #\d{10,}/);

  const file = letter('referral.pdf');
  await scan(scans, file);
  const [filed] = await filedAs(clinic.demo(), file);
  expect(filed).toMatchObject({
    patientId: patientNamed(clinic.demo(), 'Jane Citizen'),
    filename: 'referral.pdf',
    size: file.bytes.length,
    archivedAt: null,
  });
  await expect(page.getByRole('contentinfo')).toContainText('Everything scanned today is filed.');

  await go(page, 'Desk');
  await showList(page, 'Filed');
  await expect(row(page, 'Filed', 'referral.pdf')).toContainText('Jane Citizen');

  await go(page, 'Attachments');
  await expect(row(page, 'Attachments', 'referral.pdf')).toContainText('ready');
  await expect(row(page, 'Attachments', 'referral.pdf').getByLabel('filed by Chartdrop')).toBeVisible();

  await go(page, 'History');
  const entry = page.getByRole('row').filter({ hasText: 'referral.pdf' });
  await expect(entry.filter({ hasText: 'Jane Citizen' }).filter({ hasText: 'Filed' })).toHaveCount(1);
  await expect(
    page
      .getByRole('table', { name: /Each day/ })
      .getByRole('row')
      .nth(1)
      .getByRole('cell'),
  ).toHaveText(['1', '1', '0', '0', '0']);

  await expect
    .poll(async () => readdir(join(scans, 'Filed'), { recursive: true }))
    .toContainEqual(expect.stringMatching(/referral\.pdf$/));
});

test('a scan without a selected patient waits in the inbox with that reason', async ({
  desk: page,
  folder,
}) => {
  const scans = await folder('scans');
  await addScanFolder(page, scans);
  await scan(scans, letter('whose.pdf'));
  await go(page, 'Desk');
  await expect(row(page, 'Today', 'whose.pdf')).toContainText('No patient was selected when it was scanned.');
});

test('a scan without a patient shows its page beside the decision, and the next one follows', async ({
  desk: page,
  folder,
}) => {
  const scans = await folder('scans');
  await addScanFolder(page, scans);
  for (const name of ['older.pdf', 'newer.pdf']) {
    await scan(scans, letter(name));
    await go(page, 'Desk');
    await expect(row(page, 'Today', name)).toBeVisible();
  }
  const newer = await opened(page, 'newer.pdf');
  await expect(newer.getByRole('img', { name: 'newer.pdf, page 1' })).toBeVisible();
  expect(page.context().pages()).toHaveLength(1);
  await find(newer, 'jane citizen', '3 Feb 1980');
  await newer.getByRole('button', { name: 'File with this patient', exact: true }).click();
  const older = page.getByRole('region', { name: 'File older.pdf', exact: true });
  await expect(older.getByRole('img', { name: 'older.pdf, page 1' })).toBeVisible();
  await expect(page.getByRole('listbox', { name: 'Today' })).toBeFocused();
  await expect(row(page, 'Today', 'newer.pdf')).toContainText(/Filed .*Jane Citizen/);
});

test('a photo is sent as a JPEG once that is set, under the same name in both places', async ({
  desk: page,
  clinic,
}) => {
  await go(page, 'Settings');
  await page.getByLabel('Phone photos (HEIC)').selectOption('Send as JPEG');
  await expect(notices(page)).toContainText('Saved');
  await arm(page, 'garcía', '22 July 1969');
  await drop(page, { name: 'IMG_2201.HEIC', bytes: heicPhoto, sha256: '' });
  const names = () =>
    clinic
      .demo()
      .attachments()
      .map(({ filename }) => filename);
  await expect.poll(names).toContain('IMG_2201.jpg');
  await go(page, 'Desk');
  await showList(page, 'Filed');
  await expect(row(page, 'Filed', 'IMG_2201.HEIC')).toBeVisible();
  await go(page, 'Attachments');
  await expect(row(page, 'Attachments', 'IMG_2201.jpg').getByLabel('filed by Chartdrop')).toBeVisible();
});

test('a dropped file goes to the selected patient, and the overlay names the patient', async ({
  desk: page,
  clinic,
}) => {
  await arm(page, 'garcía', '22 July 1969');
  const file = letter('from a patient.pdf');
  await dragOver(page, [file]);
  await expect(page.getByText('Drop for María García')).toBeVisible();
  await drop(page, file);
  await expect(notices(page)).toContainText('1 file for María García');
  const [filed] = await filedAs(clinic.demo(), file);
  expect(filed?.patientId).toBe(
    clinic
      .demo()
      .patients()
      .find(({ dateOfBirth }) => dateOfBirth === '1969-07-22')?.id,
  );
});

test('files dropped and pasted without a selected patient wait in the inbox', async ({ desk: page }) => {
  await dragOver(page, [letter('a.pdf')]);
  await expect(page.getByText('Drop into the inbox')).toBeVisible();
  await drop(page, letter('one.pdf'), letter('two & three.pdf'));
  await expect(notices(page)).toContainText('2 files in the inbox.');
  await paste(page, bytesOf('image.png', 4000));
  await expect(notices(page)).toContainText('1 file in the inbox.');
  for (const name of ['one.pdf', 'two & three.pdf', 'image.png']) {
    await expect(row(page, 'Today', name)).toContainText('No patient was selected');
  }
});

test('several scans are assigned by keyboard alone', async ({ desk: page, clinic }) => {
  const [first, second] = [letter('first.pdf'), letter('second.pdf')];
  await drop(page, first, second);
  await expect(row(page, 'Today', 'second.pdf')).toBeVisible();

  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press('Control+1');
  const isInList = (): Promise<boolean> =>
    page.evaluate(() => document.activeElement?.getAttribute('role') === 'listbox');
  for (let at = 0; at < 60 && !(await isInList()); at += 1) await press('Tab');
  await press('Home', 'Shift+ArrowDown');
  await expect(page.getByRole('heading', { name: '2 files selected' })).toBeVisible();
  await press('Enter');
  await expect(page.getByRole('combobox', { name: 'Find a patient' })).toBeFocused();
  await page.keyboard.type('smith');
  await expect(page.getByRole('option').first()).toBeVisible();
  const chosen = page.getByRole('option').filter({ hasText: '30 Nov 1984' });
  for (let at = 0; at < 9 && (await chosen.getAttribute('aria-selected')) !== 'true'; at += 1) {
    await press('ArrowDown');
  }
  await press('Enter');
  await expect(page.getByRole('button', { name: 'File with this patient', exact: true })).toBeFocused();
  await press('Enter');
  await expect(row(page, 'Today', 'second.pdf')).toContainText('Filed');
  const john = clinic
    .demo()
    .patients()
    .find(({ dateOfBirth }) => dateOfBirth === '1984-11-30')?.id;
  for (const file of [first, second]) {
    expect((await filedAs(clinic.demo(), file))[0]?.patientId).toBe(john);
  }
});

test('a file for a case goes to its patient, and the case lists it', async ({ desk: page, clinic }) => {
  await arm(page, 'jane citizen', '3 Feb 1980', 'Knee 2026');
  await expect(page.getByRole('banner')).toContainText('Case: Knee 2026');
  const file = letter('mri.pdf');
  await drop(page, file);
  const [filed] = await filedAs(clinic.demo(), file);
  expect(filed?.patientId).toBe(patientNamed(clinic.demo(), 'Jane Citizen'));
  await listedIn(clinic.demo(), 'Knee 2026', file);
});

test('a file that the clinic keeps out of its case is shown as in the chart, and kept there by a press', async ({
  desk: page,
  clinic,
}) => {
  clinic.demo().faults.add({
    step: 'case-write',
    act: { status: 403, body: '{"message":"You may not change cases."}' },
    times: 'always',
  });
  await arm(page, 'jane citizen', '3 Feb 1980', 'Knee 2026');
  const file = letter('not in the case.pdf');
  await drop(page, file);
  await go(page, 'Desk');
  const shown = await opened(page, file.name);
  await expect(shown).toContainText('In the chart, but not in the case Knee 2026.');
  await expect(shown).not.toContainText('Failed');
  const [filed] = await filedAs(clinic.demo(), file);
  expect(filed?.patientId).toBe(patientNamed(clinic.demo(), 'Jane Citizen'));
  await shown.getByRole('button', { name: 'Keep without case' }).click();
  await showList(page, 'Filed');
  await expect(row(page, 'Filed', file.name)).toBeVisible();
  const listed = clinic
    .demo()
    .cases()
    .flatMap(({ attachmentIds }) => attachmentIds);
  expect(listed).not.toContain(filed?.id);
});

test('a duplicate returns to the inbox, and a person decides (case 14)', async ({ desk: page, clinic }) => {
  await arm(page, 'jane citizen', '3 Feb 1980');
  const file = letter('once.pdf');
  await drop(page, file);
  await filedAs(clinic.demo(), file);
  await expect(page.getByRole('contentinfo')).toContainText('1 filed');
  await drop(page, { ...file, name: 'once more.pdf' });
  await go(page, 'Desk');
  await expect(row(page, 'Today', 'once more.pdf')).toContainText(
    'This file is already in this patient’s chart or in the queue.',
  );
  await (await opened(page, 'once more.pdf')).getByRole('button', { name: 'File again' }).click();
  await filedAs(clinic.demo(), file, 2);
});

test('a file is moved to another patient in one act (case 17)', async ({ desk: page, clinic }) => {
  await arm(page, 'smith', '17 Apr 1951');
  const file = letter('wrong chart.pdf');
  await drop(page, file);
  const [wrong] = await filedAs(clinic.demo(), file);
  await expect(page.getByRole('contentinfo')).toContainText('1 filed');
  await go(page, 'Desk');
  await showList(page, 'Filed');
  await (
    await opened(page, 'wrong chart.pdf', 'Filed')
  )
    .getByRole('button', { name: 'Move to another patient' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Move to another patient' });
  await expect(dialog).toContainText('John Smith 17 Apr 1951 · #');
  await find(dialog, 'citizen', 'Jane Citizen');
  await dialog.getByRole('button', { name: 'Move to this patient', exact: true }).click();
  await expect(dialog).toBeHidden();

  await filedAs(clinic.demo(), file, 2);
  const after = () =>
    clinic
      .demo()
      .attachments()
      .filter(({ sha256 }) => sha256 === file.sha256);
  await expect.poll(() => after().find(({ id }) => id === wrong?.id)?.archivedAt).not.toBeNull();
  const right = after().find(({ id }) => id !== wrong?.id);
  expect(right).toMatchObject({ patientId: patientNamed(clinic.demo(), 'Jane Citizen'), archivedAt: null });
});
