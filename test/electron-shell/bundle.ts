import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createPackage } from '@electron/asar';
import { build, type Plugin } from 'vite';

const thin = resolve('test/electron-shell/thin-core.ts');
/** The modules that the thin core replaces. */
const replaced = [
  'main/core/desk.ts',
  'main/window/window-service.ts',
  'main/window/status.ts',
  'main/demo-clinic/start.ts',
  'main/database/write-lock.ts',
];

const thinCore: Plugin = {
  name: 'thin-core',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.') || importer === thin) return null;
    return replaced.some((path) => resolve(dirname(importer), source) === resolve(path)) ? thin : null;
  },
};

/**
 * Calls that Electron 25 and its Node 18 lack, built from the existing ones: the key store's asynchronous calls,
 * `URL.parse`, `URL.canParse` and `AbortSignal.any`. Existing calls are not changed.
 */
const older = `
// The reason for the end of a program in a box, for a reader of the output of its test.
for (const name of ['uncaughtException', 'unhandledRejection']) process.on(name, (fault) => console.error(name, fault));
{
  const { dialog } = require('electron');
  const showErrorBox = dialog.showErrorBox.bind(dialog);
  dialog.showErrorBox = (title, content) => {
    console.error(title, content);
    showErrorBox(title, content);
  };
}
{
  URL.canParse ??= (text, base) => {
    try {
      return Boolean(new URL(text, base));
    } catch {
      return false;
    }
  };
  URL.parse ??= (text, base) => (URL.canParse(text, base) ? new URL(text, base) : null);
  AbortSignal.any ??= (signals) => {
    const end = new AbortController();
    for (const signal of signals) {
      if (signal.aborted) end.abort(signal.reason);
      else signal.addEventListener('abort', () => end.abort(signal.reason), { signal: end.signal });
    }
    return end.signal;
  };
  const { safeStorage } = require('electron');
  safeStorage.isAsyncEncryptionAvailable ??= async () => safeStorage.isEncryptionAvailable();
  safeStorage.encryptStringAsync ??= async (text) => safeStorage.encryptString(text);
  safeStorage.decryptStringAsync ??= async (sealed) => ({ result: safeStorage.decryptString(sealed), shouldReEncrypt: false });
}
`;

/**
 * Switches for these tests that an installed program refuses: for the graphics driver, and for running Chromium as
 * root. The program's own list is unchanged, and tested in `switches.spec.ts`.
 */
const driven = `
{
  const drivers = process.env['CHARTDROP_SHELL_HELD'] === undefined ? [] : ['--inspect=0', '--remote-debugging-port=0'];
  globalThis.drivers = process.argv.filter((word) => drivers.includes(word));
  const needed = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  process.argv = process.argv.filter((word) => ![...drivers, ...needed].includes(word));
}
`;

/**
 * Playwright delays Electron's `ready` until it is attached, by a script that a packaged program does not accept on its
 * command line. Without it, a window may open while Playwright attaches, and Playwright then waits forever. This is
 * that script (playwright-core's server/electron/loader.js) without its Chromium switches.
 */
const held = `
if (process.env['CHARTDROP_SHELL_HELD'] === 'yes' && globalThis.drivers.includes('--remote-debugging-port=0')) {
  const { app } = require('electron');
  const [whenReady, emit] = [app.whenReady(), app.emit.bind(app)];
  let given = [];
  let isReady = false;
  let becomeReady;
  const ready = new Promise((resolve) => (becomeReady = resolve));
  app.emit = (event, ...more) => {
    if (event !== 'ready' || isReady) return emit(event, ...more);
    given = more;
    return app.listenerCount('ready') > 0;
  };
  app.isReady = () => isReady;
  app.whenReady = () => ready;
  globalThis.__playwright_run = async () => {
    await whenReady;
    isReady = true;
    becomeReady();
    emit('ready', ...given);
  };
}
`;

/** The same for the decoder process: `zlib.crc32` exists since Node 22. */
const olderDecoder = `
require('node:zlib').crc32 ??= (bytes) => {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
};
`;

/** Bundles the product's Electron side over the thin core into `directory`, for an old Electron's Node and Chromium. */
async function bundleShell(directory: string): Promise<void> {
  const common = { configFile: false, logLevel: 'warn' } as const;
  await build({
    ...common,
    plugins: [thinCore],
    define: { 'import.meta.dirname': '__dirname' },
    build: {
      ssr: 'main/electron.ts',
      outDir: join(directory, 'dist/main'),
      emptyOutDir: true,
      target: 'node18',
      minify: false,
      rolldownOptions: {
        external: ['electron', ...builtinModules, /^node:/],
        output: { format: 'cjs', entryFileNames: 'electron.cjs', codeSplitting: false },
      },
    },
    ssr: { noExternal: true },
  });
  const entry = join(directory, 'dist/main/electron.cjs');
  await writeFile(entry, driven + held + older + (await readFile(entry, 'utf8')));
  await build({
    mode: 'decoder',
    logLevel: 'warn',
    build: { outDir: join(directory, 'dist/main'), target: 'node18' },
  });
  const decoder = join(directory, 'dist/main/decoder.cjs');
  await writeFile(decoder, olderDecoder + (await readFile(decoder, 'utf8')));
  await build({
    mode: 'preload',
    logLevel: 'warn',
    build: { outDir: join(directory, 'dist/preload'), emptyOutDir: true },
  });
  await build({
    mode: 'renderer',
    logLevel: 'warn',
    build: { outDir: join(directory, 'dist/renderer'), target: 'chrome114' },
  });
  const manifest = { name: 'chartdrop', productName: 'Chartdrop', version: '0.1.0' };
  await writeFile(
    join(directory, 'package.json'),
    JSON.stringify({ ...manifest, main: 'dist/main/electron.cjs' }),
  );
}

/**
 * Copies the distribution of `binary` into `directory` with the bundle as its only program, since a packaged
 * distribution ignores other folders. Returns the copy's binary.
 */
export async function packShell(binary: string, directory: string): Promise<string> {
  const distribution = join(directory, 'electron');
  await cp(dirname(binary), distribution, { recursive: true });
  const resources = join(distribution, 'resources');
  for (const name of await readdir(resources)) await rm(join(resources, name), { recursive: true });
  const files = join(directory, 'files');
  await mkdir(files);
  await bundleShell(files);
  await createPackage(files, join(resources, 'app.asar'));
  return join(distribution, binary.slice(dirname(binary).length + 1));
}
