import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** `npm run gallery`: every component in its states, in a browser. Nothing of it is built into the program. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  cacheDir: '../../node_modules/.cache/chartdrop/gallery',
  plugins: [svelte({ configFile: '../../svelte.config.js' })],
  server: { fs: { allow: ['../..'] }, host: '127.0.0.1' },
  build: { outDir: '../../test-results/gallery', emptyOutDir: true, target: 'chrome140' },
  preview: { host: '127.0.0.1' },
});
