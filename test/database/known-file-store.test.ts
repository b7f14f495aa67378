import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { anyScope, knownFile } from '../fixtures/known-file.ts';
import { errorOf } from '../fixtures/error-of.ts';
import { testHistory } from '../jobs/test-history.ts';

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
    history.knownFiles.remember(folder, [knownFile('a/é.pdf', fingerprint)]);
    const entry = { fingerprint, standing: 'taken', mount: '', mark: null };
    expect(history.knownFiles.get(folder, 'a/é.pdf')).toEqual(entry);
    const { knownFiles } = await history.reopen();
    expect(knownFiles.get(folder, 'a/é.pdf')).toEqual(entry);
  });

  it('are of one folder and one path', async () => {
    const { knownFiles } = await testHistory();
    knownFiles.remember(folder, [knownFile('é.pdf', fingerprint)]);
    expect(knownFiles.get(other, 'é.pdf')).toBeUndefined();
    expect(knownFiles.get(folder, 'É.pdf')).toBeUndefined();
    expect(knownFiles.get(folder, 'é.pdf'.normalize('NFD'))).toBeUndefined();
  });

  it('are replaced by later knowledge', async () => {
    const { knownFiles } = await testHistory();
    const later = { ...fingerprint, size: 0 };
    knownFiles.remember(folder, [
      knownFile('a', fingerprint),
      knownFile('b', fingerprint),
      knownFile('a', later),
    ]);
    expect(knownFiles.get(folder, 'a')?.fingerprint).toEqual(later);
    expect(knownFiles.get(folder, 'b')?.fingerprint).toEqual(fingerprint);
  });

  it('are remembered together, or not at all', async () => {
    const { knownFiles } = await testHistory();
    const files = [knownFile('a', fingerprint), knownFile('b', { ...fingerprint, size: 0.5 })];
    expect(errorOf(() => knownFiles.remember(folder, files)).code).toBe('unexpected');
    expect(knownFiles.get(folder, 'a')).toBeUndefined();
  });
});

describe('the first listing of a folder', () => {
  it('is done once it was recorded in full, once and for all', async () => {
    const history = await testHistory();
    history.knownFiles.remember(folder, [knownFile('a', fingerprint)]);
    expect(history.knownFiles.hasBaseline(folder)).toBe(false);
    history.knownFiles.completeBaseline(folder, anyScope);
    history.knownFiles.completeBaseline(folder, anyScope);
    expect([history.knownFiles.hasBaseline(folder), history.knownFiles.hasBaseline(other)]).toEqual([
      true,
      false,
    ]);
    expect((await history.reopen()).knownFiles.hasBaseline(folder)).toBe(true);
  });

  it('is not done if it could not be written', async () => {
    const history = await testHistory();
    history
      .raw()
      .exec(`CREATE TRIGGER refuse BEFORE INSERT ON baselines BEGIN SELECT RAISE(ABORT, 'no'); END`);
    expect(errorOf(() => history.knownFiles.completeBaseline(folder, anyScope)).code).toBe('unexpected');
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

  it('are encrypted: the file contains no name', async () => {
    const history = await testHistory();
    history.knownFiles.addBaselinePart(folder, { listedAt: 1, relativePaths: ['b.pdf'] });
    const sealed = history.raw().prepare('SELECT sealed FROM baseline_parts').get()?.['sealed'];
    expect(Buffer.from(sealed as Uint8Array).includes('b.pdf')).toBe(false);
  });
});

describe('the marks of expected names', () => {
  it('come back after a reopening, are of one folder, and replace the earlier ones', async () => {
    const history = await testHistory();
    expect(history.knownFiles.expectedNames(folder)).toBeNull();
    history.knownFiles.expectNames(folder, Uint32Array.of(7, 4_294_967_295, 0));
    history.knownFiles.expectNames(folder, Uint32Array.of(1, 2));
    history.knownFiles.expectNames(other, Uint32Array.of());
    const { knownFiles } = await history.reopen();
    expect(knownFiles.expectedNames(folder)).toEqual(Uint32Array.of(1, 2));
    expect(knownFiles.expectedNames(other)).toEqual(Uint32Array.of());
  });

  it('are encrypted', async () => {
    const history = await testHistory();
    const marks = Uint32Array.of(0x12345678, 0x9abcdef0);
    history.knownFiles.expectNames(folder, marks);
    const sealed = history.raw().prepare('SELECT sealed FROM expected_names').get()?.['sealed'];
    const stored = Buffer.from(sealed as Uint8Array);
    expect(stored.includes(Buffer.from(marks.buffer))).toBe(false);
    expect(stored.includes(Buffer.from(marks.buffer).toString('base64'))).toBe(false);
  });
});

const left = { standing: 'left' } as const;

describe('the end of entries', () => {
  it('a taken file ends with its name; a skipped file stays known by its content', async () => {
    const { knownFiles } = await testHistory();
    knownFiles.remember(folder, [knownFile('taken', fingerprint), knownFile('left', fingerprint, left)]);
    knownFiles.end(folder, ['taken', 'left']);
    expect(['taken', 'left'].map((name) => knownFiles.get(folder, name))).toEqual([undefined, undefined]);
    expect(knownFiles.countLeft(folder)).toBe(0);
    expect(knownFiles.leftOfSize(folder, fingerprint.size)).toMatchObject([
      { standing: 'left', relativePath: null },
    ]);
    expect(knownFiles.leftOfSize(folder, 1)).toEqual([]);
    expect(knownFiles.leftOfSize(other, fingerprint.size)).toEqual([]);
  });

  it('a skipped file that moved is known only under its new name', async () => {
    const { knownFiles } = await testHistory();
    knownFiles.remember(folder, [knownFile('old', fingerprint, left)]);
    const [candidate] = knownFiles.leftOfSize(folder, fingerprint.size);
    expect(candidate?.relativePath).toBe('old');
    knownFiles.move(folder, candidate?.key ?? new Uint8Array(), knownFile('new', fingerprint, left));
    expect(knownFiles.get(folder, 'old')).toBeUndefined();
    expect(knownFiles.get(folder, 'new')).toMatchObject(left);
    knownFiles.dropLeft(folder);
    expect(knownFiles.get(folder, 'new')).toBeUndefined();
  });

  it('pages through the taken ones, and through skipped ones whose bytes were not read', async () => {
    const { knownFiles } = await testHistory();
    const names = ['a', 'b', 'c', 'd', 'e'];
    knownFiles.remember(folder, [
      ...names.map((name) => knownFile(`${name}.taken`, fingerprint)),
      ...names.map((name) => knownFile(`${name}.left`, fingerprint, left)),
    ]);
    const all = (page: 'takenAfter' | 'unmarkedAfter'): string[] => {
      const found: string[] = [];
      let after: Uint8Array = new Uint8Array();
      for (;;) {
        const rows = knownFiles[page](folder, after, 2);
        const last = rows.at(-1);
        if (last === undefined) return found.sort();
        found.push(...rows.map(({ relativePath }) => relativePath));
        after = last.key;
      }
    };
    expect(all('takenAfter')).toEqual(names.map((name) => `${name}.taken`));
    expect(all('unmarkedAfter')).toEqual(names.map((name) => `${name}.left`));
    const [first] = knownFiles.unmarkedAfter(folder, new Uint8Array(), 1);
    const mark = knownFiles.markOf('00');
    knownFiles.setMarks(folder, [{ key: first?.key ?? new Uint8Array(), mark }]);
    expect(knownFiles.get(folder, first?.relativePath ?? '')?.mark).toBe(mark);
    expect(all('unmarkedAfter')).toHaveLength(4);
  });

  it('keeps which files a baseline is of, sealed', async () => {
    const history = await testHistory();
    expect(history.knownFiles.scope(folder)).toBeNull();
    history.knownFiles.completeBaseline(folder, anyScope);
    const later = { ...anyScope, subfolders: true };
    history.knownFiles.completeBaseline(folder, later);
    expect((await history.reopen()).knownFiles.scope(folder)).toEqual(later);
  });
});
