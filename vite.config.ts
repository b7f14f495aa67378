import { builtinModules } from 'node:module';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type UserConfig } from 'vite';

/** One mode for each part: `vite build --mode renderer`, `main`, `preload`. */
const parts: Record<string, UserConfig> = {
  renderer: {
    root: 'renderer',
    base: './',
    plugins: [svelte({ configFile: '../svelte.config.js' })],
    build: {
      outDir: '../dist/renderer',
      emptyOutDir: true,
      target: 'chrome140',
      modulePreload: { polyfill: false },
    },
  },
  main: {
    build: {
      ssr: true,
      outDir: 'dist/main',
      emptyOutDir: true,
      target: 'node24',
      rolldownOptions: {
        input: { headless: 'main/headless.ts', electron: 'main/electron.ts' },
        external: ['electron', ...builtinModules, /^node:/],
      },
    },
    ssr: { noExternal: true },
  },
  // A sandboxed preload can be neither a module nor more than one file.
  preload: {
    build: {
      outDir: 'dist/preload',
      emptyOutDir: true,
      target: 'chrome140',
      lib: { entry: 'preload/index.ts', formats: ['cjs'], fileName: () => 'index.cjs' },
      rolldownOptions: { external: ['electron'] },
    },
  },
};

export default defineConfig(({ mode }) => {
  const part = parts[mode];
  if (part === undefined) throw new Error(`vite build --mode ${Object.keys(parts).join(' | ')}`);
  return part;
});
