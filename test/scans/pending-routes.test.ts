import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { type FolderId, patientIdSchema } from '../../preload/contract/ids.ts';
import type { InboxReason } from '../../preload/contract/job.ts';
import { type Route, type ScanFolder, scanFolderSchema } from '../../preload/contract/scan-folder.ts';
import { createPendingRoutes } from '../../main/scans/route/pending-routes.ts';
import { createRouter } from '../../main/scans/route/routes.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { createJobActs } from '../../main/uploads/job-acts.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { jobRows, rowOf } from '../fixtures/job-rows.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

type Given = Pick<Parameters<typeof createPendingRoutes>[0], 'watched' | 'routing'>;

/** A scan that waits in the inbox, by default of a folder that is not watched. */
async function scene(
  reason: InboxReason,
  isAwaited: () => boolean,
  { path, ...given }: Partial<Given> & { readonly path?: string } = {},
) {
  const clock = createFakeClock();
  const { history, writer } = await jobRows(clock);
  const queue = { interrupt: () => undefined, wake: () => undefined };
  const pending = createPendingRoutes({
    ...{ store: history.jobs, writer, clock, isAwaited },
    changes: { subscribe: () => () => undefined },
    acts: createJobActs({ store: history.jobs, writer, queue, clock, holdMs: () => 0 }),
    pages: { isRead: () => true, confirm: () => Promise.resolve({ kind: 'same' }) },
    routing: { lookUp: () => Promise.reject(new Error('nothing is looked up')) },
    log: { info: () => undefined, warn: () => undefined },
    random: () => 0.5,
    watched: () => undefined,
    ...given,
  });
  const row = await rowOf(path ?? '/scans/letter.pdf');
  const job: UploadJob = { ...row, state: 'inbox', reason, candidates: [], duplicateOf: null };
  writer.add([job]);
  return { clock, pending, job: () => history.jobs.get(job.id) };
}

const folderWith = (id: FolderId, path: string, route: Route): ScanFolder =>
  scanFolderSchema.parse({
    ...{ id, route, path, subfolders: true, types: ['pdf'], ignore: [] },
    ...{ afterFiling: 'stay', watchMethod: 'auto', settleMs: null },
  });

it.each(['lookup-pending', 'page-pending'] as const)(
  'a scan with the reason %s waits while its folder is saved again, and goes to a person once that is removed',
  async (reason) => {
    let isAwaited = true;
    const { clock, pending, job } = await scene(reason, () => isAwaited);
    // Longer than a folder may need after a start.
    await clock.advanceAsync(120_000);
    pending.nudge();
    await clock.advanceAsync(60_000);
    expect(job()).toMatchObject({ state: 'inbox', reason });
    isAwaited = false;
    pending.nudge();
    await clock.advanceAsync(60_000);
    await expect.poll(job).toMatchObject({ state: 'inbox', reason: 'route-inbox' });
    await pending.stop();
  },
);

it('a scan is filed by the route that its folder has when the clinic answers, not by the one that was looked up', async () => {
  const byNumber = { kind: 'filename', pattern: '(?<patientId>\\d+)' } as const;
  const byLastNumber = { kind: 'filename', pattern: '\\d+ (?<patientId>\\d+)' } as const;
  let route: Route = byNumber;
  const scans = await tempFolder();
  const path = join(scans, '41 42.pdf');
  await writeFile(path, 'a letter');
  const asked: unknown[] = [];
  const answers: (() => void)[] = [];
  const { clock, pending, job } = await scene('lookup-pending', () => true, {
    path,
    watched: (id) => ({ folder: folderWith(id, scans, route), router: createRouter(route) }),
    routing: {
      async lookUp(query) {
        asked.push(query);
        await new Promise<void>((resolve) => answers.push(resolve));
        const id = patientIdSchema.parse(query.kind === 'patient' ? query.patientId : '0');
        const patient = { id, name: 'Jane Citizen', dateOfBirth: null };
        return { kind: 'destination', destination: { kind: 'patient', patient } };
      },
    },
  });
  const answer = (): void => answers.shift()?.();
  pending.nudge();
  await vi.waitFor(async () => {
    await clock.advanceAsync(1_000);
    expect(asked).toEqual([{ kind: 'patient', patientId: '41' }]);
  });
  route = byLastNumber;
  answer();
  await vi.waitFor(async () => {
    await clock.advanceAsync(1_000);
    expect(asked).toHaveLength(2);
  });
  expect(job()).toMatchObject({ state: 'inbox', reason: 'lookup-pending' });
  answer();
  await vi.waitFor(async () => {
    await clock.advanceAsync(1_000);
    expect(job()).toMatchObject({ state: 'held', destination: { patient: { id: '42' } } });
  });
  await pending.stop();
});
