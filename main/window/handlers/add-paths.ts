import type { Destination } from '../../../preload/contract/destination.ts';
import type { JobId } from '../../../preload/contract/ids.ts';
import type { Added } from '../../../preload/contract/views.ts';
import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import { createGivenFiles } from '../../uploads/intake/given-files.ts';
import type { Intake, Placement } from '../../uploads/intake/intake.ts';
import { entriesAt, mostAtOnce } from './given-entries.ts';

/** The destination of added files, or the inbox. */
export const placementOf = (destination: Destination | null): Placement =>
  destination === null
    ? { kind: 'inbox', reason: 'nobody-armed', candidates: [] }
    : { kind: 'destination', destination };

/** Makes jobs of given paths. A file of a folder that cannot be taken keeps no other from being taken. */
export async function addPaths(
  intake: Intake,
  paths: readonly string[],
  destination: Destination | null,
  deps: { clock: Clock; signal: AbortSignal },
): Promise<Added> {
  const takeIn = createGivenFiles({ intake, ...deps });
  const outcomes: Added = [];
  let made = 0;
  for (const [index, path] of paths.entries()) {
    const id = String(index);
    const jobs: JobId[] = [];
    try {
      const { files, refused, failed } = await entriesAt(path);
      made += files.length;
      if (made > mostAtOnce) throw new ChartdropError('too-many-at-once');
      const notTaken = { refused: [...refused], failed: [...failed] };
      for (const file of files) {
        const taken = {
          path: file.path,
          source: 'drop',
          folderId: null,
          appearedAt: deps.clock.now(),
          description: null,
          afterFiling: 'stay',
          placement: placementOf(destination),
          duplicateAccepted: false,
        } as const;
        try {
          jobs.push((await takeIn(taken)).id);
        } catch (thrown) {
          notTaken.failed.push({ name: file.name, code: asChartdropError(thrown).code });
        }
      }
      outcomes.push({ id, error: null, jobs, ...notTaken });
    } catch (thrown) {
      outcomes.push({ id, error: asChartdropError(thrown).toDto(), jobs, refused: [], failed: [] });
    }
  }
  return outcomes;
}
