import type { JobId } from '../../../../preload/contract/ids.ts';
import type { UploadJob } from '../../../jobs/job.ts';
import { sentFor } from '../../../jobs/sent-file.ts';

/** How far the uploads are, all together. */
export interface BytesUnderWay {
  onJobChanged(job: UploadJob): void;
  onProgress(id: JobId, sent: number): void;
  /** From 0 to 1; null while nothing is uploaded. */
  fraction(): number | null;
}

/**
 * Counts from the first upload until none is under way: a bar that began anew with each file would tell nothing. What
 * waits joins once it starts, since its size is asked for then.
 */
export function createBytesUnderWay(): BytesUnderWay {
  const files = new Map<JobId, { size: number; sent: number; isOpen: boolean }>();
  return {
    onJobChanged(job) {
      const { size } = sentFor(job);
      const isOpen = job.state === 'uploading';
      if (!isOpen && !files.has(job.id)) return;
      // One that was broken off starts over; what left the state otherwise has been sent.
      const isThrough = !isOpen && job.state !== 'queued' && job.state !== 'inbox';
      files.set(job.id, { size, sent: isThrough ? size : 0, isOpen });
      if (![...files.values()].some((file) => file.isOpen)) files.clear();
    },
    onProgress(id, sent) {
      const file = files.get(id);
      if (file !== undefined) file.sent = sent;
    },
    fraction() {
      if (files.size === 0) return null;
      let [size, sent] = [0, 0];
      for (const file of files.values()) [size, sent] = [size + file.size, sent + file.sent];
      return size === 0 ? 0 : Math.min(1, sent / size);
    },
  };
}
