import type { JobId } from '../../../../preload/contract/ids.ts';
import type { UploadJob } from '../../../jobs/job.ts';
import { sentFor } from '../../../jobs/sent-file.ts';

/** The total progress of the active uploads. */
export interface BytesUnderWay {
  onJobChanged(job: UploadJob): void;
  onProgress(id: JobId, sent: number): void;
  /** From 0 to 1; null if there is no upload. */
  fraction(): number | null;
}

/**
 * Counts from the first upload until none is active: a bar that restarted with each file would be useless. A waiting
 * file is added when it starts, since its size is known then.
 */
export function createBytesUnderWay(): BytesUnderWay {
  const files = new Map<JobId, { size: number; sent: number; isOpen: boolean }>();
  return {
    onJobChanged(job) {
      const { size } = sentFor(job);
      const isOpen = job.state === 'uploading';
      if (!isOpen && !files.has(job.id)) return;
      // An interrupted upload starts over. A job that left the state in another way has been sent.
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
