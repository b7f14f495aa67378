import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { addScanFolder, arm, bytesOf, drop, filedAs, go, letter, row, opened } from './steps.ts';
import { expect, type TestClinic } from './window.ts';

/**
 * A front desk in mid-morning: a selected case, files in every state of the queue, an inbox with several reasons, a
 * history. The undo period must be 0 at the start.
 */
export async function fillDesk(page: Page, clinic: TestClinic, scans: string): Promise<void> {
  const { faults } = clinic.demo();
  await writeFile(join(scans, 'left from yesterday.pdf'), letter('').bytes);
  await addScanFolder(page, scans, async (dialog) => {
    await dialog.getByLabel('Scans go').selectOption('To the patient in the file’s name');
    await dialog.getByText('Advanced').click();
    await dialog.getByLabel('Pattern').fill('^(?P<patientId>[0-9]+)');
  });
  await writeFile(join(scans, 'Scan_2026-11-23_0912.pdf'), letter('').bytes);
  await drop(page, letter('fax from Dr Lim.pdf'), letter('unlabelled x-ray (2).pdf'));

  await arm(page, 'li, wei', '9 Sept 1975');
  const referral = letter('referral-hand-surgery.pdf');
  await drop(page, referral);
  await filedAs(clinic.demo(), referral);
  await expect(page.getByRole('contentinfo')).toContainText('1 filed');
  await drop(page, { ...referral, name: 'referral-hand-surgery (1).pdf' });

  faults.add({
    step: 'presign',
    act: { status: 403, body: '{"message":"Uploads are switched off for this user."}' },
  });
  await drop(page, letter('consent form.pdf'));
  await go(page, 'Desk');
  await expect(row(page, 'Today', 'consent form.pdf')).toContainText('Failed');

  faults.add({ step: 'storage', times: 'always', act: { slowRead: 150_000 } });
  await arm(page, 'jane citizen', '3 Feb 1980', 'Knee 2026');
  await drop(page, bytesOf('knee-mri-series.zip', 9_000_000), bytesOf('IMG_2201.jpg', 3_000_000));
  await drop(page, letter('discharge summary of the Royal Northern Rehabilitation Hospital, signed.pdf'));
  await expect(page.getByText(/\d%/).first()).toBeVisible();

  await go(page, 'Settings');
  await page.getByLabel('Undo period').fill('300');
  await page.getByLabel('Undo period').blur();
  await expect(page.getByText('Saved.')).toBeVisible();
  await drop(page, letter('exercise plan.pdf'), letter('wrong page.pdf'));
  await go(page, 'Desk');
  await (await opened(page, 'wrong page.pdf')).getByRole('button', { name: 'Take back' }).click();
  await expect(row(page, 'Today', 'wrong page.pdf')).toContainText('You took it back.');
}

/** Closes all notices, so that they cover nothing. */
export async function closeNotices(page: Page, label = 'Close notice'): Promise<void> {
  const close = page.getByRole('button', { name: label });
  // All at once: a notice may close by itself while one waits to click it.
  while ((await close.count()) > 0) {
    await close.evaluateAll((buttons: HTMLElement[]) => buttons.forEach((button) => button.click()));
  }
}
