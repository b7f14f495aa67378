import type { Locator, Page } from '@playwright/test';
import type { DemoAttachment } from '../../main/demo-clinic/start.ts';
import { arm, drop, filedAs, find, go, letter, notices, patientNamed, row } from './steps.ts';
import { expect, test } from './window.ts';

const list = (page: Page): Locator => page.getByRole('list', { name: 'Attachments', exact: true });
/** The number of loaded rows and of all rows. */
const note = (page: Page): Locator => page.getByRole('main').getByRole('status').first();
const names = (page: Page): Promise<string[]> =>
  list(page)
    .getByRole('listitem')
    .getByRole('checkbox')
    .evaluateAll((boxes) =>
      boxes.map((box) => (box.getAttribute('aria-label') ?? '').replace('Select ', '')),
    );

async function addFilter(page: Page, field: string, condition: string, value: string | null): Promise<void> {
  const form = page.getByRole('form', { name: 'Filters' });
  await form.getByLabel('Field').selectOption(field);
  await form.getByLabel('Condition').selectOption(condition);
  if (value !== null) await form.getByLabel('Value').fill(value);
  await form.getByRole('button', { name: 'Add filter' }).click();
}

test('more than 500 attachments come page by page as one scrolls', async ({ desk: page, clinic }) => {
  await arm(page, 'jane citizen', '3 Feb 1980');
  const file = letter('one more.pdf');
  await drop(page, file);
  await filedAs(clinic.demo(), file);
  await go(page, 'Attachments');
  await page.getByLabel('Archived attachments').selectOption('With archived');
  const total = clinic.demo().attachments().length;
  expect(total).toBeGreaterThan(500);
  await expect(note(page)).toHaveText(/^50 of 50\d$/);
  const region = page.getByRole('region', { name: 'Attachments' });
  await region.hover();
  await expect(async () => {
    await page.mouse.wheel(0, 100_000);
    await expect(note(page)).toHaveText(`${total} of ${total}`, { timeout: 200 });
  }).toPass();
  // The page contains only visible rows, however many there are.
  expect(await list(page).getByRole('listitem').count()).toBeLessThan(60);
  await expect(list(page).getByRole('listitem').last()).toHaveAttribute('aria-posinset', String(total));
});

test('filters and orders are the clinic’s own', async ({ desk: page, clinic }) => {
  const all = clinic.demo().attachments();
  const current = all.filter(({ archivedAt }) => archivedAt === null);
  await go(page, 'Attachments');
  await expect(note(page)).toHaveText(`50 of ${current.length}`);

  await addFilter(page, 'Kind', 'is', 'application/zip');
  const zips = current.filter(({ filename }) => filename?.endsWith('.zip') === true);
  await expect(note(page)).toHaveText(`${zips.length} of ${zips.length}`);
  await page.getByRole('button', { name: 'Remove filter' }).click();

  await addFilter(page, 'Name', 'contains', 'referral');
  const referrals = current.filter(({ filename }) => /referral/i.test(filename ?? ''));
  await expect(note(page)).toHaveText(new RegExp(` of ${referrals.length}$`));
  await addFilter(page, 'Size in bytes', 'at least', '1000');
  const large = referrals.filter(({ size }) => (size ?? 0) >= 1000);
  await expect(note(page)).toHaveText(new RegExp(` of ${large.length}$`));
  await addFilter(page, 'Added', 'on or after', '2026-01-01');
  // A day starts at local midnight, in Sydney and not in London.
  const recent = large.filter(({ createdAt }) => createdAt >= '2025-12-31T13:00');
  await expect(note(page)).toHaveText(new RegExp(` of ${recent.length}$`));

  const order = page.getByRole('group', { name: 'Order' });
  for (const label of ['Name', 'Kind', 'Size', 'Patient', 'Description', 'Added', 'By', 'State']) {
    await order.getByRole('button', { name: label }).click();
    await expect(order.getByRole('button', { name: label })).toHaveAttribute('aria-pressed', 'true');
    await expect(note(page)).toHaveText(new RegExp(` of ${recent.length}$`));
  }
  await order.getByRole('button', { name: 'Size' }).click();
  await order.getByRole('button', { name: 'Size' }).click();
  const bySize = recent.toSorted((a, b) => (b.size ?? 0) - (a.size ?? 0));
  await expect.poll(async () => (await names(page))[0]).toBe(bySize[0]?.filename);

  await page.getByLabel('Archived attachments').selectOption('Only archived');
  const isFiltered = (one: DemoAttachment): boolean =>
    /referral/i.test(one.filename ?? '') && (one.size ?? 0) >= 1000 && one.createdAt >= '2025-12-31T13:00';
  const archived = all.filter((one) => one.archivedAt !== null && isFiltered(one));
  await expect(note(page)).toHaveText(`${archived.length} of ${archived.length}`);
});

test('every order of the clinic is there, both ways', async ({ desk: page, clinic }) => {
  await go(page, 'Attachments');
  const order = page.getByLabel('Order by');
  for (const label of await order.getByRole('option').allTextContents()) {
    await order.selectOption(label);
    await expect(list(page).getByRole('listitem').first()).toBeVisible();
    await expect(page.getByRole('heading', { name: 'The attachments cannot be shown' })).toBeHidden();
  }
  const ids = clinic
    .demo()
    .attachments()
    .filter(({ archivedAt }) => archivedAt === null)
    .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  await order.selectOption('Id');
  await expect.poll(async () => (await names(page))[0]).toBe(ids.at(-1)?.filename);
  await page.getByRole('button', { name: 'Descending; reverse' }).click();
  await expect.poll(async () => (await names(page))[0]).toBe(ids[0]?.filename);
});

test('a filter that the clinic refuses is explained', async ({ desk: page, clinic }) => {
  clinic.demo().faults.add({
    path: 'filename',
    act: { status: 422, body: '{"errors":{"q":"is invalid"}}' },
  });
  await go(page, 'Attachments');
  await expect(list(page).getByRole('listitem').first()).toBeVisible();
  await addFilter(page, 'Name', 'is', 'x');
  await expect(page.getByRole('heading', { name: 'The attachments cannot be shown' })).toBeVisible();
});

test('of one patient: one preview, one archived, then several, each after a confirmation', async ({
  desk: page,
  clinic,
}) => {
  const jane = patientNamed(clinic.demo(), 'Jane Citizen');
  const janes = () =>
    clinic
      .demo()
      .attachments()
      .filter((one) => one.patientId === jane && one.archivedAt === null);
  const before = janes().length;
  await go(page, 'Attachments');
  await page.getByRole('button', { name: 'Of a patient…' }).click();
  await find(page.getByRole('dialog'), 'jane citizen', '3 Feb 1980');
  await page.getByRole('button', { name: 'Show attachments', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Jane Citizen' })).toBeVisible();
  await expect(note(page)).toHaveText(`${before} of ${before}`);

  await list(page)
    .getByRole('button', { name: /\.(png|jpg)$/ })
    .first()
    .click();
  const image = page.getByRole('dialog').getByRole('img');
  await expect.poll(() => image.evaluate((shown: HTMLImageElement) => shown.naturalWidth)).toBeGreaterThan(0);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();

  const [first, second, third] = await names(page);
  if (first === undefined || second === undefined || third === undefined) throw new Error('Jane has too few');
  await page.getByLabel(`Select ${first}`).check();
  await page.getByRole('button', { name: 'Archive 1' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(`${first} Jane Citizen 3 Feb 1980 · #${jane}`);
  await expect(dialog).toContainText('This cannot be undone from Chartdrop.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(janes()).toHaveLength(before);

  await page.getByRole('button', { name: 'Archive 1' }).click();
  await dialog.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(notices(page)).toContainText('Archived.');
  await expect(note(page)).toHaveText(`${before - 1} of ${before - 1}`);

  await page.getByLabel(`Select ${second}`).check();
  await page.getByLabel(`Select ${third}`).check();
  await page.getByRole('button', { name: 'Archive 2' }).click();
  await expect(dialog).toContainText('Archive 2 attachments?');
  await dialog.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(note(page)).toHaveText(`${before - 3} of ${before - 3}`);
  expect(janes()).toHaveLength(before - 3);
  await go(page, 'History');
  await expect(page.getByRole('row').filter({ hasText: 'Attachment archived' })).toHaveCount(3);
});

test('a copy is saved with the bytes that the clinic holds', async ({ desk: page, clinic }) => {
  await go(page, 'Attachments');
  await addFilter(page, 'Kind', 'is', 'application/zip');
  const link = list(page)
    .getByRole('link', { name: /^Save a copy of/ })
    .first();
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const record = clinic
    .demo()
    .attachments()
    .find(({ filename }) => filename === download.suggestedFilename());
  const saved: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) saved.push(chunk as Buffer);
  expect(Buffer.concat(saved).equals(await clinic.demo().readBytes(record?.id ?? ''))).toBe(true);
});

test('a file filed by Chartdrop is moved to another patient from its preview', async ({
  desk: page,
  clinic,
}) => {
  await arm(page, 'smith', '9 Jan 2011');
  const file = letter('not johnnys.pdf');
  await drop(page, file);
  const [wrong] = await filedAs(clinic.demo(), file);
  await expect(page.getByRole('contentinfo')).toContainText('1 filed');
  await go(page, 'Attachments');
  await expect(row(page, 'Attachments', file.name)).toContainText(/Smith 9 Jan 2011/);
  await row(page, 'Attachments', file.name).getByRole('button', { name: file.name }).click();
  await expect(page.getByRole('dialog')).toContainText(/Smith 9 Jan 2011 · #\d+/);
  await page.getByRole('button', { name: 'Move to another patient…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move to another patient' });
  await find(dialog, 'jane citizen', '3 Feb 1980');
  await dialog.getByRole('button', { name: 'Move to this patient', exact: true }).click();
  await filedAs(clinic.demo(), file, 2);
  await expect
    .poll(
      () =>
        clinic
          .demo()
          .attachments()
          .find(({ id }) => id === wrong?.id)?.archivedAt,
    )
    .not.toBeNull();
});

test('two attachments that someone else filed are moved to another patient at once', async ({
  desk: page,
  clinic,
}) => {
  await go(page, 'Attachments');
  const list = page.getByRole('list', { name: 'Attachments', exact: true });
  const isMovable = (text: string): boolean => /ready/.test(text) && !/Jane Citizen/.test(text);
  await expect(list.getByRole('listitem').nth(5)).toBeVisible();
  const texts = await list.getByRole('listitem').allTextContents();
  const chosen = texts.flatMap((text, at) => (isMovable(text) ? [at] : [])).slice(0, 2);
  for (const at of chosen) await list.getByRole('listitem').nth(at).getByRole('checkbox').check();
  const archived = (): number =>
    clinic
      .demo()
      .attachments()
      .filter(({ archivedAt }) => archivedAt !== null).length;
  const before = archived();
  await page.getByRole('button', { name: 'Move 2 to another patient…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move to another patient' });
  await expect(dialog).toContainText('2 files');
  await find(dialog, 'jane citizen', '3 Feb 1980');
  await dialog.getByRole('button', { name: 'Move to this patient', exact: true }).click();
  await expect.poll(archived).toBe(before + 2);
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('Jane Citizen');
});
