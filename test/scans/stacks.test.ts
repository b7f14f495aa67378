import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createSheetKeys } from '../../main/sheets/sheet-keys.ts';
import type { SheetCode } from '../../main/sheets/sheet-code.ts';
import { caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { memorySecrets } from '../fakes/memory-secrets.ts';
import { blank, letter, type MadePage, pagesIn, separator, stackOf } from '../sheets/stacks.ts';
import { inState, scanDesk } from './scan-desk.ts';

const sheetSecret = randomBytes(32).toString('base64');
const key = await createSheetKeys({
  secrets: memorySecrets({ 'sheet-key': sheetSecret }),
  clinic: 'demo',
}).ready();
const future = '2030-01-01';

async function stackDesk(route: 'inbox' | 'active' = 'inbox') {
  const desk = await scanDesk({ sheetSecret });
  await desk.app().scans.watch(desk.folder({ kind: route }), { takeExisting: false });
  const current = desk.demo
    .patients()
    .filter((one) => one.archivedAt === null && one.deletedAt === null && one.mergedAt === null);
  const sheetFor = (id: string, caseId: string | null = null, useBy = future): MadePage => {
    const code: SheetCode = {
      ...{ kind: 'target', patientId: patientIdSchema.parse(id), useBy },
      caseId: caseId === null ? null : caseIdSchema.parse(caseId),
    };
    return { kind: 'sheet', code };
  };
  const before = new Set(desk.demo.attachments().map(({ id }) => id));
  const filed = () => desk.demo.attachments().filter(({ id }) => !before.has(id));
  const parted = () => desk.job('stack.pdf', (job) => job.state === 'parted' && job.disposal !== 'pending');
  const parts = (): UploadJob[] => {
    const stack = [...desk.changes].find((job) => job.state === 'split');
    const ids = stack?.state === 'split' ? stack.parts : [];
    return ids.flatMap((id) => desk.app().history.jobs.get(id) ?? []);
  };
  const scanStack = async (pages: readonly MadePage[]) => {
    const bytes = await stackOf(pages, key);
    return desk.scan('stack.pdf', bytes);
  };
  return { ...desk, current, sheetFor, filed, parted, parts, scanStack };
}

describe('a scanned stack with cover sheets (case 60)', () => {
  it('is divided: each part is filed with its patient or case, and the stack is then put away', async () => {
    const desk = await stackDesk();
    const [one] = desk.current;
    const inCase = desk.demo.cases().find((each) => each.archivedAt === null && each.patientId !== one?.id);
    const pages = [
      ...[desk.sheetFor(one?.id ?? ''), letter('First'), letter('Second')],
      ...[desk.sheetFor(inCase?.patientId ?? '', inCase?.id), letter('Third')],
    ];
    await desk.scanStack(pages);
    const stack = await desk.parted();
    expect(stack).toMatchObject({ state: 'parted', disposal: 'done' });
    expect(stack.state === 'parted' && stack.movedTo).toContain('Filed');
    const filed = desk.filed().toSorted((a, b) => ((a.filename ?? '') < (b.filename ?? '') ? -1 : 1));
    expect(filed.map(({ filename, patientId }) => [filename, patientId])).toEqual([
      ['stack-1.pdf', one?.id],
      ['stack-2.pdf', inCase?.patientId],
    ]);
    expect(desk.parts()).toMatchObject([
      { state: 'filed', part: { number: 1, pages: [2, 3] } },
      { state: 'filed', inCase: 'listed', part: { number: 2, pages: [5] } },
    ]);
    const [first] = filed;
    expect(await pagesIn(await desk.demo.readBytes(first?.id ?? ''))).toBe(2);
    // Nothing is left of the copies.
    await expect.poll(() => readdir(`${desk.data}/copies`)).toEqual([]);
  });

  it('keeps a part that fails in its place, and is put away once that part is filed too', async () => {
    const desk = await stackDesk();
    const [one, two] = desk.current;
    desk.demo.faults.add({ step: 'create', act: { status: 422 } });
    await desk.scanStack([
      ...[desk.sheetFor(one?.id ?? ''), letter('First')],
      ...[desk.sheetFor(two?.id ?? ''), letter('Second')],
    ]);
    await expect
      .poll(() =>
        desk
          .parts()
          .map(({ state }) => state)
          .toSorted(),
      )
      .toEqual(['failed', 'filed']);
    expect(desk.app().history.jobs.count('split')).toBe(1);
    const failed = desk.parts().find(({ state }) => state === 'failed');
    if (failed !== undefined) desk.app().uploads.acts.retry(failed.id);
    await desk.parted();
    expect(desk.filed()).toHaveLength(2);
  });

  it('leaves its file alone if a person ignored a part', async () => {
    const desk = await stackDesk();
    await desk.scanStack([
      desk.sheetFor(desk.current[0]?.id ?? ''),
      letter('First'),
      separator,
      letter('Other'),
    ]);
    const asked = await desk.job('stack-2.pdf', inState('inbox'));
    expect(asked).toMatchObject({ reason: 'part-without-sheet' });
    await desk.job('stack-1.pdf', inState('filed'));
    desk.app().uploads.acts.dismiss(asked.id);
    expect(await desk.parted()).toMatchObject({ disposal: 'left' });
  });

  it('is divided at separator sheets for the selected patient', async () => {
    const desk = await stackDesk('active');
    const jane = await desk.destinationOf('Jane Citizen');
    await desk.app().scans.active.arm(jane);
    await desk.scanStack([separator, letter('First'), separator, blank, letter('Second')]);
    await desk.parted();
    expect(desk.filed().map(({ patientId }) => patientId)).toEqual([jane.patient.id, jane.patient.id]);
  });

  it('is one file where sheets are switched off, or this PC has no key', async () => {
    const desk = await stackDesk();
    desk.splitStacks(false);
    await desk.scanStack([desk.sheetFor(desk.current[0]?.id ?? ''), letter('First')]);
    expect(await desk.job('stack.pdf', inState('inbox'))).toMatchObject({ reason: 'route-inbox' });
  });

  it(
    'of 40 pages with 12 sheets gives 12 parts: 9 filed, 3 in the inbox with the reason',
    { timeout: 240_000 },
    async () => {
      const desk = await stackDesk();
      const archived = desk.demo.patients().find((one) => one.archivedAt !== null);
      const pages: MadePage[] = [];
      for (let at = 0; at < 12; at += 1) {
        const id = desk.current[at]?.id ?? '';
        const sheet = desk.sheetFor(
          at === 7 ? (archived?.id ?? '') : id,
          null,
          at === 9 ? '2026-01-01' : future,
        );
        pages.push(at === 3 && sheet.kind === 'sheet' ? { ...sheet, isDestroyed: true } : sheet);
        for (let page = 0; page < (at < 4 ? 3 : 2); page += 1)
          pages.push(letter(`Letter ${at}, page ${page}`));
      }
      expect(pages).toHaveLength(40);
      await desk.scanStack(pages);
      await expect.poll(() => desk.app().history.jobs.count('filed'), { timeout: 200_000 }).toBe(9);
      const parts = desk.parts();
      expect(parts).toHaveLength(12);
      expect(
        parts.flatMap((part) => (part.state === 'inbox' ? [[part.part?.number, part.reason]] : [])),
      ).toEqual([
        [4, 'sheet-unreadable'],
        [8, 'patient-unavailable'],
        [10, 'sheet-out-of-date'],
      ]);
      expect(desk.filed()).toHaveLength(9);
      // No sheet is in a chart: the pages of all parts are the letters.
      expect(parts.flatMap(({ part }) => part?.pages ?? [])).toEqual(
        [...pages.keys()].filter((at) => pages[at]?.kind === 'letter').map((at) => at + 1),
      );
      const counts = await Promise.all(
        desk.filed().map(async ({ id }) => pagesIn(await desk.demo.readBytes(id))),
      );
      expect(counts.toSorted()).toEqual([2, 2, 2, 2, 2, 2, 3, 3, 3]);
      expect(desk.app().history.jobs.count('split')).toBe(1);
    },
  );
});
