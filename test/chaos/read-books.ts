import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { type History, openHistory } from '../../main/jobs/history.ts';
import type { PendingArchive } from '../../main/database/archive-store.ts';
import { errnoOf } from '../../main/files/file-errors.ts';
import { entriesOf, type FolderEntry } from '../../main/files/folder-entries.ts';
import { pathBytes } from '../../main/files/name-bytes.ts';
import type { AuditEntry } from '../../preload/contract/history.ts';
import { jobStates } from '../../preload/contract/job.ts';
import type { UploadJob } from '../../main/jobs/job.ts';

export interface HistoryBook {
  readonly jobs: readonly UploadJob[];
  readonly entries: readonly AuditEntry[];
  readonly tampered: number | null;
  /** Acts that have not ended, and those that a person gave up. */
  readonly archives: readonly PendingArchive[];
}

const directoryOf = (data: string, apiUrl: string): string =>
  join(data, 'clinics', new URL(apiUrl).host.replace(':', '_'));

async function openBeside(data: string, apiUrl: string): Promise<History> {
  const secrets = JSON.parse(await readFile(join(data, 'secrets.json'), 'utf8')) as Record<string, string>;
  return openHistory({
    directory: directoryOf(data, apiUrl),
    dataKey: secrets['data-key'] ?? '',
    access: 'beside',
    clock: systemClock,
    actor: () => ({ osUser: 'reader', station: 'reader', apiUser: null }),
  });
}
const allJobs = (history: History): UploadJob[] => jobStates.flatMap((state) => history.jobs.inState(state));

/** The jobs in a data directory, read while the program works on it. */
export async function readJobs(data: string, apiUrl: string): Promise<readonly UploadJob[]> {
  const history = await openBeside(data, apiUrl);
  try {
    return allJobs(history);
  } finally {
    history.close();
  }
}

/** Reads jobs and history in a data directory while the program works on it. */
export async function readHistory(data: string, apiUrl: string): Promise<HistoryBook> {
  const history = await openBeside(data, apiUrl);
  try {
    return {
      jobs: allJobs(history),
      entries: history.audit.entries({ limit: 100_000 }),
      tampered: history.audit.firstTampered(),
      archives: history.archives.all(),
    };
  } finally {
    history.close();
  }
}

/** SHA-256 of the private copies in a data directory. */
export const hashesOfCopies = (data: string, apiUrl: string): Promise<Set<string>> =>
  hashesBelow(join(directoryOf(data, apiUrl), 'copies'));

/** The files below a folder as they were when each of its folders was listed; none if it is missing. */
export async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries: FolderEntry[] = [];
  try {
    for await (const entry of entriesOf(folder)) entries.push(entry);
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOENT') throw thrown;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** SHA-256 of every file below a folder, including those in `Filed`; empty if the folder is missing. */
export async function hashesBelow(folder: string): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const path of filesBelow(folder)) {
    const hash = createHash('sha256');
    try {
      await pipeline(createReadStream(pathBytes(path)), hash);
      found.add(hash.digest('hex'));
    } catch (thrown) {
      // It was just put away; the next pass finds it there.
      if (errnoOf(thrown) !== 'ENOENT') throw thrown;
    }
  }
  return found;
}
