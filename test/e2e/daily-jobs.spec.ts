import { setTimeout } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { personAt, type Person } from './person.ts';
import {
  addScanFolder,
  arm,
  drop,
  filedAs,
  go,
  letter,
  notices,
  opened,
  patientNamed,
  row,
  scan,
} from './steps.ts';
import { expect, test } from './window.ts';

// The jobs of every day, by keyboard, at a person's speed, with a clinic that takes 300 ms. docs/verification.md has the
// table that they print.

const dayMs = 24 * 60 * 60 * 1000;
/** How far the clinic's clock is behind. */
let behindMs = 0;
const table: string[] = [];

/** Checks the inputs of a job, and notes them with the seconds. */
function done(job: string, person: Person, most: number): void {
  table.push(`| ${job} | ${person.inputs()} | ${person.seconds().toFixed(1)} |`);
  expect(person.inputs()).toBeLessThanOrEqual(most);
}

test.afterAll(() => void process.stdout.write(['| job | inputs | seconds |', ...table, ''].join('\n')));
test.afterEach(() => void (behindMs = 0));

const minuteMs = 60_000;

/**
 * The demo clinic's appointments begin every 20 minutes, and 15 minutes later the next patient is another one: waits
 * until that is not within the next three minutes.
 */
async function untilNextPatientStays(): Promise<void> {
  const left = 20 * minuteMs - ((Date.now() - 15 * minuteMs) % (20 * minuteMs));
  if (left < 3 * minuteMs) await setTimeout(left + 1000);
}

const option = (page: Page) => page.getByRole('option', { selected: true });

test('one of today’s patients is selected, and the scan goes there', async ({
  desk: page,
  clinic,
  folder,
}) => {
  const scans = await folder('scans');
  await addScanFolder(page, scans);
  await go(page, 'Desk');
  const todays = page.getByRole('region', { name: 'Today’s patients' });
  await expect(todays.getByRole('listitem').first()).toBeVisible();
  const person = personAt(page);
  person.begin();
  await person.press('Control+f', 'ArrowDown');
  const id = /#(\d+)/.exec((await option(page).textContent()) ?? '')?.[1] ?? '';
  await person.press('Enter', 'Enter');
  await expect(page.getByRole('banner')).toContainText('Finish');
  const file = letter('SCN_0042.pdf');
  await scan(scans, file);
  await person.look(row(page, 'Today', file.name).filter({ hasText: 'Filed' }));
  done('Choose one of today’s patients, and scan', person, 4);
  expect((await filedAs(clinic.demo(), file))[0]?.patientId).toBe(id);
});

test('a file of the inbox is filed with a patient, with its page in view', async ({ desk: page, clinic }) => {
  const [first, second] = [letter('fax.pdf'), letter('letter.pdf')];
  await go(page, 'Desk');
  await drop(page, first);
  const page1 = page.getByRole('region', { name: 'File fax.pdf', exact: true });
  const person = personAt(page);
  await person.look(page1.getByRole('img'));
  await page.locator('body').click({ position: { x: 5, y: 5 } });
  person.begin();
  // Letters go to the search for the file's patient.
  await person.type('li');
  await person.look(page1.getByRole('option').filter({ hasText: '9 Sept 1975' }));
  await person.press('Enter');
  await person.look(page1.getByRole('button', { name: 'File with this patient', exact: true }));
  await expect(page1.getByRole('img')).toBeVisible();
  await person.press('Enter');
  await expect(row(page, 'Today', first.name)).toContainText('Wei Li');
  done('File an item of the inbox with a patient, with the page in view', person, 4);
  const wei = patientNamed(clinic.demo(), 'Wei Li');
  expect((await filedAs(clinic.demo(), first))[0]?.patientId).toBe(wei);

  // A patient of today needs no letters.
  await drop(page, second);
  const pane = await opened(page, second.name);
  await person.look(pane.getByRole('img'));
  person.begin();
  await person.press('Enter', 'ArrowDown');
  await expect(pane.getByRole('button', { name: /Wei Li/ })).toBeFocused();
  await person.press('Enter');
  await expect(row(page, 'Today', second.name)).toContainText('Wei Li');
  done('The same for a patient of the last files', person, 4);
  expect((await filedAs(clinic.demo(), second))[0]?.patientId).toBe(wei);
});

test.describe('with calls to spare', () => {
  // The 30 were filed long ago: their calls of a minute ago must not delay the move.
  test.use({ preferences: { holdSeconds: 0, requestsPerMinute: 5000 } });

  test('thirty files filed for the wrong patient are moved to another', async ({ desk: page, clinic }) => {
    test.setTimeout(300_000);
    await arm(page, 'li, wei', '9 Sept 1975');
    await arm(page, 'jane citizen', '3 Feb 1980');
    const files = Array.from({ length: 30 }, (_, at) => letter(`page ${at + 1}.pdf`));
    await drop(page, ...files);
    await expect(page.getByRole('contentinfo')).toContainText('30 filed', { timeout: 60_000 });
    const person = personAt(page);
    person.begin();
    await person.press('Control+a', 'Enter');
    const dialog = page.getByRole('dialog');
    const wei = dialog.getByRole('button', { name: /Wei Li/ });
    await person.look(wei);
    // The wrong patient is not offered.
    await expect(dialog.getByRole('button', { name: /Jane Citizen/ })).toHaveCount(0);
    await person.press('ArrowDown');
    await expect(wei).toBeFocused();
    await person.press('Enter');
    // Several calls a file: a person sees how far it is.
    await expect(dialog.getByText(/^Moving… \d+ of 30$/)).toBeVisible();
    await person.look(notices(page).getByText(/30 first attachments/));
    done('Move 30 files to another patient', person, 4);
    const id = patientNamed(clinic.demo(), 'Wei Li');
    const moved = () =>
      clinic
        .demo()
        .attachments()
        .filter((one) => one.patientId === id && one.filename?.startsWith('page '));
    await expect.poll(() => moved().length, { timeout: 60_000 }).toBe(30);
  });
});

test.describe('with a clinic whose yesterday was filed', () => {
  test.use({ clinicOptions: { now: () => Date.now() - behindMs } });

  // Before the window opens and reads the appointments.
  test.beforeEach(async () => {
    test.setTimeout(400_000);
    await untilNextPatientStays();
  });

  test('what was filed yesterday for a patient of today is found', async ({ desk: page, clinic }) => {
    const todays = page.getByRole('region', { name: 'Today’s patients' });
    await expect(todays.getByRole('listitem').first()).toBeVisible();
    await page.keyboard.press('Control+f');
    await page.keyboard.press('ArrowDown');
    const name = (await option(page).locator('.name').textContent()) ?? '';
    const born = (await option(page).textContent()) ?? '';
    const id = /#(\d+)/.exec(born)?.[1] ?? '';
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('banner')).toContainText(name);
    behindMs = dayMs;
    const file = letter('MRI of yesterday.pdf');
    await drop(page, file);
    expect((await filedAs(clinic.demo(), file))[0]?.patientId).toBe(id);
    await expect(row(page, 'Today', file.name)).toContainText('Filed');
    behindMs = 0;
    await page.getByRole('button', { name: 'Finish' }).click();
    await page.reload();
    await expect(todays.getByRole('listitem').first()).toBeVisible();
    const person = personAt(page);
    person.begin();
    await person.press('Control+f', 'ArrowDown', 'Enter');
    const newest = page
      .getByRole('region', { name: 'Selected patient' })
      .getByRole('list', { name: 'Newest attachments' });
    await person.look(newest.getByText(file.name));
    done('Find what was filed yesterday for a patient of today', person, 3);
  });
});

test('in the evening the window itself says that all is filed', async ({ desk: page, clinic }) => {
  await arm(page, 'jane citizen', '3 Feb 1980');
  const file = letter('the last one.pdf');
  await drop(page, file);
  await filedAs(clinic.demo(), file);
  const person = personAt(page);
  person.begin();
  await person.look(page.getByRole('contentinfo').getByText(/Everything scanned today is filed/));
  done('See in the evening whether all is filed', person, 0);
});
