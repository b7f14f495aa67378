import { builtProgram } from '../fixtures/built-program.ts';
import { startServe } from './serve-process.ts';
import { enterKey, expect, test } from './window.ts';

const closed = { name: 'This window is closed' } as const;

test('a reload keeps the window, and a bookmark opens it beside an open one', async ({
  desk: page,
  context,
}) => {
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  const second = await context.newPage();
  await second.goto(new URL('/', page.url()).href);
  await expect(second.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await second.reload();
  await expect(second.getByRole('navigation', { name: 'Views' })).toBeVisible();
});

test('a bookmark in another browser explains how to open the window, and a new address opens it', async ({
  desk: page,
  browser,
  served,
}) => {
  const address = new URL('/', page.url()).href;
  const other = await browser.newContext({ locale: 'de-DE' });
  const stranger = await other.newPage();
  await stranger.goto(address);
  await expect(stranger.getByRole('heading')).toHaveText('Dieses Fenster ist geschlossen');
  // Like a person who starts Chartdrop again and pastes the printed address over the bookmark.
  const again = await startServe(served.data);
  await stranger.goto(again.url);
  await expect(stranger.locator('nav')).toBeVisible();
  expect(stranger.url()).toBe(address);
  await other.close();
  await again.stop();
});

test('a window of a restarted program says that it is closed', async ({ browser, folder, base }) => {
  const data = await folder('restarted');
  const start = (port: string) => startServe(data, {}, builtProgram, ['--root', base, '--port', port]);
  const first = await start('0');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(first.url);
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
  await first.stop();
  const second = await start(new URL(first.url).port);
  await expect(page.getByRole('heading', closed)).toBeVisible();
  await page.goto(second.url);
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
  await context.close();
  await second.stop();
});

test('another key replaces a working one only after the working one was typed again', async ({
  desk: page,
  clinic,
}) => {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Settings' }).click();
  // The clinic also accepts the key without its suffix, so this is another working key.
  const other = clinic.apiKey.replace(/-au1$/, '');
  await enterKey(page, other);
  await expect(page.getByText('enter the current one as well')).toBeVisible();
  await page.getByLabel('Current API key').fill(clinic.apiKey);
  await page.getByRole('button', { name: 'Test and use' }).click();
  await expect(page.getByRole('log', { name: 'Notices' })).toContainText('Connected as Frankie Desk.');
  await expect(page.getByLabel('Current API key')).toBeHidden();
});
