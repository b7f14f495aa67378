import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { createArchives } from '../../main/uploads/archives.ts';
import type { NewFile } from '../../main/uploads/intake/intake.ts';
import { jobIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { errorOf, rejectionOf } from '../fixtures/error-of.ts';
import { callOptions, someBytes, testClinic, uploadBench } from '../fixtures/upload-bench.ts';

const { signal } = new AbortController();
const plain = { acceptDuplicate: false };
const inbox: Partial<NewFile> = { placement: { kind: 'inbox', reason: 'nobody-armed', candidates: [] } };

describe('a person’s acts on a job', () => {
  it('assign a destination: it is held, and then filed there', async () => {
    const bench = await uploadBench(await testClinic());
    const { acts } = bench.uploads;
    bench.uploads.start();
    const job = await bench.take('one.pdf', someBytes(), inbox);
    expect(await acts.assign(job.id, bench.destination, plain, signal)).toMatchObject({
      kind: 'assigned',
      job: { state: 'held' },
    });
    expect(await bench.reached(job.id, 'filed')).toMatchObject({ destination: bench.destination });
    expect((await rejectionOf(acts.assign(job.id, bench.destination, plain, signal))).code).toBe(
      'transition-refused',
    );
  });

  it('assign two destinations at once: the first to decide wins, and the other is refused', async () => {
    const bench = await uploadBench(await testClinic(), { holdMs: 3_600_000 });
    const { acts } = bench.uploads;
    const job = await bench.take('one.pdf', someBytes(), inbox);
    const { destination } = bench;
    const another = { ...destination, patient: { ...destination.patient, id: patientIdSchema.parse('77') } };
    // Both look at the file before either decides, as a person and a lookup do on a slow share.
    const both = [destination, another].map((one) => acts.assign(job.id, one, plain, signal));
    const outcomes = await Promise.allSettled(both);
    const [won, ...more] = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value.job] : []));
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(more).toEqual([]);
    expect(refused).toEqual([expect.objectContaining({ code: 'transition-refused' })]);
    expect(bench.history.jobs.get(job.id)).toEqual(won);
  });

  it('decide about the current bytes', async () => {
    const bench = await uploadBench(await testClinic());
    const { acts } = bench.uploads;
    const job = await bench.take('one.pdf', someBytes(), inbox);
    await writeFile(job.file.path, 'other words');
    const { job: assigned } = await acts.assign(job.id, bench.destination, plain, signal);
    expect(assigned.file).toMatchObject({ fingerprint: { size: 11 } });
    expect(assigned.file.sha256).not.toBe(job.file.sha256);
    acts.takeBack(job.id);
    await rm(job.file.path);
    expect((await rejectionOf(acts.assign(job.id, bench.destination, plain, signal))).code).toBe(
      'file-missing',
    );
  });

  it('undo it in the undo period, ignore it, and restore it', async () => {
    const bench = await uploadBench(await testClinic(), { holdMs: 3_600_000 });
    const { acts } = bench.uploads;
    const { id } = await bench.take('one.pdf', someBytes());
    expect(acts.takeBack(id)).toMatchObject({
      state: 'inbox',
      reason: 'taken-back',
      candidates: [bench.destination],
    });
    expect(acts.dismiss(id)).toMatchObject({ state: 'dismissed', cause: 'person' });
    expect(acts.restore(id)).toMatchObject({ state: 'inbox', reason: 'restored' });
    expect(errorOf(() => acts.retry(id)).code).toBe('transition-refused');
  });

  it('pause one, and resume it', async () => {
    const bench = await uploadBench(await testClinic());
    const { acts } = bench.uploads;
    bench.uploads.queue.pause('person');
    bench.uploads.start();
    const paused = await bench.take('one.pdf', someBytes());
    const other = await bench.take('two.pdf', someBytes());
    acts.setPaused(paused.id, true);
    bench.uploads.queue.resume('person');
    await bench.reached(other.id, 'filed');
    expect(bench.history.jobs.get(paused.id)?.state).toBe('queued');
    acts.setPaused(paused.id, false);
    await bench.reached(paused.id, 'filed');
  });

  it('interrupt a transfer by pausing it; it starts over', async () => {
    const demo = await testClinic({ faults: [{ step: 'storage', act: 'hang' }] });
    const bench = await uploadBench(demo);
    const { acts, queue } = bench.uploads;
    bench.uploads.start();
    const { id } = await bench.take('one.pdf', someBytes());
    await expect.poll(() => demo.faults.fired()).toEqual({ hang: 1 });
    expect(queue.running()).toEqual([id]);
    acts.setPaused(id, true);
    await bench.reached(id, 'queued');
    await expect.poll(() => queue.running()).toEqual([]);
    expect(bench.history.jobs.get(id)).toMatchObject({ state: 'queued', paused: true, waiting: null });
    acts.setPaused(id, false);
    await bench.reached(id, 'filed');
  });

  it('move one to the front', async () => {
    const bench = await uploadBench(await testClinic(), { uploads: 1 });
    bench.uploads.queue.pause('person');
    bench.uploads.start();
    await bench.take('one.pdf', someBytes());
    const last = await bench.take('two.pdf', someBytes());
    bench.uploads.acts.moveFirst(last.id);
    const before = bench.changes.length;
    bench.uploads.queue.resume('person');
    await bench.reached(last.id, 'filed');
    expect(bench.changes.slice(before).find(({ state }) => state === 'uploading')?.id).toBe(last.id);
  });

  it('set its description, until it is sent', async () => {
    const demo = await testClinic();
    const bench = await uploadBench(demo);
    const { acts } = bench.uploads;
    const { id } = await bench.take('one.pdf', someBytes(), inbox);
    expect(acts.describe(id, 'from the GP').description).toBe('from the GP');
    bench.uploads.start();
    await acts.assign(id, bench.destination, plain, signal);
    await bench.reached(id, 'filed');
    expect(demo.attachments().find(({ filename }) => filename === 'one.pdf')?.description).toBe(
      'from the GP',
    );
    expect(errorOf(() => acts.describe(id, 'too late')).code).toBe('transition-refused');
    expect(errorOf(() => acts.describe(jobIdSchema.parse(randomUUID()), null)).code).toBe('job-not-found');
  });
});

describe('archiving an attachment', () => {
  it('is recorded with the job that filed it, and later calls make no request', async () => {
    const demo = await testClinic();
    const bench = await uploadBench(demo);
    bench.uploads.start();
    const { id } = await bench.take('one.pdf', someBytes());
    const filed = await bench.reached(id, 'filed');
    const attachmentId = filed.state === 'filed' ? filed.attachmentId : null;
    if (attachmentId === null) throw new Error('not filed');
    const { history, clinic } = bench;
    const archives = createArchives({
      ...{ client: clinic.client, history, writer: bench.writer, clock: systemClock, random: Math.random },
      ...{ log: { info: () => undefined, warn: () => undefined }, onChanged: () => undefined },
    });
    onTestFinished(() => archives.stop());
    const archive = () => archives.archive({ id: attachmentId, patientId: null }, callOptions());
    await archive();
    expect(bench.history.jobs.get(id)).toMatchObject({
      state: 'filed',
      archivedAt: expect.any(Number) as number,
    });
    expect(demo.attachments().find((one) => one.id === attachmentId)?.archivedAt).not.toBeNull();
    const { api } = demo.requests();
    await archive();
    // One check, and no second call to archive.
    expect(demo.requests().api).toBe(api + 1);
  });
});
