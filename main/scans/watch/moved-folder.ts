import { lstat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { UploadJob } from '../../jobs/job.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import { pathBytes } from '../../files/name-bytes.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import type { JobWriter } from '../../jobs/job-writer.ts';

const waiting = ['inbox', 'held', 'queued', 'failed', 'split'] as const;

/** The path below `to` of a file below `from`; null for another one. */
function rebased(path: string, from: string, to: string): string | null {
  const inside = relative(from, path);
  return inside === '' || inside === '..' || inside.startsWith(`..${sep}`) ? null : join(to, inside);
}

/** Waiting jobs move with their folder when it is moved or copied to another disk (case 35). */
export async function moveJobs(
  folder: Pick<ScanFolder, 'id' | 'path'>,
  from: string,
  { store, writer }: { store: JobStore; writer: JobWriter },
): Promise<void> {
  const isOfFolder = (job: UploadJob): boolean => job.folderId === folder.id && job.source === 'scan';
  for (const { id, file } of waiting.flatMap((state) => store.inState(state)).filter(isOfFolder)) {
    const path = rebased(file.path, from, folder.path);
    if (path === null || path === file.path) continue;
    const size = await lstat(pathBytes(path)).then(
      (stats) => stats.size,
      () => null,
    );
    const job = store.get(id);
    // The upload compares the bytes, so another file with the same size and name is never sent.
    if (job !== null && size === file.fingerprint.size) writer.edit(id, { file: { ...job.file, path } });
  }
}
