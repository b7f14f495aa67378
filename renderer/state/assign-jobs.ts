import type { Destination } from '../../preload/contract/destination.ts';
import type { RequestInput } from '../../preload/contract/requests.ts';
import type { Assignments, JobView } from '../../preload/contract/views.ts';
import { actErrorText } from '../../preload/words/text.ts';
import { words } from '../../preload/words/current.ts';
import { batches } from './batches.ts';
import type { Core } from './core.svelte.ts';
import { targetOf } from './give-files.ts';
import { undoWithin } from './undo.ts';

/**
 * Assigns jobs to a destination and shows the result. Returns the jobs that are duplicates, for a person to decide;
 * null if the request failed.
 */
export async function assignJobs(
  core: Core,
  jobs: readonly JobView[],
  destination: Destination,
  {
    acceptDuplicate = false,
    acceptPage = false,
    description = null,
  }: { acceptDuplicate?: boolean; acceptPage?: boolean; description?: string | null } = {},
): Promise<readonly JobView[] | null> {
  const outcomes = await assignByState(core, jobs, {
    ...targetOf(destination),
    acceptDuplicate,
    acceptPage,
    description,
  });
  if (outcomes === undefined) return null;
  const idsOf = (outcome: Assignments[number]['outcome']): Set<string> =>
    new Set(outcomes.filter((one) => one.outcome === outcome).map(({ id }) => id));
  const refused = outcomes.flatMap(({ error }) => (error === null ? [] : [actErrorText(error)]));
  for (const text of new Set(refused)) core.notify(text, true);
  const assignedIds = idsOf('assigned');
  const assigned = jobs.filter(({ id }) => assignedIds.has(id));
  if (assigned.length > 0) {
    const text = words().assign.done(assigned.length);
    const undo = await undoWithin(core, 'jobs:takeBack', assigned);
    core.tell({ text, patient: destination.patient, ...undo });
  }
  const waiting = idsOf('page-names-another').size;
  if (waiting > 0) core.notify(words().page.waits(waiting));
  const duplicates = idsOf('duplicate');
  // They are in the inbox now.
  return jobs.filter(({ id }) => duplicates.has(id)).map((job) => ({ ...job, state: 'inbox' }));
}

/**
 * At most as many jobs per request as the contract allows. A job shown in the inbox is assigned only from there: it may
 * have got a patient meanwhile.
 */
async function assignByState(
  core: Core,
  jobs: readonly JobView[],
  given: Omit<RequestInput<'jobs:assign'>, 'ids' | 'from'>,
): Promise<Assignments | undefined> {
  const all: Assignments = [];
  for (const [isInInbox, those] of Map.groupBy(jobs, ({ state }) => state === 'inbox')) {
    for (const some of batches(those)) {
      const ids = some.map(({ id }) => id);
      const outcomes = await core.attempt('jobs:assign', {
        ...given,
        ids,
        ...(isInInbox ? { from: 'inbox' as const } : {}),
      });
      if (outcomes === undefined) return all.length === 0 ? undefined : all;
      all.push(...outcomes);
    }
  }
  return all;
}
