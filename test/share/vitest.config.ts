import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/share/*.share.ts'],
    globalSetup: './test/build-program.ts',
    // One share, whose server handles requests one after the other.
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 600_000, interval: 200 } },
    reporters: ['default', ['json', { outputFile: 'test-results/share.json' }]],
  },
});
