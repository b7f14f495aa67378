import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const assets = 'dist/renderer/assets';

test('the script that a window loads at its start stays within 120 kB gzipped', () => {
  const size = (name: string): number => gzipSync(readFileSync(join(assets, name))).length;
  const names = readdirSync(assets).filter((name) => name.endsWith('.js'));
  // English is in the first scripts; a window loads at most one other language. The other views than the
  // desk are loaded when they are opened.
  const languages = names.filter((name) => /^(de|fr)-/.test(name));
  expect(languages.length).toBe(2);
  const html = readFileSync('dist/renderer/index.html', 'utf8');
  const atStart = names.filter((name) => html.includes(name));
  expect(atStart.length).toBeGreaterThan(0);
  const sum = atStart.reduce((total, name) => total + size(name), 0);
  expect(sum + Math.max(...languages.map(size))).toBeLessThanOrEqual(120_000);
});

test('no library for checking requests is in the window: the program checks them', () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const checking = scripts.filter((name) => /\bZod[A-Z]\w+/.test(readFileSync(join(assets, name), 'utf8')));
  expect(checking).toEqual([]);
});
