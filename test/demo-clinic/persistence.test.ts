import { expect, it } from 'vitest';
import { startDemoClinic } from '../../main/demo-clinic/start.ts';
import { startClinicProcess } from './clinic-process.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { janeOf, startTestClinic, withCalls } from './test-clinic.ts';

const letter = { name: 'referral.pdf', bytes: 'a letter' };

it('finds everything from an earlier start', async () => {
  const directory = await tempFolder();
  const first = await startTestClinic({ directory });
  const jane = janeOf(first);
  const { body } = await first.create(jane, await first.store(jane, letter), 'kept');
  await first.call('POST', `/patient_attachments/${first.attachments()[0]?.id ?? ''}/archive`);
  const before = [first.patients(), first.cases(), first.attachments()];
  await first.stop();

  const second = await startTestClinic({ directory });
  expect([second.patients(), second.cases(), second.attachments()]).toEqual(before);
  expect(String(await second.readBytes(body.id))).toBe('a letter');
  const { body: next } = await second.create(jane, await second.store(jane, letter));
  expect(BigInt(next.id)).toBeGreaterThan(BigInt(body.id));
});

it('accepts an upload URL from before the restart, although the store has another port now', async () => {
  const directory = await tempFolder();
  const first = await startTestClinic({ directory });
  const jane = janeOf(first);
  const uploadUrl = await first.store(jane, letter);
  await first.stop();
  const second = await startTestClinic({ directory });
  expect(second.storageUrl).not.toBe(first.storageUrl);
  const { status, body } = await second.create(jane, uploadUrl);
  expect(status).toBe(201);
  expect(String(await second.readBytes(body.id))).toBe('a letter');
});

it('continues after a kill: created attachments exist and are processed when due', async () => {
  const directory = await tempFolder();
  const child = await startClinicProcess({ directory, rateLimit: null, processingMs: 60_000 });
  const reader = await startTestClinic({ directory, now: () => Date.now() });
  const remote = withCalls(child);
  const jane = janeOf(reader);
  const { status, body } = await remote.create(jane, await remote.store(jane, letter));
  const stored = await remote.store(jane, letter);
  await child.kill();
  await expect(remote.get('/user')).rejects.toThrow();
  await reader.stop();
  expect(status).toBe(201);

  const early = await startTestClinic({ directory });
  expect((await early.get(`/patient_attachments/${body.id}`)).body['processing_completed']).toBe(false);
  expect((await early.create(jane, stored)).status).toBe(201);
  await early.stop();
  const later = await startTestClinic({ directory, now: () => Date.now() + 60_000 });
  expect((await later.get(`/patient_attachments/${body.id}`)).body).toMatchObject({
    processing_completed: true,
    filename: letter.name,
    size: letter.bytes.length,
  });
});

it('serves one directory from two processes at once: each sees the other’s changes immediately', async () => {
  const directory = await tempFolder();
  const [child, own] = await Promise.all([
    startClinicProcess({ directory, rateLimit: null, processingMs: 0 }),
    startTestClinic({ directory }),
  ]);
  const remote = withCalls(child);
  const jane = janeOf(own);
  const stored = await Promise.all([own, remote, own, remote].map((clinic) => clinic.store(jane, letter)));
  const created = await Promise.all(
    stored.map((uploadUrl, at) => (at < 2 ? own : remote).create(jane, uploadUrl)),
  );
  expect(created.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect(new Set(created.map(({ body }) => body.id)).size).toBe(4);
  for (const { body } of created) {
    for (const clinic of [own, remote]) {
      const { body: seen } = await clinic.get(`/patient_attachments/${body.id}`);
      expect(seen['processing_completed']).toBe(true);
    }
  }
});

it('seeds one directory once, whichever process is first', async () => {
  const directory = await tempFolder();
  const started = await Promise.all([
    startClinicProcess({ directory }),
    startClinicProcess({ directory }),
    startTestClinic({ directory }),
  ]);
  expect(started[2].patients()).toHaveLength(200);
  expect(started[2].attachments()).toHaveLength(500);
});

it('cuts every connection when it stops, and may be stopped twice', async () => {
  const clinic = await startDemoClinic({
    directory: await tempFolder(),
    faults: [{ act: 'hang', times: 'always' }],
  });
  const waiting = [
    fetch(`${clinic.apiUrl}/user`),
    fetch(clinic.storageUrl),
    fetch(clinic.storageUrl, { method: 'POST', body: 'x' }),
  ];
  const outcomes = Promise.allSettled(waiting);
  await expect.poll(() => clinic.faults.fired()).toEqual({ hang: 3 });
  await clinic.stop();
  await clinic.stop();
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});
