import { createHash } from 'node:crypto';
import { chmod, readFile, truncate, utimes } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { NewFile, Placement } from '../../main/uploads/intake/intake.ts';
import { largeFileBytes } from '../../main/files/large-file.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { someBytes, testClinic, type UploadBench, uploadBench } from '../fixtures/upload-bench.ts';

const { signal } = new AbortController();
const scan = { source: 'scan' } as const;
const inbox: Placement = { kind: 'inbox', reason: 'nobody-armed', candidates: [] };

/** A job of a file that starts with these bytes and continues with zeros, which use no disk space. */
async function takeLarge(
  bench: UploadBench,
  name: string,
  given: { start?: Buffer; size?: number } & Partial<NewFile> = {},
): Promise<UploadJob> {
  const { start = someBytes(), size = largeFileBytes, ...more } = given;
  const path = await bench.write(name, start);
  await truncate(path, size);
  return bench.uploads.intake.takeIn(bench.file(path, more), signal);
}

const hashOf = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

describe('a large file', () => {
  it('is read once, as it is sent, and its job then knows its hash', async () => {
    const demo = await testClinic();
    const bench = await uploadBench(demo);
    const job = await takeLarge(bench, 'film.zip', { size: largeFileBytes + 7 });
    expect(job).toMatchObject({ state: 'queued', file: { sha256: null } });
    bench.uploads.start();
    const filed = await bench.reached(job.id, 'filed');
    expect(filed.file.sha256).toBe(await hashOf(job.file.path));
    expect(demo.attachments().filter((one) => one.sha256 === filed.file.sha256)).toHaveLength(1);
  });

  it('is read before if it must be compared: with its path, with one of its size, or for a person', async () => {
    const bench = await uploadBench(await testClinic());
    const unread = await takeLarge(bench, 'film.zip');
    const sameSize = await takeLarge(bench, 'other.zip');
    const samePath = await takeLarge(bench, 'film.zip', { size: largeFileBytes + 1 });
    const forPerson = await takeLarge(bench, 'whose.zip', { size: largeFileBytes + 2, placement: inbox });
    const small = await takeLarge(bench, 'small.zip', { size: largeFileBytes - 1 });
    const isUnread = [unread, sameSize, samePath, forPerson, small].map(({ file }) => file.sha256 === null);
    expect(isUnread).toEqual([true, false, false, false, false]);
  });

  it('that is given twice at once is filed once, and a person is asked about the other (case 14)', async () => {
    const demo = await testClinic();
    const bench = await uploadBench(demo);
    const start = someBytes();
    const jobs = await Promise.all([
      takeLarge(bench, 'film.zip', { start }),
      takeLarge(bench, 'film again.zip', { start }),
    ]);
    expect(jobs.filter(({ file }) => file.sha256 === null)).toHaveLength(1);
    expect(jobs.map(({ state }) => state)).toEqual(['queued', 'queued']);
    bench.uploads.start();
    const ended = await Promise.all(jobs.map(({ id }) => bench.reached(id, 'filed', 'inbox')));
    const [filed] = ended.filter(({ state }) => state === 'filed');
    const [told] = ended.filter(({ state }) => state === 'inbox');
    expect(told).toMatchObject({ reason: 'duplicate-same-patient', duplicateOf: filed?.id });
    expect(told?.file.sha256).toBe(filed?.file.sha256);
    expect(demo.attachments().filter((one) => one.sha256 === filed?.file.sha256)).toHaveLength(1);
    // Its hash is known now, so a duplicate is recognised without sending it.
    if (told === undefined) throw new Error('nobody was told');
    const choice = { acceptDuplicate: false };
    expect(await bench.uploads.acts.assign(told.id, bench.destination, choice, signal)).toMatchObject({
      kind: 'duplicate',
      job: { state: 'inbox', reason: 'duplicate-same-patient' },
    });
    const accepted = { acceptDuplicate: true };
    await bench.uploads.acts.assign(told.id, bench.destination, accepted, signal);
    expect((await bench.reached(told.id, 'filed')).id).toBe(told.id);
  });

  it('that a person assigns is read first if another one of its size has come meanwhile (case 14)', async () => {
    const bench = await uploadBench(await testClinic());
    const start = someBytes();
    const job = await takeLarge(bench, 'film.zip', { start });
    bench.uploads.acts.takeBack(job.id);
    const next = await takeLarge(bench, 'film again.zip', { start });
    const choice = { acceptDuplicate: false };
    expect(await bench.uploads.acts.assign(job.id, bench.destination, choice, signal)).toMatchObject({
      kind: 'duplicate',
      job: { state: 'inbox', reason: 'duplicate-same-patient', duplicateOf: next.id },
    });
  });
});

describe('a large file that waits unread', () => {
  it('resumes when only its permissions changed, and needs a person when it was written to', async () => {
    const bench = await uploadBench(await testClinic());
    const touched = await takeLarge(bench, 'touched.zip');
    const written = await takeLarge(bench, 'written.zip', { size: largeFileBytes + 1 });
    await chmod(touched.file.path, 0o600);
    await utimes(written.file.path, new Date(), new Date());
    bench.uploads.start();
    expect(await bench.reached(written.id, 'inbox', 'filed')).toMatchObject({
      state: 'inbox',
      reason: 'file-changed',
      candidates: [bench.destination],
    });
    expect((await bench.reached(touched.id, 'inbox', 'filed')).state).toBe('filed');
  });

  it('is the same job when its scan is found again, and its upload still checks for duplicates', async () => {
    const bench = await uploadBench(await testClinic(), { copyLimits: { largest: 0 } });
    const job = await takeLarge(bench, 'film.zip', scan);
    await chmod(job.file.path, 0o600);
    const again = await bench.uploads.intake.takeIn(bench.file(job.file.path, scan), signal);
    expect(again).toMatchObject({ id: job.id, state: 'queued', file: { sha256: null } });
    expect(again.file.fingerprint.changedNs).not.toBe(job.file.fingerprint.changedNs);
  });

  it('is failed when its scan was written to, which becomes a separate job', async () => {
    const bench = await uploadBench(await testClinic(), { copyLimits: { largest: 0 } });
    const job = await takeLarge(bench, 'film.zip', scan);
    const next = await takeLarge(bench, 'film.zip', scan);
    expect(next.id).not.toBe(job.id);
    expect(next.file.sha256).toBe(await hashOf(job.file.path));
    expect(bench.history.jobs.get(job.id)).toMatchObject({
      state: 'failed',
      error: { code: 'file-replaced' },
    });
  });

  it('is read from its copy if it is a scan, and sent from there when it is overwritten (case 38)', async () => {
    const demo = await testClinic();
    const bench = await uploadBench(demo);
    const job = await takeLarge(bench, 'film.zip', scan);
    expect(job.file.sha256).toBe(await hashOf(job.file.path));
    await takeLarge(bench, 'film.zip', { ...scan, start: someBytes() });
    bench.uploads.start();
    await bench.reached(job.id, 'filed');
    expect(demo.attachments().filter(({ sha256 }) => sha256 === job.file.sha256)).toHaveLength(1);
  });
});
