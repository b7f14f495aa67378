import { randomUUID } from 'node:crypto';
import { rename, utimes, writeFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { patientDestination } from '../../main/clinic/cases/destinations.ts';
import { readFingerprint } from '../../main/files/fingerprint.ts';
import type { Placement } from '../../main/uploads/intake/intake.ts';
import { folderIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { callOptions, someBytes, testClinic, uploadBench } from '../fixtures/upload-bench.ts';

const { signal } = new AbortController();
const inbox: Placement = { kind: 'inbox', reason: 'nobody-armed', candidates: [] };
const scan = { source: 'scan' } as const;

/** No queue runs, so jobs stay as the intake creates them. */
async function scene(given: Parameters<typeof uploadBench>[1] = {}) {
  const demo = await testClinic();
  const bench = await uploadBench(demo, given);
  const other = demo.patients().find(({ firstName }) => firstName === 'Nobody')?.id;
  const elsewhere = await patientDestination(
    bench.clinic.client,
    patientIdSchema.parse(other),
    callOptions(),
  );
  return {
    bench,
    elsewhere,
    again: (job: UploadJob, more: Parameters<typeof bench.file>[1] = {}) =>
      bench.uploads.intake.takeIn(bench.file(job.file.path, more), signal),
  };
}

describe('a given file', () => {
  it('is held for the undo period, or starts at once', async () => {
    const { bench } = await scene({ holdMs: 10_000 });
    const held = await bench.take('one.pdf', someBytes());
    expect(held).toMatchObject({ state: 'held', destination: bench.destination });
    const direct = await uploadBench(await testClinic());
    expect(await direct.take('one.pdf', someBytes())).toMatchObject({ state: 'queued', tries: 0 });
  });

  it('waits for a person without a destination, with its matches', async () => {
    const { bench } = await scene();
    const candidates = [bench.destination];
    const placement = { kind: 'inbox', reason: 'patient-ambiguous', candidates } as const;
    expect(await bench.take('one.pdf', someBytes(), { placement })).toMatchObject({
      state: 'inbox',
      reason: 'patient-ambiguous',
      candidates,
      duplicateOf: null,
    });
  });

  it('is not taken when it is empty or missing, and then there is no job', async () => {
    const { bench } = await scene();
    await expect(bench.take('empty.pdf', '')).rejects.toMatchObject({ code: 'file-empty' });
    await expect(bench.uploads.intake.takeIn(bench.file('/none.pdf'), signal)).rejects.toMatchObject({
      code: 'file-missing',
    });
    expect(bench.changes).toEqual([]);
  });

  it('is not taken with other bytes than those that were finished and routed', async () => {
    const { bench } = await scene();
    const path = await bench.write('scan.pdf', 'page one of Jane');
    const finished = await readFingerprint(path);
    await writeFile(path, 'page one of somebody else');
    const take = bench.uploads.intake.takeIn(bench.file(path, { ...scan, finished }), signal);
    await expect(take).rejects.toMatchObject({ code: 'file-changed' });
    expect(bench.changes).toEqual([]);
    const now = await readFingerprint(path);
    expect(
      await bench.uploads.intake.takeIn(bench.file(path, { ...scan, finished: now }), signal),
    ).toMatchObject({
      state: 'queued',
    });
  });
});

describe('a file that a person gives again', () => {
  it('is the job that it is already, while that waits for the same destination', async () => {
    const { bench, again } = await scene();
    const job = await bench.take('one.pdf', someBytes());
    expect((await again(job)).id).toBe(job.id);
    expect(bench.history.jobs.count('queued')).toBe(1);
  });

  it('is a new job for another destination, with a notice about the first', async () => {
    const { bench, again, elsewhere } = await scene();
    const job = await bench.take('one.pdf', someBytes());
    const second = await again(job, { placement: { kind: 'destination', destination: elsewhere } });
    expect(second).toMatchObject({ state: 'inbox', reason: 'duplicate-other-patient', duplicateOf: job.id });
    expect(second.id).not.toBe(job.id);
  });

  it('moves from the inbox to its new destination', async () => {
    const { bench, again } = await scene();
    const job = await bench.take('one.pdf', someBytes(), { placement: inbox });
    expect(await again(job, { placement: inbox })).toEqual(job);
    expect(await again(job)).toMatchObject({ id: job.id, state: 'held', destination: bench.destination });
    const third = await again(job, { placement: inbox });
    expect(third.id).not.toBe(job.id);
  });

  it('stays in the inbox as a duplicate, until the person accepts that', async () => {
    const { bench, again } = await scene();
    const bytes = someBytes();
    const first = await bench.take('one.pdf', bytes);
    const job = await bench.take('two.pdf', bytes, { placement: inbox });
    expect(await again(job)).toMatchObject({
      id: job.id,
      state: 'inbox',
      reason: 'duplicate-same-patient',
      duplicateOf: first.id,
      candidates: [bench.destination],
    });
    expect(await again(job, { duplicateAccepted: true })).toMatchObject({ id: job.id, state: 'held' });
  });

  it('continues from the step where it failed', async () => {
    const { bench, again } = await scene();
    const job = await bench.take('one.pdf', someBytes());
    bench.writer.apply(job.id, { kind: 'upload-started', now: 1 });
    const error = { code: 'permission-denied', advice: 'ask', detail: null, retryAt: null } as const;
    bench.writer.apply(job.id, { kind: 'failed', error, now: 2 });
    expect(await again(job)).toMatchObject({ id: job.id, state: 'queued' });
  });
});

describe('a scan whose file exists once more', () => {
  it('is the same job, also when its file was only touched', async () => {
    const { bench, again } = await scene();
    const job = await bench.take('one.pdf', someBytes(), scan);
    await utimes(job.file.path, new Date(0), new Date(0));
    const touched = await again(job, scan);
    expect(touched).toMatchObject({ id: job.id, state: 'queued' });
    expect(touched.file.fingerprint.modifiedNs).toBe('0');
  });

  it('resumes when it only waited because its file seemed changed', async () => {
    const { bench, again } = await scene();
    const job = await bench.take('one.pdf', someBytes(), scan);
    const candidates = [bench.destination];
    const event = { kind: 'returned', reason: 'file-changed', candidates, duplicateOf: null } as const;
    bench.writer.apply(job.id, event);
    expect(await again(job, scan)).toMatchObject({
      id: job.id,
      state: 'held',
      destination: bench.destination,
    });
  });

  it('asks first whether another PC has filed it, and only then about its content in the chart', async () => {
    const { bench, again } = await scene();
    const bytes = someBytes();
    const first = await bench.take('one.pdf', bytes, scan);
    const { destination } = bench;
    const placement = { kind: 'reconcile', destination, since: 0 } as const;
    const asked = await bench.take('two.pdf', bytes, { ...scan, placement });
    expect(asked).toMatchObject({
      ...{ state: 'inbox', reason: 'begun-elsewhere', candidates: [destination], duplicateOf: null },
    });
    expect(await again(asked)).toMatchObject({ reason: 'duplicate-same-patient', duplicateOf: first.id });
    const other = await bench.take('three.pdf', someBytes(), { ...scan, placement });
    expect(other).toMatchObject({ state: 'registering', mustVerify: true });
  });

  it('becomes a job together with the note of its name, or neither is written', async () => {
    const { bench } = await scene();
    const { knownFiles: known, jobs } = bench.history;
    const noted = { kind: 'new', isKnown: () => false, onRenamed: () => undefined } as const;
    const of = (note: () => void) => ({ ...scan, appearance: { ...noted, relativePath: 'one.pdf', note } });
    const folder = folderIdSchema.parse(randomUUID());
    const fingerprint = { size: 1, modifiedNs: '1', changedNs: '1', inode: '1' };
    const entry = { relativePath: 'one.pdf', fingerprint, standing: 'taken', mount: '', mark: null } as const;
    const fails = bench.take(
      'one.pdf',
      someBytes(),
      of(() => {
        known.remember(folder, [entry]);
        throw new Error('no space');
      }),
    );
    await expect(fails).rejects.toThrow();
    expect(known.get(folder, 'one.pdf')).toBeUndefined();
    expect(jobs.size('inbox') + jobs.size('queue')).toBe(0);
    await bench.take(
      'one.pdf',
      someBytes(),
      of(() => known.remember(folder, [entry])),
    );
    expect(known.get(folder, 'one.pdf')).toMatchObject({ standing: 'taken' });
  });

  it('keeps its old name known until its new one is written, so that a full disk makes no second job', async () => {
    const { bench, again } = await scene();
    const job = await bench.take('one.pdf', someBytes(), scan);
    bench.writer.apply(job.id, { kind: 'upload-started', now: 1 });
    const path = `${job.file.path}.renamed.pdf`;
    await rename(job.file.path, path);
    let isKnown = true;
    const appearance = {
      kind: 'new',
      relativePath: 'renamed.pdf',
      isKnown: () => isKnown,
      onRenamed: () => void (isKnown = false),
    } as const;
    const edit = vi.spyOn(bench.writer, 'edit').mockImplementationOnce(() => {
      throw new ChartdropError('disk-full');
    });
    onTestFinished(() => edit.mockRestore());
    const renamed = { ...job, file: { ...job.file, path } };
    await expect(again(renamed, { ...scan, appearance })).rejects.toMatchObject({ code: 'disk-full' });
    expect(await again(renamed, { ...scan, appearance })).toMatchObject({ id: job.id, file: { path } });
    expect(isKnown).toBe(false);
  });

  it.each(['its name had ended', 'it was saved again for another patient'] as const)(
    'is a new one with its own copy if %s',
    async (how) => {
      const { bench, again, elsewhere } = await scene();
      const job = await bench.take('one.pdf', someBytes(), scan);
      const ended = { kind: 'anew', isKnown: () => false, onRenamed: () => undefined } as const;
      await utimes(job.file.path, new Date(0), new Date(0));
      const next = await again(job, {
        ...scan,
        ...(how === 'its name had ended'
          ? { appearance: { ...ended, relativePath: 'one.pdf' } }
          : { placement: { kind: 'destination', destination: elsewhere } }),
      });
      expect(next.id).not.toBe(job.id);
      expect(next.file.copy?.name).toMatch(next.id);
      expect(job.file.copy?.name).toMatch(job.id);
    },
  );

  it('says that older bytes without a copy are lost, and keeps those of active uploads', async () => {
    const { bench, again } = await scene({ copyLimits: { largest: 0 } });
    const waiting = await bench.take('one.pdf', someBytes(), scan);
    const sent = await bench.take('two.pdf', someBytes(), scan);
    bench.writer.apply(sent.id, { kind: 'upload-started', now: 1 });
    for (const job of [waiting, sent]) {
      await writeFile(job.file.path, someBytes());
      expect((await again(job, scan)).id).not.toBe(job.id);
    }
    expect(bench.history.jobs.get(waiting.id)).toMatchObject({
      state: 'failed',
      error: { code: 'file-replaced' },
    });
    expect(bench.history.jobs.get(sent.id)?.state).toBe('uploading');
  });
});
