import { expect, it } from 'vitest';
import { createBaseline } from '../../main/scans/baseline.ts';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { createMemoryKnownFiles } from './memory-known-files.ts';

const folder = folderIdSchema.parse(crypto.randomUUID());
const file = (relativePath: string, size = 1) => ({
  relativePath,
  fingerprint: { size, modifiedNs: '1', changedNs: '1', inode: '1' },
});
const setUp = () => {
  const known = createMemoryKnownFiles();
  return { known, baseline: createBaseline(known, folder) };
};

it('knows a file at once, and writes all of them down before the baseline counts as complete', () => {
  const { known, baseline } = setUp();
  baseline.add([file('a.pdf'), file('b.pdf')]);
  expect(baseline.get('a.pdf')).toEqual(file('a.pdf').fingerprint);
  expect(known.hasBaseline(folder)).toBe(false);
  baseline.complete();
  expect(known.hasBaseline(folder)).toBe(true);
  expect(known.get(folder, 'b.pdf')).toEqual(file('b.pdf').fingerprint);
});

it('does not keep more in memory than a batch', () => {
  const { known, baseline } = setUp();
  for (let at = 0; at < 12_000; at += 1) baseline.add([file(`${at}.pdf`)]);
  expect(known.size()).toBe(10_000);
  baseline.complete();
  expect(known.size()).toBe(12_000);
});

it('keeps what was taken since, not what lay there before under that name', () => {
  const { known, baseline } = setUp();
  baseline.add([file('a.pdf', 1)]);
  baseline.remember(file('a.pdf', 2));
  expect(baseline.get('a.pdf')?.size).toBe(2);
  baseline.complete();
  expect(known.get(folder, 'a.pdf')?.size).toBe(2);
});
