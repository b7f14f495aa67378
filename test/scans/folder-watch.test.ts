import { appendFile, mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FolderEventsDeps } from '../../main/scans/watch/folder-events.ts';
import type { FolderWatch } from '../../main/scans/watch/watched-folder.ts';
import { readFingerprint } from '../../main/files/fingerprint.ts';
import { onlyOn } from '../fixtures/only-on.ts';
import { bmp, dicom, jpeg, motionPhoto, pdf, tiff } from './formats.ts';

import { createDesk } from './watch-harness.ts';

async function takesAsItIs(name: string): Promise<void> {
  const desk = await createDesk();
  await desk.watching();
  await desk.write(name, pdf());
  await desk.until(() => expect(desk.names()).toEqual([name]));
  expect(desk.finished[0]?.path).toBe(join(desk.path, name));
}

describe('a scan folder', () => {
  it('hands on a finished file once, with the facts from its first sight', async () => {
    const desk = await createDesk();
    await desk.watching();
    const before = desk.clock.monotonic();
    await desk.write('letter.pdf', pdf());
    await desk.until(() => expect(desk.finished).toHaveLength(1));
    const path = desk.at('letter.pdf');
    const [scan] = desk.finished;
    expect(scan).toMatchObject({ folder: desk.folder, path, relativePath: 'letter.pdf' });
    expect(scan?.fingerprint).toEqual(await readFingerprint(path));
    expect(scan?.token).toBe(desk.appeared[0]);
    expect(scan?.token.since).toBeGreaterThanOrEqual(before);
    expect(scan?.appearedAt).toBeLessThanOrEqual(desk.clock.now());
    expect(desk.active[0]).toBe(scan?.token);
    // By its event, since no listing was due.
    expect(desk.clock.monotonic()).toBeLessThan(60_000);
    await desk.pass(200_000, 1_000);
    expect(desk.finished).toHaveLength(1);
  });

  it('takes a complete file 200 ms after the last write, others after the settle time', async () => {
    const desk = await createDesk();
    await desk.watching();
    await desk.write('photo.jpg', jpeg());
    await desk.write('notes.txt', 'text');
    const start = desk.clock.monotonic();
    await desk.until(() => expect(desk.names()).toEqual(['photo.jpg']), 10);
    expect(desk.clock.monotonic() - start).toBeLessThanOrEqual(300);
    await desk.until(() => expect(desk.names()).toEqual(['notes.txt', 'photo.jpg']), 10);
    expect(desk.clock.monotonic() - start).toBeGreaterThanOrEqual(2_000);
    expect(desk.clock.monotonic() - start).toBeLessThan(2_300);
  });

  it('case 1: a scanner that pauses 30 s between pages gives one file, with the final bytes', async () => {
    const desk = await createDesk();
    await desk.watching();
    const bytes = pdf(8);
    const page = Math.ceil(bytes.length / 4);
    await desk.write('letter.pdf', bytes.subarray(0, page));
    for (let at = page; at < bytes.length; at += page) {
      await desk.pass(30_000, 500);
      expect(desk.finished).toEqual([]);
      await appendFile(desk.at('letter.pdf'), bytes.subarray(at, at + page));
    }
    await desk.until(() => expect(desk.finished).toHaveLength(1));
    await desk.pass(120_000, 1_000);
    expect(desk.finished.map(({ fingerprint }) => fingerprint.size)).toEqual([bytes.length]);
  });

  it('case 1: a scanner that leaves a whole TIFF after each page is waited for once it is known to', async () => {
    const desk = await createDesk();
    await desk.watching();
    const sizes = () => desk.finished.map(({ fingerprint }) => fingerprint.size);
    const pages = [1, 2, 3, 4].map((count) => tiff({ pages: count }));
    for (const page of pages) {
      await writeFile(desk.at('fax.tif'), page, { flag: 'r+' }).catch(() => desk.write('fax.tif', page));
      await desk.pass(30_000, 500);
    }
    await desk.pass(120_000, 1_000);
    expect(sizes()).toEqual([pages[0]?.length, pages[3]?.length]);
  });

  it('case 2: a size that was reserved first is not finished', async () => {
    const desk = await createDesk();
    await desk.watching();
    const bytes = jpeg();
    await desk.write('photo.jpg', Buffer.alloc(bytes.length));
    await desk.pass(30_000, 500);
    expect(desk.finished).toEqual([]);
    await writeFile(desk.at('photo.jpg'), bytes, { flag: 'r+' });
    await desk.until(() => expect(desk.finished).toHaveLength(1));
  });

  it('case 46: a film behind a photo, a black edge, or bytes behind a PDF take the ordinary settle time', async () => {
    const desk = await createDesk({ types: ['jpg', 'bmp', 'dcm', 'pdf'] });
    await desk.watching();
    const signed = Buffer.concat([pdf(), Buffer.from('\nX-Mailer: a gateway was here\n')]);
    const files = {
      'black.bmp': bmp(),
      'black.dcm': dicom(),
      'motion.jpg': motionPhoto(),
      'signed.pdf': signed,
    };
    for (const [name, bytes] of Object.entries(files)) await desk.write(name, bytes);
    const start = desk.clock.monotonic();
    await desk.until(() => expect(desk.names()).toEqual(Object.keys(files)), 50);
    expect(desk.clock.monotonic() - start).toBeGreaterThanOrEqual(2_000);
    expect(desk.clock.monotonic() - start).toBeLessThan(3_000);
  });

  it('case 3: a half-written file that exists at start is not taken before it is finished', async () => {
    const desk = await createDesk();
    const bytes = pdf();
    await desk.write('letter.pdf', bytes.subarray(0, 20));
    await desk.watching();
    await desk.pass(20_000, 500);
    expect(desk.finished).toEqual([]);
    await appendFile(desk.at('letter.pdf'), bytes.subarray(20));
    await desk.until(() => expect(desk.finished).toHaveLength(1));
    expect(desk.finished[0]?.fingerprint.size).toBe(bytes.length);
    expect(desk.finished[0]?.token.since).toBe(-Infinity);
  });

  it('case 4: a locked file is retried until it is released, and the others continue', async () => {
    const desk = await createDesk();
    let locked = true;
    let tries = 0;
    const watch = await desk.watching({
      inspect: async (path) => {
        if (path.endsWith('held.pdf')) tries += 1;
        if (path.endsWith('held.pdf') && locked) return { kind: 'locked', code: 'file-locked' };
        return { kind: 'opened', fingerprint: await readFingerprint(path), wholeness: 'whole' };
      },
    });
    await desk.write('held.pdf', pdf());
    await desk.write('free.pdf', pdf());
    await desk.until(() => expect(desk.names()).toEqual(['free.pdf']));
    await desk.pass(600_000, 1_000);
    expect(tries).toBeLessThan(80);
    expect(watch.status().stuck).toMatchObject([{ relativePath: 'held.pdf', code: 'file-locked' }]);
    locked = false;
    await desk.until(() => expect(desk.names()).toEqual(['free.pdf', 'held.pdf']));
    expect(watch.status()).toMatchObject({ stuck: [], unfinished: 0 });
    expect(desk.logged.filter(({ event }) => event === 'scan-not-taken')).toHaveLength(1);
  });

  it('case 6: event and listing see the same file, which is handed on once', async () => {
    const desk = await createDesk();
    const watch = await desk.watching();
    await desk.write('a.pdf', pdf());
    await Promise.all([
      watch.rescan(),
      desk.until(() => expect(desk.finished).toHaveLength(1)),
      watch.rescan(),
    ]);
    await watch.rescan();
    expect(desk.names()).toEqual(['a.pdf']);
  });

  it('uses the event of a file before the listing that happens to find it first', async () => {
    const desk = await createDesk();
    let system: FolderEventsDeps | null = null;
    const watch = await desk.watching({
      watchEvents(events) {
        system = events;
        return { ready: Promise.resolve(), close: () => Promise.resolve() };
      },
      known: {
        ...desk.known,
        get(folderId, relativePath) {
          // The listing checks the file while its event is pending.
          setImmediate(() => system?.onName(relativePath, 'renamed'));
          return desk.known.get(folderId, relativePath);
        },
      },
    });
    await desk.pass(5_000, 1_000);
    const writtenAt = desk.clock.monotonic();
    await desk.write('letter.pdf', pdf());
    await watch.rescan();
    expect(desk.appeared).toMatchObject([{ path: desk.at('letter.pdf'), since: writtenAt }]);
  });

  it('treats unreported files of a new subfolder as as old as the last listing allows', async () => {
    const desk = await createDesk();
    const system = Promise.withResolvers<FolderEventsDeps>();
    await desk.watching({
      watchEvents(events) {
        system.resolve(events);
        return { ready: Promise.resolve(), close: () => Promise.resolve() };
      },
    });
    const listedAt = desk.clock.monotonic();
    await desk.pass(5_000, 1_000);
    await desk.write('new/letter.pdf', pdf());
    (await system.promise).onName('new/letter.pdf', 'met');
    expect(desk.appeared).toHaveLength(1);
    expect(desk.appeared[0]?.since).toBeLessThanOrEqual(listedAt);
    (await system.promise).onName('new/next.pdf', 'renamed');
    expect(desk.appeared[1]?.since).toBe(desk.clock.monotonic());
  });

  it('case 14: the same name with new bytes is a new scan', async () => {
    const desk = await createDesk();
    await desk.watching();
    await desk.write('scan.pdf', pdf(1));
    await desk.until(() => expect(desk.finished).toHaveLength(1));
    await rm(desk.at('scan.pdf'));
    await desk.write('scan.pdf', pdf(2));
    await desk.until(() => expect(desk.finished).toHaveLength(2));
    expect(desk.finished[1]?.token).not.toBe(desk.finished[0]?.token);
    await rename(desk.at('scan.pdf'), desk.at('other.pdf'));
    await desk.until(() => expect(desk.names()).toEqual(['other.pdf', 'scan.pdf', 'scan.pdf']));
  });

  it.each([
    'é.pdf',
    'é.pdf'.normalize('NFD'),
    '漢 🩻.pdf',
    "O'Brien & son 100 % + #2.pdf",
    `${'x'.repeat(251)}.pdf`,
  ])('case 20: takes %j unchanged', takesAsItIs);

  it.each(['"quoted" ${filename}.pdf', 'line\r\nbreak.pdf'])(
    'case 20: takes %j unchanged',
    onlyOn('posix', 'Windows has no quotes and no control characters in names.'),
    takesAsItIs,
  );

  it('case 30: a clock that jumps by a day, back or forth, changes nothing', async () => {
    const desk = await createDesk();
    await desk.watching();
    await desk.write('notes.txt', 'text');
    await desk.until(() => expect(desk.appeared).toHaveLength(1), 1);
    desk.clock.jump(86_400_000);
    await desk.pass(1_000);
    expect(desk.finished).toEqual([]);
    desk.clock.jump(-172_800_000);
    await desk.until(() => expect(desk.finished).toHaveLength(1));
    expect(desk.clock.monotonic()).toBeLessThan(10_000);
  });
});

describe('which files of a folder', () => {
  it('finds files in folders created a moment before, at any depth', async () => {
    const desk = await createDesk();
    await desk.watching();
    await desk.write('a/b/c/deep.pdf', pdf());
    await desk.write('a/top.pdf', pdf());
    await desk.until(() => expect(desk.names()).toEqual(['a/b/c/deep.pdf', 'a/top.pdf']));
    await desk.write('a/b/later.pdf', pdf());
    await desk.until(() => expect(desk.names()).toContain('a/b/later.pdf'));
    expect(desk.clock.monotonic()).toBeLessThan(60_000);
  });

  it('ignores subfolders if they are off', async () => {
    const desk = await createDesk({ subfolders: false });
    const watch = await desk.watching();
    await desk.write('sub/a.pdf', pdf());
    await desk.write('b.pdf', pdf());
    await desk.until(() => expect(desk.names()).toEqual(['b.pdf']));
    await watch.rescan();
    await desk.pass(5_000);
    expect(desk.names()).toEqual(['b.pdf']);
  });

  it('ignores files that are hidden, temporary, of another type, or filed already', async () => {
    const desk = await createDesk();
    const watch = await desk.watching();
    for (const name of [
      '.hidden.pdf',
      '~$a.docx',
      'a.pdf.part',
      'a.exe',
      'Filed/2026-11-23/a.pdf',
      '.git/a.pdf',
    ]) {
      await desk.write(name, pdf());
    }
    await mkdir(desk.at('a-folder.pdf'));
    await desk.write('yes.pdf', pdf());
    await desk.until(() => expect(desk.names()).toEqual(['yes.pdf']));
    await watch.rescan();
    await desk.pass(5_000);
    expect(desk.names()).toEqual(['yes.pdf']);
  });

  it('follows no symbolic link, but may be reached through one', async () => {
    const desk = await createDesk();
    const outside = join(desk.home, 'outside');
    await mkdir(outside);
    await writeFile(join(outside, 'secret.pdf'), pdf());
    const link = join(desk.home, 'link');
    await symlink(desk.path, link);
    desk.folder.path = link;
    const watch = await desk.watching();
    await symlink(outside, desk.at('dir'));
    await symlink(join(outside, 'secret.pdf'), desk.at('secret.pdf'));
    await desk.write('own.pdf', pdf());
    await desk.until(() => expect(desk.names()).toEqual(['own.pdf']));
    await watch.rescan();
    await desk.pass(5_000);
    expect(desk.names()).toEqual(['own.pdf']);
    expect(desk.finished[0]?.path).toBe(join(link, 'own.pdf'));
  });

  it('waits for an empty file as long as it is empty, and forgets one that disappears', async () => {
    const desk = await createDesk();
    const watch = await desk.watching();
    await desk.write('empty.pdf', '');
    await desk.write('brief.pdf', pdf().subarray(0, 30));
    await desk.until(() => expect(watch.status().unfinished).toBe(2));
    await desk.pass(300_000, 2_000);
    expect(watch.status().unfinished).toBe(1);
    expect(desk.names()).toEqual(['brief.pdf']);
    await rm(desk.at('empty.pdf'));
    await desk.until(() => expect(watch.status().unfinished).toBe(0));
    expect(desk.logged).toContainEqual({ event: 'scan-gone-unfinished', fields: { count: 1 } });
  });
});

it('tells the account again once the files that were there are counted', async () => {
  const desk = await createDesk();
  for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) await desk.write(name, pdf());
  const told: number[] = [];
  const scene: { watched?: FolderWatch<unknown> } = {};
  const onAccount = () => void told.push(scene.watched?.status().leftAlone ?? 0);
  const watched = desk.watch({ first: true, onAccount });
  scene.watched = watched;
  await desk.until(() => expect(watched.status().leftAlone).toBe(3));
  // Before the next listing.
  await expect.poll(() => told.at(-1)).toBe(3);
});

describe('the first time, and every later start', () => {
  it('counts and skips existing files, unless they are written to', async () => {
    const desk = await createDesk();
    await desk.write('old.pdf', pdf());
    await desk.write('sub/old.pdf', pdf());
    await desk.write('growing.pdf', pdf().subarray(0, 30));
    const watch = await desk.watching({ first: true, clock: { ...desk.clock, now: Date.now } });
    expect(await watch.ready).toEqual({ existing: 3 });
    await desk.pass(130_000, 1_000);
    expect(desk.finished).toEqual([]);
    await writeFile(desk.at('growing.pdf'), pdf());
    await desk.until(() => expect(desk.names()).toEqual(['growing.pdf']));
    expect(desk.known.hasBaseline(desk.folder.id)).toBe(true);
  });

  it('starts again if the first listing was interrupted, and takes only files after a complete one', async () => {
    const desk = await createDesk();
    for (let at = 0; at < 40; at += 1) await desk.write(`${at}/old.pdf`, pdf());
    let asked = 0;
    const half = desk.watch({
      first: true,
      clock: {
        ...desk.clock,
        now: Date.now,
        // Called for each directory that is listed.
        monotonic() {
          asked += 1;
          if (asked === 20) void half.stop();
          return desk.clock.monotonic();
        },
      },
    });
    await half.ready;
    await half.stop();
    expect(desk.known.hasBaseline(desk.folder.id)).toBe(false);
    const watch = await desk.watching({ first: true, clock: { ...desk.clock, now: Date.now } });
    expect(await watch.ready).toEqual({ existing: 40 });
    await desk.write('7/new.pdf', pdf());
    await desk.until(() => expect(desk.names()).toEqual(['7/new.pdf']));
    await desk.pass(5_000);
    expect(desk.finished).toHaveLength(1);
  });

  it('takes existing files, if a person says so', async () => {
    const desk = await createDesk();
    await desk.write('old.pdf', pdf());
    await desk.write('sub/old.pdf', pdf());
    const watch = await desk.watching({ first: true, takeExisting: true });
    expect(await watch.ready).toEqual({ existing: 2 });
    await desk.until(() => expect(desk.names()).toEqual(['old.pdf', 'sub/old.pdf']));
  });

  it('takes files that arrived, or were overwritten, while it was off, and nothing else', async () => {
    const desk = await createDesk();
    const first = await desk.watching();
    await desk.write('a.pdf', pdf());
    await desk.write('b.pdf', pdf());
    await desk.until(() => expect(desk.finished).toHaveLength(2));
    await first.stop();
    await desk.write('b.pdf', pdf(2));
    await desk.write('c.pdf', pdf());
    const second = await desk.watching();
    expect(await second.ready).toEqual({ existing: 0 });
    await desk.until(() => expect(desk.names()).toEqual(['a.pdf', 'b.pdf', 'b.pdf', 'c.pdf']));
    expect(desk.finished.slice(2).map(({ token }) => token.since)).toEqual([-Infinity, -Infinity]);
  });

  it('leaves nothing running behind', async () => {
    const desk = await createDesk();
    const watch = await desk.watching();
    await desk.write('empty.pdf', '');
    await desk.until(() => expect(watch.status().unfinished).toBe(1));
    await watch.stop();
    await watch.stop();
    expect(desk.clock.pending()).toBe(0);
    await desk.write('late.pdf', pdf());
    await watch.rescan();
    watch.recheck(desk.at('late.pdf'));
    await desk.pass(120_000, 1_000);
    expect(desk.finished).toEqual([]);
    expect(desk.clock.pending()).toBe(0);
  });

  it('can be stopped before it has started', async () => {
    const desk = await createDesk();
    await desk.write('a.pdf', pdf());
    const watch = desk.watch({ first: true });
    await watch.stop();
    expect(await watch.ready).toEqual({ existing: 0 });
    expect(desk.known.hasBaseline(desk.folder.id)).toBe(false);
    expect(desk.clock.pending()).toBe(0);
    expect(await readdir(desk.path)).toEqual(['a.pdf']);
    await expect(stat(desk.path)).resolves.toBeDefined();
  });
});
