import { rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createIdentifier } from '../../main/scans/identity/identify-file.ts';
import { fingerprintOf } from '../../main/files/fingerprint.ts';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { createMemoryKnownFiles } from './memory-known-files.ts';

/** A folder with one skipped file whose bytes were not read yet. */
async function leftUnread({ mount, wentNow }: { mount: string; wentNow: boolean }) {
  const path = await tempFolder();
  const folder = { id: folderIdSchema.parse(crypto.randomUUID()), path };
  const known = createMemoryKnownFiles();
  const look = async (name: string) => fingerprintOf(await stat(join(path, name), { bigint: true }));
  await writeFile(join(path, 'old.pdf'), 'old letter');
  const fingerprint = await look('old.pdf');
  known.remember(folder.id, [{ relativePath: 'old.pdf', fingerprint, standing: 'left', mount, mark: null }]);
  const { identify } = createIdentifier({
    ...{ known, folder, mount: () => mount },
    baseline: {
      get: (relativePath) => known.get(folder.id, relativePath),
      remember: (files) => known.remember(folder.id, files),
      end: (relativePaths) => known.end(folder.id, relativePaths),
      hasEnded: () => false,
    },
    departures: {
      has: (relativePath) => wentNow && relativePath === 'old.pdf',
      names: () => (wentNow ? ['old.pdf'] : []),
      delete: () => undefined,
      hasUnchecked: () => false,
    },
  });
  return {
    path,
    identify: async (name: string) =>
      identify({ path: join(path, name), relativePath: name, fingerprint: await look(name) }),
  };
}
const renameAndTouch = async (path: string): Promise<void> => {
  await rename(join(path, 'old.pdf'), join(path, 'new.pdf'));
  await utimes(join(path, 'new.pdf'), new Date(), new Date(Date.now() + 60_000));
};

describe('a skipped file, renamed before its bytes were read', () => {
  it('with its time is still that file', async () => {
    const { path, identify } = await leftUnread({ mount: 'drive 1', wentNow: false });
    await rename(join(path, 'old.pdf'), join(path, 'new.pdf'));
    expect(await identify('new.pdf')).toEqual({ kind: 'left' });
  });

  it('and touched, asks a person: its number tells that it may be that file', async () => {
    const { path, identify } = await leftUnread({ mount: 'drive 1', wentNow: false });
    await renameAndTouch(path);
    expect(await identify('new.pdf')).toEqual({ kind: 'doubtful' });
  });

  it('and touched, asks a person if inode numbers are unreliable, since its name disappeared a moment ago', async () => {
    const { path, identify } = await leftUnread({ mount: '', wentNow: true });
    await renameAndTouch(path);
    expect(await identify('new.pdf')).toEqual({ kind: 'doubtful' });
  });

  it('is not matched with a new scan of the same size, once its name has been gone for a while', async () => {
    const { path, identify } = await leftUnread({ mount: 'drive 1', wentNow: false });
    await rename(join(path, 'old.pdf'), join(await tempFolder(), 'old.pdf'));
    await writeFile(join(path, 'new.pdf'), 'new letter');
    await utimes(join(path, 'new.pdf'), new Date(), new Date(Date.now() + 60_000));
    expect(await identify('new.pdf')).toEqual({ kind: 'scan', appearance: 'new' });
  });
});
