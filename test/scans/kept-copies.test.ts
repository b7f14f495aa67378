import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobState } from '../../preload/contract/job.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { noModes, onlyOn } from '../fixtures/only-on.ts';
import { visibleNames } from '../fixtures/visible-names.ts';
import { inState, pdf, putAway, scanDesk } from './scan-desk.ts';

type Desk = Awaited<ReturnType<typeof scanDesk>>;

const first = pdf('letter of the first page, to Jane');
const second = pdf('quite another letter');
const choice = { acceptDuplicate: false };
const { signal } = new AbortController();

/** A scanner that restarts its numbering at 0001, with a folder for Jane. */
async function scene(given: Parameters<typeof scanDesk>[0] = {}, more: Parameters<Desk['folder']>[1] = {}) {
  const desk = await scanDesk(given);
  const [jane, wei] = [await desk.destinationOf('Jane Citizen'), await desk.destinationOf('Wei Li')];
  const folder = desk.folder({ kind: 'active' }, more);
  await desk.app().scans.watch(folder, { takeExisting: false });
  const copies = join(desk.data, 'copies');
  const holding = (content: string) => (job: UploadJob) => job.file.fingerprint.size === content.length;
  return {
    desk,
    jane,
    wei,
    folder,
    jobs: desk.jobs,
    copies: () => readdir(copies).catch(() => [] as string[]),
    pathOfCopy: (name: string) => join(copies, name),
    reached: (content: string, ...states: JobState[]) =>
      desk.job('0001.pdf', (job) => holding(content)(job) && states.includes(job.state)),
    /** The patients whose charts have the letter. */
    chartsOf: (content: string): string[] => {
      const sha256 = createHash('sha256').update(content).digest('hex');
      return desk
        .ofName('0001.pdf')
        .filter((one) => one.sha256 === sha256)
        .map(({ patientId }) => patientId);
    },
  };
}

describe('case 38: a scanner uses a name again before the first letter is filed', () => {
  it.each(['over it in place', 'after removing it', 'by a file that takes its place'])(
    'while the first waits, %s: both are filed, each in the right chart',
    async (way) => {
      const { desk, jane, wei, folder, reached, chartsOf, copies } = await scene();
      desk.app().uploads.queue.pause('person');
      await desk.app().scans.active.arm(jane);
      const path = await desk.scan('0001.pdf', first);
      await reached(first, 'queued');
      // A file that replaced another by a rename may be older than the selection, so the program asks.
      const next = way === 'by a file that takes its place' ? jane : wei;
      if (next === wei) await desk.app().scans.active.arm(wei);
      // Selecting a patient starts a listing, which may find older files.
      await desk.app().scans.rescan(folder.id);
      if (way === 'after removing it') await rm(path);
      if (way === 'by a file that takes its place') {
        await desk.scan('.0001.tmp', second);
        await rename(join(desk.scans, '.0001.tmp'), path);
      } else await desk.scan('0001.pdf', second);
      await reached(second, 'queued');
      expect(await copies()).toHaveLength(2);
      desk.app().uploads.queue.resume('person');
      await reached(first, 'filed');
      await reached(second, 'filed');
      expect(chartsOf(first)).toEqual([jane.patient.id]);
      expect(chartsOf(second)).toEqual([next.patient.id]);
      // The current file is put away; the earlier one has none to put away.
      await desk.job('0001.pdf', (job) => putAway(job) && job.file.fingerprint.size === second.length);
      expect(await visibleNames(desk.scans)).toEqual(['Filed']);
      await expect.poll(copies).toEqual([]);
      expect(desk.app().history.jobs.count('dismissed')).toBe(0);
    },
  );

  it.each([
    ['before its first byte went', first, { step: 'presign', act: { delayMs: 400 } }],
    ['in the middle', pdf('long '.repeat(2_000_000)), { step: 'storage', act: { slowRead: 20_000_000 } }],
  ] as const)('while the first is sent, %s: it is sent again from its copy', async (_, long, fault) => {
    const { desk, jane, jobs, reached, chartsOf } = await scene();
    desk.demo.faults.add(fault);
    await desk.app().scans.active.arm(jane);
    const path = await desk.scan('0001.pdf', long);
    await reached(long, 'uploading');
    await new Promise((resolve) => desk.clock.after(2_000, () => resolve(null)));
    expect(jobs()).toMatchObject([{ state: 'uploading' }]);
    // Overwritten in place while it is being read.
    await writeFile(path, second, { flag: 'r+' });
    await truncate(path, second.length);
    await reached(long, 'filed');
    await reached(second, 'filed');
    expect(chartsOf(long)).toHaveLength(1);
    expect(chartsOf(second)).toHaveLength(1);
  });

  it('while the first waits in the inbox, and its name is filed and gone: it can still be assigned', async () => {
    const { desk, jane, wei, reached, chartsOf } = await scene();
    await desk.scan('0001.pdf', first);
    const { id } = await reached(first, 'inbox');
    await desk.app().scans.active.arm(wei);
    await desk.scan('0001.pdf', second);
    await desk.job('0001.pdf', (job) => putAway(job) && job.file.fingerprint.size === second.length);
    await desk.restart();
    await desk.app().uploads.acts.assign(id, jane, choice, signal);
    await reached(first, 'filed');
    expect(chartsOf(first)).toEqual([jane.patient.id]);
    expect(chartsOf(second)).toEqual([wei.patient.id]);
  });

  it('with the size and the time of the first: the second file stays until it is filed itself', async () => {
    const { desk, jane, jobs, reached } = await scene();
    desk.app().uploads.queue.pause('person');
    await desk.app().scans.active.arm(jane);
    await utimes(await desk.scan('0001.pdf', first), 1e9, 1e9);
    await reached(first, 'queued');
    const other = first.replace('Jane', 'Anne');
    await utimes(await desk.scan('0001.pdf', other), 1e9, 1e9);
    await expect.poll(() => jobs().length).toBe(2);
    desk.app().uploads.queue.resume('person');
    await expect.poll(() => jobs().filter(putAway).length).toBe(2);
    expect(jobs().map((job) => job.state === 'filed' && job.disposal)).toEqual(['left', 'done']);
    const [day = ''] = await readdir(join(desk.scans, 'Filed'));
    expect(await readFile(join(desk.scans, 'Filed', day, '0001.pdf'), 'utf8')).toBe(other);
  });

  it('too large to be copied: it is failed, with advice', async () => {
    const { desk, jane, reached, chartsOf, copies } = await scene({ copyLimits: { largest: 30 } });
    desk.app().uploads.queue.pause('person');
    await desk.app().scans.active.arm(jane);
    await desk.scan('0001.pdf', first);
    const { id } = await reached(first, 'queued');
    expect(await copies()).toEqual([]);
    await desk.scan('0001.pdf', second);
    expect(await reached(first, 'failed')).toMatchObject({
      error: { code: 'file-replaced', advice: 'ask' },
      destination: jane,
    });
    // A retry while the other letter has the name must not upload that one.
    desk.app().uploads.acts.retry(id);
    desk.app().uploads.queue.resume('person');
    await expect.poll(() => desk.app().history.jobs.get(id)?.state).toBe('failed');
    await reached(second, 'filed');
    expect(chartsOf(second)).toHaveLength(1);
    expect(desk.app().history.jobs.count('dismissed')).toBe(0);
  });

  it('in the inbox and not copied: the row says that its content is gone, and the other letter is not taken for it', async () => {
    const { desk, jane, jobs, reached } = await scene({ copyLimits: { largest: 30 } });
    await desk.scan('0001.pdf', first);
    const { id } = await reached(first, 'inbox');
    await desk.scan('0001.pdf', second);
    await reached(second, 'inbox');
    expect(jobs().find((job) => job.id === id)).toMatchObject({ state: 'inbox', reason: 'file-replaced' });
    const assigned = desk.app().uploads.acts.assign(id, jane, choice, signal);
    await expect(assigned).rejects.toMatchObject({ code: 'file-replaced' });
  });
});

describe('the private copy', () => {
  it('has a meaningless name, is no link, and is removed when the letter is filed', async () => {
    const { desk, jane, copies, reached } = await scene();
    desk.app().uploads.queue.pause('person');
    await desk.app().scans.active.arm(jane);
    const path = await desk.scan('0001.pdf', first);
    await reached(first, 'queued');
    const [name = ''] = await copies();
    expect(name).toMatch(/^[0-9a-f-]{36}-[0-9a-f]{8}$/);
    // Never a link, which would be overwritten together with the original.
    expect((await stat(path)).nlink).toBe(1);
    desk.app().uploads.queue.resume('person');
    await reached(first, 'filed');
    await expect.poll(copies).toEqual([]);
  });

  it('is readable by its owner only', onlyOn('posix', noModes), async () => {
    const { desk, jane, copies, pathOfCopy, reached } = await scene();
    desk.app().uploads.queue.pause('person');
    await desk.app().scans.active.arm(jane);
    await desk.scan('0001.pdf', first);
    await reached(first, 'queued');
    const [name = ''] = await copies();
    expect((await stat(pathOfCopy(name))).mode & 0o777).toBe(0o600);
    expect((await stat(pathOfCopy(''))).mode & 0o777).toBe(0o700);
  });

  it('that cannot be made does not prevent filing the scan', async () => {
    const { desk, jane, copies, pathOfCopy, reached } = await scene({ copyLimits: { total: 10 } });
    await desk.app().scans.active.arm(jane);
    await desk.scan('0001.pdf', first);
    await reached(first, 'filed');
    expect(await copies()).toEqual([]);
    await rm(pathOfCopy(''), { recursive: true, force: true });
    // A file in place of the copies' folder, so that no copy can be made.
    await writeFile(pathOfCopy(''), '');
    await desk.scan('0001.pdf', second);
    await reached(second, 'filed');
  });

  it('of a letter to which its scanner adds pages is replaced: it stays one letter, and is filed completely', async () => {
    const { desk, jane, jobs, copies } = await scene();
    desk.app().uploads.queue.pause('person');
    await desk.app().scans.active.arm(jane);
    await desk.scan('0001.pdf', first);
    await desk.job('0001.pdf', inState('queued'));
    const whole = first + second;
    await desk.scan('0001.pdf', whole);
    await expect.poll(() => jobs().map((job) => job.file.fingerprint.size)).toEqual([whole.length]);
    await expect.poll(async () => (await copies()).length).toBe(1);
    desk.app().uploads.queue.resume('person');
    await desk.job('0001.pdf', inState('filed'));
    expect(desk.ofName('0001.pdf')).toMatchObject([{ size: whole.length }]);
  });

  it('of an ignored letter stays, so that it can be restored', async () => {
    const { desk, jane, copies, reached, chartsOf } = await scene();
    await desk.scan('0001.pdf', first);
    const { id } = await reached(first, 'inbox');
    desk.app().uploads.acts.dismiss(id);
    await desk.app().scans.active.arm(jane);
    await desk.scan('0001.pdf', second);
    await reached(second, 'filed');
    await desk.restart();
    expect(await copies()).toHaveLength(1);
    desk.app().uploads.acts.restore(id);
    await desk.app().uploads.acts.assign(id, jane, choice, signal);
    await reached(first, 'filed');
    expect(chartsOf(first)).toHaveLength(1);
  });

  it('without a job, after a crash, is removed at the next start; those of waiting jobs stay', async () => {
    const { desk, copies, pathOfCopy, reached } = await scene();
    await desk.scan('0001.pdf', first);
    await reached(first, 'inbox');
    const [mine] = await copies();
    await desk.stop();
    // Killed between copy and job, and in the middle of a copy.
    await writeFile(pathOfCopy(`${crypto.randomUUID()}-00000000`), second);
    await writeFile(pathOfCopy('half'), '');
    await desk.restart();
    await expect.poll(copies).toEqual([mine]);
  });

  it('that is damaged is not sent: the letter is failed', async () => {
    const { desk, jane, copies, pathOfCopy, reached, chartsOf } = await scene();
    desk.app().uploads.queue.pause('person');
    await desk.app().scans.active.arm(jane);
    await desk.scan('0001.pdf', first);
    await reached(first, 'queued');
    const [name = ''] = await copies();
    await writeFile(pathOfCopy(name), 'x'.repeat(first.length));
    await desk.scan('0001.pdf', second);
    await reached(second, 'queued');
    desk.app().uploads.queue.resume('person');
    expect(await reached(first, 'failed')).toMatchObject({ error: { code: 'file-replaced' } });
    await reached(second, 'filed');
    expect(chartsOf(first)).toEqual([]);
  });

  it('of a read-only original can be removed', async () => {
    const { desk, jane, copies, reached } = await scene({}, { afterFiling: 'stay' });
    await desk.app().scans.active.arm(jane);
    await writeFile(join(desk.scans, '.0001'), first);
    await chmod(join(desk.scans, '.0001'), 0o444);
    await rename(join(desk.scans, '.0001'), join(desk.scans, '0001.pdf'));
    await reached(first, 'filed');
    await expect.poll(copies).toEqual([]);
  });
});
