import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Destination } from '../../preload/contract/destination.ts';
import type { JobId } from '../../preload/contract/ids.ts';
import { defaultIgnores, defaultTypes } from '../../preload/contract/scan-folder-defaults.ts';
import type { Added } from '../../preload/contract/views.ts';
import { asChartdropError } from '../errors.ts';
import type { Clock } from '../ports.ts';
import { createFilter } from '../scans/filter.ts';
import { fileError } from '../uploads/file-errors.ts';
import { createGivenFiles } from '../uploads/given-files.ts';
import type { Intake, Placement } from '../uploads/intake.ts';

/** Where a file given by hand goes: to a destination, or to the inbox until somebody says whose it is. */
export const placementOf = (destination: Destination | null): Placement =>
  destination === null
    ? { kind: 'inbox', reason: 'nobody-armed', candidates: [] }
    : { kind: 'destination', destination };

/** A dropped folder stands for the files in it that a scan folder would take; a dropped file for itself. */
async function filesAt(path: string): Promise<string[]> {
  const found = await stat(path).catch((thrown: unknown) => {
    throw fileError(thrown);
  });
  if (!found.isDirectory()) return [path];
  const filter = createFilter({ subfolders: true, types: [...defaultTypes], ignore: [...defaultIgnores] });
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => filter.accepts(file.slice(path.length + 1).replaceAll('\\', '/')).kind === 'accepted');
}

/** Makes jobs of dropped paths. One that cannot be taken is told by its place in `paths`, never by its name. */
export async function addPaths(
  intake: Intake,
  paths: readonly string[],
  destination: Destination | null,
  deps: { clock: Clock; signal: AbortSignal },
): Promise<Added> {
  const take = createGivenFiles({ intake, ...deps });
  const outcomes: Added = [];
  for (const [index, path] of paths.entries()) {
    const jobs: JobId[] = [];
    try {
      for (const file of await filesAt(path)) {
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
        jobs.push((await take(taken)).id);
      }
      outcomes.push({ id: String(index), error: null, jobs });
    } catch (thrown) {
      outcomes.push({ id: String(index), error: asChartdropError(thrown).toDto(), jobs });
    }
  }
  return outcomes;
}
