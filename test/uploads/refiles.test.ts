import { existsSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { dayBalance } from '../../main/jobs/day-balance.ts';
import { createSpool } from '../../main/uploads/intake/spool.ts';
import { attachmentIdSchema, type JobId, patientIdSchema } from '../../preload/contract/ids.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { heicPhoto } from '../fixtures/heic-photo.ts';
import { filedRow } from '../fixtures/job-rows.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { inState, pdf, putAway, scanDesk } from '../scans/scan-desk.ts';

const { signal } = new AbortController();

/** A letter that is filed with Nobody Born but belongs to Jane Citizen. */
async function scene(...given: Parameters<typeof scanDesk>) {
  const desk = await scanDesk(...given);
  const [wrong, right] = [await desk.destinationOf('Nobody Born'), await desk.destinationOf('Jane Citizen')];
  const folder = desk.folder({ kind: 'fixed', destination: wrong });
  await desk.app().scans.watch(folder, { takeExisting: false });
  await desk.scan('letter.pdf', pdf('to Jane'));
  const filed = await desk.job('letter.pdf', putAway);
  if (filed.state !== 'filed') throw new Error('not filed');
  return {
    desk,
    filed,
    wrong,
    right,
    path: filed.movedTo ?? '',
    refile: () => desk.app().refiles.refile(filed.id, right, signal),
    charts: () =>
      desk
        .ofName('letter.pdf')
        .map(({ patientId, archivedAt }) => ({ patientId, archived: archivedAt !== null })),
  };
}

describe('a move that is undone', () => {
  /** The move waits in its undo period. */
  const moving = async () => {
    const given = await scene();
    const { desk, filed } = given;
    desk.setHoldMs(600_000);
    const acts = () => desk.app().uploads.acts;
    const row = (id: JobId) => desk.app().history.jobs.get(id);
    return { ...given, acts, row, job: await given.refile(), undo: () => desk.app().refiles.undo(filed.id) };
  };

  it('leaves the letter where it was, and the letter can be moved again', async () => {
    const { filed, job, row, undo, refile, wrong, charts } = await moving();
    undo();
    expect(row(job.id)).toMatchObject({ state: 'dismissed', cause: 'person' });
    expect(row(filed.id)).toMatchObject({ state: 'filed', replacedBy: null, archivedAt: null });
    expect(charts()).toEqual([{ patientId: wrong.patient.id, archived: false }]);
    const again = await refile();
    expect(row(filed.id)).toMatchObject({ replacedBy: again.id });
  });

  it('is the same as taking the moved file back and ignoring it', async () => {
    const { filed, job, row, acts } = await moving();
    acts().takeBack(job.id);
    expect(row(filed.id)).toMatchObject({ replacedBy: job.id });
    acts().dismiss(job.id);
    expect(row(filed.id)).toMatchObject({ replacedBy: null });
  });

  it('is resumed by bringing the moved file back, unless the letter is moved elsewhere now', async () => {
    const { filed, job, row, acts, undo, refile } = await moving();
    undo();
    expect(acts().restore(job.id)).toMatchObject({ state: 'inbox', reason: 'restored' });
    expect(row(filed.id)).toMatchObject({ replacedBy: job.id });
    acts().dismiss(job.id);
    await refile();
    expect(() => acts().restore(job.id)).toThrow('transition-refused');
    expect(row(job.id)).toMatchObject({ state: 'dismissed' });
  });

  it('is refused once its file is filed, and for a file that is not being moved', async () => {
    const { desk, filed, refile } = await scene();
    const undo = () => desk.app().refiles.undo(filed.id);
    expect(undo).toThrow('transition-refused');
    const job = await refile();
    await expect.poll(() => desk.app().history.jobs.get(job.id)?.state).toBe('filed');
    expect(undo).toThrow('transition-refused');
  });
});

describe('a letter in the wrong chart (case 17)', () => {
  it('is filed in the right one first, then archived in the wrong one, and both know of each other', async () => {
    const { desk, filed, wrong, right, refile, charts } = await scene();
    const job = await refile();
    expect(job).toMatchObject({
      state: 'held',
      destination: right,
      afterFiling: 'stay',
      replaces: { jobId: filed.id, attachmentId: filed.attachmentId },
    });
    await expect
      .poll(() => desk.app().history.jobs.get(filed.id))
      .toMatchObject({
        replacedBy: job.id,
        archivedAt: expect.any(Number) as number,
      });
    expect(charts()).toEqual([
      { patientId: wrong.patient.id, archived: true },
      { patientId: right.patient.id, archived: false },
    ]);
    const kinds = desk
      .app()
      .history.audit.entries({ limit: 100 })
      .map(({ kind }) => kind);
    expect(kinds.indexOf('job-refiled')).toBeLessThan(kinds.indexOf('attachment-archived'));
    expect(kinds.lastIndexOf('job-filed')).toBeLessThan(kinds.indexOf('attachment-archived'));
  });

  it.each([
    ['is gone', (path: string) => rm(path)],
    ['holds other words', (path: string) => writeFile(path, 'other words')],
  ])(
    'is downloaded from the clinic if the local file %s, and leaves nothing behind',
    async (_name, spoil) => {
      const { desk, path, right, refile, charts } = await scene();
      await spoil(path);
      const job = await refile();
      expect(job.file.name).toBe('letter.pdf');
      expect(job.file.path).not.toBe(path);
      await desk.job('letter.pdf', (one) => one.id === job.id && one.state === 'filed');
      await expect.poll(() => existsSync(job.file.path)).toBe(false);
      expect(charts()).toContainEqual({ patientId: right.patient.id, archived: false });
    },
  );

  it('that was a photo sent as a JPEG is the same JPEG there, with or without the photo (case 18)', async () => {
    const desk = await scanDesk({ heicPhotos: 'jpeg' });
    const [wrong, right] = [
      await desk.destinationOf('Nobody Born'),
      await desk.destinationOf('Jane Citizen'),
    ];
    const folder = desk.folder({ kind: 'fixed', destination: wrong }, { types: ['heic'] });
    await desk.app().scans.watch(folder, { takeExisting: false });
    await desk.scan('IMG_1.heic', heicPhoto);
    const filed = await desk.job('IMG_1.heic', putAway);
    const chartsNow = (count: number) => expect.poll(() => desk.ofName('IMG_1.jpg')).toHaveLength(count);
    const back = await desk.app().refiles.refile(filed.id, right, signal);
    await desk.job('IMG_1.heic', (one) => one.id === back.id && one.state === 'filed');
    await chartsNow(2);
    await rm(filed.state === 'filed' ? (filed.movedTo ?? '') : '');
    const again = await desk.app().refiles.refile(back.id, wrong, signal);
    expect(again.file).toMatchObject({ name: 'IMG_1.jpg', sha256: filed.sentAs?.sha256 });
    await desk.job('IMG_1.jpg', (one) => one.id === again.id && one.state === 'filed');
    await chartsNow(3);
    expect(new Set(desk.ofName('IMG_1.jpg').map(({ sha256 }) => sha256)).size).toBe(1);
  });

  it('is not moved with bytes that differ from the filed ones', async () => {
    const { desk, path, refile, wrong, charts } = await scene();
    await rm(path);
    const body = 'what a gateway says';
    desk.demo.faults.add({ step: 'download', act: { status: 200, body } });
    expect((await rejectionOf(refile())).code).toBe('file-changed');
    expect(charts()).toEqual([{ patientId: wrong.patient.id, archived: false }]);
  });

  it('is moved once: by the first of two clicks', async () => {
    const { desk, filed, wrong, refile, charts } = await scene();
    const clicks = await Promise.allSettled([refile(), refile()]);
    expect(clicks.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect.poll(charts).toHaveLength(2);
    await expect.poll(() => desk.app().history.jobs.get(filed.id)).not.toMatchObject({ archivedAt: null });
    expect((await rejectionOf(refile())).code).toBe('transition-refused');
    const same = desk.app().refiles.refile(filed.id, wrong, signal);
    expect((await rejectionOf(same)).code).toBe('transition-refused');
  });

  it('leaves no bytes behind that the slower of two clicks had fetched', async () => {
    const { desk, path, refile } = await scene();
    await rm(path);
    desk.setHoldMs(600_000);
    const both = await Promise.allSettled([refile(), refile()]);
    const made = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(made).toHaveLength(1);
    const fetched = made[0]?.file.path ?? '';
    expect(await readdir(dirname(fetched))).toEqual([basename(fetched)]);
  });

  it('is not moved to where it already is', async () => {
    const { desk, filed, wrong } = await scene();
    const same = desk.app().refiles.refile(filed.id, wrong, signal);
    expect((await rejectionOf(same)).code).toBe('transition-refused');
  });

  it('is not downloaded any more after an abort', async () => {
    const { desk, filed, right } = await scene();
    const refused = desk.app().refiles.refile(filed.id, right, AbortSignal.abort());
    expect((await rejectionOf(refused)).code).toBe('aborted');
  });

  it('is archived in the wrong chart later, if the clinic has an error, also after a start', async () => {
    const { desk, filed, refile, charts } = await scene();
    desk.demo.faults.add({ step: 'archive', act: { status: 503 }, times: 2 });
    const job = await refile();
    await desk.job('letter.pdf', (one) => one.id === job.id && inState('filed')(one));
    await expect.poll(() => desk.demo.faults.fired()).toEqual({ status: 2 });
    await desk.restart();
    await expect.poll(() => desk.app().history.jobs.get(filed.id)).not.toMatchObject({ archivedAt: null });
    expect(charts().filter(({ archived }) => archived)).toHaveLength(1);
    await desk.stop();
    expect(desk.clock.pending()).toBe(0);
  });
});

describe('several letters in the wrong chart (case 17)', () => {
  it('are archived there even if the clinic refuses to archive the first, which is shown until it is done (case 49)', async () => {
    const { desk, filed, right, refile } = await scene();
    await desk.scan('second.pdf', pdf('to Jane as well'));
    const second = await desk.job('second.pdf', putAway);
    if (second.state !== 'filed') throw new Error('not filed');
    desk.demo.faults.add({
      step: 'archive',
      path: filed.attachmentId,
      act: { status: 403 },
      times: 'always',
    });
    const first = await refile();
    await desk.job('letter.pdf', (one) => one.id === first.id && inState('filed')(one));
    await expect.poll(() => desk.demo.faults.fired()).toMatchObject({ status: expect.any(Number) as number });
    await desk.app().refiles.refile(second.id, right, signal);
    const isArchived = (id: typeof filed.id) => {
      const job = desk.app().history.jobs.get(id);
      return job?.state === 'filed' && job.archivedAt !== null;
    };
    await expect.poll(() => isArchived(second.id)).toBe(true);
    expect(isArchived(filed.id)).toBe(false);
    const { archives } = desk.app();
    const shown = {
      attachmentId: filed.attachmentId,
      jobId: filed.id,
      standing: 'refused',
      error: { code: 'permission-denied' },
      patient: filed.destination.patient,
    };
    await expect.poll(() => archives.pending()).toMatchObject([shown]);
    const entries = desk.app().history.audit.entries({ limit: 1_000 });
    expect(entries.filter(({ kind }) => kind === 'attachment-not-archived')).toMatchObject([
      { jobId: filed.id, detail: { error: 'permission-denied', file: 'letter.pdf' } },
    ]);
    // A person gives the permission, and tries again.
    desk.demo.faults.clear();
    archives.retry([filed.attachmentId]);
    await expect.poll(() => isArchived(filed.id)).toBe(true);
    expect(archives.pending()).toEqual([]);
  });

  it('stay in the wrong chart if a person leaves them there, also after a start', async () => {
    const { desk, filed, refile } = await scene();
    desk.demo.faults.add({ step: 'archive', act: { status: 403 }, times: 'always' });
    await refile();
    await expect.poll(() => desk.app().archives.pending()).toMatchObject([{ standing: 'refused' }]);
    desk.app().archives.leave(filed.attachmentId);
    expect(desk.app().archives.pending()).toEqual([]);
    desk.demo.faults.clear();
    await desk.restart();
    expect(desk.app().archives.pending()).toEqual([]);
    expect(desk.app().history.archives.all()).toMatchObject([{ standing: 'left' }]);
    expect(desk.app().history.jobs.get(filed.id)).toMatchObject({ archivedAt: null });
  });
});

describe('the folder for bytes without a file', () => {
  it('keeps them under a meaningless name, until their job is filed', async () => {
    const directory = join(await tempFolder(), 'spool');
    const spool = createSpool(directory);
    const path = await spool.write(Readable.from([Buffer.from('pasted')]), signal);
    expect(await readFile(path, 'utf8')).toBe('pasted');
    const filed = await filedRow(path, 1);
    await spool.release({ ...filed, state: 'processing', since: 1, slowSince: null });
    expect(await readdir(directory)).toHaveLength(1);
    await spool.release(filed);
    await spool.release(filed);
    expect(await readdir(directory)).toEqual([]);
  });

  it('never touches a person’s file', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'letter.pdf');
    await writeFile(path, 'words');
    await createSpool(join(folder, 'spool')).release(await filedRow(path, 1));
    expect(await readdir(folder)).toEqual(['letter.pdf']);
  });

  it('keeps nothing of an interrupted download', async () => {
    const directory = await tempFolder();
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('half');
      throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    }
    const spool = createSpool(directory);
    expect((await rejectionOf(spool.write(Readable.from(broken()), signal))).code).toBe('disk-full');
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('an attachment that someone else filed', () => {
  /** The newest attachment of the demo clinic’s own that is in no chart but its patient’s. */
  async function foreign() {
    const desk = await scanDesk();
    const right = await desk.destinationOf('Jane Citizen');
    const attachment = desk.demo
      .attachments()
      .find((one) => one.archivedAt === null && one.processed && one.patientId !== right.patient.id);
    if (attachment === undefined) throw new Error('the demo clinic has none');
    const shown = {
      id: attachmentIdSchema.parse(attachment.id),
      patientId: patientIdSchema.parse(attachment.patientId),
    };
    const { refiles, history } = desk.app();
    return {
      ...{ desk, right, attachment, shown },
      move: (given: Partial<typeof shown> = {}) => refiles.move({ ...shown, ...given }, right, signal),
      row: (id: JobId) => history.jobs.get(id),
      inChart: () =>
        desk.demo
          .attachments()
          .filter(({ sha256, filename }) => sha256 === attachment.sha256 && filename === attachment.filename),
      isThere: () => desk.demo.attachments().find(({ id }) => id === attachment.id)?.archivedAt === null,
    };
  }

  it('is filed with the right patient under its name, then archived in the wrong chart', async () => {
    const { desk, right, attachment, move, row, isThere, inChart } = await foreign();
    const id = await move();
    await expect.poll(isThere).toBe(false);
    const moved = inChart().find(({ patientId }) => patientId === right.patient.id);
    expect(moved).toMatchObject({ archivedAt: null, sha256: attachment.sha256 });
    await expect
      .poll(() => row(id))
      .toMatchObject({ source: 'chart', archivedAt: expect.any(Number) as number });
    const kinds = desk
      .app()
      .history.audit.entries({ limit: 100 })
      .map(({ kind }) => kind);
    expect(kinds.indexOf('job-adopted')).toBeGreaterThan(-1);
    expect(kinds.lastIndexOf('job-filed')).toBeLessThan(kinds.indexOf('attachment-archived'));
    // The bytes were on this PC for the move alone, and neither row is a file of the day.
    await expect.poll(() => readdir(join(desk.data, 'spool'))).toEqual([]);
    expect(dayBalance(desk.app().history.jobs, desk.clock.now())).toMatchObject({ found: 0, filed: 0 });
  });

  it('stays where it is if the move is undone, and can be moved again', async () => {
    const { desk, move, row, isThere } = await foreign();
    desk.setHoldMs(600_000);
    const id = await move();
    desk.app().refiles.undo(id);
    expect(row(id)).toMatchObject({ state: 'filed', replacedBy: null });
    expect(isThere()).toBe(true);
    expect(await move()).toBe(id);
  });

  it('is archived after a kill between the two acts', async () => {
    const { desk, move, isThere } = await foreign();
    desk.demo.faults.add({ step: 'archive', act: { status: 503 }, times: 1 });
    await move();
    await expect.poll(() => desk.demo.faults.fired()).toEqual({ status: 1 });
    await desk.restart();
    await expect.poll(isThere).toBe(false);
  });

  it.each([
    [
      'is in another chart than the person saw',
      'attachment-other-patient',
      { patientId: patientIdSchema.parse('1') },
    ],
    ['does not exist', 'record-not-found', { id: attachmentIdSchema.parse('1') }],
  ] as const)('is not moved if it %s', async (_why, code, given) => {
    const { move, isThere } = await foreign();
    expect((await rejectionOf(move(given))).code).toBe(code);
    expect(isThere()).toBe(true);
  });

  it('is not moved to the patient in whose chart it is, nor once it is archived', async () => {
    const { desk, shown, right, move } = await foreign();
    const there = { ...right, patient: { ...right.patient, id: shown.patientId } };
    const same = desk.app().refiles.move(shown, there, signal);
    expect((await rejectionOf(same)).code).toBe('transition-refused');
    await desk.app().archives.archive(shown, { priority: 'window', signal });
    expect((await rejectionOf(move())).code).toBe('record-not-found');
  });

  it('is moved once by two clicks, and leaves no bytes behind if its download breaks', async () => {
    const { desk, move, inChart } = await foreign();
    desk.demo.faults.add({ step: 'download', act: { status: 500 } });
    await rejectionOf(move());
    expect(await readdir(join(desk.data, 'spool')).catch(() => [])).toEqual([]);
    const clicks = await Promise.allSettled([move(), move()]);
    expect(clicks.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect.poll(inChart).toHaveLength(2);
  });
});
