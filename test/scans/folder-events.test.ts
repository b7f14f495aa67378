import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFilter } from '../../main/scans/filter.ts';
import { watchFolderEvents, type FolderEvents } from '../../main/scans/folder-events.ts';

let root = '';
let events: FolderEvents | null = null;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'chartdrop-events-')));
});
afterEach(async () => {
  await events?.close();
  await rm(root, { recursive: true, force: true });
});

async function watching(path = root, subfolders = true) {
  const seen: string[] = [];
  const failures: unknown[] = [];
  let lost = 0;
  events = watchFolderEvents({
    root: path,
    subfolders,
    filter: createFilter({ subfolders, types: ['pdf'], ignore: [] }),
    onName: (name, event) => seen.push(`${event} ${name}`),
    onLost: () => (lost += 1),
    onFailure: (thrown) => failures.push(thrown),
  });
  await events.ready;
  return { seen, failures, lost: () => lost };
}

describe('the native events of a folder', () => {
  it('name what came, was written, and went; what lay there is not named', async () => {
    await writeFile(join(root, 'old.pdf'), 'x');
    const { seen } = await watching();
    await writeFile(join(root, 'a.pdf'), 'x');
    await vi.waitFor(() => expect(seen).toContain('renamed a.pdf'));
    await writeFile(join(root, 'old.pdf'), 'y');
    await vi.waitFor(() => expect(seen).toContain('written old.pdf'));
    expect(seen).not.toContain('renamed old.pdf');
    const before = seen.length;
    await rm(join(root, 'a.pdf'));
    await vi.waitFor(() => expect(seen.slice(before)).toContain('renamed a.pdf'));
  });

  it('name files of a folder that was filled before it could be watched', async () => {
    const { seen } = await watching();
    const outside = `${root}-outside`;
    await mkdir(join(outside, 'deep'), { recursive: true });
    await writeFile(join(outside, 'deep/a.pdf'), 'x');
    await rename(outside, join(root, 'in'));
    await vi.waitFor(() => expect(seen).toContain('met in/deep/a.pdf'));
  });

  it('do not reach into Filed, hidden folders, or subfolders where those are off', async () => {
    for (const name of ['Filed', '.git', 'sub']) await mkdir(join(root, name));
    const { seen } = await watching(root, false);
    for (const name of ['Filed/a.pdf', '.git/a.pdf', 'sub/a.pdf', 'b.pdf']) {
      await writeFile(join(root, name), 'x');
    }
    await vi.waitFor(() => expect(seen).toContain('renamed b.pdf'));
    expect(seen.filter((each) => each.endsWith('a.pdf'))).toEqual([]);
  });

  it('say when the folder itself goes away, and nothing after the end', async () => {
    const { seen, lost } = await watching();
    await rename(root, `${root}-away`);
    await vi.waitFor(() => expect(lost()).toBeGreaterThan(0));
    await events?.close();
    await rename(`${root}-away`, root);
    const before = seen.length;
    await writeFile(join(root, 'late.pdf'), 'x');
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toHaveLength(before);
  });

  it('say when they cannot be had', async () => {
    const { failures } = await watching(`${root}/\0`);
    expect(failures).toHaveLength(1);
  });

  it('can be ended before they have begun', async () => {
    const ready = watching();
    await events?.close();
    await ready;
  });
});
