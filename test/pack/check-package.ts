import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { z } from 'zod';
import { presetSchema } from '../../preload/contract/preset.ts';
import type { Packed } from './pack-program.ts';

export interface PackageReport {
  /** Every file of the archive. */
  readonly files: readonly string[];
  readonly megabytes: number;
  /** Problems, in words. */
  readonly faults: readonly string[];
}

/** The required and only content of the archive, each at least once. */
const expected: readonly RegExp[] = [
  /^package\.json$/,
  /^dist\/main\/electron\.js$/,
  /^dist\/main\/decoder\.cjs$/,
  /^dist\/main\/decoder-[\w-]+\.cjs$/,
  /^dist\/main\/pdfium\.wasm$/,
  /^dist\/main\/zxing\.wasm$/,
  /^dist\/main\/ocr\.wasm$/,
  /^dist\/main\/ocr-(eng|deu|fra)\.gz$/,
  /^dist\/preload\/index\.cjs$/,
  /^dist\/renderer\/index\.html$/,
  /^dist\/renderer\/icon\.svg$/,
  /^dist\/renderer\/assets\/[\w-]+\.js$/,
  /^dist\/renderer\/assets\/[\w-]+\.css$/,
];
/** Chunks that the bundler may add, with names that it chooses. */
const chunks: readonly RegExp[] = [/^dist\/main\/[\w-]+-[\w-]{8}\.js$/];
const mostMegabytes = 22.8;

const manifestSchema = z.object({
  name: z.literal('chartdrop'),
  main: z.literal('dist/main/electron.js'),
  type: z.literal('module'),
  version: z.string(),
  devDependencies: z.undefined().optional(),
  scripts: z.undefined().optional(),
});

/** Checks the packed program: the archive contains exactly the code, and configurable files are beside it. */
export async function checkPackage({ resources }: Packed): Promise<PackageReport> {
  const archive = join(resources, 'app.asar');
  const faults: string[] = [];
  const entries = listPackage(archive, { isPack: false }).map((path) => path.slice(1).replaceAll('\\', '/'));
  const files = entries.filter((path) => !entries.some((other) => other.startsWith(`${path}/`)));
  for (const path of files) {
    if (![...expected, ...chunks].some((pattern) => pattern.test(path)))
      faults.push(`${path} should not be inside`);
  }
  for (const pattern of expected) {
    if (!files.some((path) => pattern.test(path))) faults.push(`nothing inside is ${pattern.source}`);
  }

  const manifest = manifestSchema.safeParse(
    JSON.parse(extractFile(archive, 'package.json').toString('utf8')),
  );
  if (!manifest.success) faults.push(`package.json: ${z.prettifyError(manifest.error)}`);

  const update = await readFile(join(resources, 'app-update.yml'), 'utf8').catch(() => '');
  if (!/^provider: generic$/m.test(update) || !/^url: https:\/\//m.test(update)) {
    faults.push('app-update.yml does not name an update server');
  }
  const preset = await readFile(join(resources, 'preset.json'), 'utf8').catch(() => 'missing');
  if (!presetSchema.safeParse(jsonOf(preset)).success) faults.push('preset.json is not a preset');

  for (const [part, one] of [
    ['core', 'got'],
    ['decoder', 'libheif-js'],
    ['decoder', '@hyzyla/pdfium'],
    ['decoder', 'tesseract.js-core'],
    ['decoder', 'utif2'],
    ['decoder', 'zxing-wasm'],
    ['decoder', '@cantoo/pdf-lib'],
    ['window', 'svelte'],
  ] as const) {
    const licenses = await readFile(join(resources, 'licenses', `${part}.md`), 'utf8').catch(() => '');
    if (!licenses.includes(`## ${one} - `)) faults.push(`licenses/${part}.md does not name ${one}`);
  }

  const megabytes = (await stat(archive)).size / 1_000_000;
  if (megabytes > mostMegabytes) faults.push(`${megabytes.toFixed(1)} MB are more than ${mostMegabytes}`);
  return { files, megabytes, faults };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
