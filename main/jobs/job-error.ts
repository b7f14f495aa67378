import type { ErrorDto } from '../../preload/contract/errors.ts';
import type { UploadJob } from './job.ts';

/** What a job failed with, or waits for; null where nothing is in its way. */
export function errorOf(job: UploadJob): ErrorDto | null {
  if (job.state === 'failed') return job.error;
  return 'waiting' in job ? job.waiting : null;
}
