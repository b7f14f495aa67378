import { join } from 'node:path';
import { closeNotices, fillDesk } from './busy-desk.ts';
import { layoutFaults } from './layout-faults.ts';
import { go, opened, showList } from './steps.ts';
import { expect, test } from './window.ts';

/** A folder for the pictures of each view; empty: none are made. */
const pictures = process.env['CHARTDROP_LOOKS'] ?? '';

/** Windows of 1280x800 and 1366x768, zoomed to 200 %: what WCAG 1.4.4 and 1.4.10 ask for. Pixels of the page. */
const sizes = [
  { width: 640, height: 400 },
  { width: 683, height: 384 },
];

test('at 200 % every view has room for its words, and a file is decided by keyboard', async ({
  desk: page,
  clinic,
  folder,
}) => {
  test.slow();
  await fillDesk(page, clinic, await folder('scans'));
  const faults: string[] = [];
  const measure = async (name: string): Promise<void> => {
    await closeNotices(page);
    for (const size of sizes) {
      await page.setViewportSize(size);
      if (pictures !== '') await page.screenshot({ path: join(pictures, `zoom ${size.width} ${name}.png`) });
      faults.push(...(await layoutFaults(page)).map((fault) => `${size.width} ${name}: ${fault}`));
    }
  };
  await page.setViewportSize({ width: 640, height: 400 });
  await go(page, 'Desk');
  await showList(page, 'Today');
  await measure('desk');
  await opened(page, 'fax from Dr Lim.pdf');
  const box = page.getByRole('region', { name: 'File fax from Dr Lim.pdf' }).getByRole('combobox');
  await expect(page.getByRole('img', { name: /page 1/i })).toBeAttached();
  await box.focus();
  await expect(box).toBeInViewport({ ratio: 1 });
  await measure('a file');
  await go(page, 'Attachments');
  const attachments = page.getByRole('list', { name: 'Attachments', exact: true });
  await expect(attachments.getByRole('listitem').first()).toBeVisible();
  await measure('attachments');
  await go(page, 'History');
  await expect(page.getByRole('row').nth(3)).toBeAttached();
  await measure('history');
  await go(page, 'Settings');
  await measure('settings');
  await page.getByRole('button', { name: /^Change/ }).click();
  await measure('folder');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+f');
  await measure('find');
  await page.keyboard.type('jane citizen');
  await page.getByRole('option').filter({ hasText: '3 Feb 1980' }).click();
  await expect(page.getByRole('button', { name: 'Scan for this patient', exact: true })).toBeInViewport({
    ratio: 1,
  });
  await measure('a patient');
  expect(faults).toEqual([]);
});
