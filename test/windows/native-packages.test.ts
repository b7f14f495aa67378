import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { windowsPackages } from './native-packages.ts';

describe('the packages that hold binaries for Windows', () => {
  it('are those of the lock file for 64-bit Windows, in its versions, without a Node', async () => {
    const found = windowsPackages(await readFile('package-lock.json', 'utf8'));
    expect(found.map(({ spec }) => spec.replace(/@[^@]+$/, ''))).toEqual([
      '@oxc-parser/binding-win32-x64-msvc',
      '@oxc-resolver/binding-win32-x64-msvc',
      '@resvg/resvg-js-win32-x64-msvc',
      '@rolldown/binding-win32-x64-msvc',
      'lightningcss-win32-x64-msvc',
    ]);
    for (const { at, spec } of found) expect(`${at}@`).toContain(spec.replace(/[^@]+$/, ''));
  });

  it('are where npm would put them, also inside another package', () => {
    const lock = {
      packages: {
        'node_modules/a/node_modules/@b/win': { version: '1.2.3', os: ['win32'], cpu: ['x64'] },
        'node_modules/@b/mac': { version: '1.2.3', os: ['darwin'], cpu: ['x64'] },
        'node_modules/@b/any': { version: '1.2.3' },
      },
    };
    expect(windowsPackages(JSON.stringify(lock))).toEqual([
      { at: 'node_modules/a/node_modules/@b/win', spec: '@b/win@1.2.3' },
    ]);
  });
});
