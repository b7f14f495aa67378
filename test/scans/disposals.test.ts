import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../main/base/ports.ts';
import { localDay } from '../../main/base/local-day.ts';
import { createDisposals } from '../../main/scans/put-away/disposals.ts';
import type { AfterFiling } from '../../preload/contract/job.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { filedRow, jobRows, scanFolderId } from '../fixtures/job-rows.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const locked = () => Promise.reject(Object.assign(new Error('held'), { code: 'EBUSY' }));

/** Filed jobs with real files in a real folder, and a fake trash. */
async function scene() {
  const clock = createFakeClock();
  const { history, writer, close } = await jobRows(clock);
  const folder = await tempFolder();
  const trashed: string[] = [];
  const putAway: string[] = [];
  const logged: (LogFields | undefined)[] = [];
  const given = {
    folderPath: folder as string | null,
    mayBeRenamed: false,
    moveToTrash: async (path: string): Promise<void> => void trashed.push(path),
  };
  const disposals = createDisposals({
    store: history.jobs,
    writer,
    trash: { moveToTrash: (path) => given.moveToTrash(path) },
    clock,
    log: { info: () => undefined, warn: (_event, fields) => logged.push(fields) },
    random: () => 0.5,
    folderPath: () => given.folderPath,
    mayBeRenamed: () => given.mayBeRenamed,
    onPutAway: (job) => void putAway.push(job.id),
    onFailures: () => undefined,
  });
  return {
    clock,
    history,
    writer,
    close,
    folder,
    trashed,
    putAway,
    logged,
    given,
    disposals,
    waiting: () => history.jobs.toDispose(1000).length,
    filed: async (name: string, afterFiling: AfterFiling = 'move') => {
      const path = join(folder, name);
      await writeFile(path, `words of ${name}`);
      const job = { ...(await filedRow(path, clock.now())), afterFiling };
      writer.add([job]);
      return job.id;
    },
  };
}

describe('the files of filed jobs', () => {
  it('are put away one after the other, more than one query returns', async () => {
    const { filed, disposals, clock, folder, waiting, history, putAway } = await scene();
    const ids = [];
    for (let at = 0; at < 120; at += 1) ids.push(await filed(`${at}.pdf`));
    disposals.nudge();
    // A call while it runs only causes one more pass.
    disposals.nudge();
    await expect.poll(waiting).toBe(0);
    expect(await readdir(join(folder, 'Filed', localDay(clock.now()).day))).toHaveLength(120);
    for (const id of ids) expect(history.jobs.get(id)).toMatchObject({ disposal: 'done' });
    expect(putAway.toSorted()).toEqual(ids.toSorted());
    await disposals.stop();
    expect(clock.pending()).toBe(0);
  });

  it('that another program holds are retried, 1 s doubling, and the others continue (case 4)', async () => {
    const { filed, disposals, clock, waiting, trashed, logged, given } = await scene();
    const { moveToTrash } = given;
    given.moveToTrash = (path) => (path.endsWith('held.pdf') ? locked() : moveToTrash(path));
    await filed('held.pdf', 'trash');
    await filed('free.pdf', 'trash');
    disposals.nudge();
    await expect.poll(() => clock.untilNext()).toBe(2000);
    expect(waiting()).toBe(1);
    expect(logged).toEqual([{ code: 'file-locked' }]);
    await clock.advanceAsync(2000);
    await expect.poll(() => clock.untilNext()).toBe(4000);
    given.moveToTrash = moveToTrash;
    await clock.advanceAsync(4000);
    await expect.poll(waiting).toBe(0);
    expect(trashed.map((path) => basename(path))).toEqual(['free.pdf', 'held.pdf']);
    expect(clock.pending()).toBe(0);
  });

  it('wait, without repeated checks, while their folder is not watched', async () => {
    const { filed, disposals, clock, waiting, given, folder } = await scene();
    await filed('letter.pdf');
    given.folderPath = null;
    disposals.nudge();
    await clock.advanceAsync(60_000);
    expect(waiting()).toBe(1);
    expect(clock.pending()).toBe(0);
    given.folderPath = folder;
    disposals.nudge();
    await expect.poll(waiting).toBe(0);
  });

  it('that were changed meanwhile are left alone', async () => {
    const { filed, disposals, folder, history } = await scene();
    const id = await filed('letter.pdf');
    await writeFile(join(folder, 'letter.pdf'), 'quite other words, which were never filed');
    disposals.nudge();
    await expect.poll(() => history.jobs.get(id)).toMatchObject({ disposal: 'left', movedTo: null });
    expect(await readdir(folder)).toEqual(['letter.pdf']);
  });

  it('that were renamed are put away under their new name, as soon as that is known', async () => {
    const { filed, disposals, clock, folder, history, writer, given, waiting } = await scene();
    const id = await filed('letter.pdf');
    const file = history.jobs.get(id)?.file;
    if (file === undefined) throw new Error('no job');
    given.mayBeRenamed = true;
    const path = join(folder, 'referral.pdf');
    await rename(join(folder, 'letter.pdf'), path);
    disposals.nudge();
    await expect.poll(() => clock.untilNext()).toBe(2000);
    expect(waiting()).toBe(1);
    expect(disposals.failures(scanFolderId)).toEqual([]);
    writer.edit(id, { file: { ...file, path, name: 'referral.pdf' } });
    await clock.advanceAsync(2000);
    await expect.poll(() => history.jobs.get(id)).toMatchObject({ disposal: 'done' });
    expect(clock.pending()).toBe(0);
  });

  it('that are gone for good are left', async () => {
    const { filed, disposals, clock, folder, history, given, waiting } = await scene();
    const id = await filed('letter.pdf');
    await rm(join(folder, 'letter.pdf'));
    given.mayBeRenamed = true;
    disposals.nudge();
    await expect.poll(() => clock.untilNext()).toBe(2000);
    given.mayBeRenamed = false;
    await clock.advanceAsync(2000);
    await expect.poll(waiting).toBe(0);
    expect(history.jobs.get(id)).toMatchObject({ disposal: 'left', movedTo: null });
  });

  it('are not touched after the end, not even during a pass', async () => {
    const { filed, disposals, clock, waiting, given, trashed } = await scene();
    const holding = Promise.withResolvers<undefined>();
    const held = Promise.withResolvers<undefined>();
    given.moveToTrash = async (path) => {
      trashed.push(path);
      held.resolve(undefined);
      await holding.promise;
    };
    await filed('one.pdf', 'trash');
    await filed('two.pdf', 'trash');
    disposals.nudge();
    await held.promise;
    const stopped = disposals.stop();
    holding.resolve(undefined);
    await stopped;
    expect(trashed).toHaveLength(1);
    expect(waiting()).toBe(1);
    disposals.nudge();
    expect(clock.pending()).toBe(0);
  });

  it('wait while the database cannot be read', async () => {
    const { filed, disposals, clock, close, logged } = await scene();
    await filed('letter.pdf');
    close();
    disposals.nudge();
    await expect.poll(() => clock.untilNext()).toBe(2000);
    expect(logged).toHaveLength(1);
    await disposals.stop();
    expect(clock.pending()).toBe(0);
  });
});
