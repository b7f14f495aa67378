import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { brokenRules } from './axe.ts';
import { personAt } from './person.ts';
import { filedAs, go, letter, opened as openFile, scan } from './steps.ts';
import { enterKey, expect, test } from './window.ts';

const print = (name: string, person: { inputs(): number; seconds(): number }): void =>
  void process.stdout.write(`${name}: ${person.inputs()} inputs, ${person.seconds().toFixed(1)} s\n`);

test.describe('at a person’s speed', () => {
  // As a new clinic has them: an undo period of ten seconds.
  test.use({ preferences: {} });

  test('the first scan is filed in three steps by keyboard, in less than a minute', async ({
    opened: page,
    clinic,
    base,
  }) => {
    test.slow();
    const folder = join(base, 'Scans');
    await mkdir(folder);
    const person = personAt(page);
    person.begin();
    await person.look(page.getByRole('heading', { name: 'Welcome to Chartdrop' }));
    await person.press('Tab', 'Tab');
    await expect(page.getByLabel('API key', { exact: true })).toBeFocused();
    await person.paste(clinic.apiKey);
    await person.press('Enter');

    const usual = page.getByRole('button', { name: folder });
    await person.look(usual);
    await expect(usual).toBeFocused();
    await person.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Add a scan folder' });
    await person.look(dialog.getByText('The folder works.'));
    await person.press('Enter');

    await person.look(page.getByRole('heading', { name: 'Scan one sheet now' }));
    await person.look(page.getByText('You can take it back until its upload starts.'));
    const file = letter('SCN_0001.pdf');
    await scan(folder, file);
    const pane = page.getByRole('region', { name: 'File SCN_0001.pdf', exact: true });
    await person.look(pane.getByRole('img'));
    await expect(page.getByText('It has arrived.')).toBeVisible();
    await expect(pane.getByRole('combobox')).toBeFocused();
    await person.type('jane c');
    await person.look(pane.getByRole('option').filter({ hasText: '3 Feb 1980' }));
    await person.press('Enter');
    await person.look(pane.getByRole('button', { name: 'File with this patient', exact: true }));
    await person.press('Enter');
    await expect(page.getByText('You can take the file back until its upload starts.')).toBeVisible();
    await person.look(page.getByText(/^Filed\. From now on, select the patient before you scan/));
    print('From the first window to the first filed scan, by keyboard', person);
    expect(person.inputs()).toBeLessThanOrEqual(16);
    expect(person.seconds()).toBeLessThan(60);
    await filedAs(clinic.demo(), file);
    await page.getByRole('button', { name: 'See it in the chart' }).click();
    await expect(page.getByRole('heading', { name: 'Jane Citizen' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Set-up' })).toHaveCount(0);
  });

  test.describe('on the demo clinic', () => {
    test.use({ clinicKind: 'built-in' });

    test('a sample makes the first scan, without a scanner and by mouse', async ({ opened: page, base }) => {
      test.slow();
      const folder = join(base, 'Scans');
      await mkdir(folder);
      const person = personAt(page);
      person.begin();
      await person.click(page.getByRole('button', { name: 'Try the demo clinic' }));
      await person.click(page.getByRole('button', { name: folder }));
      await person.click(page.getByRole('button', { name: 'Watch this folder' }));
      await person.click(page.getByRole('button', { name: 'Put a sample scan into the folder' }));
      const pane = page.getByRole('region', { name: 'File Sample scan.pdf', exact: true });
      // The page and, once it was read, its line about Jane.
      await person.look(pane.getByRole('img').first());
      await person.type('jane c');
      await person.click(pane.getByRole('option').filter({ hasText: '3 Feb 1980' }));
      await person.click(pane.getByRole('button', { name: 'File with this patient', exact: true }));
      await person.look(page.getByText(/^Filed\. From now on/));
      print('The same in the demo, by mouse', person);
      // Nothing in the pane may make the whole window scroll.
      expect(await page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0);
      expect(person.seconds()).toBeLessThan(60);
      await page.getByRole('button', { name: 'End the set-up' }).click();
      await expect(page.getByRole('navigation', { name: 'Set-up' })).toHaveCount(0);
      await expect(await openFile(page, 'Sample scan.pdf')).toContainText('filed');
    });
  });
});

test.describe('on the demo clinic', () => {
  test.use({ clinicKind: 'built-in' });

  test('each step can be gone back to, and skipped', async ({ opened: page }) => {
    const steps = page.getByRole('navigation', { name: 'Set-up' });
    await expect(steps.getByRole('listitem')).toHaveText([/Clinic/, /Scan folder/, /Test scan/]);
    await expect(steps.locator('[aria-current="step"]')).toHaveText(/Clinic/);
    await expect(steps.getByRole('button')).toHaveCount(0);
    expect(await brokenRules(page)).toEqual([]);
    await page.getByRole('button', { name: 'Try the demo clinic' }).click();
    await expect(
      page.getByRole('heading', { name: 'Which folder does your scanner save into?' }),
    ).toBeVisible();
    expect(await brokenRules(page)).toEqual([]);
    await steps.getByRole('button', { name: 'Clinic' }).click();
    await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
    await page.getByRole('button', { name: 'Next: scan folder' }).click();
    await page.getByRole('button', { name: 'No folder for now' }).click();
    await expect(page.getByRole('heading', { name: 'Drop a file on this window' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Put a sample scan into the folder' })).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Drop a file on this window' })).toBeVisible();
    await steps.getByRole('button', { name: 'Scan folder' }).click();
    await expect(
      page.getByRole('heading', { name: 'Which folder does your scanner save into?' }),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Skip the set-up' }).click();
    await expect(page.getByRole('heading', { name: 'No scan folder yet' })).toBeVisible();
    await go(page, 'Settings');
    await expect(page.getByText('The demo clinic, as Frankie Desk (receptionist)')).toBeVisible();
  });
});

test('the key is checked, and the window shows its user', async ({ opened: page, clinic }) => {
  await enterKey(page, clinic.apiKey);
  await expect(page.getByText('Connected as Frankie Desk.')).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('Frankie Desk · online');
});

test('a wrong key is refused with a reason, and the right one continues the setup', async ({
  opened: page,
  clinic,
}) => {
  await enterKey(page, 'somebody-elses-key-au1');
  await expect(page.getByText('Cliniko does not accept this API key.')).toBeVisible();
  await enterKey(page, 'two words: no key');
  await expect(page.getByText(/^This is not a Cliniko API key\. Copy the whole key/)).toBeVisible();
  await enterKey(page, clinic.apiKey);
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
});

test('an unreachable clinic has another message than a wrong key', async ({ opened: page, clinic }) => {
  await clinic.goAway();
  await enterKey(page, clinic.apiKey);
  await expect(page.getByText('Cliniko cannot be reached.')).toBeVisible();
  await clinic.comeBack();
  await enterKey(page, clinic.apiKey);
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
});
