import { chooseFolder, go } from './steps.ts';
import { enterKey, expect, test } from './window.ts';

test.describe('on the demo clinic', () => {
  test.use({ clinicKind: 'built-in' });

  test('a few clicks lead to a watched folder and made-up patients', async ({ opened: page, folder }) => {
    await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
    await page.getByRole('button', { name: 'Try the demo clinic' }).click();
    await expect(page.getByRole('contentinfo')).toContainText('Demo clinic · online');
    await expect(page.getByRole('banner')).toContainText('No patient selected');
    await page.getByRole('button', { name: 'Add the scan folder' }).click();
    const path = await folder('scans');
    await chooseFolder(page, path);
    await page.getByRole('button', { name: 'Watch this folder' }).click();
    await expect(page.getByRole('heading', { name: 'Nothing scanned today yet' })).toBeVisible();

    await go(page, 'Settings');
    await expect(page.getByTitle(path)).toBeVisible();
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
