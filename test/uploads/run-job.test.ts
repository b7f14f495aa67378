import { copyFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { databaseFile, openHistory } from '../../main/jobs/history.ts';
import { createJobWriter } from '../../main/jobs/job-writer.ts';
import { newDataKey } from '../../main/database/sealing.ts';
import { createOutgoing } from '../../main/uploads/queue/outgoing.ts';
import { createPhotoConverter } from '../../main/uploads/photos/photo-converter.ts';
import { createRegistration } from '../../main/uploads/register/registration.ts';
import { createRunJob } from '../../main/uploads/queue/run-job.ts';
import type { JobState } from '../../preload/contract/job.ts';
import { unheardRun } from '../fakes/unheard-run.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { someBytes, testClinic, uploadBench } from '../fixtures/upload-bench.ts';
import { testDecoder } from '../fixtures/test-decoder.ts';

/** The acts that leave this PC. */
type Left = 'claim' | 'presigned post' | 'create call';

/** One queued job with a real clinic and database. While its state is in `full`, no write succeeds. */
async function scene() {
  const [directory, dataKey] = [await tempFolder(), newDataKey()];
  const bench = await uploadBench(await testClinic(), { directory, dataKey });
  const { history, clinic } = bench;
  const full = new Set<JobState>();
  /** The database as a power failure would leave it now: as it was when the disk last had all. */
  const durable = await tempFolder();
  let failing: number | null = null;
  const flushed = async (): Promise<void> => {
    if (failing !== null && (failing -= 1) < 0) throw new ChartdropError('disk-full');
    await history.jobs.flushed();
    for (const suffix of ['', '-wal'])
      await copyFile(databaseFile(directory) + suffix, databaseFile(durable) + suffix);
  };
  /** The state that the job would have after a power failure, at each moment when something leaves this PC. */
  const left: [Left, JobState | undefined][] = [];
  const leaves = (what: Left): void => {
    const actor = () => ({ osUser: 'tester', station: 'test-pc', apiUser: null });
    const after = openHistory({ directory: durable, dataKey, access: 'beside', clock: systemClock, actor });
    left.push([what, after.jobs.get(id)?.state]);
    after.close();
  };
  const store: typeof history.jobs = {
    ...history.jobs,
    flushed,
    change(id, change, commit) {
      const state = history.jobs.get(id)?.state;
      if (state !== undefined && full.has(state)) throw new ChartdropError('disk-full');
      return history.jobs.change(id, change, commit);
    },
  };
  const client: typeof clinic.client = {
    ...clinic.client,
    presignedPost(...args) {
      leaves('presigned post');
      return clinic.client.presignedPost(...args);
    },
    createAttachment(...args) {
      leaves('create call');
      return clinic.client.createAttachment(...args);
    },
  };
  const shared = {
    ...clinic,
    client,
    store,
    writer: createJobWriter(store, () => undefined),
    clock: systemClock,
    apiUser: clinic.userId,
    copies: { proven: () => Promise.resolve(null) },
    random: () => 0.5,
    mayGoOn() {
      leaves('claim');
      return Promise.resolve();
    },
    onStorage: () => undefined,
    onProgress: () => undefined,
  };
  const outgoing = createOutgoing({
    ...shared,
    photos: createPhotoConverter(testDecoder),
    heicPhotos: () => 'keep',
  });
  const run = createRunJob({ ...shared, outgoing, register: createRegistration(shared) });
  const { id } = await bench.take('letter.txt', someBytes(), { source: 'scan' });
  return {
    full,
    left,
    /** No flush succeeds after that many. */
    failAfter: (flushes: number) => void (failing = flushes),
    run: (signal = new AbortController().signal) => run(id, signal, unheardRun),
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

describe('a power failure', () => {
  it('leaves the row of what has left this PC, from the claim of a shared scan to the create call', async () => {
    const { run, left, job } = await scene();
    expect(await run()).toMatchObject({ error: null, written: true });
    expect(job()?.state).toBe('processing');
    expect(left).toEqual([
      ['claim', 'uploading'],
      ['presigned post', 'uploading'],
      ['claim', 'uploading'],
      ['create call', 'registering'],
    ]);
  });

  it('claims nothing for an upload that was stopped while the disk was busy', async () => {
    const { run, left, job } = await scene();
    const stop = new AbortController();
    const running = run(stop.signal);
    stop.abort();
    expect((await running).error?.code).toBe('aborted');
    expect(left).toEqual([]);
    expect(job()?.state).toBe('uploading');
  });

  it.each<[number, Left[], JobState]>([
    [0, [], 'queued'],
    [1, ['claim', 'presigned post', 'claim'], 'registering'],
  ])('while the disk takes nothing: nothing more leaves after %i flushes', async (flushes, gone, state) => {
    const { run, left, job, failAfter } = await scene();
    failAfter(flushes);
    expect((await run()).error?.code).toBe('disk-full');
    expect(left.map(([what]) => what)).toEqual(gone);
    expect(job()).toMatchObject({ state, waiting: { code: 'disk-full' } });
  });
});
