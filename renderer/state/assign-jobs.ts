import type { Destination } from '../../preload/contract/destination.ts';
import type { JobView } from '../../preload/contract/views.ts';
import { errorText } from '../text.ts';
import { words } from '../words/current.ts';
import type { Core } from './core.svelte.ts';
import { targetOf } from './give-files.ts';

/**
 * Gives jobs a destination and says what came of it. Returns those whose content is in a chart already, for which a
 * person must decide; null where nothing could be asked.
 */
export async function assignJobs(
  core: Core,
  jobs: readonly JobView[],
  destination: Destination,
  acceptDuplicate = false,
): Promise<readonly JobView[] | null> {
  const outcomes = await core.attempt('jobs:assign', {
    ids: jobs.map(({ id }) => id),
    ...targetOf(destination),
    acceptDuplicate,
  });
  if (outcomes === undefined) return null;
  const errorOf = new Map(outcomes.map(({ id, error }) => [id, error]));
  const isDoubted = (job: JobView): boolean => errorOf.get(job.id)?.code === 'content-filed-already';
  const refused = outcomes.flatMap(({ error }) =>
    error === null || error.code === 'content-filed-already' ? [] : [errorText(error)],
  );
  for (const text of new Set(refused)) core.notify(text, true);
  const given = outcomes.filter(({ error }) => error === null).length;
  if (given > 0) core.notify(words().assign.done(given, destination.patient.name));
  return jobs.filter(isDoubted);
}
