import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

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
          // One process runs many files, one after the other: no test here changes what others import.
          isolate: false,
        },
      },
      {
        // Components in a document without layout: what is hard to reach through the whole window in a browser.
        extends: true,
        plugins: [svelte(), svelteTesting()],
        test: {
          name: 'window',
          include: ['test/renderer/**/*.test.ts'],
          environment: 'jsdom',
          isolate: false,
        },
      },
    ],
    // Real processes, sockets and disks on a two-core machine: generous, since nothing here asserts on time.
    // Most tests wait for processes, disks and clocks: two cores carry four of them, where Vitest would run one.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000, interval: 25 } },
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
    coverage: {
      provider: 'v8',
      include: ['main/**/*.ts', 'preload/**/*.ts', 'renderer/**/*.{ts,svelte}'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
