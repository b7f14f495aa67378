import { expect, it } from 'vitest';
import { jobIdSchema } from '../../preload/contract/ids.ts';
import { Core } from '../../renderer/state/core.svelte.ts';
import { moveJobs } from '../../renderer/state/move-files.ts';
import { createFakeBridge, ok, refused } from '../fakes/fake-bridge.ts';
import { errorDto, toJane } from '../fixtures/views.ts';

const jobs = Array.from({ length: 12 }, (_, at) => ({
  id: jobIdSchema.parse(`0b0e8a0e-7f0c-4f0a-9d7a-${String(at).padStart(12, '0')}`),
}));
const idOf = (at: number) => jobs[at]?.id;

it('moves many files a few at a time and tells how far it is', async () => {
  const bridge = createFakeBridge({ 'jobs:refile': ({ ids }) => ok(ids.map((id) => ({ id, error: null }))) });
  const told: number[] = [];
  const moved = await moveJobs(new Core(bridge), jobs, toJane, (done) => told.push(done));
  expect(moved).toEqual(jobs);
  expect(told).toEqual([5, 10, 12]);
});

it('moves the other files after a refusal, reports it, and offers to undo only what was moved', async () => {
  const bridge = createFakeBridge({
    'jobs:refile': ({ ids }) =>
      ok(ids.map((id) => ({ id, error: id === idOf(3) ? errorDto('transition-refused') : null }))),
  });
  const core = new Core(bridge);
  const moved = await moveJobs(core, jobs, toJane, () => undefined);
  expect(moved).toEqual(jobs.filter(({ id }) => id !== idOf(3)));
  expect(core.notices.filter(({ isError }) => isError)).toHaveLength(1);
});

it('a request that fails ends it, and the files before it can be undone', async () => {
  let asked = 0;
  const bridge = createFakeBridge({
    'jobs:refile'({ ids }) {
      asked += 1;
      return asked === 2 ? refused('network-unreachable') : ok(ids.map((id) => ({ id, error: null })));
    },
  });
  const core = new Core(bridge);
  expect(await moveJobs(core, jobs, toJane, () => undefined)).toEqual(jobs.slice(0, 5));
  expect([asked, core.notices.filter(({ isError }) => isError).length]).toEqual([2, 1]);
});
