import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const page = readFileSync('SECURITY.md', 'utf8');
const sources = globSync('{main,preload,renderer}/**/*.{ts,svelte,html}').map((path) => ({
  path,
  text: readFileSync(path, 'utf8'),
}));
const manifest = z
  .object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

/** The files that contain a pattern. */
const withText = (pattern: RegExp): string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('SECURITY.md', () => {
  it('goes through Electron’s whole checklist', () => {
    const numbers = [...page.matchAll(/^\| (\d+) +\|/gm)].map((match) => Number(match[1]));
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('names tests that are there', () => {
    const named = [...page.matchAll(/`(test\/[^`]+)`/g)].map((match) => match[1] ?? '');
    expect(named.length).toBeGreaterThan(20);
    for (const path of named) expect(existsSync(path), path).toBe(true);
  });

  it('names every fuse of the packages', () => {
    const [, rows] = /## Fuses([\s\S]*?)## Data/.exec(page) ?? [];
    const told = [...(rows ?? '').matchAll(/^\| `(\w+)` +\| (on|off) /gm)].map((match) => [
      match[1],
      match[2] === 'on',
    ]);
    const [, block] =
      /^electronFuses:\n((?: {2}\w+: \w+\n)+)/m.exec(readFileSync('electron-builder.yml', 'utf8')) ?? [];
    const given = [...(block ?? '').matchAll(/^ {2}(\w+): (true|false)$/gm)].map((match) => [
      match[1],
      match[2] === 'true',
    ]);
    expect(given).toHaveLength(8);
    expect(new Map(told as [string, boolean][])).toEqual(new Map(given as [string, boolean][]));
  });
});

describe('the sources', () => {
  it.each([
    ['insecure content', /allowRunningInsecureContent/],
    ['experimental features', /experimentalFeatures/],
    ['Blink features', /enableBlinkFeatures/],
    ['webviews', /<webview|webviewTag/],
    ['pages of other programs', /openExternal/],
    ['file URLs', /loadFile\(|['"]file:\/\//],
    [
      'dumps of memory',
      /crashReporter\.|writeHeapSnapshot|getHeapSnapshot|setHeapSnapshotNearHeapLimit|writeReport|--(?:report|heapsnapshot|diagnostic)-|node:inspector/,
    ],
    ['code out of text', /\beval\(|new Function\(|\{@html/],
    [
      'a way around certificates',
      /rejectUnauthorized\b(?!: true)|NODE_TLS_REJECT_UNAUTHORIZED['"\]]*\s*=[^=]|certificate-error|setCertificateVerifyProc/,
    ],
  ])('contain no %s', (_, pattern) => {
    expect(withText(pattern)).toEqual([]);
  });

  it('are served under a policy without exceptions for scripts', () => {
    const policy = readFileSync('main/hosts/content-security-policy.ts', 'utf8');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });
});

const lockText = readFileSync('package-lock.json', 'utf8');
const { packages: locked } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({ integrity: z.string().optional(), hasInstallScript: z.boolean().default(false) }),
    ),
  })
  .parse(JSON.parse(lockText));

/** Packages with an install script, and its purpose. */
const withInstallScript: Readonly<Record<string, string>> = {
  'electron-winstaller': 'copies a 7-Zip for Squirrel.Windows, which no package of ours is made by',
};

describe('the dependencies', () => {
  it('are pinned to one version each', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });

  it('are locked by hash, from the public registry', () => {
    expect(lockText).not.toContain('"resolved"');
    const unlocked = Object.entries(locked).filter(
      ([path, one]) => path !== '' && one.integrity === undefined,
    );
    expect(unlocked.map(([path]) => path)).toEqual([]);
    expect(Object.keys(locked).length).toBeGreaterThan(300);
  });

  it('are hashed by SHA-512', () => {
    for (const [path, { integrity = '' }] of Object.entries(locked)) {
      if (path !== '') expect(integrity, path).toMatch(/^sha512-/);
    }
  });

  it('run no install scripts, except known ones', () => {
    const scripted = Object.entries(locked).flatMap(([path, one]) => (one.hasInstallScript ? [path] : []));
    expect(scripted).toEqual(Object.keys(withInstallScript).map((name) => `node_modules/${name}`));
    // Their install scripts do not run either.
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });
});
