import { renameSync } from 'node:fs';
import { open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isInUse, replaceFile, replaceFileSync } from '../../../main/base/system/replace-file.ts';
import { failsFirst, forbidden, held } from '../../fixtures/system-doubles.ts';
import { tempFolder } from '../../fixtures/temp-folder.ts';

async function twoFiles(): Promise<{ from: string; to: string }> {
  const folder = await tempFolder();
  const files = { from: join(folder, 'settings.new'), to: join(folder, 'settings') };
  await writeFile(files.from, 'new');
  await writeFile(files.to, 'old');
  return files;
}

const onWindows = { platform: 'win32' } as const;

it.each([
  ['held by another program', [held()], true],
  ['forbidden', [forbidden()], false],
  ['free', [], false],
] as const)('knows after a refused rename whether the file is %s', async (_, errors, inUse) => {
  const { from } = await twoFiles();
  // Other systems have no such way to open a file.
  const openFile = failsFirst(errors, (path: string) => open(path, 'r')).call as typeof open;
  expect(await isInUse(from, { ...onWindows, openFile })).toBe(inUse);
  expect(await isInUse(from, { platform: 'linux' })).toBe(false);
});

describe('replacing a file', () => {
  it('waits until another program has let go of it', async () => {
    const { from, to } = await twoFiles();
    const errors = [forbidden('rename'), held('rename'), forbidden('rename')];
    const { call, calls } = failsFirst(errors, rename);
    await replaceFile(from, to, { ...onWindows, move: call });
    expect([await readFile(to, 'utf8'), calls()]).toEqual(['new', 4]);
  });

  it('waits in the same way where nothing may run meanwhile', async () => {
    const { from, to } = await twoFiles();
    const { call, calls } = failsFirst([forbidden('rename'), held('rename')], renameSync);
    replaceFileSync(from, to, { ...onWindows, move: call });
    expect([await readFile(to, 'utf8'), calls()]).toEqual(['new', 3]);
  });

  it('gives up with the error of the system, and keeps the old file', async () => {
    const { from, to } = await twoFiles();
    const { call, calls } = failsFirst(
      Array.from({ length: 20 }, () => held('rename')),
      rename,
    );
    await expect(replaceFile(from, to, { ...onWindows, move: call })).rejects.toThrow('EBUSY');
    expect([await readFile(to, 'utf8'), calls()]).toEqual(['old', 8]);
  });

  it.each([
    ['linux', forbidden('rename')],
    ['win32', Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'rename' })],
  ] as const)('does not wait on %s for what does not pass: %s', async (platform, error) => {
    const { from, to } = await twoFiles();
    const { call, calls } = failsFirst([error], rename);
    await expect(replaceFile(from, to, { platform, move: call })).rejects.toBe(error);
    expect(calls()).toBe(1);
    expect(() => replaceFileSync(from, to, { platform, move: failsFirst([error], renameSync).call })).toThrow(
      error,
    );
  });
});
