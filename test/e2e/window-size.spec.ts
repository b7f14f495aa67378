import { expect, test } from '@playwright/test';
import { loadedScriptBytes, windowScripts } from '../window-scripts.ts';

test('all script of a window stays within 120 kB gzipped', () => {
  expect(loadedScriptBytes()).toBeLessThanOrEqual(120_000);
});

test('no library for checking requests is in the window: the program checks them', () => {
  const checking = windowScripts().filter(({ text }) => /\bZod[A-Z]\w+/.test(text.toString()));
  expect(checking.map(({ name }) => name)).toEqual([]);
});
