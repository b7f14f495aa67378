import type { JobView } from '../../preload/contract/views.ts';
import { words } from '../../preload/words/current.ts';
import type { Core, Way } from './core.svelte.ts';
import { actOn, type DeskAct } from './desk-acts.ts';

/**
 * A notice's undo for files that are in their undo period now: it is offered as long as that period lasts. null if the
 * settings leave no such period.
 */
export async function undoWithin(
  core: Core,
  act: Extract<DeskAct, 'jobs:takeBack' | 'jobs:undoRefile'>,
  jobs: readonly Pick<JobView, 'id'>[],
): Promise<{ way: Way; ms: number } | null> {
  if (jobs.length === 0) return null;
  const read = await core.attempt('settings:read', null);
  if (read === undefined || read.holdSeconds === 0) return null;
  const run = async (): Promise<void> => {
    if (await actOn(core, act, jobs)) core.notify(words().desk.undone(jobs.length));
  };
  return { way: { kind: 'undo', run }, ms: read.holdSeconds * 1000 };
}
