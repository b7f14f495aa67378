import fs from 'node:fs';
import {
  chmod,
  copyFile,
  cp,
  mkdir,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { UploadJob } from '../../main/jobs/job.ts';
import { inState, pdf, putAway, scanDesk } from './scan-desk.ts';

const own = { kind: 'active' } as const;
const janesAndWeis = async () => {
  const desk = await scanDesk();
  const [jane, wei] = [await desk.destinationOf('Jane Citizen'), await desk.destinationOf('Wei Li')];
  return { desk, jane, wei };
};
type Desk = Awaited<ReturnType<typeof scanDesk>>;

/** Waits until everything has settled: two listings, and the time for recognising a rename. */
const settled = async (desk: Desk, id: Parameters<ReturnType<Desk['app']>['scans']['rescan']>[0]) => {
  const until = desk.clock.monotonic() + 40_000;
  while (desk.clock.monotonic() < until) {
    await desk.app().scans.rescan(id);
    await new Promise((resolve) => desk.clock.after(4_000, () => resolve(null)));
  }
  await expect.poll(() => desk.app().scans.status(id)?.unfinished).toBe(0);
};
const patientOf = (job: UploadJob): string =>
  'destination' in job ? (job.destination.patient.name ?? '') : job.state;

/** A disk on which no database is flushed until it is released. */
function slowDisk() {
  const { fdatasync } = fs;
  let held: (() => void)[] = [];
  const release = (): void => {
    fs.fdatasync = fdatasync;
    syncBuiltinESMExports();
    for (const go of held) go();
    held = [];
  };
  const hold = (handle: number, done: fs.NoParamCallback): void =>
    void held.push(() => fdatasync(handle, done));
  fs.fdatasync = Object.assign(hold, { __promisify__: fdatasync.__promisify__ });
  syncBuiltinESMExports();
  onTestFinished(release);
  return { release, waiting: () => held.length };
}

describe('the same name again', () => {
  it('case 33: the same bytes after the first was put away, with another patient selected, are a new scan that asks', async () => {
    const { desk, jane, wei } = await janesAndWeis();
    const folder = desk.folder(own);
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.app().scans.active.arm(jane);
    await desk.scan('plan.pdf', pdf('exercises'));
    await desk.job('plan.pdf', putAway);
    await desk.app().scans.active.arm(wei);
    await desk.scan('plan.pdf', pdf('exercises'));
    const asked = await desk.job('plan.pdf', inState('inbox'));
    expect(asked).toMatchObject({ reason: 'duplicate-other-patient', candidates: [wei] });
    expect(desk.jobs()).toHaveLength(2);
    expect(await readdir(desk.scans)).toContain('plan.pdf');
  });

  it('case 33: asks once, also when the first one is checked in its case a minute later', async () => {
    const { desk } = await janesAndWeis();
    const folder = desk.folder(own);
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.app().scans.active.arm(await desk.caseOf('Jane Citizen'));
    await desk.scan('plan.pdf', pdf('exercises'));
    const first = await desk.job('plan.pdf', putAway);
    await desk.scan('plan.pdf', pdf('exercises'));
    await desk.job('plan.pdf', inState('inbox'));
    const changes = () => desk.changes.filter(({ id, state }) => id === first.id && state === 'filed').length;
    const before = changes();
    await expect.poll(changes).toBeGreaterThan(before);
    await settled(desk, folder.id);
    expect(desk.jobs()).toHaveLength(2);
  });

  it('case 34: a filed letter moved back from Filed asks if files move', async () => {
    const { desk, jane, wei } = await janesAndWeis();
    const folder = desk.folder(own);
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.app().scans.active.arm(jane);
    await desk.scan('plan.pdf', pdf('exercises'));
    const first = await desk.job('plan.pdf', putAway);
    await desk.app().scans.active.arm(wei);
    const movedTo = first.state === 'filed' ? (first.movedTo ?? '') : '';
    await rename(movedTo, join(desk.scans, 'plan.pdf'));
    const asked = await desk.job('plan.pdf', inState('inbox'));
    expect(asked).toMatchObject({
      reason: 'duplicate-other-patient',
      duplicateOf: first.id,
      candidates: [wei],
    });
  });

  it('after a restart too, though the program did not see the name disappear', async () => {
    const { desk, jane, wei } = await janesAndWeis();
    const folder = desk.folder(own, { afterFiling: 'stay' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.app().scans.active.arm(jane);
    const path = await desk.scan('plan.pdf', pdf('exercises'));
    await desk.job('plan.pdf', putAway);
    await desk.stop();
    await rename(path, join(desk.bin, 'plan.pdf'));
    await desk.restart();
    await desk.app().scans.watch(folder, { takeExisting: false });
    await settled(desk, folder.id);
    await desk.app().scans.active.arm(wei);
    await rename(join(desk.bin, 'plan.pdf'), path);
    expect(await desk.job('plan.pdf', inState('inbox'))).toMatchObject({ reason: 'duplicate-other-patient' });
  });

  it('saved again for another patient in the undo period of the first: both ask, and none is lost', async () => {
    const { desk, jane, wei } = await janesAndWeis();
    const folder = desk.folder(own);
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.app().scans.active.arm(jane);
    desk.app().uploads.queue.pause('person');
    await desk.scan('plan.pdf', pdf('exercises'));
    await desk.job('plan.pdf', inState('queued'));
    await desk.app().scans.active.arm(wei);
    await desk.scan('plan.pdf', pdf('exercises'));
    expect(await desk.job('plan.pdf', inState('inbox'))).toMatchObject({
      reason: 'duplicate-other-patient',
      candidates: [wei],
    });
    desk.app().uploads.queue.resume('person');
    expect(patientOf(await desk.job('plan.pdf', inState('filed')))).toBe(jane.patient.name);
  });
});

describe('case 35: the file that it was', () => {
  const changes: [string, (desk: Desk) => Promise<unknown>][] = [
    [
      'touched',
      async (desk) => {
        await utimes(join(desk.scans, 'old.pdf'), 1e9, 1e9);
        await utimes(join(desk.scans, 'sub/older.pdf'), 1e9, 1e9);
      },
    ],
    ['renamed', (desk) => rename(join(desk.scans, 'old.pdf'), join(desk.scans, 'new name.pdf'))],
    [
      'in a subfolder that is renamed',
      (desk) => rename(join(desk.scans, 'sub'), join(desk.scans, 'renamed')),
    ],
    ['given other permissions', (desk) => chmod(join(desk.scans, 'old.pdf'), 0o600)],
    [
      'restored with another file id',
      async (desk) => {
        const path = join(desk.scans, 'old.pdf');
        const { atime, mtime } = await stat(path);
        await copyFile(path, join(desk.bin, 'backup'));
        await rm(path);
        await copyFile(join(desk.bin, 'backup'), path);
        await utimes(path, atime, mtime);
      },
    ],
    [
      'restored from a copy whose times are of today',
      async (desk) => {
        const path = join(desk.scans, 'old.pdf');
        await copyFile(path, join(desk.scans, '.backup'));
        await rename(join(desk.scans, '.backup'), path);
      },
    ],
  ];

  it.each(changes)('skipped and %s, it stays skipped', async (_, change) => {
    const desk = await scanDesk();
    const jane = await desk.destinationOf('Jane Citizen');
    await desk.scan('old.pdf', pdf('old'));
    await desk.scan('sub/older.pdf', pdf('older'));
    const folder = desk.folder({ kind: 'fixed', destination: jane });
    await desk.app().scans.watch(folder, { takeExisting: false });
    // Until a few bytes of each were read.
    await settled(desk, folder.id);
    await change(desk);
    await settled(desk, folder.id);
    expect(desk.jobs()).toEqual([]);
    expect(desk.app().scans.status(folder.id)?.leftAlone).toBe(2);
    // New files are still taken.
    await desk.scan('scan.pdf', pdf('new'));
    expect(patientOf(await desk.job('scan.pdf', inState('filed')))).toBe(jane.patient.name);
  });

  it.each([
    ['renamed', (at: string) => rename(join(at, 'sub/letter.pdf'), join(at, 'sub/other.pdf')), 'other.pdf'],
    ['in a renamed subfolder', (at: string) => rename(join(at, 'sub'), join(at, 'later')), 'letter.pdf'],
    ['touched', (at: string) => utimes(join(at, 'sub/letter.pdf'), 1e9, 1e9), 'letter.pdf'],
  ])('filed, staying, and %s, it is filed once and not asked about', async (_, change, name) => {
    const desk = await scanDesk();
    const jane = await desk.destinationOf('Jane Citizen');
    const folder = desk.folder({ kind: 'fixed', destination: jane }, { afterFiling: 'stay' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.scan('sub/letter.pdf', pdf('to Jane'));
    await desk.job('letter.pdf', inState('filed'));
    await settled(desk, folder.id);
    await change(desk.scans);
    await settled(desk, folder.id);
    expect(desk.jobs()).toMatchObject([{ state: 'filed', file: { name } }]);
    expect(desk.demo.attachments().filter(({ filename }) => filename === 'letter.pdf')).toHaveLength(1);
  });

  it('a copy beside a skipped file is a new scan, whatever its time', async () => {
    const desk = await scanDesk();
    const jane = await desk.destinationOf('Jane Citizen');
    const path = await desk.scan('old.pdf', pdf('old'));
    const folder = desk.folder({ kind: 'fixed', destination: jane });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await settled(desk, folder.id);
    await cp(path, join(desk.scans, 'copy.pdf'), { preserveTimestamps: true });
    await desk.job('copy.pdf', putAway);
    expect(desk.jobs()).toHaveLength(1);
    expect(await readdir(desk.scans)).toContain('old.pdf');
  });

  it('case 39: renamed while it waits, also only its case, its job moves with it', async () => {
    const desk = await scanDesk();
    const jane = await desk.destinationOf('Jane Citizen');
    const folder = desk.folder({ kind: 'fixed', destination: jane });
    await desk.app().scans.watch(folder, { takeExisting: false });
    desk.app().uploads.queue.pause('person');
    const path = await desk.scan('letter.pdf', pdf('to Jane'));
    await desk.job('letter.pdf', inState('queued'));
    await rename(path, join(desk.scans, 'Letter.pdf'));
    await desk.job('Letter.pdf', inState('queued'));
    await rename(join(desk.scans, 'Letter.pdf'), join(desk.scans, 'referral.pdf'));
    await desk.job('referral.pdf', inState('queued'));
    expect(desk.jobs()).toHaveLength(1);
    desk.app().uploads.queue.resume('person');
    expect(await desk.job('referral.pdf', putAway)).toMatchObject({ disposal: 'done' });
    expect(desk.ofName('referral.pdf')).toHaveLength(1);
  });

  it('case 39: renamed to a file that settles for longer than a rename takes, its job moves with it', async () => {
    const { desk, jane } = await janesAndWeis();
    const folder = desk.folder(
      { kind: 'fixed', destination: jane },
      { settleMs: 20_000, afterFiling: 'stay' },
    );
    await desk.app().scans.watch(folder, { takeExisting: false });
    const path = await desk.scan('letter.txt', 'a letter');
    await desk.job('letter.txt', inState('filed'));
    await rename(path, join(desk.scans, 'referral.txt'));
    const names = () => desk.jobs().map(({ file }) => file.name);
    await expect.poll(names).toContain('referral.txt');
    expect(names()).toEqual(['referral.txt']);
  });

  it('case 39: renamed around a crash before its name was noted, its job moves with it', async () => {
    const desk = await scanDesk();
    const folder = desk.folder({ kind: 'fixed', destination: await desk.destinationOf('Jane Citizen') });
    await desk.app().scans.watch(folder, { takeExisting: false });
    desk.app().uploads.queue.pause('person');
    const path = await desk.scan('letter.pdf', pdf('to Jane'));
    await desk.job('letter.pdf', inState('queued'));
    const { knownFiles } = desk.app().history;
    await expect.poll(() => knownFiles.get(folder.id, 'letter.pdf')).toBeDefined();
    // As after a crash between the two.
    knownFiles.end(folder.id, ['letter.pdf']);
    await desk.stop();
    await rename(path, join(desk.scans, 'referral.pdf'));
    await desk.restart();
    await desk.app().scans.watch(folder, { takeExisting: false });
    // Its upload begins at once, and may find the file under the new name or not.
    await desk.job('referral.pdf', inState('queued', 'filed'));
    expect(desk.jobs()).toHaveLength(1);
  });

  it('case 39: renamed around such a crash, its job moves with it also while its upload waits for the disk', async () => {
    const desk = await scanDesk();
    const folder = desk.folder({ kind: 'fixed', destination: await desk.destinationOf('Jane Citizen') });
    await desk.app().scans.watch(folder, { takeExisting: false });
    desk.app().uploads.queue.pause('person');
    const path = await desk.scan('letter.pdf', pdf('to Jane'));
    await desk.job('letter.pdf', inState('queued'));
    const { knownFiles } = desk.app().history;
    await expect.poll(() => knownFiles.get(folder.id, 'letter.pdf')).toBeDefined();
    knownFiles.end(folder.id, ['letter.pdf']);
    await desk.stop();
    await rename(path, join(desk.scans, 'referral.pdf'));
    const { release, waiting } = slowDisk();
    await desk.restart();
    await expect.poll(waiting).toBe(1);
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.job('referral.pdf', inState('uploading'));
    release();
    await desk.job('referral.pdf', inState('filed'));
    expect(desk.jobs()).toHaveLength(1);
  });

  it('copied to another disk with the whole folder, all files stay the same', async () => {
    const desk = await scanDesk();
    const jane = await desk.destinationOf('Jane Citizen');
    await desk.scan('old.pdf', pdf('old'));
    const folder = desk.folder({ kind: 'fixed', destination: jane }, { afterFiling: 'stay' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.scan('letter.pdf', pdf('to Jane'));
    await desk.job('letter.pdf', inState('filed'));
    await settled(desk, folder.id);
    const elsewhere = join(desk.bin, 'disk');
    await cp(desk.scans, elsewhere, { recursive: true, preserveTimestamps: true });
    await writeFile(join(elsewhere, 'unknown.pdf'), pdf('unknown'));
    const moved = { ...folder, path: elsewhere };
    // Changing the folder shows the number of files that were not confirmed.
    expect(await desk.app().scans.watch(moved, { takeExisting: false })).toEqual({ existing: 1 });
    await settled(desk, folder.id);
    expect(desk.jobs()).toHaveLength(1);
    await writeFile(join(elsewhere, 'next.pdf'), pdf('next'));
    await desk.job('next.pdf', inState('filed'));
  });
});

describe('case 36: settings that take in more', () => {
  it.each([
    ['subfolders', { subfolders: false }, { subfolders: true }, 'sub/a.pdf'],
    ['one more type', { types: ['pdf'] }, { types: ['pdf', 'txt'] }, 'a.txt'],
    ['one pattern fewer', { ignore: ['.*', 'draft*'] }, { ignore: ['.*'] }, 'draft a.pdf'],
  ])(
    '%s: existing files are counted, skipped, and taken once a person says so',
    async (_, before, after, name) => {
      const desk = await scanDesk();
      const jane = await desk.destinationOf('Jane Citizen');
      await mkdir(join(desk.scans, 'sub'));
      await desk.scan(name, pdf('lay there'));
      const folder = desk.folder({ kind: 'fixed', destination: jane }, { afterFiling: 'stay', ...before });
      expect(await desk.app().scans.watch(folder, { takeExisting: false })).toEqual({ existing: 0 });
      await desk.stop();
      // It appeared while Chartdrop was off, and its place was included then.
      await desk.scan('letter.pdf', pdf('to Jane'));
      await desk.restart();
      const changed = { ...folder, ...after };
      expect(await desk.app().scans.watch(changed, { takeExisting: false })).toEqual({ existing: 1 });
      await desk.job('letter.pdf', inState('filed'));
      await settled(desk, folder.id);
      expect(desk.jobs()).toHaveLength(1);
      expect(desk.app().scans.status(folder.id)?.leftAlone).toBe(1);
      await desk.app().scans.takeLeft(folder.id);
      await expect.poll(() => desk.jobs().filter(inState('filed')).length).toBe(2);
      expect(desk.app().scans.status(folder.id)?.leftAlone).toBe(0);
    },
  );

  it('case 48: a link that leads elsewhere is a folder that asks', async () => {
    const desk = await scanDesk();
    const jane = await desk.destinationOf('Jane Citizen');
    const [first, second, link] = ['first', 'second', 'link'].map((name) => join(desk.bin, name)) as [
      string,
      string,
      string,
    ];
    await mkdir(first);
    await mkdir(second);
    await writeFile(join(second, 'old.pdf'), pdf('old'));
    await symlink(first, link);
    const folder = desk.folder({ kind: 'fixed', destination: jane }, { path: link, afterFiling: 'stay' });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await rm(link);
    await symlink(second, link);
    await settled(desk, folder.id);
    expect(desk.app().scans.status(folder.id)).toMatchObject({ kind: 'watching', leftAlone: 1 });
    await writeFile(join(second, 'letter.pdf'), pdf('to Jane'));
    await desk.job('letter.pdf', inState('filed'));
    expect(desk.jobs()).toHaveLength(1);
  });
});

describe('a device without a clock', () => {
  it.each(['network', 'local'] as const)(
    'uses a name again with the same size and time on a %s drive: both are filed',
    async (kind) => {
      const desk = await scanDesk();
      const jane = await desk.destinationOf('Jane Citizen');
      const folder = desk.folder(
        { kind: 'fixed', destination: jane },
        { afterFiling: 'stay', watchMethod: kind === 'network' ? 'listing' : 'auto' },
      );
      await desk.app().scans.watch(folder, { takeExisting: false });
      const path = await desk.scan('0001.pdf', pdf('first'));
      await utimes(path, 1e9, 1e9);
      await desk.job('0001.pdf', inState('filed'));
      await desk.scan('0001.pdf', pdf('other'));
      await utimes(path, 1e9, 1e9);
      await expect.poll(() => desk.ofName('0001.pdf').length).toBe(2);
    },
  );
});
