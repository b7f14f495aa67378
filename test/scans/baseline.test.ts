import { rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createBaseline } from '../../main/scans/identity/baseline.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { readFingerprint } from '../../main/files/fingerprint.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { folderIdSchema } from '../../preload/contract/ids.ts';
import type { Fingerprint } from '../../main/files/job-file.ts';
import { anyScope, knownFile } from '../fixtures/known-file.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { createMemoryKnownFiles } from './memory-known-files.ts';

const id = folderIdSchema.parse(crypto.randomUUID());
const leftAlone = (found: Fingerprint) => ({
  fingerprint: found,
  standing: 'left',
  mount: 'here',
  mark: null,
});
const fingerprint = { size: 7, modifiedNs: '1', changedNs: '1', inode: '1' };

async function setUp(known = createMemoryKnownFiles()) {
  const path = await tempFolder();
  const end = new AbortController();
  const logged: string[] = [];
  const log = (event: string) => void logged.push(event);
  const open = (signal: AbortSignal = end.signal) =>
    createBaseline({
      known,
      folder: { id, path },
      clock: systemClock,
      log: { info: log, warn: log },
      signal,
      mount: () => 'here',
    });
  const write = async (name: string, text = 'x') => {
    await writeFile(join(path, name), text);
    return readFingerprint(join(path, name));
  };
  return { path, known, end, logged, open, write, baseline: open() };
}
/** A moment after all earlier writes: a file system's clock advances in steps. */
const afterWriting = () => Date.now() + 1;
const noted = (known: ReturnType<typeof createMemoryKnownFiles>): string[] =>
  known.baselineParts(id).flatMap(({ relativePaths }) => relativePaths);

it('knows a noted file at once, survives with all of them once it is complete, and makes rows of them', async () => {
  const { known, write, baseline } = await setUp();
  const [a, b] = [await write('a.pdf'), await write('b.pdf')];
  baseline.note(['a.pdf', 'b.pdf'], afterWriting());
  expect(baseline.get('a.pdf')).toEqual(leftAlone(a));
  expect([baseline.isComplete, known.hasBaseline(id)]).toEqual([false, false]);
  baseline.complete(anyScope);
  expect([baseline.isComplete, known.hasBaseline(id)]).toEqual([true, true]);
  expect(noted(known)).toEqual(['a.pdf', 'b.pdf']);
  await baseline.drained();
  expect([known.get(id, 'a.pdf'), known.get(id, 'b.pdf')]).toMatchObject([
    { fingerprint: a },
    { fingerprint: b },
  ]);
  expect(baseline.get('b.pdf')?.mark).toMatch(/^[0-9a-f]{64}$/);
  expect(noted(known)).toEqual([]);
});

it('does not include files that changed since: they are scans, however they came', async () => {
  const { path, known, write, baseline } = await setUp();
  for (const name of ['written.pdf', 'replaced.pdf', 'left.pdf']) await write(name);
  baseline.note(['written.pdf', 'replaced.pdf', 'left.pdf'], afterWriting());
  await expect.poll(() => Date.now()).toBeGreaterThan(afterWriting() + 20);
  await write('written.pdf', 'another');
  await write('elsewhere', 'y');
  // With an old time, as a copy keeps it.
  await utimes(join(path, 'elsewhere'), 1, 1);
  await rename(join(path, 'elsewhere'), join(path, 'replaced.pdf'));
  for (const name of ['written.pdf', 'replaced.pdf']) baseline.changed(name);
  expect(['written.pdf', 'replaced.pdf'].map((name) => baseline.get(name))).toEqual([undefined, undefined]);
  baseline.complete(anyScope);
  await baseline.drained();
  expect(known.size()).toBe(1);
  expect(baseline.get('left.pdf')).toBeDefined();
  expect(baseline.get('written.pdf')).toBeUndefined();
});

it('writes parts during the listing, and rows in slices', async () => {
  const { known, end, write, baseline } = await setUp();
  const names = Array.from({ length: 6_000 }, (_, at) => `${at}.pdf`);
  await Promise.all(names.map((name) => write(name)));
  for (const name of names) baseline.note([name], afterWriting());
  expect(noted(known)).toHaveLength(5_000);
  baseline.complete(anyScope);
  expect([noted(known).length, known.size()]).toEqual([6_000, 0]);
  await expect.poll(() => known.size(), { interval: 0 }).toBeGreaterThan(0);
  end.abort();
  await baseline.drained();
  expect(known.size()).toBeLessThan(6_000);
  expect(noted(known)).toHaveLength(6_000);
});

it('is completed by the next start after a crash, and files taken since are newer', async () => {
  const { known, end, write, open, baseline } = await setUp();
  for (const name of ['0.pdf', '1.pdf', '2.pdf']) await write(name);
  baseline.note(['0.pdf', '1.pdf', '2.pdf'], afterWriting());
  end.abort();
  baseline.complete(anyScope);
  baseline.remember([knownFile('1.pdf', fingerprint)]);
  const next = open(new AbortController().signal);
  expect(['0.pdf', '1.pdf', '2.pdf', '3.pdf'].map((name) => next.get(name)?.fingerprint.size)).toEqual([
    1,
    7,
    1,
    undefined,
  ]);
  await next.drained();
  expect([noted(known), known.get(id, '2.pdf')?.fingerprint.size]).toEqual([[], 1]);
});

it('keeps entries that it could not check, for their folder may come back', async () => {
  const { path, known, end, write, open, baseline } = await setUp();
  await write('a.pdf');
  baseline.note(['a.pdf'], afterWriting());
  await rename(path, `${path}-away`);
  baseline.complete(anyScope);
  await baseline.drained();
  expect([noted(known), baseline.get('a.pdf')]).toEqual([['a.pdf'], undefined]);
  await rm(path, { recursive: true, force: true });
  await rename(`${path}-away`, path);
  expect(baseline.get('a.pdf')?.fingerprint.size).toBe(1);
  end.abort();
  const next = open(new AbortController().signal);
  await next.drained();
  expect([noted(known), known.get(id, 'a.pdf')?.fingerprint.size]).toEqual([[], 1]);
});

it('is restarted if the crash came before it was complete', async () => {
  const { known, open, write, baseline } = await setUp();
  await write('1.pdf');
  baseline.note(
    Array.from({ length: 6_000 }, (_, at) => `${at}.pdf`),
    afterWriting(),
  );
  expect(noted(known)).toHaveLength(6_000);
  const next = open();
  expect([next.isComplete, next.get('1.pdf'), noted(known)]).toEqual([false, undefined, []]);
});

it('keeps files taken since, not earlier ones under that name', async () => {
  const { known, write, baseline } = await setUp();
  await write('a.pdf');
  baseline.note(['a.pdf'], afterWriting());
  baseline.remember([knownFile('a.pdf', fingerprint)]);
  expect(baseline.get('a.pdf')?.fingerprint.size).toBe(7);
  baseline.complete(anyScope);
  await baseline.drained();
  expect(known.get(id, 'a.pdf')?.fingerprint.size).toBe(7);
});

it('leaves rows that cannot be written to the next start, and says so', async () => {
  const known = createMemoryKnownFiles();
  let isFull = true;
  const { logged, write, baseline, open } = await setUp({
    ...known,
    remember(...given) {
      if (isFull) throw new ChartdropError('disk-full');
      known.remember(...given);
    },
  });
  await write('a.pdf');
  baseline.note(['a.pdf'], afterWriting());
  baseline.complete(anyScope);
  await baseline.drained();
  expect(logged).toEqual(['baseline-not-written']);
  expect(baseline.get('a.pdf')?.fingerprint.size).toBe(1);
  isFull = false;
  await open().drained();
  expect(known.get(id, 'a.pdf')?.fingerprint.size).toBe(1);
});
