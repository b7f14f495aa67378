import { expect, test } from './desktop.ts';

test('starts with the first run, from its own address', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
  expect(new URL(page.url()).protocol).toBe('app:');
});

test('is isolated and sandboxed, without Node', async ({ page, electron }) => {
  const inside = await page.evaluate(() => ({
    require: typeof Reflect.get(globalThis, 'require'),
    process: typeof Reflect.get(globalThis, 'process'),
    bridge: Object.keys(Reflect.get(globalThis, 'chartdrop') as object).sort(),
  }));
  expect(inside).toEqual({
    require: 'undefined',
    process: 'undefined',
    bridge: ['addressOf', 'call', 'grant', 'on', 'onLink'],
  });
  // macOS and Windows report whether a process is sandboxed; on Linux the preload is tested.
  const unconfined = await electron.evaluate(({ app }) =>
    app.getAppMetrics().filter(({ type, sandboxed }) => type === 'Tab' && sandboxed === false),
  );
  expect(unconfined).toEqual([]);
});

test('refuses other pages, and opens no other window', async ({ page, electron }) => {
  const before = page.url();
  await page.evaluate(() => {
    location.href = 'https://elsewhere.example/';
    window.open('https://elsewhere.example/');
  });
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
  expect(page.url()).toBe(before);
  expect(electron.windows()).toHaveLength(1);
});

test('is refused permissions that a page may ask a person for', async ({ page }) => {
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
});
