import { chmodSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

/** Collects the licences of the built-in packages; electron-builder.yml puts the file beside the program. */
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
    rolldownOptions: {
      // A module's name without its second extension: `core`, not `core.svelte`.
      output: {
        chunkFileNames: ({ name }) => `assets/${name.replace(/\..*/, '')}-[hash].js`,
        // The desk in one file, the other views in a second one: many small files compress a tenth worse.
        codeSplitting: {
          groups: [
            { name: 'desk', tags: ['$initial'], priority: 2 },
            { name: 'views', test: /renderer\/(?:views|components|state)\//, priority: 1 },
          ],
        },
      },
    },
  },
};

/** The programs by which the package `trash` reaches the trash of Windows and macOS, beside the code that starts them. */
const trashPrograms = ['windows-trash.exe', 'macos-trash'];
const trash: Plugin = {
  name: 'trash',
  generateBundle() {
    const folder = new URL('lib/', import.meta.resolve('trash'));
    for (const fileName of trashPrograms)
      this.emitFile({ type: 'asset', fileName, source: readFileSync(new URL(fileName, folder)) });
  },
  writeBundle({ dir = '' }) {
    for (const name of trashPrograms) chmodSync(join(dir, name), 0o755);
  },
};

const main: UserConfig = {
  plugins: [trash],
  build: {
    ssr: true,
    outDir: 'dist/main',
    emptyOutDir: true,
    license,
    target: 'node24',
    rolldownOptions: {
      input: { headless: 'main/headless.ts', electron: 'main/electron.ts' },
      // In the folder of the entries: a module finds the decoder's script by its own path (decoder/node-process.ts).
      output: { chunkFileNames: '[name]-[hash].js' },
      external: ['electron', ...builtinModules, /^node:/],
    },
  },
  ssr: { noExternal: true },
};

/** The code and the data of libraries, which the program sends to the decoder, since the decoder reads no files. */
const sentFiles: Readonly<Record<string, string>> = {
  'pdfium.wasm': '@hyzyla/pdfium/pdfium.wasm',
  'zxing.wasm': 'zxing-wasm/reader/zxing_reader.wasm',
  // As in main/decoder/node-process.ts.
  'ocr.wasm': 'tesseract.js-core/tesseract-core-simd-lstm.wasm',
  'ocr-eng.gz': '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz',
  'ocr-deu.gz': '@tesseract.js-data/deu/4.0.0_best_int/deu.traineddata.gz',
  'ocr-fra.gz': '@tesseract.js-data/fra/4.0.0_best_int/fra.traineddata.gz',
};
const sent: Plugin = {
  name: 'sent',
  generateBundle() {
    for (const [fileName, file] of Object.entries(sentFiles)) {
      const source = readFileSync(fileURLToPath(import.meta.resolve(file)));
      this.emitFile({ type: 'asset', fileName, source });
    }
  },
};

/**
 * The script of the decoder process and the libraries that it loads on demand: libheif is LGPL, so it stays in a
 * separate file. No ES modules, since Electron's processes may not find them in its archive.
 */
const decoder: UserConfig = {
  plugins: [sent],
  build: {
    ssr: 'main/decoder/child.ts',
    outDir: 'dist/main',
    emptyOutDir: false,
    license: { fileName: 'licenses-decoder.md' },
    target: 'node24',
    rolldownOptions: {
      external: [...builtinModules, /^node:/],
      output: { format: 'cjs', entryFileNames: 'decoder.cjs', chunkFileNames: 'decoder-[name].cjs' },
    },
  },
  ssr: { noExternal: true },
};

/** A sandboxed preload must be one file and no module. */
const preload: UserConfig = {
  build: {
    outDir: 'dist/preload',
    emptyOutDir: true,
    target: 'chrome140',
    lib: { entry: 'preload/index.ts', formats: ['cjs'], fileName: () => 'index.cjs' },
    rolldownOptions: { external: ['electron'] },
  },
};

/** One mode per part: `vite build --mode main`. Tools that only read the compiler settings name no mode. */
const parts: Record<string, UserConfig> = { renderer, main, decoder, preload };
export default defineConfig(({ mode }) => parts[mode] ?? renderer);
