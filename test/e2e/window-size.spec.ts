import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const assets = 'dist/renderer/assets';

test('all script of a window stays within 120 kB gzipped', () => {
  const size = (name: string): number => gzipSync(readFileSync(join(assets, name))).length;
  const names = readdirSync(assets).filter((name) => name.endsWith('.js'));
  // A window loads one language.
  const languages = names.filter((name) => /^(?:en|de|fr)-/.test(name));
  expect(languages).toHaveLength(3);
  const rest = names.filter((name) => !languages.includes(name));
  const sum = rest.reduce((total, name) => total + size(name), 0);
  expect(sum + Math.max(...languages.map(size))).toBeLessThanOrEqual(120_000);
});

test('no library for checking requests is in the window: the program checks them', () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const checking = scripts.filter((name) => /\bZod[A-Z]\w+/.test(readFileSync(join(assets, name), 'utf8')));
  expect(checking).toEqual([]);
});
