import { defineConfig } from 'vitest/config';

/** The core's tests under Wine: builds the program once before all batches, and leaves out what Wine lacks. */
export default defineConfig({
  test: {
    name: 'core',
    root: process.cwd(),
    include: ['test/**/*.test.ts'],
    exclude: ['test/renderer/**'],
    setupFiles: ['./test/english.ts', './test/windows/leave-out.ts'],
    // Wine opens files slowly, and no test asserts on time.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 45_000, interval: 25 } },
  },
});
