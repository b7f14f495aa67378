import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { accountOf } from '../../main/scans/account/folder-account.ts';
import { createAccounts, type StuckNews } from '../../main/scans/account/accounts.ts';
import type { FolderStatus } from '../../main/scans/watch/watched-folder.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import type { StoredAccount } from '../../main/database/stored-accounts.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { onlyOn } from '../fixtures/only-on.ts';
import { inState, putAway, scanDesk } from './scan-desk.ts';
import { createDesk } from './watch-harness.ts';

const calm: FolderStatus = {
  ...{ kind: 'watching', method: 'events', unfinished: 0, leftAlone: 0, stuck: [], refused: [] },
  ...{ unlisted: [], blocked: null },
};
const pdf = '%PDF-1.4\n%%EOF\n';

it.each<[ErrorCode, number | null]>([
  // A scanner holds its file open, or creates it empty.
  ['file-locked', 60_000],
  ['file-empty', 60_000],
  ['file-changed', 60_000],
  ['network-unreachable', 60_000],
  // Only a person can help.
  ['file-denied', 0],
  ['files-too-many', 0],
  ['claims-denied', 0],
  ['file-path-too-long', 0],
  // The other PC tells of it.
  ['scan-claimed-elsewhere', null],
])('%s counts as stuck after %s ms', (code, afterMs) => {
  const status = { ...calm, unfinished: 2, stuck: [{ relativePath: 'a.pdf', code, since: 1_000 }] };
  const at = (ms: number) => accountOf(status, [], 1_000 + ms);
  if (afterMs === null) {
    expect(at(1e9)).toMatchObject({ account: { unfinished: 2, stuckCount: 0 }, recountMs: null });
    return;
  }
  if (afterMs > 0)
    expect(at(afterMs - 1)).toMatchObject({ account: { unfinished: 2, stuckCount: 0 }, recountMs: 1 });
  // Each entry is counted once.
  expect(at(afterMs)).toMatchObject({
    account: { unfinished: 1, stuckCount: 1, stuck: [{ kind: 'file', name: 'a.pdf', code, since: 1_000 }] },
    recountMs: null,
  });
});

it('counts an obstacle whose time lies ahead, since the clock was put back (case 30)', () => {
  const stuck = [{ relativePath: 'a.pdf', code: 'file-denied', since: 5_000 } as const];
  expect(accountOf({ ...calm, unfinished: 1, stuck }, [], 1_000).account.stuckCount).toBe(1);
});

it('names the oldest of many stuck entries, and counts all', () => {
  const stuck = Array.from({ length: 80 }, (_, at) => ({
    ...{ relativePath: `${at}.pdf`, code: 'file-denied' as const, since: 80 - at },
  }));
  const { account } = accountOf({ ...calm, unfinished: 80, stuck }, [], 100);
  expect(account.stuck).toHaveLength(50);
  expect(account.stuck[0]?.name).toBe('79.pdf');
  expect(account).toMatchObject({ unfinished: 0, stuckCount: 80 });
});

it('counts no file of a missing folder, since the folder itself counts', () => {
  const notPutAway = [
    { kind: 'put-away' as const, name: 'a.pdf', code: 'folder-missing' as const, since: 0 },
  ];
  const blocked = { code: 'folder-missing', since: 0 } as const;
  expect(accountOf({ ...calm, blocked }, notPutAway, 0).account).toMatchObject({ stuckCount: 0, blocked });
});

it('tells a reason once for each kind and folder, and again when it was gone for an hour', async () => {
  const clock = createFakeClock();
  const desk = await createDesk();
  const told: Omit<StuckNews, 'folder'>[] = [];
  const changes: string[] = [];
  const stored: StoredAccount[] = [];
  let status: FolderStatus = calm;
  let isFull = true;
  const accounts = createAccounts({
    ...{ clock, log: { info: () => undefined, warn: () => undefined } },
    folders: () => [desk.folder],
    status: () => status,
    notPutAway: () => [],
    stored: {
      put(_folder, account) {
        if (isFull) throw new ChartdropError('disk-full');
        stored.push(account);
      },
      drop: () => undefined,
      all: () => stored,
    },
    onChanged: ({ path }) => void changes.push(path),
    onStuck: ({ kind, code, count }) => void told.push({ kind, code, count }),
  });
  onTestFinished(() => accounts.stop());
  const locked = (...names: string[]) =>
    names.map((relativePath) => ({ relativePath, code: 'file-locked' as const, since: clock.now() }));
  status = { ...calm, unfinished: 2, stuck: locked('a.pdf', 'b.pdf') };
  accounts.nudge();
  await clock.advanceAsync(59_000);
  expect(told).toEqual([]);
  await clock.advanceAsync(2_000);
  expect(told).toEqual([{ kind: 'file', code: 'file-locked', count: 2 }]);
  // A full disk delays the stored account, and neither the notice nor the window.
  expect([changes.length, stored.length]).toEqual([2, 0]);
  isFull = false;
  await clock.advanceAsync(10_000);
  expect(stored).toMatchObject([{ path: desk.folder.path, account: { stuckCount: 2 } }]);
  // Gone for a moment, and back.
  for (const stuck of [[], locked('a.pdf')]) {
    status = { ...calm, unfinished: stuck.length, stuck };
    accounts.nudge();
    await clock.advanceAsync(61_000);
  }
  expect(told).toHaveLength(1);
  status = calm;
  accounts.nudge();
  await clock.advanceAsync(3_700_000);
  status = { ...calm, unfinished: 1, stuck: locked('c.pdf') };
  accounts.nudge();
  await clock.advanceAsync(61_000);
  expect(told).toHaveLength(2);
});

it('mentions an empty file, at first as unfinished', async () => {
  const desk = await createDesk();
  const watch = await desk.watching();
  await desk.write('empty.pdf', '');
  await desk.until(() => expect(watch.status().unfinished).toBe(1));
  const account = () => accountOf(watch.status(), [], desk.clock.now()).account;
  await desk.until(() => expect(watch.status().stuck).toMatchObject([{ code: 'file-empty' }]));
  expect(account()).toMatchObject({ unfinished: 1, stuckCount: 0 });
  await desk.pass(61_000, 1_000);
  expect(account()).toMatchObject({ unfinished: 0, stuck: [{ name: 'empty.pdf', code: 'file-empty' }] });
  await desk.write('empty.pdf', pdf);
  await desk.until(() => expect(desk.names()).toEqual(['empty.pdf']), 200);
  expect(account()).toMatchObject({ unfinished: 0, stuckCount: 0 });
});

it('counts every entry that is no scan by its rule, and again once more come', async () => {
  const desk = await createDesk({ subfolders: false });
  for (const name of ['a.exe', 'README', '.hidden.pdf', 'Thumbs.db', 'desktop.ini', '~$letter.docx'])
    await desk.write(name, 'x');
  await mkdir(desk.at('sub'));
  await mkdir(desk.at('Filed'));
  await mkdir(desk.at('.chartdrop'));
  const watch = await desk.watching();
  expect(watch.status().refused).toEqual([
    { rule: 'type', count: 1, examples: ['a.exe'] },
    { rule: 'no-type', count: 1, examples: ['README'] },
    { rule: 'hidden', count: 3, examples: expect.arrayContaining(['Thumbs.db']) as unknown },
    { rule: 'ignored', count: 1, examples: ['~$letter.docx'] },
    { rule: 'subfolder', count: 1, examples: ['sub'] },
  ]);
  await desk.write('b.exe', 'x');
  await desk.until(() => expect(watch.status().refused[0]).toMatchObject({ rule: 'type', count: 2 }), 200);
});

it('counts a link, which is not followed', onlyOn('posix', 'Wine has no symbolic links.'), async () => {
  const desk = await createDesk();
  await desk.write('README', 'x');
  await symlink(desk.at('README'), desk.at('link.pdf'));
  const watch = await desk.watching();
  expect(watch.status().refused).toContainEqual({ rule: 'no-file', count: 1, examples: ['link.pdf'] });
});

it('case 41: does not call the folder missing when too many files are open, and says so', async () => {
  const desk = await createDesk();
  let isFull = true;
  const watch = desk.watch({
    driveKind: async () => {
      if (isFull) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
      return 'plain';
    },
  });
  await desk.until(() =>
    expect(watch.status()).toMatchObject({ kind: 'starting', blocked: { code: 'files-too-many' } }),
  );
  await writeFile(desk.at('a.pdf'), pdf);
  isFull = false;
  await desk.until(() => expect(desk.names()).toEqual(['a.pdf']), 500);
  expect(watch.status().blocked).toBeNull();
  expect(desk.notices).toEqual([]);
});

it('case 44: a filed file that cannot be put away shows its reason, and is put away once it can be', async () => {
  const desk = await scanDesk();
  const told: Omit<StuckNews, 'folder'>[] = [];
  desk.app().listen({ onStuck: ({ kind, code, count }) => void told.push({ kind, code, count }) });
  const folder = desk.folder({ kind: 'fixed', destination: await desk.destinationOf('Jane Citizen') });
  await writeFile(join(desk.scans, 'Filed'), 'a file of that name');
  await desk.app().scans.watch(folder, { takeExisting: false });
  await desk.scan('letter.pdf', pdf);
  await desk.job('letter.pdf', inState('filed'));
  const account = () => desk.app().scans.account(folder.id);
  await expect
    .poll(account)
    .toMatchObject({ stuck: [{ kind: 'put-away', name: 'letter.pdf', code: 'filed-no-folder' }] });
  await expect.poll(() => told).toEqual([{ kind: 'put-away', code: 'filed-no-folder', count: 1 }]);
  // `status` reads it from the database.
  const stored = () => desk.app().history.accounts.all();
  await expect.poll(stored).toMatchObject([{ path: desk.scans, account: { stuckCount: 1 } }]);
  await rm(join(desk.scans, 'Filed'));
  await desk.job('letter.pdf', putAway);
  await expect.poll(account).toMatchObject({ stuckCount: 0 });
  await expect.poll(stored).toMatchObject([{ account: { stuckCount: 0 } }]);
  await desk.app().scans.unwatch(folder.id);
  expect(stored()).toEqual([]);
});

it('no longer counts a skipped file that was removed while the program was off', async () => {
  const desk = await createDesk();
  for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) await desk.write(name, `${pdf}${name}`);
  const first = await desk.watching({ first: true });
  await desk.until(() => expect(first.status().leftAlone).toBe(3));
  await first.stop();
  await rm(desk.at('b.pdf'));
  const second = await desk.watching();
  await desk.until(() => expect(second.status().leftAlone).toBe(2), 500);
});
