import type { Locator, Page } from '@playwright/test';
import type { DemoClinic } from '../../main/demo-clinic/start.ts';
import {
  arm,
  dragOver,
  drop,
  dropOn,
  filedAs,
  type GivenFile,
  go,
  letter,
  listedIn,
  notices,
  patientNamed,
  row,
  typeQuery,
} from './steps.ts';
import { expect, test } from './window.ts';

const panel = (page: Page): Locator => page.getByRole('complementary', { name: 'Drop onto a patient' });
const find = async (page: Page, query: string): Promise<void> => {
  await page.getByRole('button', { name: /^Find/ }).click();
  await typeQuery(page, query);
  await expect(page.getByRole('option', { disabled: false }).first()).toBeVisible();
};

/** Drags with the mouse, as the browser does: picks the row up at its name and holds it over the window. */
async function take(page: Page, file: string): Promise<void> {
  await row(page, 'Today', file).hover();
  await page.mouse.down();
  await page.mouse.move(500, 400, { steps: 4 });
  await expect(panel(page)).toBeVisible();
}
/** Two moves, since the browser reports the target at the second one. */
async function holdOver(on: Locator): Promise<void> {
  await on.hover();
  await on.hover();
}
async function letGo(page: Page, on: Locator): Promise<void> {
  await holdOver(on);
  await page.mouse.up();
}

const johnSmith = (demo: DemoClinic): string | undefined =>
  demo.patients().find(({ dateOfBirth }) => dateOfBirth === '1984-11-30')?.id;

test('rows of the inbox are dragged onto a patient: one alone, the selected together', async ({
  desk: page,
  clinic,
}) => {
  const [one, two, three] = [letter('one.pdf'), letter('two.pdf'), letter('three.pdf')];
  await drop(page, one, two, three);
  await arm(page, 'jane citizen', '3 Feb 1980');
  await page.getByRole('button', { name: 'Finish' }).click();
  await arm(page, 'smith', '30 Nov 1984');
  await go(page, 'Desk');

  await take(page, 'two.pdf');
  await expect(panel(page)).toContainText('Drop it onto a patient');
  await holdOver(panel(page).getByRole('listitem').filter({ hasText: 'Jane Citizen' }));
  await expect(panel(page)).toContainText('File it with Jane Citizen');
  await page.mouse.up();
  await expect(panel(page)).toBeHidden();
  await expect(notices(page)).toContainText('The file goes to Jane Citizen');
  const [filed] = await filedAs(clinic.demo(), two);
  expect(filed?.patientId).toBe(patientNamed(clinic.demo(), 'Jane Citizen'));

  await row(page, 'Today', 'one.pdf').click();
  await row(page, 'Today', 'three.pdf').click({ modifiers: ['Control'] });
  await take(page, 'three.pdf');
  await expect(panel(page)).toContainText('Drop these 2 onto a patient');
  await letGo(page, page.getByRole('banner').getByText('John Smith'));
  await expect(notices(page)).toContainText('2 files go to John Smith');
  for (const file of [one, three]) {
    expect((await filedAs(clinic.demo(), file))[0]?.patientId).toBe(johnSmith(clinic.demo()));
  }
});

test('a row dropped beside the patients stays in the inbox', async ({ desk: page }) => {
  await drop(page, letter('stays.pdf'));
  await arm(page, 'jane citizen', '3 Feb 1980');
  await go(page, 'Desk');
  await take(page, 'stays.pdf');
  await page.mouse.up();
  await expect(panel(page)).toBeHidden();
  await expect(row(page, 'Today', 'stays.pdf')).toBeVisible();
});

test('a row whose content is in the chart already asks before it is filed again (case 14)', async ({
  desk: page,
  clinic,
}) => {
  await arm(page, 'jane citizen', '3 Feb 1980');
  const file = letter('before.pdf');
  await drop(page, file);
  await filedAs(clinic.demo(), file);
  await expect(page.getByRole('contentinfo')).toContainText('1 filed');
  await page.getByRole('button', { name: 'Finish' }).click();
  await drop(page, { ...file, name: 'again.pdf' });
  await go(page, 'Desk');
  await take(page, 'again.pdf');
  await letGo(page, panel(page).getByRole('listitem').filter({ hasText: 'Jane Citizen' }));
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('This file is already in a chart or in the queue.');
  await dialog.getByRole('button', { name: 'File again' }).click();
  await filedAs(clinic.demo(), file, 2);
});

test('files dropped onto a shown patient go to that patient, whichever patient is selected', async ({
  desk: page,
  clinic,
}) => {
  test.slow();
  await arm(page, 'jane citizen', '3 Feb 1980');
  const [onResult, onChosen] = [letter('on a result.pdf'), letter('on the chosen one.pdf')];
  const [onCase, onRecent] = [letter('on a case.pdf'), letter('on a recent one.pdf')];
  await find(page, 'smith');
  const john = page.getByRole('option').filter({ hasText: '30 Nov 1984' });
  await expect(john).toBeVisible();

  await dragOver(page, [onResult], john);
  await expect(panel(page)).toContainText('Drop for John Smith');
  await dragOver(page, [onResult]);
  await expect(panel(page)).toContainText('Drop for Jane Citizen');
  await dropOn(page, john, onResult);
  await expect(panel(page)).toBeHidden();
  await expect(notices(page)).toContainText('1 file for John Smith');

  await typeQuery(page, 'li, wei');
  await page.getByRole('option').filter({ hasText: '9 Sept 1975' }).click();
  await dropOn(page, page.getByRole('heading', { name: 'Wei Li' }), onChosen);

  await find(page, 'jane citizen');
  await page.getByRole('option').filter({ hasText: '3 Feb 1980' }).click();
  await dropOn(page, page.getByRole('button', { name: /case Knee 2026/ }), onCase);

  await page.getByRole('button', { name: 'Finish' }).click();
  await go(page, 'Desk');
  await page.getByRole('button', { name: /^Find/ }).click();
  await dropOn(page, page.getByRole('button', { name: 'Jane Citizen 3 Feb 1980' }), onRecent);

  const demo = clinic.demo();
  const jane = patientNamed(demo, 'Jane Citizen');
  const wei = patientNamed(demo, 'Wei Li');
  const chartOf = async (file: GivenFile) => (await filedAs(demo, file))[0];
  expect((await chartOf(onResult))?.patientId).toBe(johnSmith(demo));
  expect((await chartOf(onChosen))?.patientId).toBe(wei);
  expect(await chartOf(onCase)).toMatchObject({ patientId: jane });
  await listedIn(demo, 'Knee 2026', onCase);
  expect((await chartOf(onRecent))?.patientId).toBe(jane);
});

test('a drop decides the destination: selecting another patient changes it for no file', async ({
  desk: page,
  clinic,
}) => {
  await find(page, 'smith');
  const john = page.getByRole('option').filter({ hasText: '30 Nov 1984' });
  await expect(john).toBeVisible();
  // The first file uploads for a while, and the second is sent after another patient was selected.
  const [first, second] = [letter('first.pdf'), letter('second.pdf')];
  await page.route('**/drop?*', async (route) => {
    if (route.request().url().includes('first')) {
      await arm(page, 'jane citizen', '3 Feb 1980');
    }
    await route.continue();
  });
  await dropOn(page, john, first, second);
  await expect(notices(page)).toContainText('2 files for John Smith');
  for (const file of [first, second]) {
    expect((await filedAs(clinic.demo(), file))[0]?.patientId).toBe(johnSmith(clinic.demo()));
  }
});
