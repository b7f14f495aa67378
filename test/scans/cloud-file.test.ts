import { open, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refuseCloudFile } from '../../main/files/cloud-file.ts';
import { inspectFile } from '../../main/scans/settle/inspect-file.ts';
import { onlyOn } from '../fixtures/only-on.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const sparse = onlyOn('linux', 'Only Linux makes a file with a size and no blocks without asking the disk.');

/** A placeholder: a size, and no block on the disk. */
async function placeholder(): Promise<{ path: string; folder: string }> {
  const folder = await tempFolder();
  const path = join(folder, 'letter.pdf');
  await writeFile(path, '');
  await truncate(path, 50_000);
  return { path, folder };
}

it('is said of a scan that is only in the cloud, and nothing is downloaded (case 22)', sparse, async () => {
  const { path, folder } = await placeholder();
  for (const platform of ['win32', 'darwin'] as const) {
    const error = await rejectionOf(inspectFile(path, folder, platform));
    expect(error.code).toBe('file-in-cloud');
  }
  await using file = await open(path);
  expect((await rejectionOf(refuseCloudFile(await file.stat({ bigint: true }), path, 'win32'))).advice).toBe(
    'wait',
  );
});

it('does not keep a file from being taken that a person gave', sparse, async () => {
  const { path, folder } = await placeholder();
  expect(await inspectFile(path, null, 'win32')).toMatchObject({ kind: 'opened' });
  expect(await inspectFile(path, folder, 'linux')).toMatchObject({ kind: 'opened' });
});

it('does not keep a file with bytes from being taken', async () => {
  const folder = await tempFolder();
  const path = join(folder, 'letter.pdf');
  await writeFile(path, Buffer.alloc(50_000, 1));
  expect(await inspectFile(path, folder, 'win32')).toMatchObject({ kind: 'opened' });
});
