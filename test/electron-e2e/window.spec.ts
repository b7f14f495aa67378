import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';

/** The installed program's real window, on data of its own. */
let electron: ElectronApplication;
let page: Page;

test.beforeEach(async () => {
  const data = await mkdtemp(join(tmpdir(), 'chartdrop-electron-'));
  electron = await _electron.launch({
    executablePath: process.env['CHARTDROP_ELECTRON'] ?? '',
    args: ['.', `--user-data-dir=${data}`],
  });
  page = await electron.firstWindow();
});

test.afterEach(() => electron.close());

test('starts with the first run, from its own address', async () => {
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
  expect(new URL(page.url()).protocol).toBe('app:');
  await page.getByRole('button', { name: 'Try the demo clinic' }).click();
  await expect(page.getByText('Demo clinic · online')).toBeVisible();
});

test('is isolated and sandboxed, without Node', async () => {
  const inside = await page.evaluate(() => ({
    require: typeof Reflect.get(globalThis, 'require'),
    process: typeof Reflect.get(globalThis, 'process'),
    bridge: Object.keys(Reflect.get(globalThis, 'chartdrop') as object).sort(),
  }));
  expect(inside).toEqual({
    require: 'undefined',
    process: 'undefined',
    bridge: ['call', 'on', 'onLink', 'pathOf'],
  });
  const sandboxed = await electron.evaluate(({ app, BrowserWindow }) => ({
    metrics: app.getAppMetrics().every((one) => one.type === 'Browser' || one.sandboxed !== false),
    devTools: BrowserWindow.getAllWindows().length,
  }));
  expect(sandboxed).toEqual({ metrics: true, devTools: 1 });
});

test('is not led elsewhere, and opens no other window', async () => {
  const before = page.url();
  await page.evaluate(() => {
    location.href = 'https://elsewhere.example/';
    window.open('https://elsewhere.example/');
  });
  await expect(page.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeVisible();
  expect(page.url()).toBe(before);
  expect(electron.windows()).toHaveLength(1);
});
