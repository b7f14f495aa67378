import { fork } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { newDataKey } from '../../main/database/sealing.ts';
import { openPdfParts } from '../../main/decoder/parts/pdf-parts.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { openHistory } from '../../main/jobs/history.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { createSheetKeys } from '../../main/sheets/sheet-keys.ts';
import { type SheetCode, sheetCodeText } from '../../main/sheets/sheet-code.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import { jobStates } from '../../preload/contract/job.ts';
import { scanFolderSchema } from '../../preload/contract/scan-folder.ts';
import { memorySecrets } from '../fakes/memory-secrets.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { testClinic } from '../fixtures/upload-bench.ts';
import type { StackChild } from './stack-child.ts';
import { letter, type MadePage, stackOf } from './stacks.ts';

/** `npm test` has no time for more: `CHARTDROP_KILLS=50 npm exec -c 'vitest run --project core test/sheets/stack-kills.test.ts'`. */
const kills = Number(process.env['CHARTDROP_KILLS'] ?? 8);
/** Milliseconds after its start until which a process is killed: the time in which it divides and files a stack. */
const longestLife = 2_500;

interface Layout {
  readonly sheet: SheetCode | null;
  readonly isDestroyed: boolean;
}

/**
 * The 40 pages of a stack with 12 sheets. `isSpoiled`: the fourth is destroyed, the eighth of an archived patient, and the tenth
 * out of date.
 */
function layoutOf(ids: readonly string[], archived: string, isSpoiled: boolean): Layout[] {
  return Array.from({ length: 12 }, (_, at) => at).flatMap((at) => {
    const useBy = isSpoiled && at === 9 ? '2026-01-01' : '2030-01-01';
    const patientId = patientIdSchema.parse(isSpoiled && at === 7 ? archived : ids[at]);
    const sheet: SheetCode = { kind: 'target', patientId, caseId: null, useBy };
    const letters = Array.from({ length: at < 4 ? 3 : 2 }, () => ({ sheet: null, isDestroyed: false }));
    return [{ sheet, isDestroyed: isSpoiled && at === 3 }, ...letters];
  });
}
const spoiled = [3, 7, 9];

it('kill -9 at any point loses and doubles no part of a stack (case 61)', { timeout: 900_000 }, async () => {
  const demo = await testClinic({ processingMs: 200 });
  const [data, home, place] = [await tempFolder(), await tempFolder(), await tempFolder()];
  const folderPath = join(home, 'scans');
  await mkdir(folderPath);
  const sheetSecret = randomBytes(32).toString('base64');
  const key = await createSheetKeys({
    secrets: memorySecrets({ 'sheet-key': sheetSecret }),
    clinic: 'demo',
  }).ready();
  const isCurrent = (one: ReturnType<typeof demo.patients>[number]): boolean =>
    one.archivedAt === null && one.deletedAt === null && one.mergedAt === null;
  const ids = demo
    .patients()
    .filter(isCurrent)
    .map(({ id }) => id);
  const archived = demo.patients().find((one) => one.archivedAt !== null)?.id ?? '';
  const random = randomBytes(6);
  const codesOf = ({ sheet, isDestroyed }: Layout): string[] => {
    if (sheet === null) return [];
    const mark = sheetCodeText({ kind: 'mark' }, key, random);
    return isDestroyed ? [mark] : [mark, sheetCodeText(sheet, key, random)];
  };
  const codes: Record<string, string[][]> = {};
  const given: StackChild = {
    ...{ data, dataKey: newDataKey(), apiUrl: demo.apiUrl, apiKey: demo.apiKey, sheetSecret },
    folder: scanFolderSchema.parse({
      ...{ id: randomUUID(), path: folderPath, subfolders: false, types: ['pdf'], ignore: [] },
      ...{ route: { kind: 'inbox' }, afterFiling: 'move', watchMethod: 'auto', settleMs: null },
    }),
    codes,
  };
  const config = join(place, 'child.json');
  const jobs = (): UploadJob[] => {
    const actor = { osUser: 'reader', station: 'test', apiUser: null };
    const history = openHistory({
      ...{ directory: data, dataKey: given.dataKey, access: 'beside' as const, clock: systemClock },
      actor: () => actor,
    });
    try {
      return jobStates.flatMap((state) => history.jobs.inState(state));
    } finally {
      history.close();
    }
  };
  /** The expected bytes of the parts that are filed, by stack. */
  const wanted: string[] = [];
  const addStack = async (name: string, isSpoiled: boolean): Promise<void> => {
    const layout = layoutOf(ids, archived, isSpoiled);
    const pages: MadePage[] = layout.map(({ sheet, isDestroyed }, at) =>
      sheet === null ? letter(`${name} ${at} ${randomUUID()}`) : { kind: 'sheet', code: sheet, isDestroyed },
    );
    const bytes = await stackOf(pages, key);
    const partsOf = await openPdfParts(bytes);
    const starts = layout.flatMap(({ sheet }, at) => (sheet === null ? [] : [at]));
    for (const [index, start] of starts.entries()) {
      if (isSpoiled && spoiled.includes(index)) continue;
      const end = starts[index + 1] ?? layout.length;
      const part = await partsOf(Array.from({ length: end - start - 1 }, (_, at) => start + at + 2));
      wanted.push(createHash('sha256').update(part).digest('hex'));
    }
    codes[createHash('sha256').update(bytes).digest('hex')] = layout.map(codesOf);
    await writeFile(config, JSON.stringify(given));
    await writeFile(join(folderPath, `${name}.pdf`), bytes);
  };
  const filedStacks = async (): Promise<string[]> =>
    (await readdir(folderPath, { recursive: true })).filter((name) => /^Filed.*\.pdf$/.test(name));
  const started = async () => {
    const child = fork(new URL('stack-child.ts', import.meta.url), [config], { stdio: 'ignore' });
    const gone = once(child, 'exit');
    await Promise.race([once(child, 'message'), gone]);
    return { child, gone };
  };

  let stacks = 0;
  let spoiledStacks = 0;
  const isWaiting = (job: UploadJob): boolean =>
    !['filed', 'inbox', 'split', 'parted'].includes(job.state) ||
    (job.state === 'parted' && job.disposal === 'pending');
  for (let kill = 0; kill < kills; kill += 1) {
    // Another stack once the last one is divided and its parts are filed.
    const found = kill === 0 ? [] : jobs();
    const divided = found.filter(({ state }) => state === 'split' || state === 'parted').length;
    if (divided === stacks && !found.some(isWaiting)) {
      stacks += 1;
      const isSpoiled = stacks % 2 === 1;
      if (isSpoiled) spoiledStacks += 1;
      await addStack(`stack ${stacks}`, isSpoiled);
    }
    const { child, gone } = await started();
    await pause(randomBytes(2).readUInt16BE() % longestLife);
    child.kill('SIGKILL');
    await gone;
  }

  const { child, gone } = await started();
  const reasons = () => jobs().flatMap((job) => (job.state === 'inbox' ? [job.reason] : []));
  await expect
    .poll(() => demo.attachments().filter(({ sha256 }) => wanted.includes(sha256 ?? '')).length, {
      timeout: 120_000,
    })
    .toBe(wanted.length);
  // A stack ends after its last part, and is put away after that; the spoiled ones stay, as their parts do.
  const inState = (wantedState: UploadJob['state']) => jobs().filter(({ state }) => state === wantedState);
  await expect.poll(() => inState('split').length, { timeout: 60_000 }).toBe(spoiledStacks);
  await expect.poll(() => jobs().filter(isWaiting).length, { timeout: 60_000 }).toBe(0);
  child.kill('SIGKILL');
  await gone;

  // Every part once: filed, or in the inbox with its reason.
  for (const sha256 of wanted)
    expect(demo.attachments().filter((one) => one.sha256 === sha256 && one.archivedAt === null)).toHaveLength(
      1,
    );
  const perStack = ['patient-unavailable', 'sheet-out-of-date', 'sheet-unreadable'];
  expect(reasons().toSorted()).toEqual(
    perStack.flatMap((reason) => Array<string>(spoiledStacks).fill(reason)),
  );
  expect(jobs()).toHaveLength(stacks * 13);
  // A stack is put away once, when all of its parts are filed; the others are still there.
  expect(inState('split')).toHaveLength(spoiledStacks);
  expect(await filedStacks()).toHaveLength(stacks - spoiledStacks);
  expect((await readdir(folderPath)).filter((name) => name.endsWith('.pdf'))).toHaveLength(spoiledStacks);
});
