import type { JobFile } from '../../files/job-file.ts';
import type { UploadJob } from '../../jobs/job.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { JobStore } from '../../jobs/job-store.ts';
import { hashFile } from '../../files/file-content.ts';
import { readFingerprint, sameContent, sameFingerprint } from '../../files/fingerprint.ts';
import type { KeptCopies } from './kept-copies.ts';

/** Whether the bytes that lie there now are those of another job: the name was used again. */
export const isOfAnother = (store: Pick<JobStore, 'atPath'>, id: UploadJob['id'], file: JobFile): boolean =>
  store.atPath(file.path).some((other) => other.id !== id && sameContent(other.file, file));

/**
 * The file that holds a job's bytes now: its own while that does, also when it was only touched, as a backup program or a
 * share that comes back does; else the private copy. Throws `file-replaced` where its bytes are nowhere any more,
 * `file-changed` where that is not certain yet, and the file system's errors.
 */
export async function provenFile(
  job: UploadJob,
  deps: { store: Pick<JobStore, 'atPath'>; copies: Pick<KeptCopies, 'proven'>; signal: AbortSignal },
): Promise<JobFile> {
  const { store, copies, signal } = deps;
  const { file } = job;
  const fromCopy = async (): Promise<JobFile> => {
    const copy = await copies.proven(file, signal);
    if (copy === null) throw new ChartdropError('file-replaced');
    return copy;
  };

  if (file.copy?.isOnly === true) return fromCopy();
  const fingerprint = await readFingerprint(file.path);
  if (sameFingerprint(file.fingerprint, fingerprint)) return file;
  const now =
    file.sha256 === null ? { ...file, fingerprint } : { ...file, ...(await hashFile(file.path, signal)) };
  // Of bytes that nobody read, size and time say too little: whoever writes there sets them as he likes.
  const isSame = file.sha256 !== null || fingerprint.inode === file.fingerprint.inode;
  if (isSame && sameContent(file, now)) return { ...now, name: file.name };
  if (file.copy !== undefined) return fromCopy();
  throw new ChartdropError(isOfAnother(store, job.id, now) ? 'file-replaced' : 'file-changed');
}
