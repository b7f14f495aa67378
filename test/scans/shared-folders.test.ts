import { readdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createClaimFiles } from '../../main/scans/claims/claim-files.ts';
import { createToldSums } from '../../main/scans/claims/told-sums.ts';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import { inState, pdf, putAway, scanDesk } from './scan-desk.ts';

const other = 'f'.repeat(32);
const claimsOf = async (desk: Desk): Promise<string> => {
  const all = join(desk.scans, '.chartdrop', 'claims');
  return join(all, (await readdir(all))[0] ?? '');
};
type Desk = Awaited<ReturnType<typeof scanDesk>>;

/** A PC that stops after the storage has a scan's bytes and before the attachment is created. */
async function stoppedAtStored(): Promise<{ desk: Desk; folder: ScanFolder }> {
  const desk = await scanDesk();
  desk.demo.faults.add({ step: 'create', act: { rateLimitMs: 20_000 } });
  const folder = desk.folder({ kind: 'fixed', destination: await desk.destinationOf('Jane Citizen') });
  await desk.app().scans.watch(folder, { takeExisting: false });
  await desk.scan('letter.pdf', pdf('letter'));
  await desk.job('letter.pdf', (job) => job.state === 'stored' && job.waiting !== null);
  await desk.stop();
  return { desk, folder };
}

/** Another PC takes over all claims; `done`: and files the scans. */
async function takenOver(desk: Desk, state: 'done' | 'taken' = 'done'): Promise<void> {
  const directory = await claimsOf(desk);
  const files = createClaimFiles(directory);
  for (const name of await readdir(directory)) {
    await files.create(name.slice(0, 40), 1, { station: other, state, begun: null });
  }
}

describe('a job whose folder is not attached (case 55)', () => {
  it('waits, though its bytes are stored, and is released if another PC took it over meanwhile', async () => {
    const { desk, folder } = await stoppedAtStored();
    await takenOver(desk);
    await desk.restart({ awaited: [folder.id] });
    await desk.job('letter.pdf', (job) => 'waiting' in job && job.waiting?.code === 'folder-not-open');
    expect(desk.ofName('letter.pdf')).toEqual([]);
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.job('letter.pdf', inState('dismissed'));
    expect(desk.ofName('letter.pdf')).toEqual([]);
  });

  it('resumes once the folder is attached, if no other PC took it', async () => {
    const { desk, folder } = await stoppedAtStored();
    await desk.restart({ awaited: [folder.id] });
    await desk.job('letter.pdf', (job) => 'waiting' in job && job.waiting?.code === 'folder-not-open');
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.job('letter.pdf', putAway);
    expect(desk.ofName('letter.pdf')).toHaveLength(1);
  });

  it('waits while the folder is missing', async () => {
    const { desk, folder } = await stoppedAtStored();
    await desk.removeFolder();
    await desk.restart({ awaited: [folder.id] });
    void desk.app().scans.watch(folder, { takeExisting: false });
    await desk.job('letter.pdf', (job) => 'waiting' in job && job.waiting?.code === 'file-missing');
    expect(desk.ofName('letter.pdf')).toEqual([]);
  });

  it('is released by the folder’s claims, if the folder was removed from the settings', async () => {
    const { desk } = await stoppedAtStored();
    await takenOver(desk);
    await desk.restart();
    await desk.job('letter.pdf', inState('dismissed'));
    expect(desk.ofName('letter.pdf')).toEqual([]);
  });

  it('resumes alone if the removed folder cannot be reached, since no PC can agree about it', async () => {
    const { desk } = await stoppedAtStored();
    await desk.removeFolder();
    await desk.restart();
    await desk.job('letter.pdf', inState('filed'));
    expect(desk.ofName('letter.pdf')).toHaveLength(1);
  });
});

describe('a file that another PC took over and filed', () => {
  /** The first PC's job is dismissed; the letter stays in the folder. */
  async function takenOverAndLeft(state: 'done' | 'taken'): Promise<{ desk: Desk; path: string }> {
    const desk = await scanDesk();
    desk.demo.faults.add({ step: 'create', act: { rateLimitMs: 20_000 } });
    const folder = {
      ...desk.folder({ kind: 'fixed', destination: await desk.destinationOf('Jane Citizen') }),
      afterFiling: 'stay' as const,
    };
    await desk.app().scans.watch(folder, { takeExisting: false });
    const path = await desk.scan('letter.pdf', pdf('letter'));
    await desk.job('letter.pdf', (job) => job.state === 'stored' && job.waiting !== null);
    await desk.stop();
    await takenOver(desk, state);
    await desk.restart({ awaited: [folder.id] });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.job('letter.pdf', inState('dismissed'));
    return { desk, path };
  }
  const jobs = ({ changes }: Desk): number => new Set(changes.map(({ id }) => id)).size;

  it.each(['done', 'taken'] as const)(
    'is not filed again when a remount rounds its times: its claim is %s under the old ones',
    async (state) => {
      const { desk, path } = await takenOverAndLeft(state);
      const before = jobs(desk);
      const { mtimeMs } = await stat(path);
      await utimes(path, new Date(), Math.floor(mtimeMs / 2000) * 2);
      await desk.scan('later.pdf', pdf('later'));
      await desk.job('later.pdf', inState('filed'));
      expect(desk.ofName('letter.pdf')).toEqual([]);
      expect(jobs(desk)).toBe(before + 1);
    },
  );

  it('is a new scan with other bytes', async () => {
    const { desk, path } = await takenOverAndLeft('done');
    await writeFile(path, pdf('another letter'));
    await expect.poll(() => desk.ofName('letter.pdf')).toHaveLength(1);
  });
});

it('marks its filed file as done, though it was killed before it could (case 55)', async () => {
  const desk = await scanDesk();
  const folder = {
    ...desk.folder({ kind: 'fixed', destination: await desk.destinationOf('Jane Citizen') }),
    afterFiling: 'stay' as const,
  };
  await desk.app().scans.watch(folder, { takeExisting: false });
  await desk.scan('letter.pdf', pdf('letter'));
  await desk.job('letter.pdf', inState('filed'));
  const [name = ''] = await readdir(await claimsOf(desk));
  const claim = join(await claimsOf(desk), name);
  const lines = async (): Promise<string[]> => (await readFile(claim, 'utf8')).split('\n').filter(Boolean);
  await expect.poll(async () => (await lines()).at(-1)).toContain('"done"');
  await desk.stop();
  await writeFile(claim, `${(await lines()).slice(0, -1).join('\n')}\n`);
  await desk.restart({ awaited: [folder.id] });
  await desk.app().scans.watch(folder, { takeExisting: false });
  await expect.poll(async () => (await lines()).at(-1)).toContain('"done"');
  expect(desk.ofName('letter.pdf')).toHaveLength(1);
});

it('keeps the claim of a letter that was put back when the first one is checked in its case (case 34)', async () => {
  const desk = await scanDesk();
  const folder = desk.folder({ kind: 'active' });
  await desk.app().scans.watch(folder, { takeExisting: false });
  await desk.app().scans.active.arm(await desk.caseOf('Jane Citizen'));
  const path = await desk.scan('letter.pdf', pdf('letter'));
  const first = await desk.job('letter.pdf', putAway);
  await rename(first.state === 'filed' ? (first.movedTo ?? '') : '', path);
  const second = await desk.job('letter.pdf', inState('inbox'));
  const claims = async (): Promise<string[]> => readdir(await claimsOf(desk));
  await expect.poll(claims).toHaveLength(1);
  const looks = () => desk.changes.filter(({ id, state }) => id === first.id && state === 'filed').length;
  const before = looks();
  await expect.poll(looks).toBeGreaterThan(before);
  // Claims are handled in order: if the check had ended the claim, this would create another.
  desk.app().uploads.acts.dismiss(second.id);
  const states = async (): Promise<string[]> => {
    const text = await readFile(join(await claimsOf(desk), (await claims())[0] ?? ''), 'utf8');
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => /"state":"(\w+)"/.exec(line)?.[1] ?? line);
  };
  await expect.poll(states).toContain('done');
  expect(await states()).toEqual(['taken', 'done']);
}, 20_000);

it('PCs of a folder tell each other the sums of their day, and nothing else of it', async () => {
  const desk = await scanDesk();
  const folder = desk.folder({ kind: 'fixed', destination: await desk.destinationOf('Jane Citizen') });
  await desk.app().scans.watch(folder, { takeExisting: false });
  await desk.scan('letter.pdf', pdf('letter'));
  await desk.job('letter.pdf', putAway);
  const there = createToldSums({
    directory: join(desk.scans, '.chartdrop', 'stations'),
    station: other,
    clinic: basename(await claimsOf(desk)),
  });
  const sum = { needs: 2, moving: 0, scanned: 5, filed: 3, ignored: 0, stuck: 0 };
  const exchange = () => there.exchange(() => ({ name: 'FRONTDESK-2', sum }), 3_600_000);
  await exchange();
  await expect.poll(() => desk.app().otherPcs.all()).toMatchObject([{ name: 'FRONTDESK-2', sum }]);
  const seen = await exchange();
  expect(seen).toMatchObject([{ name: 'test-pc', sum: { needs: 0, scanned: 1, filed: 1 } }]);
  expect(JSON.stringify(seen)).not.toMatch(/letter|Citizen/);
});
