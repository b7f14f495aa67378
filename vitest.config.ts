import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

const measures = 'test/hosts/headless/rate.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        // It measures how many files a second are filed: first, and with no other test beside it.
        extends: true,
        test: {
          name: 'alone',
          include: [measures],
          globalSetup: './test/build-program.ts',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'core',
          include: ['test/**/*.test.ts'],
          exclude: ['test/renderer/**', measures],
          sequence: { groupOrder: 1 },
          globalSetup: './test/build-program.ts',
          // One process runs many files, one after the other: no test here changes what others import.
          isolate: false,
        },
      },
      {
        // Component tests in jsdom, for behaviour that is hard to reach through the window in a browser.
        extends: true,
        plugins: [svelte(), svelteTesting()],
        test: {
          name: 'window',
          include: ['test/renderer/**/*.test.ts'],
          environment: 'jsdom',
          setupFiles: './test/renderer/jsdom.ts',
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    setupFiles: './test/english.ts',
    // Real processes, sockets and disks on a two-core machine: generous, since nothing here asserts on time.
    // Most tests wait for processes, disks and clocks: two cores carry four of them, where Vitest would run one.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // A spy or a global that a test replaced would reach the next file of its process.
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 45_000, interval: 25 } },
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    coverage: {
      provider: 'v8',
      reportOnFailure: true,
      include: ['main/**/*.ts', 'preload/**/*.ts', 'renderer/**/*.{ts,svelte}'],
      reporter: ['text-summary', 'json-summary'],
      // A little below what is measured, so that what a folder has cannot be lost unseen.
      thresholds: {
        'main/base/**': { branches: 95, lines: 96 },
        'main/files/**': { branches: 80, lines: 92 },
        'main/database/**': { branches: 92, lines: 97 },
        'main/jobs/**': { branches: 92, lines: 98 },
        'main/clinic/**': { branches: 94, lines: 98 },
        'main/uploads/**': { branches: 91, lines: 97 },
        // Shared folders are tested in separate processes (test/hosts/headless/shared-folder.test.ts), which coverage does not see.
        'main/scans/**': { branches: 89, lines: 95 },
        // Some of these are tested only in separate programs: a locked screen, the system's dialogs, the report.
        'main/core/**': { branches: 78, lines: 93 },
        'main/window/**': { branches: 78, lines: 87 },
        'main/demo-clinic/**': { branches: 91, lines: 97 },
        // The formats are read in the decoder's own process (test/decoder), which coverage does not see.
        'main/decoder/**': { branches: 68, lines: 84 },
        // The command line, `serve` and the desktop host are started as programs (test/hosts/headless, test/hosts/electron, test/e2e),
        // unseen here.
        'main/hosts/**': { branches: 42, lines: 45 },
        // The bridge of the desktop window runs in Electron alone (test/electron-shell), and the command line's words in separate
        // programs: coverage does not see them.
        'preload/**': { branches: 76, lines: 92 },
        // The whole window is tested in a browser (test/e2e), which coverage does not see.
        'renderer/**': { branches: 52, lines: 61 },
      },
    },
  },
});
