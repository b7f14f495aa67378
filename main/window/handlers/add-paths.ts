import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Destination } from '../../../preload/contract/destination.ts';
import type { JobId } from '../../../preload/contract/ids.ts';
import { defaultIgnores, defaultTypes } from '../../../preload/contract/scan-folder-defaults.ts';
import type { Added } from '../../../preload/contract/views.ts';
import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import { createFilter } from '../../scans/watch/filter.ts';
import { fileError } from '../../files/file-errors.ts';
import { createGivenFiles } from '../../uploads/intake/given-files.ts';
import type { Intake, Placement } from '../../uploads/intake/intake.ts';

/** The destination of added files, or the inbox. */
export const placementOf = (destination: Destination | null): Placement =>
  destination === null
    ? { kind: 'inbox', reason: 'nobody-armed', candidates: [] }
    : { kind: 'destination', destination };

/** The most rows of one act; use a scan folder for more. */
const mostAtOnce = 2_000;
/** The most names that are checked for them: adding a complete disk is probably a mistake. */
const mostNames = 100_000;

/** Files that a scan folder with default settings would include. */
export const usualFilter = createFilter({
  subfolders: true,
  types: [...defaultTypes],
  ignore: [...defaultIgnores],
});

/** A dropped folder means its files that a scan folder would include; a dropped file means itself. */
async function filesAt(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const found: string[] = [];
    let names = 0;
    for await (const entry of await opendir(path, { recursive: true })) {
      names += 1;
      const file = join(entry.parentPath, entry.name);
      const relative = file.slice(path.length + 1).replaceAll('\\', '/');
      if (entry.isFile() && usualFilter.accepts(relative).kind === 'accepted') found.push(file);
      if (found.length > mostAtOnce || names > mostNames) throw new ChartdropError('too-many-at-once');
    }
    return found;
  } catch (thrown) {
    throw fileError(thrown);
  }
}

/** Makes jobs of dropped paths. Errors name a path by its position in `paths`, never by its name. */
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
    const jobs: JobId[] = [];
    try {
      const files = await filesAt(path);
      made += files.length;
      if (made > mostAtOnce) throw new ChartdropError('too-many-at-once');
      for (const file of files) {
        const taken = {
          path: file,
          source: 'drop',
          folderId: null,
          appearedAt: deps.clock.now(),
          description: null,
          afterFiling: 'stay',
          placement: placementOf(destination),
          duplicateAccepted: false,
        } as const;
        jobs.push((await takeIn(taken)).id);
      }
      outcomes.push({ id: String(index), error: null, jobs });
    } catch (thrown) {
      outcomes.push({ id: String(index), error: asChartdropError(thrown).toDto(), jobs });
    }
  }
  return outcomes;
}
