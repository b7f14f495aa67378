import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { errorOf } from '../fixtures/error-of.ts';
import { testHistory } from './test-history.ts';

const fingerprint = {
  size: 9_007_199_254_740_991,
  modifiedNs: '1795406706123456789',
  changedNs: '1795406706123456790',
  inode: '18446744073709551615',
};
const [folder, other] = [folderIdSchema.parse(randomUUID()), folderIdSchema.parse(randomUUID())];

describe('the files that are known', () => {
  it('come back with every digit, after a restart too', async () => {
    const history = await testHistory();
    history.knownFiles.remember(folder, [{ relativePath: 'a/é.pdf', fingerprint }]);
    expect(history.knownFiles.get(folder, 'a/é.pdf')).toEqual(fingerprint);
    const { knownFiles } = await history.reopen();
    expect(knownFiles.get(folder, 'a/é.pdf')).toEqual(fingerprint);
  });

  it('are of one folder and one path', async () => {
    const { knownFiles } = await testHistory();
    knownFiles.remember(folder, [{ relativePath: 'é.pdf', fingerprint }]);
    expect(knownFiles.get(other, 'é.pdf')).toBeUndefined();
    expect(knownFiles.get(folder, 'É.pdf')).toBeUndefined();
    expect(knownFiles.get(folder, 'é.pdf'.normalize('NFD'))).toBeUndefined();
  });

  it('are replaced by what is known later', async () => {
    const { knownFiles } = await testHistory();
    const later = { ...fingerprint, size: 0 };
    knownFiles.remember(folder, [
      { relativePath: 'a', fingerprint },
      { relativePath: 'b', fingerprint },
      { relativePath: 'a', fingerprint: later },
    ]);
    expect([knownFiles.get(folder, 'a'), knownFiles.get(folder, 'b')]).toEqual([later, fingerprint]);
  });

  it('are remembered together, or not at all', async () => {
    const { knownFiles } = await testHistory();
    const files = [
      { relativePath: 'a', fingerprint },
      { relativePath: 'b', fingerprint: { ...fingerprint, size: 0.5 } },
    ];
    expect(errorOf(() => knownFiles.remember(folder, files)).code).toBe('unexpected');
    expect(knownFiles.get(folder, 'a')).toBeUndefined();
  });
});

describe('the first listing of a folder', () => {
  it('is done once it was recorded in full, once and for all', async () => {
    const history = await testHistory();
    history.knownFiles.remember(folder, [{ relativePath: 'a', fingerprint }]);
    expect(history.knownFiles.hasBaseline(folder)).toBe(false);
    history.knownFiles.completeBaseline(folder);
    history.knownFiles.completeBaseline(folder);
    expect([history.knownFiles.hasBaseline(folder), history.knownFiles.hasBaseline(other)]).toEqual([
      true,
      false,
    ]);
    expect((await history.reopen()).knownFiles.hasBaseline(folder)).toBe(true);
  });

  it('is not done where it could not be written', async () => {
    const history = await testHistory();
    history
      .raw()
      .exec(`CREATE TRIGGER refuse BEFORE INSERT ON baselines BEGIN SELECT RAISE(ABORT, 'no'); END`);
    expect(errorOf(() => history.knownFiles.completeBaseline(folder)).code).toBe('unexpected');
    expect(history.knownFiles.hasBaseline(folder)).toBe(false);
  });
});

describe('the parts of a first listing', () => {
  const files = ['a/é.pdf', 'b.pdf'].map((relativePath) => ({ relativePath, fingerprint }));

  it('come back in their order, with every digit, and are of one folder', async () => {
    const history = await testHistory();
    history.knownFiles.addBaselinePart(folder, files);
    history.knownFiles.addBaselinePart(other, files.slice(1));
    history.knownFiles.addBaselinePart(folder, files.slice(0, 1));
    const { knownFiles } = await history.reopen();
    expect(knownFiles.baselineParts(folder)).toEqual([...files, files[0]]);
    knownFiles.dropBaselineParts(folder);
    expect([knownFiles.baselineParts(folder), knownFiles.baselineParts(other)]).toEqual([[], files.slice(1)]);
  });

  it('are sealed: no name stands in the file', async () => {
    const history = await testHistory();
    history.knownFiles.addBaselinePart(folder, files);
    const sealed = history.raw().prepare('SELECT sealed FROM baseline_parts').get()?.['sealed'];
    expect(Buffer.from(sealed as Uint8Array).includes('b.pdf')).toBe(false);
  });
});
