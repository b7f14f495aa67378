import { expect, it } from 'vitest';
import type { AppEvents } from '../../../main/core/app-events.ts';
import { followTimeline } from '../../../main/hosts/cli/timeline.ts';
import { sampleJobs } from '../../jobs/sample-jobs.ts';

it('a large upload tells its quarters once, and the end by its next state', () => {
  const listeners: AppEvents[] = [];
  const told: string[] = [];
  followTimeline(
    {
      listen(listener) {
        listeners.push(listener);
        return () => undefined;
      },
    },
    ({ text }) => told.push(text),
  );
  const job = { ...sampleJobs().uploading, sentAs: null };
  const size = job.file.fingerprint.size;
  for (const listener of listeners) {
    listener.onJobChanged?.(job);
    told.length = 0;
    for (const share of [0.1, 0.25, 0.3, 0.6, 0.8, 0.99, 1]) listener.onProgress?.(job.id, share * size);
    listener.onJobChanged?.({ ...sampleJobs().stored, id: job.id, waiting: null });
  }
  expect(told).toEqual(['uploading: 25 %', 'uploading: 50 %', 'uploading: 75 %', 'stored']);
});
