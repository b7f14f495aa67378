import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The files that the build reads. */
const sources = [
  'main',
  'preload',
  'renderer',
  'vite.config.ts',
  'svelte.config.js',
  'package.json',
  'package-lock.json',
];
/** The hash of the last build: of the files that it read, and of those that it wrote to `dist/`. */
const stamp = 'node_modules/.cache/chartdrop/built.txt';

async function filesIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}

/** One hash for what the sources say, and for which files of which sizes `dist/` holds. */
async function state(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of (await Promise.all(sources.map(filesIn))).flat()) {
    hash.update(`${path}\0`).update(await readFile(path));
  }
  const built = await filesIn('dist').catch(() => []);
  for (const path of built) hash.update(`${path}\0${(await stat(path)).size}\0`);
  return hash.digest('hex');
}

/**
 * Builds the program once for all tests of a run, so that they see the current sources and no file changes while they run.
 * A build of the same sources is used again: the test runners of one run share it.
 */
export default async function buildProgram(): Promise<void> {
  const last = await readFile(stamp, 'utf8').catch(() => '');
  if (last === (await state())) return;
  const { build } = await import('vite');
  await rm(stamp, { force: true });
  // Vitest says `test`, with which Svelte's larger code for development is built.
  const { NODE_ENV: before } = process.env;
  process.env['NODE_ENV'] = 'production';
  try {
    for (const mode of ['renderer', 'main', 'decoder', 'preload']) await build({ mode, logLevel: 'warn' });
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, await state());
}
