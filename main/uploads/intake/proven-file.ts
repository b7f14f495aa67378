import type { JobFile } from '../../files/job-file.ts';
import type { UploadJob } from '../../jobs/job.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { JobStore } from '../../jobs/store/job-store.ts';
import { hashFile } from '../../files/file-content.ts';
import { readFingerprint, sameContent, sameFingerprint } from '../../files/fingerprint.ts';
import type { KeptCopies } from './kept-copies.ts';

/** Whether the current bytes belong to another job: the name was used again. */
export const isOfAnother = (store: Pick<JobStore, 'atPath'>, id: UploadJob['id'], file: JobFile): boolean =>
  store.atPath(file.path).some((other) => other.id !== id && sameContent(other.file, file));

/**
 * The file that has a job's bytes now: the original if it still has them, even if a backup program or a returning share
 * touched it; else the private copy. Throws `file-replaced` if its bytes are gone, `file-changed` if that is not
 * certain yet, and the file system's errors.
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
  // For unread bytes, size and time are not enough: any writer can set them.
  const isSame = file.sha256 !== null || fingerprint.inode === file.fingerprint.inode;
  if (isSame && sameContent(file, now)) return { ...now, name: file.name };
  if (file.copy !== undefined) return fromCopy();
  throw new ChartdropError(isOfAnother(store, job.id, now) ? 'file-replaced' : 'file-changed');
}
