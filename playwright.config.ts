import { defineConfig } from '@playwright/test';
import { findChromium } from './test/e2e/find-chromium.ts';

export default defineConfig({
  testDir: 'test/e2e',
  projects: [
    { name: 'tests', testMatch: '*.spec.ts' },
    { name: 'looks', testMatch: ['looks.ts', 'gallery.ts'] },
    { name: 'pictures', testMatch: 'pictures.ts' },
    { name: 'screenshots', testMatch: 'screenshots.ts' },
  ],
  globalSetup: './test/build-program.ts',
  // A separate folder, so that the results of the other runners stay.
  outputDir: 'test-results/playwright',
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  workers: 6,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  // Generous, since nothing here asserts on time: six windows, programs and clinics share two cores.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    launchOptions: { executablePath: findChromium() ?? '', args: ['--disable-gpu'] },
    viewport: { width: 1280, height: 800 },
    locale: 'en-AU',
    timezoneId: 'Australia/Sydney',
    reducedMotion: 'reduce',
  },
});
