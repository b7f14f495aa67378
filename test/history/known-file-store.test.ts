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
  const parts = [
    { listedAt: 1_700_000_000_123, relativePaths: ['a/é.pdf', 'b.pdf'] },
    { listedAt: 1_700_000_000_456, relativePaths: ['c.pdf'] },
  ];

  it('come back in their order, are of one folder, and are replaced together', async () => {
    const history = await testHistory();
    for (const part of parts) history.knownFiles.addBaselinePart(folder, part);
    history.knownFiles.addBaselinePart(other, { listedAt: 1, relativePaths: ['d.pdf'] });
    const { knownFiles } = await history.reopen();
    expect(knownFiles.baselineParts(folder)).toEqual(parts);
    knownFiles.replaceBaselineParts(folder, parts.slice(1));
    expect(knownFiles.baselineParts(folder)).toEqual(parts.slice(1));
    knownFiles.replaceBaselineParts(folder, []);
    expect([knownFiles.baselineParts(folder), knownFiles.baselineParts(other).length]).toEqual([[], 1]);
  });

  it('are sealed: no name stands in the file', async () => {
    const history = await testHistory();
    history.knownFiles.addBaselinePart(folder, { listedAt: 1, relativePaths: ['b.pdf'] });
    const sealed = history.raw().prepare('SELECT sealed FROM baseline_parts').get()?.['sealed'];
    expect(Buffer.from(sealed as Uint8Array).includes('b.pdf')).toBe(false);
  });
});
