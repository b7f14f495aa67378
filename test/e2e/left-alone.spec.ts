import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import { addScanFolder, go, row } from './steps.ts';
import { expect, test } from './window.ts';

test('files already in a folder are counted, and filed once a person says so', async ({
  desk: page,
  folder,
}) => {
  const path = await folder('scans');
  for (const [at, name] of ['Lab result.pdf', 'Referral.pdf', 'X-ray.pdf'].entries())
    await writeFile(join(path, name), seedFile('pdf', 9_000 + at));
  await addScanFolder(page, path);
  await go(page, 'Settings');
  const card = page.getByRole('listitem').filter({ hasText: path });
  await expect(card).toContainText('3 files that were already there are skipped');
  await card.getByRole('button', { name: /^File them…/ }).click();
  const dialog = page.getByRole('dialog', { name: 'File the skipped files?' });
  await expect(dialog).toContainText(path);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(card).toContainText('3 files that were already there are skipped');

  await card.getByRole('button', { name: /^File them…/ }).click();
  await dialog.getByRole('button', { name: 'Take 3 files' }).click();
  await expect(card).not.toContainText('skipped');
  await go(page, 'Desk');
  for (const name of ['Lab result.pdf', 'Referral.pdf', 'X-ray.pdf'])
    await expect(row(page, 'Today', name)).toBeVisible();
});
