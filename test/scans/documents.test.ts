import { randomBytes } from 'node:crypto';
import { access, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createClaimFiles } from '../../main/scans/claims/claim-files.ts';
import type { FolderId, JobId } from '../../preload/contract/ids.ts';
import type { ChosenPage } from '../../preload/contract/pages.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { colouredPages, greyPage, tiffOf } from '../fixtures/drawable-files.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';
import { blank, letter, pagesIn, stackOf } from '../sheets/stacks.ts';
import { inState, scanDesk } from './scan-desk.ts';

const { signal } = new AbortController();
const page = (jobId: JobId, number: number, turn: ChosenPage['turn'] = 0): ChosenPage => ({
  ...{ jobId, page: number, turn },
});

async function documentDesk(given: Parameters<typeof scanDesk>[0] = {}) {
  const desk = await scanDesk(given);
  await desk
    .app()
    .scans.watch(desk.folder({ kind: 'inbox' }, { types: ['pdf', 'tif'] }), { takeExisting: false });
  const before = new Set(desk.demo.attachments().map(({ id }) => id));
  const jobs = () => desk.app().history.jobs;
  const scanned = async (name: string, bytes: Buffer): Promise<UploadJob> => {
    await desk.scan(name, bytes);
    return desk.job(name, inState('inbox'));
  };
  return {
    ...desk,
    scanned,
    jobs,
    documents: () => desk.app().uploads.documents,
    stateOf: (id: JobId) => jobs().get(id)?.state,
    filed: () => desk.demo.attachments().filter(({ id }) => !before.has(id)),
    file: async (id: JobId) => {
      const jane = await desk.destinationOf('Jane Citizen');
      await desk.app().uploads.acts.assign(id, jane, { acceptDuplicate: false }, signal);
    },
    inFolder: async () =>
      (await readdir(desk.scans)).filter((name) => name !== 'Filed' && name !== '.chartdrop'),
    copies: () => readdir(`${desk.data}/copies`),
  };
}
type Desk = Awaited<ReturnType<typeof documentDesk>>;
const made = async (desk: Desk, scan: UploadJob, ...documents: ChosenPage[][]): Promise<JobId[]> =>
  desk.documents().make([scan.id], { documents, paused: false }, signal);

describe('pages of a scan that waits', () => {
  it('are divided into documents, and the scan is put away once each is filed', async () => {
    const desk = await documentDesk();
    const scan = await desk.scanned('letters.pdf', colouredPages(3));
    const ids = await made(desk, scan, [page(scan.id, 2, 90)], [page(scan.id, 3), page(scan.id, 1)]);
    expect(desk.stateOf(scan.id)).toBe('split');
    expect(ids.map((id) => jobOf(desk, id))).toMatchObject([
      {
        state: 'inbox',
        reason: 'put-together',
        file: { name: 'letters-1.pdf' },
        madeOf: [{ page: 2, turn: 90 }],
      },
      { state: 'inbox', reason: 'put-together', file: { name: 'letters-2.pdf' } },
    ]);
    await desk.file(ids[0] as JobId);
    await desk.job('letters-1.pdf', inState('filed'));
    expect(await desk.inFolder()).toEqual(['letters.pdf']);
    await desk.file(ids[1] as JobId);
    const parted = await desk.job('letters.pdf', (job) => job.state === 'parted' && job.disposal === 'done');
    expect(parted.state === 'parted' && parted.movedTo).toContain('Filed');
    expect(await desk.inFolder()).toEqual([]);
    const pages = desk.filed().map(async ({ id }) => pagesIn(await desk.demo.readBytes(id)));
    expect((await Promise.all(pages)).toSorted()).toEqual([1, 2]);
    await expect.poll(desk.copies).toEqual([]);
  });

  it('of several scans are joined, a TIFF and a PDF in one document', async () => {
    const desk = await documentDesk();
    const one = await desk.scanned('fax.tif', tiffOf([greyPage(40, 30), greyPage(40, 30, 90)]));
    const other = await desk.scanned('letter.pdf', colouredPages(2));
    const [id] = await desk
      .documents()
      .make(
        [one.id, other.id],
        { documents: [[page(one.id, 2), page(other.id, 1, 180)]], paused: false },
        signal,
      );
    expect(jobOf(desk, id)).toMatchObject({ file: { name: 'fax.pdf' }, state: 'inbox' });
    await desk.file(id as JobId);
    await desk.job('fax.pdf', inState('filed'));
    for (const name of ['fax.tif', 'letter.pdf'])
      expect(await desk.job(name, (job) => job.state === 'parted' && job.disposal === 'done')).toBeDefined();
    expect(await desk.inFolder()).toEqual([]);
    expect(desk.filed()).toHaveLength(1);
  });

  it('keep their patient if one document is made, with a new undo period', async () => {
    const desk = await documentDesk();
    desk.setHoldMs(60_000);
    const scan = await desk.scanned('letter.pdf', colouredPages(2));
    await desk.file(scan.id);
    const [id] = await made(desk, scan, [page(scan.id, 2)]);
    const jane = await desk.destinationOf('Jane Citizen');
    expect(jobOf(desk, id)).toMatchObject({ state: 'held', destination: jane, file: { name: 'letter.pdf' } });
  });

  it('have the same bytes whenever they are put together', async () => {
    const desk = await documentDesk();
    const scan = await desk.scanned('letter.pdf', colouredPages(2));
    const [first] = await made(desk, scan, [page(scan.id, 2, 270)]);
    const hash = jobOf(desk, first)?.file.sha256;
    desk.documents().putBack(first as JobId);
    const [second] = await made(desk, scan, [page(scan.id, 2, 270)]);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(jobOf(desk, second)?.file.sha256).toBe(hash);
  });

  it('are put back into all their scans, which can be filed whole', async () => {
    const desk = await documentDesk();
    const one = await desk.scanned('one.pdf', colouredPages(2));
    const other = await desk.scanned('other.pdf', colouredPages(3));
    const pages = [[page(one.id, 1)], [page(one.id, 2), page(other.id, 1)]];
    const [, id] = await desk
      .documents()
      .make([one.id, other.id], { documents: pages, paused: false }, signal);
    desk.documents().putBack(id as JobId);
    expect([desk.stateOf(one.id), desk.stateOf(other.id), desk.stateOf(id as JobId)]).toEqual([
      ...['inbox', 'inbox', 'parted'],
    ]);
    await desk.file(one.id);
    await desk.job('one.pdf', inState('filed'));
    expect(await pagesIn(await desk.demo.readBytes(desk.filed()[0]?.id ?? ''))).toBe(2);
    // A document that was put back is no file of the day.
    expect(desk.jobs().appeared({ from: 0, to: Number.MAX_SAFE_INTEGER })).toMatchObject({
      parted: 0,
      inbox: 1,
    });
  });

  it('are not put back once one of them is filed', async () => {
    const desk = await documentDesk();
    const scan = await desk.scanned('letter.pdf', colouredPages(2));
    const [first, second] = await made(desk, scan, [page(scan.id, 1)], [page(scan.id, 2)]);
    await desk.file(first as JobId);
    await desk.job('letter-1.pdf', inState('filed'));
    const back = () => Promise.resolve().then(() => desk.documents().putBack(second as JobId));
    expect((await rejectionOf(back())).code).toBe('transition-refused');
    expect([desk.stateOf(scan.id), desk.stateOf(second as JobId)]).toEqual(['split', 'inbox']);
  });

  it('leave their scan in its folder if a person ignored a document', async () => {
    const desk = await documentDesk();
    const scan = await desk.scanned('letter.pdf', colouredPages(2));
    const [first, second] = await made(desk, scan, [page(scan.id, 1)], [page(scan.id, 2)]);
    desk.app().uploads.acts.dismiss(second as JobId);
    await desk.file(first as JobId);
    expect(await desk.job('letter.pdf', inState('parted'))).toMatchObject({ disposal: 'left' });
    expect(await desk.inFolder()).toEqual(['letter.pdf']);
  });

  it('can be rearranged again, and the scan waits for the last document', async () => {
    const desk = await documentDesk();
    const scan = await desk.scanned('letter.pdf', colouredPages(3));
    const [first] = await made(desk, scan, [page(scan.id, 3), page(scan.id, 2)]);
    const [last] = await desk
      .documents()
      .make([first as JobId], { documents: [[page(first as JobId, 2, 90)]], paused: false }, signal);
    expect(desk.stateOf(first as JobId)).toBe('split');
    await desk.file(last as JobId);
    await desk.job(
      'letter.pdf',
      (job) => job.id === scan.id && job.state === 'parted' && job.disposal === 'done',
    );
    expect(desk.filed()).toHaveLength(1);
    await expect.poll(desk.copies).toEqual([]);
  });

  it('are those that were scanned, even if another file has the name by now', async () => {
    const desk = await documentDesk();
    const scan = await desk.scanned('letter.pdf', colouredPages(2));
    await writeFile(join(desk.scans, 'letter.pdf'), colouredPages(3));
    const [id] = await made(desk, scan, [page(scan.id, 2)]);
    expect(jobOf(desk, id)?.madeOf).toEqual([{ jobId: scan.id, page: 2, turn: 0 }]);
  });

  it('are refused, and nothing changes, if they are no pages of these scans or cannot be read', async () => {
    const desk = await documentDesk();
    const scan = await desk.scanned('letter.pdf', colouredPages(2));
    const other = await desk.scanned('other.pdf', colouredPages(1));
    const damaged = await desk.scanned(
      'damaged.pdf',
      Buffer.concat([Buffer.from('%PDF-1.4 '), randomBytes(90)]),
    );
    const copies = await desk.copies();
    const refusals: [JobId[], ChosenPage[][], string][] = [
      [[scan.id], [[page(other.id, 1)]], 'request-invalid'],
      [[scan.id, other.id], [[page(scan.id, 1)]], 'request-invalid'],
      [[scan.id], [[page(scan.id, 1), page(scan.id, 1)]], 'request-invalid'],
      [[scan.id], [[page(scan.id, 1)], [page(scan.id, 9)]], 'preview-damaged'],
      [[damaged.id], [[page(damaged.id, 1)]], 'preview-damaged'],
    ];
    for (const [ids, pages, code] of refusals)
      expect(
        (await rejectionOf(desk.documents().make(ids, { documents: pages, paused: false }, signal))).code,
      ).toBe(code);
    expect(desk.jobs().count('inbox')).toBe(3);
    expect(desk.jobs().count('split')).toBe(0);
    expect(await desk.copies()).toEqual(copies);
  });

  it('propose no patient if they are divided, or of two patients, and keep a person’s pause', async () => {
    const desk = await documentDesk();
    desk.setHoldMs(600_000);
    const [one, other] = [
      await desk.scanned('one.pdf', colouredPages(2)),
      await desk.scanned('other.pdf', colouredPages(1)),
    ];
    await desk.file(one.id);
    const [id] = await desk
      .documents()
      .make([one.id], { documents: [[page(one.id, 1)], [page(one.id, 2)]], paused: true }, signal);
    expect(jobOf(desk, id)).toMatchObject({ state: 'inbox', candidates: [], paused: true });
    desk.documents().putBack(id as JobId);
    await desk.file(one.id);
    const wei = await desk.destinationOf('Wei Li');
    await desk.app().uploads.acts.assign(other.id, wei, { acceptDuplicate: false }, signal);
    const pages = [[page(one.id, 1), page(other.id, 1)]];
    const [joined] = await desk
      .documents()
      .make([one.id, other.id], { documents: pages, paused: false }, signal);
    expect(jobOf(desk, joined)).toMatchObject({ state: 'inbox', candidates: [] });
  });

  it('keep the only bytes of a scan whose document is ignored, and the scan can be restored whole', async () => {
    const desk = await documentDesk();
    const scan = await desk.scanned('letter.pdf', colouredPages(2));
    const copy = join(desk.data, 'copies', scan.file.copy?.name ?? 'none');
    const [id] = await made(desk, scan, [page(scan.id, 1)]);
    await desk.scan('letter.pdf', colouredPages(3));
    await desk.job(
      'letter.pdf',
      (job) => job.id !== scan.id && job.madeOf === undefined && job.state === 'inbox',
    );
    desk.app().uploads.acts.dismiss(id as JobId);
    await expect.poll(() => desk.stateOf(scan.id)).toBe('dismissed');
    desk.app().uploads.acts.restore(scan.id);
    await access(copy);
    await desk.file(scan.id);
    await expect.poll(() => desk.stateOf(scan.id)).toBe('filed');
    expect(await pagesIn(await desk.demo.readBytes(desk.filed()[0]?.id ?? ''))).toBe(2);
  });

  it('that are filed make the same scan a duplicate', async () => {
    const desk = await documentDesk();
    const scan = await desk.scanned('letter.pdf', colouredPages(2));
    const [id] = await made(desk, scan, [page(scan.id, 2, 90), page(scan.id, 1)]);
    await desk.file(id as JobId);
    await desk.job(
      'letter.pdf',
      (job) => job.id === scan.id && job.state === 'parted' && job.disposal === 'done',
    );
    const again = await desk.scanned('again.pdf', colouredPages(2));
    await desk.file(again.id);
    expect(desk.jobs().get(again.id)).toMatchObject({
      state: 'inbox',
      reason: 'duplicate-same-patient',
      duplicateOf: id,
    });
  });

  it('of a file that its page alone files wait for a person without that page', async () => {
    const desk = await scanDesk();
    desk.setHoldMs(600_000);
    await desk.app().scans.watch(desk.folder({ kind: 'page' }), { takeExisting: false });
    const pages = [letter('RE: Jane Citizen, DOB 3 Feb 1980'), letter('Your invoice')];
    await desk.scan('letter.pdf', await stackOf(pages, randomBytes(32)));
    const held = await desk.job('letter.pdf', inState('held'));
    expect(held.isByPage).toBe(true);
    const [id] = await desk
      .app()
      .uploads.documents.make([held.id], { documents: [[page(held.id, 2)]], paused: false }, signal);
    expect(desk.app().history.jobs.get(id as JobId)).toMatchObject({ state: 'inbox', candidates: [] });
  });

  it('of a file to which its scanner adds pages meanwhile are refused, and nothing changes', async () => {
    let grow: () => Promise<unknown> = () => Promise.resolve();
    const desk = await documentDesk({
      decoder: {
        ...testDecoder,
        async document(chosen, until) {
          await grow();
          return testDecoder.document(chosen, until);
        },
      },
    });
    const short = colouredPages(1);
    const scan = await desk.scanned('letter.pdf', short);
    const long = Buffer.concat([short, colouredPages(2)]);
    grow = async () => {
      await desk.scan('letter.pdf', long);
      await desk.job('letter.pdf', (job) => job.id === scan.id && job.file.fingerprint.size === long.length);
    };
    expect((await rejectionOf(made(desk, scan, [page(scan.id, 1)]))).code).toBe('file-changed');
    expect(desk.stateOf(scan.id)).toBe('inbox');
    expect(await desk.copies()).toHaveLength(1);
  });

  it('of a file whose upload has begun are refused', async () => {
    const desk = await documentDesk();
    const scan = await desk.scanned('letter.pdf', colouredPages(2));
    await desk.file(scan.id);
    await desk.job('letter.pdf', inState('filed'));
    expect((await rejectionOf(made(desk, scan, [page(scan.id, 1)]))).code).toBe('transition-refused');
  });

  it('that are blank are found', async () => {
    const desk = await documentDesk();
    const bytes = await stackOf([letter('First'), blank, letter('Second'), blank], randomBytes(32));
    const scan = await desk.scanned('letter.pdf', bytes);
    expect(await desk.documents().blankPages(scan.id, signal)).toEqual([2, 4]);
  });
});

describe('a document of two files in a shared folder', () => {
  /** Another PC takes over the claim of one file. */
  const takeOver = async (claim: string): Promise<void> => {
    const line = { station: 'f'.repeat(32), state: 'taken', begun: null } as const;
    await createClaimFiles(dirname(claim)).create(basename(claim).slice(0, 40), 1, line);
  };
  const claimsIn = async (desk: Desk): Promise<string[]> => {
    const all = join(desk.scans, '.chartdrop', 'claims');
    const [clinic = ''] = await readdir(all);
    return (await readdir(join(all, clinic))).map((name) => join(all, clinic, name));
  };

  it.each(['while it waits', 'when it is to be uploaded'])(
    'ends %s if another PC has taken one of them, and the other file waits for a person again',
    async (when) => {
      const desk = await documentDesk();
      const one = await desk.scanned('one.pdf', colouredPages(1));
      const [claim = ''] = await claimsIn(desk);
      const other = await desk.scanned('other.pdf', colouredPages(2));
      const pages = [[page(one.id, 1), page(other.id, 2)]];
      const [id] = await desk
        .documents()
        .make([one.id, other.id], { documents: pages, paused: false }, signal);
      if (when === 'while it waits') {
        await desk.stop();
        await takeOver(claim);
        await desk.restart({ awaited: [one.folderId as FolderId] });
        const folder = desk.folder({ kind: 'inbox' }, { id: one.folderId as FolderId, types: ['pdf'] });
        await desk.app().scans.watch(folder, { takeExisting: false });
      } else {
        await takeOver(claim);
        await desk.file(id as JobId);
      }
      await expect.poll(() => jobOf(desk, id)).toMatchObject({ state: 'dismissed', cause: 'taken-over' });
      await expect
        .poll(() => desk.jobs().get(other.id))
        .toMatchObject({
          ...{ state: 'inbox', reason: 'taken-back' },
        });
      expect(desk.filed()).toEqual([]);
    },
  );
});

const jobOf = (desk: Desk, id: JobId | undefined): UploadJob | null =>
  id === undefined ? null : desk.jobs().get(id);
