import { createHash, randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { rename, utimes, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { DemoClinic } from '../../main/demo-clinic/start.ts';
import type { Fault } from '../../main/demo-clinic/faults/faults.ts';
import { patientDestination } from '../../main/clinic/cases/destinations.ts';
import { type JobId, patientIdSchema } from '../../preload/contract/ids.ts';
import { createFastClock } from '../fakes/fast-clock.ts';
import { callOptions, fastBench, someBytes, testClinic, uploadBench } from '../fixtures/upload-bench.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The clinic's attachments with these bytes. */
const copies = (demo: DemoClinic, bytes: Buffer) =>
  demo
    .attachments()
    .filter((attachment) => attachment.sha256 === sha256(bytes) && attachment.archivedAt === null);

describe('a fault during the upload', () => {
  it.each<[string, Fault[]]>([
    ['the connection drops before the presigned post', [{ step: 'presign', act: 'drop-before' }]],
    ['the presigned post is an HTML page (case 32)', [{ step: 'presign', act: 'html' }]],
    ['the presigned post is cut off (case 32)', [{ step: 'presign', act: 'truncate' }]],
    ['the service has a fault', [{ step: 'presign', act: { status: 503 }, times: 2 }]],
    ['the policy is expired already (case 26)', [{ step: 'presign', act: 'expire-policy' }]],
    ['the policy expires in mid-upload (case 26)', [{ step: 'storage', act: 'expire-policy', times: 2 }]],
    ['the storage drops the upload', [{ step: 'storage', act: 'drop-before' }]],
    ['the storage stores, but its answer is lost', [{ step: 'storage', act: 'drop-after' }]],
    ['the storage has a fault', [{ step: 'storage', act: { status: 503 } }]],
    ['a proxy answers for the storage', [{ step: 'storage', act: 'html' }]],
    ['the storage’s answer is cut off', [{ step: 'storage', act: 'truncate' }]],
    ['the create call is lost before it is carried out', [{ step: 'create', act: 'drop-before' }]],
    ['the create call is carried out, but its answer is lost', [{ step: 'create', act: 'drop-after' }]],
    ['the create call’s answer is cut off', [{ step: 'create', act: 'truncate' }]],
    ['the create call meets a fault', [{ step: 'create', act: { status: 500 } }]],
    [
      'the answer is lost, and the look for it fails too',
      [
        { step: 'create', act: 'drop-after' },
        { step: 'list', act: 'drop-before', times: 2 },
      ],
    ],
    ['the service cleans the name (case 51)', [{ step: 'create', act: 'clean-name' }]],
    ['the record’s flag is null (cases 32 and 51)', [{ step: 'create', act: 'null-completed' }]],
    ['there is no presigned post at first', [{ step: 'presign', act: 'null-post', times: 2 }]],
    [
      'the presigned post has no url, then no fields',
      [
        { step: 'presign', act: 'null-url' },
        { step: 'presign', act: 'null-fields' },
      ],
    ],
    ['the limit is reached (case 25)', [{ step: 'create', act: { rateLimitMs: 2000 } }]],
    ['the poll fails', [{ step: 'list', act: { status: 502 }, times: 3 }]],
  ])('%s: still filed, once', async (_name, faults) => {
    const { demo, bench } = await fastBench(faults);
    const bytes = someBytes();
    const { id } = await bench.take('scan.pdf', bytes);
    const ended = await bench.reached(id, 'filed', 'failed', 'inbox');
    expect(ended.state).toBe('filed');
    expect(copies(demo, bytes)).toHaveLength(1);
    const struck = Object.values(demo.faults.fired()).reduce((sum, count) => sum + count, 0);
    expect(struck).toBeGreaterThan(0);
  });

  it('is never twice in the chart, when the answer is lost and the service cleans names (case 51)', async () => {
    const { demo, bench } = await fastBench();
    demo.faults.turn({ fileNames: 'cleaned' });
    demo.faults.add({ step: 'create', act: 'drop-after' });
    const bytes = someBytes();
    const { id } = await bench.take('A & B.pdf', bytes);
    expect((await bench.reached(id, 'filed', 'failed')).state).toBe('filed');
    expect(copies(demo, bytes)).toMatchObject([{ filename: 'A___B.pdf' }]);
  });

  it('gives up if the clinic never returns a presigned post, and a person may retry', async () => {
    const { demo, bench } = await fastBench([{ step: 'presign', act: 'null-post', times: 'always' }]);
    const { id } = await bench.take('a.pdf', someBytes());
    expect(await bench.reached(id, 'filed', 'failed')).toMatchObject({
      state: 'failed',
      failedStep: { at: 'uploading' },
      error: { code: 'presigned-post-missing' },
    });
    expect(demo.faults.fired()['null-post']).toBeLessThanOrEqual(6);
    demo.faults.clear();
    bench.uploads.acts.retry(id);
    expect((await bench.reached(id, 'filed', 'failed')).state).toBe('filed');
  });

  it('files all others beside one record that the clinic never describes', async () => {
    const { bench } = await fastBench([{ step: 'create', act: 'null-attributes', skip: 3 }]);
    const ids: JobId[] = [];
    for (let at = 0; at < 12; at += 1) ids.push((await bench.take(`${at}.pdf`, someBytes())).id);
    await expect
      .poll(() => ids.filter((id) => bench.history.jobs.get(id)?.state === 'filed').length)
      .toBe(11);
    expect(bench.history.jobs.count('processing')).toBe(1);
  });

  it.each<[string, Fault, string]>([
    ['another size (case 12)', { step: 'create', act: 'process-wrong-size' }, 'attachment-other-size'],
    [
      'another patient (case 12)',
      { step: 'create', act: 'process-wrong-patient' },
      'attachment-other-patient',
    ],
    ['no record (case 12)', { step: 'create', act: 'vanish' }, 'attachment-missing'],
    [
      'a refusal of the create call',
      { step: 'create', act: { status: 422, body: '{"message":"no"}' } },
      'record-refused',
    ],
    ['a missing permission', { step: 'presign', act: { status: 403 } }, 'permission-denied'],
    [
      'a storage that refuses each time',
      { step: 'storage', act: 'expire-policy', times: 'always' },
      'policy-expired',
    ],
  ])('%s is shown as failed, in the service’s own words if there are any', async (_name, fault, code) => {
    const { demo, bench } = await fastBench([fault]);
    const { id } = await bench.take('scan.pdf', someBytes());
    const ended = await bench.reached(id, 'filed', 'failed', 'inbox');
    expect(ended).toMatchObject({ state: 'failed', error: { code } });
    if (code === 'record-refused') expect(ended).toMatchObject({ error: { detail: 'no' } });
    // Three new presigned posts after the first, and no more.
    if (code === 'policy-expired') expect(demo.requests().storagePosts).toBe(4);
  });

  it('continues from where it failed, when a person says so', async () => {
    const { demo, bench } = await fastBench([{ step: 'create', act: { status: 422 } }]);
    const bytes = someBytes();
    const { id } = await bench.take('scan.pdf', bytes);
    await bench.reached(id, 'failed');
    bench.uploads.acts.retry(id);
    await bench.reached(id, 'filed');
    expect(copies(demo, bytes)).toHaveLength(1);
  });

  it('pauses the whole queue for a rejected key, fails nothing, and resumes with one that works', async () => {
    const { demo, bench } = await fastBench([{ step: 'presign', act: { status: 401 } }]);
    const jobs = [await bench.take('1.pdf', someBytes()), await bench.take('2.pdf', someBytes())];
    await expect.poll(() => bench.uploads.queue.pausedBy()).toEqual(['key']);
    expect(demo.attachments().filter((one) => one.filename === '1.pdf')).toEqual([]);
    expect(bench.history.jobs.count('failed')).toBe(0);
    bench.uploads.queue.resume('key');
    for (const { id } of jobs) await bench.reached(id, 'filed');
  });
});

describe('the search before posting again', () => {
  it('uses no other file’s attachment, though name and size are the same', async () => {
    const { demo, bench } = await fastBench();
    const [lost, other] = [someBytes(5000), someBytes(5000)];
    // By hand at the same moment, for the same patient, under the same name.
    demo.faults.add({ step: 'create', act: 'drop-before' });
    const first = await bench.take('scan.pdf', lost);
    await bench.reached(first.id, 'registering');
    const second = await bench.take('copy/../scan.pdf', other).catch(() => null);
    expect(second?.id).not.toBe(first.id);
    if (second !== null) await bench.reached(second.id, 'filed');
    await bench.reached(first.id, 'filed', 'inbox', 'failed');
    const served = bench.history.jobs
      .inState('filed')
      .map((job) => (job.state === 'filed' ? job.attachmentId : ''));
    expect(new Set(served).size).toBe(served.length);
    expect(copies(demo, other)).toHaveLength(1);
  });

  it('posts several equal names at once, each answer lost, and files each once', async () => {
    const { demo, bench } = await fastBench([{ step: 'create', act: 'drop-after', times: 3 }]);
    const files = [someBytes(3000), someBytes(3000), someBytes(3000)];
    const jobs = await Promise.all(files.map((bytes, at) => bench.take(`scan${at}.pdf`, bytes)));
    for (const { id } of jobs) await bench.reached(id, 'filed');
    for (const bytes of files) expect(copies(demo, bytes)).toHaveLength(1);
  });

  it('uploads again when the stored bytes are gone and no attachment was made of them', async () => {
    const { demo, bench } = await fastBench([
      { step: 'create', act: 'drop-before' },
      { step: 'create', skip: 0, act: { status: 422, body: '{"errors":{"upload_url":["is invalid"]}}' } },
    ]);
    const bytes = someBytes();
    const { id } = await bench.take('scan.pdf', bytes);
    await bench.reached(id, 'filed');
    expect(demo.requests().storagePosts).toBe(2);
    expect(copies(demo, bytes)).toHaveLength(1);
  });

  it('trusts the service’s clock, not ours, however wrong ours is (case 30)', async () => {
    const clock = createFastClock(40);
    const demo = await testClinic({ now: () => clock.now() - 9 * 60_000, processingMs: 200 });
    const bench = await uploadBench(demo, { clock });
    demo.faults.add({ step: 'create', act: 'drop-after' });
    bench.uploads.start();
    const bytes = someBytes();
    const { id } = await bench.take('scan.pdf', bytes);
    await bench.reached(id, 'filed');
    expect(copies(demo, bytes)).toHaveLength(1);
  });
});

describe('a file that has changed', () => {
  it('returns to the inbox when it changed before it was sent, and nothing of it is stored', async () => {
    const { demo, bench } = await fastBench();
    bench.uploads.queue.pause('person');
    const job = await bench.take('scan.pdf', someBytes());
    await writeFile(job.file.path, 'other bytes');
    bench.uploads.queue.resume('person');
    expect(await bench.reached(job.id, 'inbox', 'filed')).toMatchObject({
      state: 'inbox',
      reason: 'file-changed',
      candidates: [bench.destination],
    });
    expect(demo.attachments().filter((one) => one.filename === 'scan.pdf')).toEqual([]);
  });

  it('is visible and retried while it is missing, and filed when it is back', async () => {
    const { bench } = await fastBench();
    bench.uploads.queue.pause('person');
    const job = await bench.take('scan.pdf', someBytes());
    await rename(job.file.path, `${job.file.path}.away`);
    bench.uploads.queue.resume('person');
    await expect
      .poll(() => bench.history.jobs.get(job.id))
      .toMatchObject({ state: 'queued', waiting: { code: 'file-missing' } });
    await rename(`${job.file.path}.away`, job.file.path);
    // The rename changed the change time, so the bytes were verified again: they are equal.
    await bench.reached(job.id, 'filed');
  });

  it('is the same job when a scan is only touched, and a new one when it is overwritten (case 14)', async () => {
    // Held until both are there; a hold of more than 15 minutes would count as over (job-store.ts).
    const { bench } = await fastBench([], { holdMs: 120_000 });
    const scan = { source: 'scan' } as const;
    const first = await bench.take('scan.pdf', 'first bytes', scan);
    await utimes(first.file.path, new Date(), new Date());
    const touched = await bench.uploads.intake.takeIn(
      bench.file(first.file.path, scan),
      new AbortController().signal,
    );
    expect(touched.id).toBe(first.id);
    const second = await bench.take('scan.pdf', 'second bytes', scan);
    expect(second.id).not.toBe(first.id);
    await bench.reached(first.id, 'filed');
    await bench.reached(second.id, 'filed');
  });
});

describe('the same content again (case 14)', () => {
  it.each([
    ['the same patient', true, 'duplicate-same-patient'],
    ['another patient', false, 'duplicate-other-patient'],
  ] as const)(
    'for %s goes to the inbox with that reason, and is filed when a person accepts it',
    async (_name, same, reason) => {
      const { demo, bench } = await fastBench();
      const bytes = someBytes();
      const first = await bench.take('one.pdf', bytes);
      await bench.reached(first.id, 'filed');
      const otherId = demo
        .patients()
        .filter((one) => one.archivedAt === null && one.deletedAt === null && one.mergedAt === null)[3]?.id;
      const destination = same
        ? bench.destination
        : await patientDestination(bench.clinic.client, patientIdSchema.parse(otherId), callOptions());
      const second = await bench.take('two.pdf', bytes, { placement: { kind: 'destination', destination } });
      expect(second).toMatchObject({
        state: 'inbox',
        reason,
        duplicateOf: first.id,
        candidates: [destination],
      });
      const { signal } = new AbortController();
      const refused = await bench.uploads.acts.assign(
        second.id,
        destination,
        { acceptDuplicate: false },
        signal,
      );
      expect(refused).toMatchObject({ kind: 'duplicate', job: { state: 'inbox', reason } });
      await bench.uploads.acts.assign(second.id, destination, { acceptDuplicate: true }, signal);
      await bench.reached(second.id, 'filed');
      expect(copies(demo, bytes)).toHaveLength(2);
    },
  );

  it('counts active uploads', async () => {
    const { bench } = await fastBench([], { holdMs: 120_000 });
    const bytes = someBytes();
    const first = await bench.take('one.pdf', bytes);
    expect(await bench.take('two.pdf', bytes)).toMatchObject({ state: 'inbox', duplicateOf: first.id });
  });
});

describe('a start after a crash', () => {
  it.each(['uploading', 'registering'] as const)('resumes from %s', async (state) => {
    const { demo, bench } = await fastBench([
      {
        step: state === 'uploading' ? 'storage' : 'create',
        act: state === 'uploading' ? 'hang' : 'hang-after',
      },
    ]);
    const bytes = someBytes();
    const { id } = await bench.take('scan.pdf', bytes);
    await bench.reached(id, state);
    await expect.poll(() => Object.keys(demo.faults.fired())).toHaveLength(1);
    const next = await bench.restart();
    expect(next.history.jobs.get(id)?.state).toBe(state);
    next.uploads.start();
    await next.reached(id, 'filed');
    expect(copies(demo, bytes)).toHaveLength(1);
    expect(next.history.audit.firstTampered()).toBeNull();
  });

  it('opens nothing while another process works on the same data', async () => {
    const { demo, bench } = await fastBench();
    expect(bench.history.jobs.count('queued')).toBe(0);
    const directory = dirname(await bench.write(randomUUID(), ''));
    const first = await uploadBench(demo, { directory });
    await expect(uploadBench(demo, { directory })).rejects.toMatchObject({ code: 'data-in-use' });
    expect(first.history.setAside).toBeNull();
  });
});
