import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  timeout: 30_000,
  outputDir: '../../test-results/electron-shell',
  reporter: [['list'], ['json', { outputFile: '../../test-results/electron-shell.json' }]],
});
