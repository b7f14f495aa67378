import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  // A slow machine needs its time; nothing here asserts on time.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  outputDir: '../../test-results/electron-shell',
  reporter: [['list'], ['json', { outputFile: '../../test-results/electron-shell.json' }]],
});
