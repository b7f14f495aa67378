import { appendFile, mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import type { FolderEventsDeps } from '../../main/scans/watch/folder-events.ts';
import { readFingerprint } from '../../main/files/fingerprint.ts';
import { jpeg, pdf } from './formats.ts';
import { knownFile } from '../fixtures/known-file.ts';
import { createDesk } from './watch-harness.ts';

/** Scripted events, for cases that real ones do not produce. */
function scriptedEvents() {
  const sent: FolderEventsDeps[] = [];
  let closed = 0;
  return {
    closed: () => closed,
    last: () => {
      const deps = sent.at(-1);
      if (deps === undefined) throw new Error('not watched');
      return deps;
    },
    watchEvents: (deps: FolderEventsDeps) => {
      sent.push(deps);
      return { ready: Promise.resolve(), close: async () => void (closed += 1) };
    },
  };
}

describe('without reliable events', () => {
  it('case 5: the listing replaces a missed event within 60 s', async () => {
    const desk = await createDesk();
    const { watchEvents } = scriptedEvents();
    await desk.watching({ watchEvents });
    const listedAt = desk.clock.monotonic();
    await desk.pass(30_000, 1_000);
    await desk.write('a.pdf', pdf());
    await desk.pass(20_000, 1_000);
    expect(desk.appeared).toEqual([]);
    await desk.until(() => expect(desk.appeared).toHaveLength(1), 100);
    expect(desk.clock.monotonic() - listedAt).toBeLessThanOrEqual(61_000);
    // It appeared at an unknown time since the previous listing, so the patient selected meanwhile is uncertain.
    expect(desk.appeared[0]?.since).toBeLessThanOrEqual(listedAt);
    await desk.until(() => expect(desk.names()).toEqual(['a.pdf']));
  });

  it('case 5: also after a listing that took 40 s, as on a share that many PCs use', async () => {
    const desk = await createDesk({ watchMethod: 'listing' });
    const get = desk.known.get.bind(desk.known);
    let slow = 0;
    desk.known.get = (folder, path) => {
      if (path === 'a.pdf' && slow++ === 0) desk.clock.advance(40_000);
      return get(folder, path);
    };
    await desk.write('a.pdf', pdf());
    await desk.watching();
    await desk.pass(1_000);
    expect(slow).toBeGreaterThan(0);
    await desk.write('b.pdf', pdf(2));
    await desk.pass(62_000, 1_000);
    await desk.until(() => expect(desk.appeared.map(({ path }) => path)).toContain(desk.at('b.pdf')), 1);
  });

  it('a write to a file whose creation was missed counts as old as the last listing', async () => {
    const desk = await createDesk();
    const events = scriptedEvents();
    await desk.watching({ watchEvents: events.watchEvents });
    const listedAt = desk.clock.monotonic();
    await desk.pass(30_000, 1_000);
    await desk.write('a.pdf', pdf());
    await desk.write('sub/b.pdf', pdf());
    events.last().onName('a.pdf', 'written');
    events.last().onName('sub/b.pdf', 'written');
    await desk.until(() => expect(desk.names()).toEqual(['a.pdf', 'sub/b.pdf']));
    for (const { since } of desk.appeared) expect(since).toBeLessThanOrEqual(listedAt);
  });

  it('lists at once when events were lost, and more often when there will be none (case 41)', async () => {
    const desk = await createDesk();
    const events = scriptedEvents();
    const watch = await desk.watching({ watchEvents: events.watchEvents });
    await desk.write('a.pdf', pdf());
    events.last().onLost();
    await desk.until(() => expect(desk.names()).toEqual(['a.pdf']));
    expect(desk.clock.monotonic()).toBeLessThan(5_000);
    expect(watch.status().method).toBe('events');
    events.last().onFailure(Object.assign(new Error('watches used up'), { code: 'ENOSPC' }));
    expect(watch.status().method).toBe('listing');
    await desk.write('b.pdf', pdf());
    await desk.until(() => expect(desk.names()).toContain('b.pdf'));
    expect(desk.clock.monotonic()).toBeLessThan(15_000);
    expect(desk.logged).toContainEqual({ event: 'watch-events-failed', fields: { code: 'disk-full' } });
  });

  it('case 9: lists every 5 s on a network drive, settles for 10 s, and can be set otherwise', async () => {
    const desk = await createDesk();
    desk.drive.kind = 'network';
    const watch = await desk.watching();
    expect(watch.status().method).toBe('listing');
    await desk.write('notes.txt', 'text');
    const start = desk.clock.monotonic();
    await desk.until(() => expect(desk.appeared).toHaveLength(1), 100);
    expect(desk.clock.monotonic() - start).toBeLessThanOrEqual(5_200);
    await desk.until(() => expect(desk.finished).toHaveLength(1), 100);
    expect(desk.clock.monotonic() - start).toBeGreaterThanOrEqual(10_000);
    await watch.stop();

    desk.folder.watchMethod = 'events';
    expect((await desk.watching()).status().method).toBe('events');
    desk.folder.watchMethod = 'listing';
    desk.drive.kind = 'plain';
    expect((await desk.watching()).status().method).toBe('listing');
  });

  it('notices a file that was overwritten in place, by regular checks', async () => {
    const desk = await createDesk({ watchMethod: 'listing' });
    await desk.watching();
    for (let index = 0; index < 250; index += 1) await desk.write(`${index}.txt`, `${index}`);
    await desk.until(() => expect(desk.finished).toHaveLength(250), 500);
    // Long after it was taken, when only the regular check of known names can find it.
    await desk.pass(200_000, 2_000);
    await writeFile(desk.at('7.txt'), 'other bytes');
    await desk.until(() => expect(desk.finished).toHaveLength(251), 500);
    expect(desk.finished[250]).toMatchObject({ relativePath: '7.txt', token: { since: -Infinity } });
  });

  it('lists only directories whose time has changed, and misses nothing', async () => {
    const desk = await createDesk({ watchMethod: 'listing' });
    const watch = await desk.watching();
    await desk.write('sub/a.pdf', pdf());
    await desk.until(() => expect(desk.names()).toEqual(['sub/a.pdf']));
    // Long after any change, so that directory times are reliable.
    desk.clock.jump(Date.now() + 60_000 - desk.clock.now());
    await watch.rescan();
    await watch.rescan();
    await desk.write('sub/b.pdf', pdf());
    await desk.write('new/c.pdf', pdf());
    await desk.until(() => expect(desk.names()).toEqual(['new/c.pdf', 'sub/a.pdf', 'sub/b.pdf']));
    await rm(desk.at('sub'), { recursive: true });
    await watch.rescan();
    await desk.write('sub/a.pdf', pdf(2));
    await desk.until(() => expect(desk.finished).toHaveLength(4));
    await rm(desk.at('sub/a.pdf'));
    await watch.rescan();
    await desk.write('sub/a.pdf', pdf(3));
    await desk.until(() => expect(desk.finished).toHaveLength(5));
  });

  it('case 7: 200 files copied in over a network drive are handed on, each once and complete', async () => {
    const desk = await createDesk();
    desk.drive.kind = 'network';
    const watch = await desk.watching();
    const names = Array.from({ length: 200 }, (_, index) => `${index % 10}/scan ${index}.jpg`).sort();
    const bytes = jpeg();
    for (const name of names) await desk.write(name, bytes.subarray(0, 100));
    await desk.pass(6_000, 200);
    for (const name of names) {
      await appendFile(desk.at(name), bytes.subarray(100));
      if (name.includes('7')) await desk.clock.advanceAsync(100);
    }
    await desk.until(() => expect(desk.finished).toHaveLength(200), 200);
    await watch.rescan();
    await desk.pass(30_000, 500);
    expect(desk.names()).toEqual(names);
    expect(new Set(desk.finished.map(({ fingerprint }) => fingerprint.size))).toEqual(
      new Set([bytes.length]),
    );
    expect(desk.logged).toEqual([]);
  });
});

describe('a missing folder', () => {
  it('case 8: warns once, and takes nothing twice and loses nothing when it is back', async () => {
    const desk = await createDesk();
    const watch = await desk.watching();
    await desk.write('a.pdf', pdf());
    await desk.until(() => expect(desk.finished).toHaveLength(1));
    await desk.write('half.pdf', pdf().subarray(0, 30));
    await desk.until(() => expect(watch.status().unfinished).toBe(1));
    const goneAt = desk.clock.now();
    await rename(desk.path, `${desk.path}-away`);
    await desk.until(() => expect(desk.notices).toEqual(['vanished: folder-missing']));
    const status = watch.status();
    expect(status).toMatchObject({ kind: 'vanished', code: 'folder-missing' });
    if (status.kind === 'vanished') expect(status.since - goneAt).toBeLessThan(61_000);
    await watch.rescan();
    await desk.pass(8 * 3_600_000, 30_000);
    expect(desk.notices).toHaveLength(1);

    await writeFile(`${desk.path}-away/new.pdf`, pdf());
    await rename(`${desk.path}-away`, desk.path);
    await desk.until(() => expect(desk.names()).toContain('new.pdf'), 500);
    await desk.until(() => expect(desk.names()).toEqual(['a.pdf', 'half.pdf', 'new.pdf']), 1_000);
    expect(desk.notices).toEqual(['vanished: folder-missing', 'returned']);
    await desk.write('later.pdf', pdf());
    await desk.until(() => expect(desk.names()).toContain('later.pdf'));
    expect(desk.finished).toHaveLength(4);
  });

  it('case 8: an empty mount point is no empty share; other inode numbers make no new files', async () => {
    const desk = await createDesk();
    desk.drive.kind = 'network';
    await desk.watching();
    await desk.write('a.pdf', pdf());
    await desk.until(() => expect(desk.finished).toHaveLength(1), 200);
    await rename(desk.path, `${desk.path}-away`);
    await mkdir(desk.path);
    desk.drive.kind = 'plain';
    await desk.until(() => expect(desk.notices).toEqual(['vanished: folder-missing']), 200);
    await rm(desk.path, { recursive: true });
    await rename(`${desk.path}-away`, desk.path);
    const times = await stat(desk.at('a.pdf'), { bigint: true });
    // A file with the same size and time but another inode number, as after a new mount.
    desk.known.remember(desk.folder.id, [
      knownFile('a.pdf', {
        size: Number(times.size),
        modifiedNs: `${times.mtimeNs}`,
        changedNs: '1',
        inode: '1',
      }),
    ]);
    desk.drive.kind = 'network';
    await desk.until(() => expect(desk.notices).toContain('returned'), 200);
    await desk.pass(60_000, 500);
    expect(desk.finished).toHaveLength(1);
  });

  it('case 28: a deleted folder is not created again; one that a person makes is watched again', async () => {
    const desk = await createDesk();
    await desk.watching();
    await rm(desk.path, { recursive: true });
    await desk.until(() => expect(desk.notices).toHaveLength(1));
    await desk.pass(120_000, 1_000);
    await expect(stat(desk.path)).rejects.toMatchObject({ code: 'ENOENT' });
    await mkdir(desk.path);
    await desk.write('a.pdf', pdf());
    await desk.until(() => expect(desk.names()).toEqual(['a.pdf']), 500);
    expect(desk.notices).toEqual(['vanished: folder-missing', 'returned']);
  });

  it('another folder with the same name is opened again', async () => {
    const desk = await createDesk();
    const events = scriptedEvents();
    const watch = await desk.watching({ watchEvents: events.watchEvents });
    const other = `${desk.path}-other`;
    await mkdir(other);
    await writeFile(`${other}/b.pdf`, pdf());
    await rename(desk.path, `${desk.path}-away`);
    await rename(other, desk.path);
    await watch.rescan();
    await desk.until(() => expect(desk.names()).toEqual(['b.pdf']));
    expect(events.closed()).toBe(1);
    expect(desk.notices).toEqual([]);
  });

  it('may be missing at start, or be a file; that is one warning too', async () => {
    const desk = await createDesk();
    await rm(desk.path, { recursive: true });
    await writeFile(desk.path, 'no folder');
    const watch = desk.watch();
    await desk.until(() => expect(desk.notices).toEqual(['vanished: folder-missing']));
    await rm(desk.path);
    await desk.pass(60_000, 1_000);
    await mkdir(desk.path);
    await desk.until(() => expect(watch.status().kind).toBe('watching'), 500);
    expect(desk.notices).toEqual(['vanished: folder-missing', 'returned']);
  });

  it('says so when it may not be read', async () => {
    const desk = await createDesk();
    const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
    let allowed = false;
    const watch = desk.watch({
      driveKind: async () => {
        if (!allowed) throw denied;
        return 'plain';
      },
    });
    await desk.until(() => expect(desk.notices).toEqual(['vanished: folder-denied']));
    allowed = true;
    await desk.until(() => expect(watch.status().kind).toBe('watching'), 500);
  });

  it('continues when something else fails, without calling the folder missing', async () => {
    const desk = await createDesk();
    let broken = true;
    await desk.write('a.pdf', pdf());
    const get = desk.known.get.bind(desk.known);
    desk.known.get = (folder, path) => {
      if (broken) throw new ChartdropError('disk-full');
      return get(folder, path);
    };
    desk.watch();
    await desk.until(() =>
      expect(desk.logged).toContainEqual({ event: 'folder-not-watched', fields: { code: 'disk-full' } }),
    );
    broken = false;
    await desk.until(() => expect(desk.names()).toEqual(['a.pdf']), 200);
    expect(desk.notices).toEqual([]);
  });
});

describe('a file that is not taken', () => {
  it.each([
    ['retry', 'network-unreachable', 3],
    ['wait', 'key-rejected', 3],
    ['ask', 'file-path-too-long', 1],
  ] as const)('%s: is offered again, sooner or later', async (_advice, code, soon) => {
    const desk = await createDesk();
    let failing = true;
    let tries = 0;
    const watch = await desk.watching({
      takeIn: async (scan) => {
        tries += 1;
        if (failing) throw new ChartdropError(code);
        desk.finished.push(scan);
      },
    });
    await desk.write('a.pdf', pdf());
    await desk.until(() => expect(tries).toBe(1));
    expect(watch.status().stuck).toMatchObject([{ relativePath: 'a.pdf', code }]);
    await desk.pass(10_000);
    // A slow disk delays more: there may have been fewer than allowed, never more.
    expect(tries).toBeLessThan(6);
    await desk.until(() => expect(tries).toBeGreaterThanOrEqual(soon));
    failing = false;
    await desk.until(() => expect(desk.names()).toEqual(['a.pdf']), 500);
    expect(desk.appeared).toHaveLength(1);
    expect(watch.status()).toMatchObject({ stuck: [], unfinished: 0 });
  });

  it('since another program has filed it is known by its bytes, whatever its times', async () => {
    const desk = await createDesk();
    await desk.watching({
      claim: async (scan) => {
        desk.finished.push(scan);
        return { kind: scan.relativePath === 'a.pdf' ? 'done' : 'alone' };
      },
      takeIn: async () => undefined,
    });
    await desk.write('a.pdf', pdf(1));
    await desk.until(() => expect(desk.names()).toEqual(['a.pdf']));
    const known = () => desk.known.get(desk.folder.id, 'a.pdf');
    await desk.until(() => expect(known()?.mark).toBeTruthy());
    // A backup restores it with a time rounded to two seconds.
    await utimes(desk.at('a.pdf'), 1_790_000_000, 1_790_000_000);
    await desk.until(() => expect(known()?.fingerprint.modifiedNs).toBe('1790000000000000000'), 200);
    expect(desk.names()).toEqual(['a.pdf']);
    await desk.write('a.pdf', pdf(2));
    await desk.until(() => expect(desk.names()).toEqual(['a.pdf', 'a.pdf']), 200);
  });

  it('settles again when it changed while it was read', async () => {
    const desk = await createDesk();
    let tries = 0;
    await desk.watching({
      takeIn: async (scan) => {
        tries += 1;
        if (tries === 1) {
          await appendFile(scan.path, 'more');
          throw new ChartdropError('file-changed');
        }
        desk.finished.push(scan);
      },
    });
    await desk.write('a.txt', 'some');
    await desk.until(() => expect(desk.finished).toHaveLength(1), 200);
    expect(desk.finished[0]?.fingerprint.size).toBe(8);
  });

  it('separates bytes written while the file is being taken: new bytes, with the patient selected then', async () => {
    const desk = await createDesk();
    await desk.watching({
      takeIn: async (scan) => {
        if (desk.finished.length === 0) {
          await writeFile(scan.path, pdf(2));
          await vi.waitFor(() => expect(desk.appeared).toHaveLength(2), { timeout: 50_000, interval: 1 });
        }
        desk.finished.push(scan);
      },
    });
    await desk.write('a.pdf', pdf(1));
    await desk.until(() => expect(desk.finished).toHaveLength(2), 200);
    const [first, second] = desk.finished;
    expect(second?.fingerprint.size).toBe(pdf(2).length);
    expect(second?.token.at).toBeGreaterThanOrEqual(first?.token.at ?? Infinity);
    expect(second?.token).not.toBe(first?.token);
  });

  it('is checked again when the queue asks, even if it seems unchanged', async () => {
    const desk = await createDesk();
    const watch = await desk.watching();
    await desk.write('sub/a.pdf', pdf());
    await desk.until(() => expect(desk.finished).toHaveLength(1));
    watch.recheck(desk.at('sub/a.pdf'));
    watch.recheck(desk.at('sub/a.pdf'));
    await desk.until(() => expect(desk.finished).toHaveLength(2), 500);
    expect(desk.finished[1]).toMatchObject({ relativePath: 'sub/a.pdf', token: { since: -Infinity } });
    watch.recheck(desk.at('none.pdf'));
    await desk.until(() => expect(watch.status().unfinished).toBe(0));
    expect(desk.finished).toHaveLength(2);
  });
});

describe('a great many files', () => {
  it('are accepted a few thousand at a time, and all in the end', async () => {
    const desk = await createDesk();
    for (let index = 0; index < 3_500; index += 1) await desk.write(`${index}.txt`, `${index}`);
    let open = false;
    let most = 0;
    const watch = desk.watch({
      first: true,
      takeExisting: true,
      inspect: async (path) => {
        most = Math.max(most, watch.status().unfinished);
        if (!open) return { kind: 'locked', code: 'file-locked' };
        return { kind: 'opened', fingerprint: await readFingerprint(path), wholeness: 'whole' };
      },
    });
    await desk.until(() => expect(most).toBeGreaterThan(1_900), 200);
    expect(most).toBeLessThan(3_500);
    open = true;
    await desk.until(() => expect(desk.finished).toHaveLength(3_500), 500);
    expect(await watch.ready).toEqual({ existing: 3_500 });
    expect(new Set(desk.names()).size).toBe(3_500);
  });
});

describe('a file that may not be opened', () => {
  /** Two skipped files that disappear while the program is off, and one that may not be opened. */
  async function goneBeside(denied: Buffer) {
    const desk = await createDesk();
    await desk.write('one.pdf', pdf());
    await desk.write('two.pdf', pdf());
    const before = await desk.watching({ first: true });
    await before.ready;
    await before.stop();
    await rm(desk.at('one.pdf'));
    await rm(desk.at('two.pdf'));
    await desk.write('denied.pdf', denied);
    const watch = await desk.watching({
      inspect: () => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' })),
    });
    await desk.until(() => expect(watch.status().stuck).toHaveLength(1), 200);
    return { desk, watch };
  }

  it('does not keep the count of skipped files from following those that are gone', async () => {
    const { desk, watch } = await goneBeside(jpeg());
    await desk.until(() => expect(watch.status().leftAlone).toBe(0), 1_000);
  });

  it('may be a missing one under another name, if it has the same size', async () => {
    const { desk, watch } = await goneBeside(pdf());
    await desk.pass(60_000, 1_000);
    expect(watch.status().leftAlone).toBe(2);
  });
});
