import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { authorization, janeOf, startTestClinic, type TestClinic, userAgent } from './test-clinic.ts';

const letter = { name: 'referral.pdf', bytes: '%PDF-1.4 a letter' };
const sha256 = (bytes: string) => createHash('sha256').update(bytes).digest('hex');
const held = (clinic: TestClinic, id: string) =>
  clinic.attachments().find((attachment) => attachment.id === id);

it('takes a file from the presigned post to its bytes in the chart', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const uploadUrl = await clinic.store(jane, letter);
  const created = await clinic.create(jane, uploadUrl, 'From Dr. Li');

  expect(created.status).toBe(201);
  expect(created.headers.get('location')).toBe(created.body.links.self);
  expect(created.body).toMatchObject({
    description: 'From Dr. Li',
    processing_completed: false,
    processed_at: null,
    filename: null,
    size: null,
    content_type: null,
    archived_at: null,
    pinned_at: null,
    content: null,
    patient: { links: { self: `${clinic.apiUrl}/patients/${jane}` } },
  });
  expect(created.body).not.toHaveProperty('bytes');

  const { body } = await clinic.get(created.body.links.self);
  expect(body).toMatchObject({
    processing_completed: true,
    filename: 'referral.pdf',
    size: letter.bytes.length,
    content_type: 'application/pdf',
    content: { links: { self: `${created.body.links.self}/content` } },
  });
  expect(held(clinic, body.id)).toMatchObject({
    patientId: jane,
    processed: true,
    sha256: sha256(letter.bytes),
    description: 'From Dr. Li',
  });
  expect(String(await clinic.readBytes(body.id))).toBe(letter.bytes);
});

it('belongs to the user of the key', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const { body: user } = await clinic.get('/user');
  const { body } = await clinic.create(jane, await clinic.store(jane, letter));
  expect(body).toMatchObject({ user: { links: { self: user.links.self } } });
});

it('gives ids beyond 2^53, each larger than the one before', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const uploadUrl = await clinic.store(jane, letter);
  const ids: bigint[] = [];
  for (let at = 0; at < 5; at += 1) {
    ids.push(BigInt((await clinic.create(jane, await clinic.store(jane, letter))).body.id));
  }
  expect(uploadUrl).toContain(jane);
  expect(ids.every((id) => id > BigInt(Number.MAX_SAFE_INTEGER))).toBe(true);
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => (a < b ? -1 : 1)));
});

it('processes only when due, by its own clock', async () => {
  let now = Date.parse('2026-11-23T04:05:06.900Z');
  const clinic = await startTestClinic({ processingMs: 5000, now: () => now });
  const jane = janeOf(clinic);
  const { body, headers } = await clinic.create(jane, await clinic.store(jane, letter));
  expect(body['created_at']).toBe('2026-11-23T04:05:06Z');
  expect(headers.get('date')).toBe('Mon, 23 Nov 2026 04:05:06 GMT');
  expect((await clinic.get(body.links.self)).body).toMatchObject({ processing_completed: false });
  expect((await clinic.get(`${body.links.self}/content`)).status).toBe(404);
  expect(held(clinic, body.id)).toMatchObject({ processed: false, filename: null, size: null, sha256: null });
  now += 5000;
  expect((await clinic.get(body.links.self)).body).toMatchObject({
    processing_completed: true,
    processed_at: '2026-11-23T04:05:11Z',
    updated_at: '2026-11-23T04:05:11Z',
  });
});

it('makes two records of one temporary object, and none once it is processed', async () => {
  let now = Date.now();
  const clinic = await startTestClinic({ processingMs: 1000, now: () => now });
  const jane = janeOf(clinic);
  const uploadUrl = await clinic.store(jane, letter);
  const first = await clinic.create(jane, uploadUrl);
  const second = await clinic.create(jane, uploadUrl);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(first.body.id).not.toBe(second.body.id);
  now += 1000;
  for (const { body } of [first, second]) {
    expect(held(clinic, body.id)).toMatchObject({
      processed: true,
      sha256: sha256(letter.bytes),
      size: letter.bytes.length,
    });
  }
  const third = await clinic.create(jane, uploadUrl);
  expect(third.status).toBe(422);
  expect(third.body['errors']).toEqual({ upload_url: 'is invalid' });
});

it('takes the percent-encoded Location as upload_url, in a form as the service’s own samples send it', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const uploadUrl = await clinic.store(jane, { name: 'a scan & more.pdf', bytes: 'a' });
  const location = uploadUrl.replace(/45120.*/, encodeURIComponent);
  expect(location).toContain('%2F');
  const response = await fetch(`${clinic.apiUrl}/patient_attachments`, {
    method: 'POST',
    headers: {
      authorization: authorization(clinic.apiKey),
      'user-agent': userAgent,
      accept: 'application/json',
    },
    body: new URLSearchParams({ patient_id: jane, upload_url: location, description: 'by form' }),
  });
  const { id } = (await response.json()) as { id: string };
  expect(response.status).toBe(201);
  expect((await clinic.get(`/patient_attachments/${id}`)).body).toMatchObject({
    filename: 'a scan & more.pdf',
    description: 'by form',
  });
});

it.each([
  ['two slashes before the key', (url: string) => url.replace('/45120', '//45120')],
  ['no slash before the key', (url: string) => url.replace('/45120', '45120')],
  ['another host', (url: string) => url.replace('127.0.0.1', 'example.com')],
  ['a key without an object', (url: string) => `${url}x`],
])('refuses as upload_url %s', async (_, change) => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const answer = await clinic.create(jane, change(await clinic.store(jane, letter)));
  expect(answer.status).toBe(422);
  expect(answer.body['errors']).toEqual({ upload_url: 'is invalid' });
});

it("refuses an object of another patient's folder, and a patient whose id was mangled by a number", async () => {
  const clinic = await startTestClinic();
  const [jane = '', john = ''] = clinic.patients().map(({ id }) => id);
  const uploadUrl = await clinic.store(jane, letter);
  const mangled = JSON.parse(`{"id":${jane}}`) as { id: number };
  const answers = [
    await clinic.create(john, uploadUrl),
    await clinic.create(String(BigInt(mangled.id)), uploadUrl),
    await clinic.call('POST', '/patient_attachments', { patient_id: mangled.id, upload_url: uploadUrl }),
  ];
  for (const { status, body } of answers) {
    expect([status, body['errors']]).toEqual([422, { upload_url: 'is invalid' }]);
  }
});

it.each(['archived', 'deleted', 'merged'] as const)('refuses a patient who is %s meanwhile', async (how) => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const uploadUrl = await clinic.store(jane, letter);
  clinic.changePatient(jane, { [`${how}At`]: '2026-11-23T00:00:00Z' });
  const { status, body } = await clinic.create(jane, uploadUrl);
  expect([status, body['errors']]).toEqual([422, { patient_id: `is ${how}` }]);
});

it.each([
  [{}, { patient_id: "can't be blank", upload_url: "can't be blank" }],
  [{ description: 7, patient_id: '1', upload_url: '' }, { description: 'must be text' }],
  [
    { description: '漢'.repeat(256), patient_id: '1', upload_url: '' },
    { description: 'is too long (maximum is 255 characters)' },
  ],
  [[], { base: expect.any(String) as string }],
])('names the fields that are wrong: %j', async (sent, errors) => {
  const clinic = await startTestClinic();
  const { status, body } = await clinic.call('POST', '/patient_attachments', sent);
  expect([status, body['errors']]).toEqual([422, errors]);
});

it('takes 255 characters of description, counted as people count them', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const { status, body } = await clinic.create(jane, await clinic.store(jane, letter), '🦴'.repeat(255));
  expect([status, body['description']]).toEqual([201, '🦴'.repeat(255)]);
});

it('keeps NFC and NFD names apart, and a path in the key but not in the file name', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const presigned = await clinic.presign(jane);
  for (const name of ['é.pdf', 'e\u0301.pdf', 'scans/2026/a.pdf']) {
    await clinic.post(presigned, { name, bytes: name });
    const key = presigned.fields['key']?.replace('${filename}', name) ?? '';
    const { body } = await clinic.create(jane, `${clinic.storageUrl}${key}`);
    expect((await clinic.get(body.links.self)).body['filename']).toBe(name.replace('scans/2026/', ''));
    expect(String(await clinic.readBytes(body.id))).toBe(name);
  }
});

it('archives by either call, hides the record then, and treats a second archiving as done', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  for (const archive of [
    (path: string) => clinic.call('POST', `${path}/archive`),
    (path: string) => clinic.call('DELETE', path),
  ]) {
    const { body } = await clinic.create(jane, await clinic.store(jane, letter));
    const path = `/patient_attachments/${body.id}`;
    expect((await archive(path)).status).toBe(204);
    expect((await clinic.get(path)).status).toBe(404);
    const { body: archived } = await clinic.get(`${path}?q[]=archived_at:*`);
    expect(archived['archived_at']).toMatch(/Z$/);
    expect((await archive(path)).status).toBe(204);
    expect((await clinic.get(`${path}?q[]=archived_at:?`)).body['archived_at']).toBe(archived['archived_at']);
    expect(held(clinic, body.id)?.archivedAt).toBe(archived['archived_at']);
  }
  expect((await clinic.call('POST', '/patient_attachments/1/archive')).status).toBe(404);
  expect((await clinic.call('DELETE', '/patient_attachments/1')).status).toBe(404);
});

it('alternates the trailing slash of the presigned url with the patient', async () => {
  const clinic = await startTestClinic();
  for (const { id } of clinic.patients().slice(0, 8)) {
    expect((await clinic.presign(id)).url.endsWith('/')).toBe(BigInt(id) % 2n === 0n);
  }
  expect((await clinic.get('/patients/1/attachment_presigned_post')).status).toBe(404);
});

it('refuses to change a patient or to read an attachment that it does not know', async () => {
  const clinic = await startTestClinic();
  expect(() => {
    clinic.changePatient('1', { archivedAt: '2026-11-23T00:00:00Z' });
  }).toThrow(RangeError);
  await expect(clinic.readBytes('1')).rejects.toThrow(RangeError);
});
