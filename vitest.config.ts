import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'core',
          include: ['test/**/*.test.ts'],
          exclude: ['test/renderer/**'],
          globalSetup: './test/build-program.ts',
        },
      },
      {
        // Component tests in jsdom, for behaviour that is hard to reach through the window in a browser.
        extends: true,
        plugins: [svelte(), svelteTesting()],
        test: { name: 'window', include: ['test/renderer/**/*.test.ts'], environment: 'jsdom' },
      },
    ],
    // Real processes, sockets and disks on a two-core machine: generous, since nothing here asserts on time.
    // Most tests wait for processes, disks and clocks: two cores carry three of them, where Vitest would run one.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000, interval: 25 } },
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    coverage: {
      provider: 'v8',
      include: ['main/uploads/**', 'main/scans/**', 'main/clinic/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: {
        'main/uploads/**': { branches: 90 },
        // Shared folders are tested in separate processes (test/headless/shared-folder.test.ts), which coverage does not see.
        'main/scans/**': { branches: 88 },
        'main/clinic/**': { branches: 90 },
      },
    },
  },
});
