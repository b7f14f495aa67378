import { readdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { build, preview } from 'vite';
import { brokenRules } from './axe.ts';
import { layoutFaults, sizes } from './layout-faults.ts';

// Every component in its states (test/gallery), measured as the views are, and in pictures. A part of `npm run looks`.

const configFile = 'test/gallery/vite.config.ts';
// One build for all tests of this file.
test.describe.configure({ mode: 'default' });
let stop = (): Promise<void> => Promise.resolve();
let address = '';

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await build({ configFile, logLevel: 'warn' });
  const server = await preview({ configFile, preview: { port: 0 } });
  const { port } = (server.httpServer as Server).address() as AddressInfo;
  address = `http://127.0.0.1:${port}/`;
  stop = () => server.close();
});
test.afterAll(() => stop());

for (const language of ['en', 'de', 'fr'] as const) {
  test(`every component has room for its words in ${language}`, async ({ page }) => {
    test.setTimeout(180_000);
    const faults: string[] = [];
    await page.goto(`${address}?language=${language}`);
    await expect(page.getByRole('region', { name: 'TopBar: a patient' })).toBeVisible();
    for (const size of sizes) {
      await page.setViewportSize(size);
      faults.push(...(await layoutFaults(page)).map((fault) => `${language} ${size.width}: ${fault}`));
      // Every state of the top bar is as high as every other.
      const bars = page.getByRole('region', { name: /^TopBar/ }).locator('header');
      const heights = await bars.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      expect(new Set(heights), `top bar, ${language} ${size.width}`).toEqual(new Set([64]));
      await page.screenshot({ path: `screenshots/gallery-${language}-${size.width}.png`, fullPage: true });
    }
    expect(faults).toEqual([]);
  });
}

for (const theme of ['light', 'dark'] as const) {
  test(`no component breaks a rule of axe in the ${theme} theme`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width: 1024, height: 640 });
    await page.goto(`${address}?theme=${theme}`);
    await expect(page.getByRole('region', { name: 'TopBar: a patient' })).toBeVisible();
    // The rules for a whole page do not hold for many pieces of one.
    const broken = await brokenRules(page, [
      ...['landmark-no-duplicate-banner', 'landmark-no-duplicate-contentinfo', 'landmark-unique', 'region'],
      ...['landmark-banner-is-top-level', 'landmark-contentinfo-is-top-level', 'heading-order'],
      ...[
        'landmark-no-duplicate-main',
        'page-has-heading-one',
        'aria-required-parent',
        'landmark-complementary-is-top-level',
      ],
    ]);
    await page.screenshot({ path: `screenshots/gallery-${theme}-1024.png`, fullPage: true });
    expect(broken).toEqual([]);
  });
}

test('forced colours and reduced motion leave every component readable', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1024, height: 640 });
  await page.goto(address);
  await expect(page.getByRole('region', { name: 'TopBar: a patient' })).toBeVisible();
  await page.screenshot({ path: 'screenshots/gallery-forced-1024.png', fullPage: true });
  const moving = await page
    .locator('button')
    .evaluateAll((all) =>
      all.filter((one) => getComputedStyle(one).transitionDuration !== '0s').map((one) => one.textContent),
    );
  expect(moving).toEqual([]);
});

test('the gallery shows every component', async ({ page }) => {
  await page.goto(address);
  await expect(page.getByRole('region', { name: 'TopBar: a patient' })).toBeVisible();
  const shown = await page.locator('section h2').allTextContents();
  const names = readdirSync('renderer/components').map((file) => file.replace('.svelte', ''));
  expect(names.filter((name) => !shown.some((title) => title.startsWith(`${name} `)))).toEqual([]);
});
