import { mkdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFilter } from '../../main/scans/watch/filter.ts';
import { watchFolderEvents, type FolderEvents } from '../../main/scans/watch/folder-events.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const waitFor = (expectations: () => void) => vi.waitFor(expectations, { timeout: 50_000, interval: 5 });

let root = '';
let events: FolderEvents | null = null;
beforeEach(async () => {
  root = await realpath(await tempFolder());
});
afterEach(() => events?.close());

async function watching(path = root, subfolders = true, recursive = false) {
  const seen: string[] = [];
  const failures: unknown[] = [];
  let lost = 0;
  events = watchFolderEvents(
    {
      root: path,
      subfolders,
      filter: createFilter({ subfolders, types: ['pdf'], ignore: [] }),
      knownNames: () => [],
      onName: (name, event) => seen.push(`${event} ${name}`),
      onLost: () => (lost += 1),
      onFailure: (thrown) => failures.push(thrown),
    },
    recursive,
  );
  await events.ready;
  return { seen, failures, lost: () => lost };
}

describe('the native events of a folder', () => {
  it('report new, written and removed files, but not existing ones', async () => {
    await writeFile(join(root, 'old.pdf'), 'x');
    const { seen } = await watching();
    await writeFile(join(root, 'a.pdf'), 'x');
    await waitFor(() => expect(seen).toContain('renamed a.pdf'));
    await writeFile(join(root, 'old.pdf'), 'y');
    await waitFor(() => expect(seen).toContain('written old.pdf'));
    expect(seen).not.toContain('renamed old.pdf');
    const before = seen.length;
    await rm(join(root, 'a.pdf'));
    await waitFor(() => expect(seen.slice(before)).toContain('renamed a.pdf'));
  });

  it('cause no check of the folder’s other files, whatever changes', async () => {
    for (let index = 0; index < 50; index += 1) await writeFile(join(root, `${index}.pdf`), 'x');
    const { seen } = await watching();
    for (const name of ['a.pdf', 'a.exe', 'a.pdf.part']) {
      await writeFile(join(root, name), 'x');
      await rm(join(root, name));
    }
    await writeFile(join(root, 'last.pdf'), 'x');
    await waitFor(() => expect(seen).toContain('renamed last.pdf'));
    await mkdir(join(root, 'sub'));
    await writeFile(join(root, 'sub/b.pdf'), 'x');
    await waitFor(() => expect(seen.join()).toContain('sub/b.pdf'));
    expect(seen.filter((each) => /\d/.test(each))).toEqual([]);
  });

  it('continue for a folder that is deleted and created again', async () => {
    await mkdir(join(root, 'sub/deep'), { recursive: true });
    const { seen } = await watching();
    await rm(join(root, 'sub'), { recursive: true });
    await waitFor(() => expect(seen).toContain('renamed sub'));
    await mkdir(join(root, 'sub/deep'), { recursive: true });
    await writeFile(join(root, 'sub/deep/a.pdf'), 'x');
    await waitFor(() => expect(seen.join()).toContain('sub/deep/a.pdf'));
    const before = seen.length;
    await writeFile(join(root, 'sub/deep/b.pdf'), 'x');
    await waitFor(() => expect(seen.slice(before).join()).toContain('sub/deep/b.pdf'));
  });

  it('come from one watch for the whole tree if the system has that', async () => {
    await mkdir(join(root, 'sub'));
    await mkdir(`${root}-in`);
    await writeFile(`${root}-in/c.pdf`, 'x');
    const { seen, lost } = await watching(root, true, true);
    await writeFile(join(root, 'a.pdf'), 'x');
    await writeFile(join(root, 'sub/b.pdf'), 'x');
    await waitFor(() => expect(seen).toEqual(expect.arrayContaining(['renamed a.pdf', 'renamed sub/b.pdf'])));
    expect(lost()).toBe(0);
    // Files in a moved folder cause no events, so a listing is requested.
    await rename(`${root}-in`, join(root, 'in'));
    await waitFor(() => expect(lost()).toBeGreaterThan(0));
  });

  it('name files of a folder that was filled before it could be watched', async () => {
    const { seen } = await watching();
    const outside = `${root}-outside`;
    await mkdir(join(outside, 'deep'), { recursive: true });
    await writeFile(join(outside, 'deep/a.pdf'), 'x');
    await rename(outside, join(root, 'in'));
    await waitFor(() => expect(seen).toContain('met in/deep/a.pdf'));
  });

  it('do not reach into Filed, hidden folders, or subfolders where those are off', async () => {
    for (const name of ['Filed', '.git', 'sub']) await mkdir(join(root, name));
    const { seen } = await watching(root, false);
    for (const name of ['Filed/a.pdf', '.git/a.pdf', 'sub/a.pdf', 'b.pdf']) {
      await writeFile(join(root, name), 'x');
    }
    await waitFor(() => expect(seen).toContain('renamed b.pdf'));
    expect(seen.filter((each) => each.endsWith('a.pdf'))).toEqual([]);
  });

  it('report when the folder itself disappears, and nothing after the end', async () => {
    const { seen, lost } = await watching();
    await rename(root, `${root}-away`);
    await waitFor(() => expect(lost()).toBeGreaterThan(0));
    await events?.close();
    await rename(`${root}-away`, root);
    const before = seen.length;
    await writeFile(join(root, 'late.pdf'), 'x');
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toHaveLength(before);
  });

  it('report when they are not available', async () => {
    const { failures } = await watching(`${root}/\0`);
    expect(failures).toHaveLength(1);
  });

  it('can be stopped before they have started', async () => {
    const ready = watching();
    await events?.close();
    await ready;
  });
});
