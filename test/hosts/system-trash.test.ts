import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { builtProgram } from '../fixtures/built-program.ts';

it.each([
  ['windows-trash.exe', 'MZ'],
  ['macos-trash', '\u00ca\u00fe\u00ba\u00be'],
])('has %s beside the built program, which reaches the trash by it', async (name, magic) => {
  const path = join(dirname(builtProgram), name);
  expect((await readFile(path)).toString('latin1').slice(0, magic.length)).toBe(magic);
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o111).not.toBe(0);
});
