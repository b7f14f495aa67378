import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: './test/build-program.ts',
    // Real processes, sockets and disks on a two-core machine: generous, since nothing here asserts on time.
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
        // The agreement of several PCs runs in processes of its own (test/headless/shared-folder.test.ts), unseen here.
        'main/scans/**': { branches: 88 },
        'main/clinic/**': { branches: 90 },
      },
    },
  },
});
