import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

test('the script that one window loads stays within 120 kB gzipped', () => {
  const assets = 'dist/renderer/assets';
  const isLanguage = (name: string): boolean => /^(de|fr)-/.test(name);
  const scripts = readdirSync(assets)
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, bytes: gzipSync(readFileSync(join(assets, name))).length }));
  // English is in the first script; a window loads at most one other language.
  const languages = scripts.filter(({ name }) => isLanguage(name)).map(({ bytes }) => bytes);
  expect(languages.length).toBe(2);
  const always = scripts.filter(({ name }) => !isLanguage(name)).reduce((sum, { bytes }) => sum + bytes, 0);
  expect(always + Math.max(...languages)).toBeLessThanOrEqual(120_000);
});

test('no library for checking requests is in the window: the program checks them', () => {
  const assets = 'dist/renderer/assets';
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const checking = scripts.filter((name) => /\bZod[A-Z]\w+/.test(readFileSync(join(assets, name), 'utf8')));
  expect(checking).toEqual([]);
});
