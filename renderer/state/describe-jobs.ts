import type { JobView } from '../../preload/contract/views.ts';
import { batches } from './batches.ts';
import type { Described } from './described.ts';
import type { Core } from './core.svelte.ts';

/** Sets the description of files. Returns whether all succeeded, and shows errors. */
export async function describeJobs(
  core: Core,
  jobs: readonly Described[],
  description: string | null,
): Promise<boolean> {
  let isDone = true;
  for (const some of batches(jobs)) {
    const ids = some.map(({ id }) => id);
    if (!core.report(await core.attempt('jobs:describe', { ids, description }))) isDone = false;
  }
  return isDone;
}

/** The files whose upload has not started, as they are now: a person may have described or paused one since it was added. */
export async function describable(core: Core, jobs: readonly Described[]): Promise<readonly Described[]> {
  const all: JobView[] = [];
  for (const some of batches(jobs))
    all.push(...((await core.attempt('jobs:read', { ids: some.map(({ id }) => id) })) ?? []));
  return all.filter(({ acts }) => acts.includes('describe'));
}

/**
 * Pauses files while a person writes their description. Returns a function that resumes them, except those that the
 * person had paused.
 */
export function keepBack(core: Core, jobs: readonly Described[]): () => void {
  const kept = jobs.filter(({ state, paused }) => !paused && (state === 'held' || state === 'queued'));
  const pause = async (paused: boolean): Promise<void> => {
    for (const some of batches(kept)) {
      core.report(await core.attempt('jobs:pause', { ids: some.map(({ id }) => id), paused }));
    }
  };
  const began = pause(true);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    void began.then(() => pause(false));
  };
}
