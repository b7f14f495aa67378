import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { createJobWriter } from '../../main/jobs/job-writer.ts';
import { createOutgoing } from '../../main/uploads/queue/outgoing.ts';
import { createPhotoConverter } from '../../main/uploads/photos/photo-converter.ts';
import { createRegistration } from '../../main/uploads/register/registration.ts';
import { createRunJob } from '../../main/uploads/queue/run-job.ts';
import type { JobState } from '../../preload/contract/job.ts';
import { unheardRun } from '../fakes/unheard-run.ts';
import { someBytes, testClinic, uploadBench } from '../fixtures/upload-bench.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';

/** One queued job with a real clinic and database. While its state is in `full`, no write succeeds. */
async function scene() {
  const bench = await uploadBench(await testClinic());
  const { history, clinic } = bench;
  const full = new Set<JobState>();
  const store: typeof history.jobs = {
    ...history.jobs,
    change(id, change) {
      const state = history.jobs.get(id)?.state;
      if (state !== undefined && full.has(state)) throw new ChartdropError('disk-full');
      return history.jobs.change(id, change);
    },
  };
  const shared = {
    ...clinic,
    store,
    writer: createJobWriter(store, () => undefined),
    clock: systemClock,
    apiUser: clinic.userId,
    copies: { proven: () => Promise.resolve(null) },
    random: () => 0.5,
    mayGoOn: () => Promise.resolve(),
    onStorage: () => undefined,
    onProgress: () => undefined,
  };
  const outgoing = createOutgoing({
    ...shared,
    photos: createPhotoConverter(testDecoder),
    heicPhotos: () => 'keep',
  });
  const run = createRunJob({ ...shared, outgoing, register: createRegistration(shared) });
  const { id } = await bench.take('letter.txt', someBytes());
  return {
    full,
    run: () => run(id, new AbortController().signal, unheardRun),
    job: () => history.jobs.get(id),
  };
}

describe('a disk that is full (case 13)', () => {
  it('before the start: the row is unchanged, and the error is the disk’s', async () => {
    const { full, run, job } = await scene();
    const before = job();
    full.add('queued');
    const outcome = await run();
    expect([outcome.error?.code, outcome.written]).toEqual(['disk-full', true]);
    expect(job()).toEqual(before);
    full.clear();
    expect(await run()).toMatchObject({ error: null, written: true });
    expect(job()?.state).toBe('processing');
  });

  it.each<JobState>(['uploading', 'stored', 'registering'])(
    'in %s: the row is behind reality, and the queue learns it',
    async (state) => {
      const { full, run, job } = await scene();
      full.add(state);
      const outcome = await run();
      expect([outcome.error?.code, outcome.written]).toEqual(['disk-full', false]);
      expect(job()?.state).toBe(state);
    },
  );
});
