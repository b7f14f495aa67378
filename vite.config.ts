import { builtinModules } from 'node:module';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type UserConfig } from 'vite';

/** Under which terms the packages come of which a part is built; electron-builder.yml puts it beside the program. */
const license = { fileName: 'licenses.md' };

const renderer: UserConfig = {
  root: 'renderer',
  base: './',
  plugins: [svelte({ configFile: '../svelte.config.js' })],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    license,
    target: 'chrome140',
    modulePreload: { polyfill: false },
  },
};

const main: UserConfig = {
  build: {
    ssr: true,
    outDir: 'dist/main',
    emptyOutDir: true,
    license,
    target: 'node24',
    rolldownOptions: {
      input: { headless: 'main/headless.ts', electron: 'main/electron.ts' },
      // Beside the entries: a module finds the worker's script by its own place (photo-converter.ts).
      output: { chunkFileNames: '[name]-[hash].js' },
      external: ['electron', ...builtinModules, /^node:/],
    },
  },
  ssr: { noExternal: true },
};

/** The script of a thread: one file, and no ES module, which Electron's threads may not find in its archive. */
const worker: UserConfig = {
  build: {
    ssr: 'main/uploads/heic-worker.ts',
    outDir: 'dist/main',
    emptyOutDir: false,
    license: { fileName: 'licenses-photos.md' },
    target: 'node24',
    rolldownOptions: {
      external: [...builtinModules, /^node:/],
      output: { format: 'cjs', entryFileNames: 'heic-worker.cjs' },
    },
  },
  ssr: { noExternal: true },
};

/** A sandboxed preload can be neither a module nor more than one file. */
const preload: UserConfig = {
  build: {
    outDir: 'dist/preload',
    emptyOutDir: true,
    target: 'chrome140',
    lib: { entry: 'preload/index.ts', formats: ['cjs'], fileName: () => 'index.cjs' },
    rolldownOptions: { external: ['electron'] },
  },
};

/** One mode for each part: `vite build --mode main`. Tools that only ask how the window is compiled name none. */
const parts: Record<string, UserConfig> = { renderer, main, worker, preload };
export default defineConfig(({ mode }) => parts[mode] ?? renderer);
