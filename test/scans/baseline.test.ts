import { expect, it } from 'vitest';
import { createBaseline } from '../../main/scans/baseline.ts';
import { ChartdropError } from '../../main/errors.ts';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import { createMemoryKnownFiles } from './memory-known-files.ts';

const folder = folderIdSchema.parse(crypto.randomUUID());
const file = (relativePath: string, size = 1) => ({
  relativePath,
  fingerprint: { size, modifiedNs: '1', changedNs: '1', inode: '1' },
});

function setUp(known = createMemoryKnownFiles()) {
  const end = new AbortController();
  const logged: string[] = [];
  const log = (event: string) => void logged.push(event);
  const open = () => createBaseline({ known, folder, log: { info: log, warn: log }, signal: end.signal });
  return { known, end, logged, open, baseline: open() };
}
const filesOf = (count: number) => Array.from({ length: count }, (_, at) => file(`${at}.pdf`));

it('knows a file at once, survives with all of them once it is complete, and makes rows of them afterwards', async () => {
  const { known, baseline } = setUp();
  baseline.add([file('a.pdf'), file('b.pdf')]);
  expect(baseline.get('a.pdf')).toEqual(file('a.pdf').fingerprint);
  expect([baseline.isComplete, known.hasBaseline(folder)]).toEqual([false, false]);
  baseline.complete();
  expect([baseline.isComplete, known.hasBaseline(folder)]).toEqual([true, true]);
  expect(known.baselineParts(folder)).toEqual([file('a.pdf'), file('b.pdf')]);
  await baseline.drained();
  expect(known.get(folder, 'b.pdf')).toEqual(file('b.pdf').fingerprint);
  expect(baseline.get('b.pdf')).toEqual(file('b.pdf').fingerprint);
  expect(known.baselineParts(folder)).toEqual([]);
});

it('writes parts while the listing goes on, and rows in slices', async () => {
  const { known, end, baseline } = setUp();
  for (const one of filesOf(12_000)) baseline.add([one]);
  expect(known.baselineParts(folder)).toHaveLength(10_000);
  baseline.complete();
  expect([known.baselineParts(folder).length, known.size()]).toEqual([12_000, 0]);
  await expect.poll(() => known.size(), { interval: 0 }).toBeGreaterThan(0);
  end.abort();
  await baseline.drained();
  expect(known.size()).toBeLessThan(12_000);
});

it('is taken up by the next start where a crash came between, and what was taken since is newer', () => {
  const { known, end, baseline, open } = setUp();
  baseline.add(filesOf(3));
  baseline.complete();
  baseline.remember(file('1.pdf', 7));
  end.abort();
  const next = open();
  expect(known.baselineParts(folder)).toEqual([]);
  expect(['0.pdf', '1.pdf', '2.pdf'].map((name) => next.get(name)?.size)).toEqual([1, 7, 1]);
});

it('is begun anew where the crash came before it was complete', () => {
  const { known, baseline, open } = setUp();
  baseline.add(filesOf(6_000));
  expect(known.baselineParts(folder)).toHaveLength(6_000);
  const next = open();
  expect([next.isComplete, next.get('1.pdf'), known.baselineParts(folder)]).toEqual([false, undefined, []]);
});

it('keeps what was taken since, not what lay there before under that name', async () => {
  const { known, baseline } = setUp();
  baseline.add([file('a.pdf', 1)]);
  baseline.remember(file('a.pdf', 2));
  expect(baseline.get('a.pdf')?.size).toBe(2);
  baseline.complete();
  await baseline.drained();
  expect(known.get(folder, 'a.pdf')?.size).toBe(2);
});

it('leaves rows that cannot be written to the next start, and says so', async () => {
  const known = createMemoryKnownFiles();
  let isFull = true;
  const { logged, baseline, open } = setUp({
    ...known,
    remember(...given) {
      if (isFull) throw new ChartdropError('disk-full');
      known.remember(...given);
    },
  });
  baseline.add([file('a.pdf')]);
  baseline.complete();
  await baseline.drained();
  expect(logged).toEqual(['baseline-not-written']);
  expect(baseline.get('a.pdf')?.size).toBe(1);
  isFull = false;
  open();
  expect(known.get(folder, 'a.pdf')?.size).toBe(1);
});
