import { expect, it } from 'vitest';
import { createBytesUnderWay } from '../../../main/hosts/electron/window/bytes-under-way.ts';
import type { UploadJob } from '../../../main/jobs/job.ts';
import { rowOf, somebody } from '../../fixtures/job-rows.ts';

/** One upload of this size in its successive states. */
async function upload(size: number) {
  const row = await rowOf('/scans/a.pdf');
  const file = { ...row.file, fingerprint: { ...row.file.fingerprint, size } };
  const base = { ...row, file, destination: somebody };
  const pending = { notBefore: 1, waiting: null, tries: 0 };
  const states: Record<'uploading' | 'stored' | 'queued', UploadJob> = {
    uploading: { ...base, state: 'uploading', startedAt: 1, waiting: null, tries: 0 },
    stored: { ...base, state: 'stored', uploadUrl: 'https://storage.example/tmp/x', ...pending },
    queued: { ...base, state: 'queued', ...pending },
  };
  return { id: row.id, ...states };
}

it('is one bar from the first upload until none is active', async () => {
  const bytes = createBytesUnderWay();
  expect(bytes.fraction()).toBeNull();
  const [first, second] = [await upload(100), await upload(300)];
  bytes.onJobChanged(first.uploading);
  bytes.onProgress(first.id, 50);
  expect(bytes.fraction()).toBe(0.5);
  bytes.onJobChanged(second.uploading);
  bytes.onJobChanged(first.stored);
  expect(bytes.fraction()).toBe(0.25);
  bytes.onProgress(second.id, 300);
  expect(bytes.fraction()).toBe(1);
  bytes.onJobChanged(second.stored);
  expect(bytes.fraction()).toBeNull();
});

it('starts over with an interrupted upload, and ignores jobs that it never saw', async () => {
  const bytes = createBytesUnderWay();
  const [first, second] = [await upload(100), await upload(100)];
  bytes.onProgress(first.id, 10);
  bytes.onJobChanged(first.stored);
  expect(bytes.fraction()).toBeNull();
  bytes.onJobChanged(first.uploading);
  bytes.onJobChanged(second.uploading);
  bytes.onProgress(first.id, 100);
  bytes.onJobChanged(first.queued);
  expect(bytes.fraction()).toBe(0);
});
