import type { Destination } from '../../preload/contract/destination.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import type { AttachmentView, Outcomes } from '../../preload/contract/views.ts';
import { batches } from './batches.ts';
import type { Core } from './core.svelte.ts';
import { targetOf } from './give-files.ts';

/** The jobs whose moves can be undone; empty if none was moved. Refusals were reported. */
export type Moved = readonly { readonly id: JobId }[];
/** Called with the number of files that were tried so far. */
export type OnMoved = (done: number) => void;

/** Files per request: few, since each needs several calls of the clinic, and the dialog shows how many are done. */
const atOnce = 5;

/** Asks for a few records at a time. A request that fails as a whole ends it; the ones before it are returned. */
async function eachFew<T, O extends Outcomes[number]>(
  records: readonly T[],
  ask: (some: T[]) => Promise<readonly O[] | undefined>,
  onMoved: OnMoved,
): Promise<O[]> {
  const all: O[] = [];
  for (const some of batches(records, atOnce)) {
    const outcomes = await ask(some);
    if (outcomes === undefined) break;
    all.push(...outcomes);
    onMoved(all.length);
  }
  return all;
}

/** Moves files that Chartdrop filed to another patient. */
export async function moveJobs(
  core: Core,
  jobs: readonly { readonly id: JobId }[],
  to: Destination,
  onMoved: OnMoved,
): Promise<Moved> {
  const ask = (some: typeof jobs) =>
    core.attempt('jobs:refile', { ids: some.map(({ id }) => id), ...targetOf(to) });
  const outcomes = await eachFew(jobs, ask, onMoved);
  core.report(outcomes);
  const refused = new Set(outcomes.flatMap(({ id, error }) => (error === null ? [] : [id])));
  return jobs.slice(0, outcomes.length).filter(({ id }) => !refused.has(id));
}

/** Moves attachments, filed by Chartdrop or anyone else, to another patient. */
export async function moveAttachments(
  core: Core,
  attachments: readonly Pick<AttachmentView, 'id' | 'patientId'>[],
  to: Destination,
  onMoved: OnMoved,
): Promise<Moved> {
  const records = attachments.map(({ id, patientId }) => ({ id, patientId }));
  const ask = (some: typeof records) => core.attempt('attachments:move', { records: some, ...targetOf(to) });
  const outcomes = await eachFew(records, ask, onMoved);
  core.report(outcomes);
  return outcomes.flatMap(({ jobId }) => (jobId === null ? [] : [{ id: jobId }]));
}
