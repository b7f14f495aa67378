import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFilter } from '../../main/scans/watch/filter.ts';
import { listTree, type ListTreeDeps } from '../../main/scans/watch/list-tree.ts';
import { createSeenNames, joinPath, splitPath } from '../../main/scans/watch/seen-names.ts';
import { statFiles } from '../../main/scans/watch/stat-files.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

let root = '';
beforeEach(async () => {
  root = await tempFolder();
});

function listing(changes: Partial<ListTreeDeps> = {}) {
  const found: { paths: readonly string[]; since: number }[] = [];
  const failures: unknown[] = [];
  const gone: string[] = [];
  const deps: ListTreeDeps = {
    clock: createFakeClock(),
    root,
    filter: createFilter({ subfolders: true, types: ['pdf'], ignore: [] }),
    seen: createSeenNames(),
    signal: new AbortController().signal,
    network: false,
    timesAreTrue: true,
    onNew: async (paths, since) => {
      if (paths.length > 0) found.push({ paths, since });
    },
    onGone: (path) => void gone.push(path),
    onFailure: (thrown) => failures.push(thrown),
    ...changes,
  };
  return { deps, found, failures, gone };
}

describe.each([
  { drive: 'local', network: false },
  { drive: 'network', network: true },
])('a pass over all names of a $drive drive', ({ network }) => {
  it('hands on thousands of names in batches', async () => {
    for (let index = 0; index < 2_300; index += 1) await writeFile(join(root, `${index}.pdf`), '');
    const { deps, found } = listing({ network });
    expect(await listTree(deps, -Infinity)).toBe(true);
    expect(found.map(({ paths }) => paths.length)).toEqual([1_000, 1_000, 300]);
  });

  it('does not guarantee the time of a name before the listing has ended', async () => {
    await writeFile(join(root, 'a.pdf'), '');
    const clock = createFakeClock();
    const times: (number | undefined)[] = [];
    const { deps } = listing({
      network,
      clock,
      onNew: async () => void times.push(deps.seen.directory('')?.listedAt),
    });
    await listTree(deps, -Infinity);
    const first = clock.monotonic();
    expect(deps.seen.directory('')?.listedAt).toBe(first);
    clock.advance(1000);
    await writeFile(join(root, 'b.pdf'), '');
    await listTree(deps, first);
    // A write to a file that the listing is about to find must not make it look newer than the listing.
    expect(times).toEqual([-Infinity, first]);
    expect(deps.seen.directory('')?.listedAt).toBe(first + 1000);
  });

  it('keeps the entries of a subfolder that cannot be listed, and doubts them afterwards', async () => {
    await mkdir(join(root, 'a'));
    await writeFile(join(root, 'a/1.pdf'), '');
    const { deps, found, failures } = listing({ network });
    await listTree(deps, -Infinity);
    deps.seen.add('a/1.pdf');
    // The folder becomes a file while the directory's time suggests no change.
    await rm(join(root, 'a'), { recursive: true });
    await writeFile(join(root, 'a'), 'a file');
    const { mtimeNs } = await stat(root, { bigint: true });
    const directory = deps.seen.directory('');
    if (directory !== undefined) directory.modifiedNs = mtimeNs;
    expect(await listTree(deps, 5)).toBe(false);
    expect(failures).toHaveLength(1);
    expect(deps.seen.has('a/1.pdf')).toBe(true);

    await rm(join(root, 'a'));
    await mkdir(join(root, 'a'));
    await writeFile(join(root, 'a/1.pdf'), '');
    await writeFile(join(root, 'a/2.pdf'), '');
    expect(await listTree(deps, 10)).toBe(true);
    expect(found.at(-1)).toEqual({ paths: ['a/2.pdf'], since: -Infinity });
  });

  it('notes a subfolder that could never be listed', async () => {
    await mkdir(join(root, 'a'));
    const { deps, failures } = listing({ network });
    deps.seen.setDirectory('', {
      names: new Set(),
      subfolders: ['a', 'file.pdf', 'none'],
      listedAt: 0,
      modifiedNs: (await stat(root, { bigint: true })).mtimeNs,
      refused: [],
      unlisted: [],
    });
    await writeFile(join(root, 'file.pdf'), 'no folder');
    const directory = deps.seen.directory('');
    if (directory !== undefined) directory.modifiedNs = (await stat(root, { bigint: true })).mtimeNs;
    expect(await listTree(deps, 0)).toBe(false);
    expect(failures).toHaveLength(1);
    expect(deps.seen.directory('file.pdf')?.listedAt).toBe(-Infinity);
    expect(deps.seen.directory('none')).toBeUndefined();
  });

  it('ends when it is stopped, and does not call that complete', async () => {
    await writeFile(join(root, 'a.pdf'), '');
    await mkdir(join(root, 'sub'));
    const end = new AbortController();
    const aborted = listing({ signal: end.signal });
    end.abort();
    expect(await listTree(aborted.deps, 0)).toBe(false);
    const later = new AbortController();
    const midway = listing({
      network,
      signal: later.signal,
      filter: {
        accepts: () => ({ kind: 'accepted' }),
        enters: () => {
          later.abort();
          return true;
        },
        ruleOf: () => null,
      },
    });
    expect(await listTree(midway.deps, 0)).toBe(false);
  });

  it('throws the error of the folder itself', async () => {
    await expect(listTree(listing({ root: join(root, 'none') }).deps, 0)).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});

describe('the names that are known', () => {
  it('splits and joins paths', () => {
    expect(splitPath('a/b/c.pdf')).toEqual(['a/b', 'c.pdf']);
    expect(splitPath('c.pdf')).toEqual(['', 'c.pdf']);
    expect(joinPath('', 'c.pdf')).toBe('c.pdf');
    expect(joinPath('a/b', 'c.pdf')).toBe('a/b/c.pdf');
  });

  it('samples every name in rotation', () => {
    const seen = createSeenNames();
    const directory = () => ({
      ...{ names: new Set<string>(), subfolders: [], listedAt: 0, modifiedNs: null },
      ...{ refused: [], unlisted: [] },
    });
    seen.setDirectory('', directory());
    seen.setDirectory('sub', directory());
    seen.setDirectory('sub/deep', directory());
    for (let index = 0; index < 10; index += 1) seen.add(`${index}.pdf`);
    for (let index = 0; index < 10; index += 1) seen.add(`sub/deep/${index}.pdf`);
    seen.add('unlisted/1.pdf');
    const sampled = [...seen.sample(7), ...seen.sample(7), ...seen.sample(7)];
    expect(new Set(sampled).size).toBe(20);
    expect(seen.sample(7)).toHaveLength(7);
    seen.delete('0.pdf');
    expect(seen.has('0.pdf')).toBe(false);
    seen.dropDirectory('sub');
    expect(seen.has('sub/deep/1.pdf')).toBe(false);
    seen.clear();
    expect(seen.sample(7)).toEqual([]);
  });
});

describe('looking at many files', () => {
  it.each([true, false])('network %s: answers for each, missing ones too, until aborted', async (network) => {
    for (let index = 0; index < 500; index += 1) await writeFile(join(root, `${index}`), `${index}`);
    const paths = Array.from({ length: 501 }, (_, index) => join(root, `${index}`));
    const sizes = new Map<number, number>();
    const failed: number[] = [];
    const end = new AbortController();
    const look = () =>
      statFiles(
        paths,
        { network, signal: end.signal },
        (index, stats) => sizes.set(index, Number(stats.size)),
        (index) => failed.push(index),
      );
    await look();
    expect(sizes.size).toBe(500);
    expect(sizes.get(123)).toBe(3);
    expect(failed).toEqual([500]);
    end.abort();
    sizes.clear();
    if (network) await look();
    expect(sizes.size).toBe(0);
  });
});
