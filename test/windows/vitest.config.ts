import { defineConfig } from 'vitest/config';

/** The core's tests as they run under Wine: the program is built once, before all batches, and what Wine lacks is left out. */
export default defineConfig({
  test: {
    name: 'core',
    root: process.cwd(),
    include: ['test/**/*.test.ts'],
    exclude: ['test/renderer/**'],
    setupFiles: ['./test/windows/leave-out.ts'],
    // Wine opens files slowly; nothing here asserts on time.
    testTimeout: 180_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000, interval: 25 } },
  },
});
