import fs, { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { databaseFile } from '../../main/jobs/history.ts';
import { pdf, putAway, scanDesk } from './scan-desk.ts';

/** Of the write-ahead log, as the system writes it. */
const pageBytes = 4096;
/** SQLITE_IOERR_FSYNC (sqlite.org/rescode.html). */
const ioErrorFsync = 1034;
const pagesOf = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / pageBytes) }, (_, at) =>
    bytes.subarray(at * pageBytes, (at + 1) * pageBytes),
  );

/**
 * A disk that loses what no commit and no flush waited for. It keeps the database as of the last of these, and cuts the power right
 * before a later one: all effects since then have happened. It also loses all that a failed flush should have written, though the
 * next one succeeds, until it is written again, as on Linux (wiki.postgresql.org/wiki/Fsync_Errors).
 */
async function disk(data: string) {
  const database = databaseFile(data);
  const files = { database, log: `${database}-wal` } as const;
  type Kept = Record<keyof typeof files, Buffer | null>;
  const read = (path: string): Buffer | null => (existsSync(path) ? readFileSync(path) : null);
  type Exec = (this: DatabaseSync, sql: string) => void;
  const exec = Object.getOwnPropertyDescriptor(DatabaseSync.prototype, 'exec')?.value as Exec;
  let isSynced = true;
  let isCut = false;
  /** Commits that wait, and flushes, until the power is cut. */
  let left = Infinity;
  const failuresLeft = { flushes: 0, commits: 0 };
  /** Pages of the log that the system takes for written, and what the disk has. */
  let missing: { readonly at: number; readonly now: Buffer; readonly onDisk: Buffer }[] = [];
  const isLast = (): boolean => (isCut ||= left === 0);
  /** As the disk has it once it has written what is there now. */
  const written = (): Kept => {
    const kept = { database: read(files.database), log: read(files.log) };
    const pages = pagesOf(kept.log ?? Buffer.alloc(0));
    missing = missing.filter(({ at, now }) => pages[at]?.equals(now) === true);
    for (const { at, onDisk } of missing) onDisk.copy(pages[at] as Buffer);
    return kept;
  };
  let kept = written();
  const keep = (state: Kept): void => {
    left -= 1;
    kept = state;
  };
  /** Whether commits that waited for nothing are not on the disk yet. */
  const isAhead = (): boolean => read(files.log)?.equals(kept.log ?? Buffer.alloc(0)) === false;
  const lose = (): void => {
    const before = pagesOf(kept.log ?? Buffer.alloc(0));
    pagesOf(read(files.log) ?? Buffer.alloc(0)).forEach((now, at) => {
      const onDisk = Buffer.concat([before[at] ?? Buffer.alloc(0)], now.length);
      if (!now.equals(onDisk)) missing.push({ at, now, onDisk });
    });
  };
  DatabaseSync.prototype.exec = function (sql) {
    if (this.location() !== database) {
      exec.call(this, sql);
      return;
    }
    if (isCut) throw new Error('no power');
    if (sql.startsWith('PRAGMA synchronous = ')) isSynced = sql.endsWith('FULL');
    const isWaiting = sql === 'COMMIT' && isSynced;
    if (isWaiting && isLast()) throw new Error('no power');
    if (isWaiting && failuresLeft.commits > 0 && isAhead()) {
      failuresLeft.commits -= 1;
      lose();
      throw Object.assign(new Error('made up'), { errcode: ioErrorFsync });
    }
    exec.call(this, sql);
    if (isWaiting) keep(written());
  };
  const { fdatasync } = fs;
  const flush = (handle: number, done: fs.NoParamCallback): void => {
    if (isLast()) {
      setImmediate(done, new Error('no power'));
      return;
    }
    if (failuresLeft.flushes > 0) {
      failuresLeft.flushes -= 1;
      lose();
      setImmediate(done, Object.assign(new Error('made up'), { code: 'EIO' }));
      return;
    }
    // As it is now: what is committed while the disk is busy may be lost.
    const state = written();
    fdatasync(handle, (error) => {
      if (!isCut) keep(state);
      done(error);
    });
  };
  fs.fdatasync = Object.assign(flush, { __promisify__: fdatasync.__promisify__ });
  syncBuiltinESMExports();
  const mend = (): void => {
    DatabaseSync.prototype.exec = exec;
    fs.fdatasync = fdatasync;
    syncBuiltinESMExports();
  };
  onTestFinished(mend);
  return {
    /** Lets this many more commits wait for the disk. */
    cutAfter: (commits: number) => void (left = commits),
    isCut: () => isCut,
    failNext: (what: keyof typeof failuresLeft, times: number) => void (failuresLeft[what] = times),
    failuresLeft: () => failuresLeft.flushes + failuresLeft.commits,
    /** The database that the next start finds. */
    async restore() {
      mend();
      for (const suffix of ['', '-wal', '-shm']) await rm(database + suffix, { force: true });
      if (kept.database !== null) writeFileSync(files.database, kept.database);
      if (kept.log !== null) writeFileSync(files.log, kept.log);
    },
  };
}

interface Way {
  readonly afterFiling: 'move' | 'trash';
  readonly to: 'chart' | 'case';
}

/** Files a scan, with a power cut after this many commits and flushes that wait for the disk. True if it was cut before the end. */
async function filedDespiteCut(commits: number, { afterFiling, to }: Way): Promise<boolean> {
  const desk = await scanDesk();
  const power = await disk(desk.data);
  const jane = 'Jane Citizen';
  const destination = await (to === 'case' ? desk.caseOf(jane) : desk.destinationOf(jane));
  const folder = desk.folder({ kind: 'fixed', destination }, { afterFiling });
  await desk.app().scans.watch(folder, { takeExisting: false });
  const bytes = pdf(`after ${commits}`);
  power.cutAfter(commits);
  await desk.scan('plan.pdf', bytes);
  await expect
    .poll(() => power.isCut() || desk.changes.some(putAway), { timeout: 20_000, interval: 5 })
    .toBe(true);
  const isCut = power.isCut();
  await desk.stop();
  await power.restore();
  desk.changes.length = 0;
  await desk.restart({ awaited: [folder.id] });
  await desk.app().scans.watch(folder, { takeExisting: false });
  await desk.app().scans.rescan(folder.id);
  await expect.poll(() => desk.jobs().filter(putAway).length, { timeout: 40_000 }).toBe(1);
  expect(desk.jobs()).toHaveLength(1);
  expect(desk.ofName('plan.pdf').filter(({ archivedAt }) => archivedAt === null)).toHaveLength(1);
  expect(await readdir(desk.scans)).not.toContain('plan.pdf');
  const [day = ''] = afterFiling === 'move' ? await readdir(join(desk.scans, 'Filed')) : [];
  const away = afterFiling === 'move' ? join(desk.scans, 'Filed', day) : desk.bin;
  expect(await readdir(away)).toEqual(['plan.pdf']);
  expect(desk.app().history.audit.firstTampered()).toBeNull();
  return isCut;
}

it.each<Way>([
  { afterFiling: 'move', to: 'chart' },
  { afterFiling: 'move', to: 'case' },
  { afterFiling: 'trash', to: 'chart' },
])(
  'a power cut before any wait for the disk loses no scan and files none twice: $to, $afterFiling',
  { timeout: 240_000 },
  async (way) => {
    let commits = 0;
    while (await filedDespiteCut(commits, way)) commits += 1;
    // At least before its upload, its create call, and its end.
    expect(commits).toBeGreaterThanOrEqual(3);
  },
);

it('a power cut after a scan was shown keeps it, though its name was used again or its file removed', async () => {
  for (const after of ['overwritten', 'removed'] as const) {
    const desk = await scanDesk();
    const power = await disk(desk.data);
    const folder = desk.folder({ kind: 'inbox' }, { afterFiling: 'move' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    const path = await desk.scan('0001.pdf', pdf('letter one'));
    const one = await desk.job('0001.pdf', ({ state }) => state === 'inbox');
    power.cutAfter(0);
    if (after === 'removed') await rm(path);
    else await desk.scan('0001.pdf', pdf('letter two, which is another'));
    await desk.stop();
    await power.restore();
    await desk.restart({ awaited: [folder.id] });
    expect(desk.jobs().map(({ id }) => id)).toContain(one.id);
    expect(await readdir(join(desk.data, 'copies'))).toContain(one.file.copy?.name);
    await desk.stop();
  }
});

it('a power cut during the undo period keeps the selected patient', async () => {
  const desk = await scanDesk();
  const power = await disk(desk.data);
  const jane = await desk.destinationOf('Jane Citizen');
  const folder = desk.folder({ kind: 'active' }, { afterFiling: 'move' });
  desk.setHoldMs(3_600_000);
  await desk.app().scans.watch(folder, { takeExisting: false });
  await desk.app().scans.active.arm(jane);
  await desk.scan('0001.pdf', pdf('letter one'));
  await desk.job('0001.pdf', ({ state }) => state === 'held');
  power.cutAfter(0);
  await desk.stop();
  await power.restore();
  await desk.restart({ awaited: [folder.id] });
  expect(desk.jobs()).toMatchObject([{ state: 'held', destination: jane }]);
});

it.each(['flushes', 'commits'] as const)(
  'failed %s before a power cut lose no later commit: the scan is filed once',
  async (what) => {
    const desk = await scanDesk();
    const power = await disk(desk.data);
    const destination = await desk.destinationOf('Jane Citizen');
    const folder = desk.folder({ kind: 'fixed', destination }, { afterFiling: 'stay' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    power.failNext(what, 2);
    await desk.scan('plan.pdf', pdf('exercises'));
    await expect.poll(() => desk.jobs().filter(putAway).length, { timeout: 40_000 }).toBe(1);
    expect(power.failuresLeft()).toBe(0);
    power.cutAfter(0);
    await desk.stop();
    await power.restore();
    await desk.restart({ awaited: [folder.id] });
    expect(desk.jobs()).toMatchObject([{ state: 'filed', destination }]);
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.app().scans.rescan(folder.id);
    await expect.poll(() => desk.app().scans.status(folder.id)?.unfinished).toBe(0);
    expect(desk.jobs()).toHaveLength(1);
    expect(desk.ofName('plan.pdf')).toHaveLength(1);
  },
);
