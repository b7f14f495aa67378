import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../fixtures/temp-folder.ts';
import { expectedFuses, findPacked, fuseNames, readFuses } from '../../electron-e2e/fuses.ts';

/** A binary with Electron's fuses: a sentinel, a version, and a byte per fuse. */
async function binary(...switches: ('0' | '1' | 'r')[]): Promise<string> {
  const path = join(await tempFolder(), 'chartdrop');
  const wire = Buffer.from(`dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001${String.fromCharCode(switches.length)}`);
  await writeFile(path, Buffer.concat([Buffer.alloc(5000, 7), wire, Buffer.from(switches.join(''))]));
  return path;
}

it('reads the switches of a binary, and finds the wrong one', async () => {
  expect(await readFuses(await binary('0', '1', '0', '0', '1', '1', '0', '0'))).toEqual(expectedFuses);
  const wrong = await readFuses(await binary('1', '1', '0', '0', '1', '1', '0', '0'));
  expect(fuseNames.filter((name) => wrong[name] !== expectedFuses[name])).toEqual(['RunAsNode']);
  expect(await readFuses(await binary('0', 'r'))).toMatchObject({
    EnableCookieEncryption: 'missing',
    OnlyLoadAppFromAsar: 'missing',
  });
});

it('reads nothing without fuses, and reads the given file', async () => {
  const path = join(await tempFolder(), 'other');
  await writeFile(path, 'no fuses');
  await expect(readFuses(path)).rejects.toThrow('sentinel');
  expect(findPacked({ CHARTDROP_PACKED: path })).toBe(path);
});
