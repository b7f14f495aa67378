import { expect, it } from 'vitest';
import type { Result } from '../../preload/contract/errors.ts';
import { jobIdSchema } from '../../preload/contract/ids.ts';
import type { RequestInput } from '../../preload/contract/requests.ts';
import type { JobView, Assignments } from '../../preload/contract/views.ts';
import { assignJobs } from '../../renderer/state/assign-jobs.ts';
import { Core } from '../../renderer/state/core.svelte.ts';
import { JobPages } from '../../renderer/state/job-pages.svelte.ts';
import { Selection } from '../../renderer/state/selection.svelte.ts';
import { createFakeBridge, ok } from '../fakes/fake-bridge.ts';
import { jobRow, toJane } from '../fixtures/views.ts';

const jobAt = (at: number): JobView =>
  jobRow({
    id: jobIdSchema.parse(`0b0e8a0e-7f0c-4f0a-9d7a-${String(at).padStart(12, '0')}`),
    name: `scan ${at}.pdf`,
    state: 'inbox',
    destination: null,
  });

/** An inbox of 400, of which the window holds only the visible pages. */
function inbox(
  outcome: (input: RequestInput<'jobs:assign'>) => Result<Assignments> = ({ ids }) =>
    ok(ids.map((id) => ({ id, error: null, outcome: 'assigned' }))),
) {
  const bridge = createFakeBridge({
    'jobs:page': ({ offset, limit }) =>
      ok({ rows: Array.from({ length: limit }, (_, n) => jobAt(offset + n)), total: 400, revision: 1 }),
    'jobs:assign': outcome,
  });
  const core = new Core(bridge);
  return { bridge, core, pages: new JobPages(core, 'inbox') };
}

it('acts on all selected rows, even if their pages were unloaded', async () => {
  const { bridge, core, pages } = inbox();
  const selection = new Selection<JobView>();
  pages.refresh(1);
  for (const at of [3, 5, 255]) {
    pages.show(at, at + 10);
    await expect.poll(() => pages.row(at)?.name).toBe(`scan ${at}.pdf`);
    const job = pages.row(at);
    if (job !== undefined) selection.toggle(job);
  }
  expect(pages.row(3)).toBeUndefined();
  expect(selection.records.map(({ name }) => name)).toEqual(['scan 3.pdf', 'scan 5.pdf', 'scan 255.pdf']);
  await assignJobs(core, selection.records, toJane);
  expect(bridge.asked.findLast(({ name }) => name === 'jobs:assign')).toMatchObject({
    name: 'jobs:assign',
    input: { ids: [jobAt(3).id, jobAt(5).id, jobAt(255).id], from: 'inbox' },
  });
});

it('removes only the rows that were acted on', () => {
  const selection = new Selection<JobView>();
  for (const at of [1, 2, 3]) selection.toggle(jobAt(at));
  selection.toggle(jobAt(2));
  selection.without([jobAt(1)]);
  expect(selection.records.map(({ name }) => name)).toEqual(['scan 3.pdf']);
  expect([selection.count, selection.has(jobAt(3)), selection.has(jobAt(1))]).toEqual([1, true, false]);
  selection.clear();
  expect(selection.count).toBe(0);
});

it('names more than a thousand in several requests, and asks again only for duplicates', async () => {
  const { bridge, core } = inbox(({ ids }) =>
    ok(ids.map((id) => ({ id, error: null, outcome: id === jobAt(1200).id ? 'duplicate' : 'assigned' }))),
  );
  const all = Array.from({ length: 1500 }, (_, at) => jobAt(at));
  const doubted = await assignJobs(core, all, toJane);
  const assigned = bridge.asked.filter(({ name }) => name === 'jobs:assign');
  expect(assigned.map(({ input }) => (input as RequestInput<'jobs:assign'>).ids.length)).toEqual([1000, 500]);
  expect(doubted?.map(({ name }) => name)).toEqual(['scan 1200.pdf']);
});
