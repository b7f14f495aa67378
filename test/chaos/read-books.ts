import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { openHistory } from '../../main/history/history.ts';
import { errnoOf } from '../../main/uploads/file-errors.ts';
import type { AuditEntry } from '../../preload/contract/history.ts';
import { jobStates, type UploadJob } from '../../preload/contract/job.ts';

export interface HistoryBook {
  readonly jobs: readonly UploadJob[];
  readonly entries: readonly AuditEntry[];
  readonly tampered: number | null;
}

/** Reads jobs and history of a data directory, beside the program that works on it. */
export async function readHistory(data: string, apiUrl: string): Promise<HistoryBook> {
  const secrets = JSON.parse(await readFile(join(data, 'secrets.json'), 'utf8')) as Record<string, string>;
  const history = openHistory({
    directory: join(data, 'clinics', new URL(apiUrl).host.replace(':', '_')),
    dataKey: secrets['data-key'] ?? '',
    access: 'beside',
    clock: systemClock,
    actor: () => ({ osUser: 'reader', station: 'reader', apiUser: null }),
  });
  try {
    return {
      jobs: jobStates.flatMap((state) => history.jobs.inState(state)),
      entries: history.audit.entries({ limit: 100_000 }),
      tampered: history.audit.firstTampered(),
    };
  } finally {
    history.close();
  }
}

/** SHA-256 of every file below a folder, put away ones included. */
export async function hashesBelow(folder: string): Promise<Set<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = new Set<string>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const hash = createHash('sha256');
    try {
      await pipeline(createReadStream(join(entry.parentPath, entry.name)), hash);
      found.add(hash.digest('hex'));
    } catch (thrown) {
      // Put away in this moment: the next look finds it where it lies then.
      if (errnoOf(thrown) !== 'ENOENT') throw thrown;
    }
  }
  return found;
}
