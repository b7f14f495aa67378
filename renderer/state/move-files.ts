import type { Destination } from '../../preload/contract/destination.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import type { AttachmentView } from '../../preload/contract/views.ts';
import { batches } from './batches.ts';
import type { Core } from './core.svelte.ts';
import { targetOf } from './give-files.ts';

/** The jobs whose moves can be undone; null if the clinic refused one, which was reported. */
export type Moved = readonly { readonly id: JobId }[] | null;

/** Moves files that Chartdrop filed to another patient. */
export async function moveJobs(
  core: Core,
  jobs: readonly { readonly id: JobId }[],
  to: Destination,
): Promise<Moved> {
  for (const some of batches(jobs)) {
    const ids = some.map(({ id }) => id);
    if (!core.report(await core.attempt('jobs:refile', { ids, ...targetOf(to) }))) return null;
  }
  return jobs;
}

/** Moves attachments, filed by Chartdrop or anyone else, to another patient. */
export async function moveAttachments(
  core: Core,
  attachments: readonly Pick<AttachmentView, 'id' | 'patientId'>[],
  to: Destination,
): Promise<Moved> {
  const records = attachments.map(({ id, patientId }) => ({ id, patientId }));
  const outcomes = await core.attempt('attachments:move', { records, ...targetOf(to) });
  if (!core.report(outcomes)) return null;
  return (outcomes ?? []).flatMap(({ jobId }) => (jobId === null ? [] : [{ id: jobId }]));
}
