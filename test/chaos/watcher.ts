import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place, RoundPlan } from './plan.ts';
import { createProgram, type Program } from './program.ts';
import { readJobs } from './read-books.ts';
import type { Target } from './target.ts';
import type { UploadJob } from '../../main/jobs/job.ts';

/** A program with its data, and the paths of the round's folders as it sees them. */
export interface Watcher {
  readonly program: Program;
  readonly data: string;
  readonly isSecond: boolean;
  armed: Target | null;
  /** The path of a scan folder, or of the alternative that its settings may choose. */
  readonly folderOf: (place: Place, isElsewhere?: boolean) => string;
  readonly jobs: () => Promise<readonly UploadJob[]>;
}

/** A link to the folder; on Windows another spelling is used instead. */
const otherRoot = process.platform === 'win32' ? 'SCANS' : 'linked';

/** The program of a round, and the second one if the script has one. */
export function createWatchers(given: {
  plan: RoundPlan;
  directory: string;
  data: string;
  apiUrl: string;
}): readonly Watcher[] {
  const { plan, directory, data, apiUrl } = given;
  const create = (isSecond: boolean): Watcher => {
    const own = isSecond ? `${data} of the second` : data;
    const isMount = isSecond && plan.second === 'other-path';
    const root = isMount ? otherRoot : 'scans';
    return {
      ...{ data: own, isSecond, armed: null },
      program: createProgram({ data: own, apiUrl, ...(isMount && { mount: join(directory, root) }) }),
      folderOf: (place, isElsewhere = false) =>
        join(directory, root, isElsewhere ? `${place} elsewhere` : place),
      jobs: () => readJobs(own, apiUrl),
    };
  };
  return plan.second === null ? [create(false)] : [create(false), create(true)];
}

/** Another path to the same folders for a second program, like a mount or a link. */
export async function makeOtherPath(directory: string): Promise<void> {
  await mkdir(join(directory, 'scans'), { recursive: true });
  if (process.platform !== 'win32') await symlink(join(directory, 'scans'), join(directory, otherRoot));
}
