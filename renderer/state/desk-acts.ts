import type { RequestName } from '../../preload/contract/requests.ts';
import type { JobView } from '../../preload/contract/views.ts';
import { words } from '../../preload/words/current.ts';
import { batches } from './batches.ts';
import type { Core } from './core.svelte.ts';

/** Acts on files by their ids alone. */
export type DeskAct = Extract<
  RequestName,
  | 'jobs:takeBack'
  | 'jobs:undoRefile'
  | 'jobs:retry'
  | 'jobs:acceptUnlinked'
  | 'jobs:dismiss'
  | 'jobs:restore'
  | 'jobs:moveFirst'
  | 'pages:putBack'
>;

/**
 * An act that needs a dialog: to choose the patient before the upload, to move files after they were filed, to describe
 * them, or to put their pages together.
 */
export type Asking = 'assign' | 'refile' | 'describe' | 'pages';
export type OnAsk = (kind: Asking, jobs: readonly JobView[]) => void;

/** Acts on files, in as many requests as the contract needs. Returns whether all succeeded, and shows errors. */
export async function actOn(
  core: Core,
  channel: DeskAct,
  jobs: readonly Pick<JobView, 'id'>[],
): Promise<boolean> {
  let isDone = true;
  for (const some of batches(jobs)) {
    const ids = some.map(({ id }) => id);
    if (!core.report(await core.attempt(channel, { ids }))) isDone = false;
  }
  return isDone;
}

/** The dialog that Enter opens for several files: the one act that all of them need. null: they need several. */
export function askingOf(jobs: readonly JobView[]): Extract<Asking, 'assign' | 'refile'> | null {
  if (jobs.every(({ state }) => state === 'inbox')) return 'assign';
  return jobs.every(({ acts }) => acts.includes('refile')) ? 'refile' : null;
}

/** Takes files out of the list, and offers to bring them back. */
export async function dismissJobs(core: Core, jobs: readonly JobView[]): Promise<boolean> {
  if (!(await actOn(core, 'jobs:dismiss', jobs))) return false;
  const run = async (): Promise<void> => {
    await actOn(core, 'jobs:restore', jobs);
  };
  core.tell({ text: words().desk.dismissed(jobs.length), way: { kind: 'undo', run } });
  return true;
}

export async function pauseJobs(core: Core, jobs: readonly JobView[], paused: boolean): Promise<void> {
  for (const some of batches(jobs)) {
    core.report(await core.attempt('jobs:pause', { ids: some.map(({ id }) => id), paused }));
  }
}
