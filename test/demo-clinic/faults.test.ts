import { describe, expect, it } from 'vitest';
import { asFate, createFaults, kindOf, type FaultAct } from '../../main/demo-clinic/faults/faults.ts';
import { startClinicProcess } from './clinic-process.ts';
import { exchange, formBody, formHeaders } from './raw-http.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { codeIn, janeOf, startTestClinic } from './test-clinic.ts';

const request = { step: 'presign', method: 'GET', path: '/v1/patients/1/attachment_presigned_post' } as const;
const letter = { name: 'a.pdf', bytes: 'a letter' };

describe('a script', () => {
  it('is applied once if all given properties match, and counted', () => {
    const faults = createFaults([
      { step: 'presign', method: 'GET', path: '^/v1/patients/\\d+/', act: 'hang' },
    ]);
    expect(faults.match({ ...request, method: 'POST' })).toBeNull();
    expect(faults.match({ ...request, step: 'create' })).toBeNull();
    expect(faults.match({ ...request, step: null })).toBeNull();
    expect(faults.match({ ...request, path: '/v1/user' })).toBeNull();
    expect(faults.match(request)).toBe('hang');
    expect(faults.match(request)).toBeNull();
    expect(faults.fired()).toEqual({ hang: 1 });
  });

  it('skips, repeats, and continues with the next when one is used up', () => {
    const faults = createFaults();
    faults.add({ skip: 1, times: 2, act: { status: 503 } }, { act: 'html' });
    expect([1, 2, 3, 4, 5].map(() => faults.match(request))).toEqual([
      'html',
      { status: 503 },
      { status: 503 },
      null,
      null,
    ]);
    expect(faults.fired()).toEqual({ html: 1, status: 2 });
  });

  it('is applied without limit if set, until it is cleared', () => {
    const faults = createFaults([{ times: 'always', act: { delayMs: 1 } }]);
    for (let at = 0; at < 50; at += 1) expect(faults.match(request)).toEqual({ delayMs: 1 });
    faults.clear();
    expect(faults.match(request)).toBeNull();
    expect(faults.fired()).toEqual({ delayMs: 50 });
  });

  it('separates the fates of attachments from other acts', () => {
    expect(asFate('vanish')).toBe('vanish');
    expect(asFate('hang')).toBeNull();
    expect(asFate({ status: 500 })).toBeNull();
    expect(asFate(null)).toBeNull();
    expect(kindOf({ rateLimitMs: 1 })).toBe('rateLimitMs');
  });
});

describe('at the API', () => {
  it('cuts the connection before or after the effect', async () => {
    const clinic = await startTestClinic();
    const jane = janeOf(clinic);
    const count = clinic.attachments().length;
    for (const [act, made] of [
      ['drop-before', 0],
      ['drop-after', 1],
    ] as const) {
      const uploadUrl = await clinic.store(jane, letter);
      clinic.faults.add({ step: 'create', act });
      await expect(clinic.create(jane, uploadUrl)).rejects.toThrow('fetch failed');
      expect(clinic.attachments()).toHaveLength(count + made);
    }
    expect(clinic.faults.fired()).toEqual({ 'drop-before': 1, 'drop-after': 1 });
  });

  it('never answers, before or after the effect', async () => {
    const clinic = await startTestClinic();
    const jane = janeOf(clinic);
    const uploadUrl = await clinic.store(jane, letter);
    const count = clinic.attachments().length;
    clinic.faults.add({ step: 'create', act: 'hang' }, { step: 'create', act: 'hang-after' });
    const first = clinic.create(jane, uploadUrl);
    const second = clinic.create(jane, uploadUrl);
    const outcomes = Promise.allSettled([first, second]);
    await expect.poll(() => clinic.faults.fired()).toEqual({ hang: 1, 'hang-after': 1 });
    await expect.poll(() => clinic.attachments().length).toBe(count + 1);
    await clinic.stop();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('gives the scripted answer before it checks the key', async () => {
    const clinic = await startTestClinic();
    clinic.faults.add({ step: 'archive', act: { status: 404, body: '{"message":"Route not found"}' } });
    const { status, body } = await clinic.call(
      'POST',
      `/patient_attachments/${clinic.attachments()[0]?.id ?? ''}/archive`,
    );
    expect([status, body['message']]).toEqual([404, 'Route not found']);
    clinic.faults.add({ act: { status: 503, headers: { 'retry-after': '7' } } });
    const unknown = await exchange(`${clinic.apiUrl}/user`, {});
    expect([unknown.status, unknown.headers['retry-after'], unknown.body]).toEqual([503, '7', '']);
  });

  it('limits the rate with the scripted reset', async () => {
    const now = Date.parse('2026-11-23T04:05:06Z');
    const clinic = await startTestClinic({ now: () => now });
    clinic.faults.add({ step: 'user', act: { rateLimitMs: 1500 } });
    const { status, headers } = await clinic.get('/user');
    expect([status, headers.get('x-ratelimit-reset')]).toEqual([429, String(now / 1000 + 2)]);
    expect(clinic.requests()).toMatchObject({ api: 1, answers429: 1 });
  });

  it('answers a page instead of JSON, or JSON without its end', async () => {
    const clinic = await startTestClinic();
    clinic.faults.add({ step: 'user', act: 'html' }, { step: 'user', act: 'truncate' });
    const headers = {
      authorization: `Basic ${Buffer.from(`${clinic.apiKey}:`).toString('base64')}`,
      'user-agent': 'A (a@b)',
      accept: 'application/json',
    };
    const page = await exchange(`${clinic.apiUrl}/user`, { headers });
    expect([page.status, page.headers['content-type']]).toEqual([502, 'text/html']);
    const cut = await exchange(`${clinic.apiUrl}/user`, { headers });
    expect([cut.status, cut.headers['content-length']]).toEqual([200, String(Buffer.byteLength(cut.body))]);
    expect(() => JSON.parse(cut.body) as unknown).toThrow(SyntaxError);
  });

  it('waits before it continues normally', async () => {
    const clinic = await startTestClinic();
    clinic.faults.add({ step: 'user', act: { delayMs: 30 } });
    const start = performance.now();
    expect((await clinic.get('/user')).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(25);
  });
});

describe('the fate of an attachment', () => {
  async function createWith(act: FaultAct) {
    const clinic = await startTestClinic();
    const jane = janeOf(clinic);
    const uploadUrl = await clinic.store(jane, letter);
    clinic.faults.add({ step: 'create', act });
    const { status, body } = await clinic.create(jane, uploadUrl);
    expect(status).toBe(201);
    return {
      clinic,
      jane,
      id: body.id,
      uploadUrl,
      seen: await clinic.get(`/patient_attachments/${body.id}`),
    };
  }

  it('is never processed', async () => {
    const { clinic, jane, uploadUrl, seen } = await createWith('never-process');
    expect(seen.body).toMatchObject({ processing_completed: false, size: null });
    expect((await clinic.create(jane, uploadUrl)).status).toBe(201);
  });

  it('is processed with another size', async () => {
    const { clinic, id, seen } = await createWith('process-wrong-size');
    expect(seen.body).toMatchObject({ processing_completed: true, size: letter.bytes.length + 1 });
    expect(clinic.attachments().find((attachment) => attachment.id === id)?.size).toBe(
      letter.bytes.length + 1,
    );
  });

  it('is found with another patient', async () => {
    const { clinic, jane, id } = await createWith('process-wrong-patient');
    const held = clinic.attachments().find((attachment) => attachment.id === id);
    expect(held?.processed).toBe(true);
    expect(held?.patientId).not.toBe(jane);
    expect(clinic.patients().some((patient) => patient.id === held?.patientId)).toBe(true);
  });

  it('is deleted', async () => {
    const { clinic, id, seen } = await createWith('vanish');
    expect(seen.status).toBe(404);
    expect(clinic.attachments().some((attachment) => attachment.id === id)).toBe(false);
  });
});

describe('at the store', () => {
  it('refuses an expired policy, or treats a valid one as expired', async () => {
    const clinic = await startTestClinic();
    const jane = janeOf(clinic);
    clinic.faults.add({ step: 'presign', act: 'expire-policy' });
    const given = await clinic.post(await clinic.presign(jane), letter);
    const good = await clinic.presign(jane);
    clinic.faults.add({ step: 'storage', act: 'expire-policy' });
    const refused = await clinic.post(good, letter);
    for (const { status, body } of [given, refused])
      expect([status, codeIn(body)]).toEqual([403, 'AccessDenied']);
    expect((await clinic.post(good, letter)).status).toBe(201);
  });

  it('cuts the connection, before the object is stored or after', async () => {
    const clinic = await startTestClinic();
    const jane = janeOf(clinic);
    for (const [act, status] of [
      ['drop-before', 422],
      ['drop-after', 201],
    ] as const) {
      const presigned = await clinic.presign(jane);
      clinic.faults.add({ step: 'storage', act });
      await expect(clinic.post(presigned, letter)).rejects.toThrow(/ECONNRESET|EPIPE|socket hang up/);
      const key = presigned.fields['key']?.replace('${filename}', letter.name) ?? '';
      expect((await clinic.create(jane, `${clinic.storageUrl}${key}`)).status).toBe(status);
    }
  });

  it('answers an error, a page, or half of its XML', async () => {
    const clinic = await startTestClinic();
    const presigned = await clinic.presign(janeOf(clinic));
    clinic.faults.add(
      {
        step: 'storage',
        act: { status: 503, body: '<Error><Code>SlowDown</Code></Error>', headers: { 'x-a': 'b' } },
      },
      { step: 'storage', act: 'html' },
      { step: 'storage', act: 'truncate' },
    );
    const slow = await clinic.post(presigned, letter);
    expect([slow.status, codeIn(slow.body), slow.headers['x-a']]).toEqual([503, 'SlowDown', 'b']);
    const page = await clinic.post(presigned, letter);
    expect([page.status, page.headers['content-type']]).toEqual([502, 'text/html']);
    const half = await clinic.post(presigned, letter);
    expect(half.status).toBe(201);
    expect(half.body).not.toContain('</PostResponse>');
  });

  it('stores everything and never answers', async () => {
    const clinic = await startTestClinic();
    const jane = janeOf(clinic);
    const presigned = await clinic.presign(jane);
    clinic.faults.add({ step: 'storage', act: 'hang-after' });
    const outcome = clinic.post(presigned, letter).catch((error: unknown) => error);
    const key = presigned.fields['key']?.replace('${filename}', letter.name) ?? '';
    await expect.poll(async () => (await clinic.create(jane, `${clinic.storageUrl}${key}`)).status).toBe(201);
    await clinic.stop();
    expect(await outcome).toBeInstanceOf(Error);
  });

  it('reads slowly, waits, and stops in the middle of either', async () => {
    const clinic = await startTestClinic();
    const presigned = await clinic.presign(janeOf(clinic));
    const body = formBody(Object.entries(presigned.fields), { ...letter, bytes: 'x'.repeat(1000) });
    clinic.faults.add(
      { step: 'storage', act: { slowRead: 40_000 } },
      { step: 'storage', act: { delayMs: 30 } },
    );
    for (let at = 0; at < 2; at += 1) {
      const start = performance.now();
      expect(
        (await exchange(presigned.url, { method: 'POST', headers: formHeaders(body), body })).status,
      ).toBe(201);
      expect(performance.now() - start).toBeGreaterThan(25);
    }
    clinic.faults.add({ act: { slowRead: 1 } }, { act: { delayMs: 3_600_000 } });
    const outcomes = Promise.allSettled([clinic.post(presigned, letter), clinic.post(presigned, letter)]);
    await expect.poll(() => clinic.faults.fired()).toEqual({ slowRead: 2, delayMs: 2 });
    await clinic.stop();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('interrupts a download', async () => {
    const clinic = await startTestClinic();
    const { headers } = await clinic.get(`/patient_attachments/${clinic.attachments()[0]?.id ?? ''}/content`);
    for (const act of ['truncate', 'drop-after', 'drop-before'] as const) {
      clinic.faults.add({ step: 'download', act });
      await expect(exchange(headers.get('location') ?? '', {})).rejects.toThrow(/aborted|socket hang up/);
    }
    expect((await exchange(headers.get('location') ?? '', {})).status).toBe(200);
  });
});

it('is scripted in another process over its channel only, not by its ports', async () => {
  const clinic = await startClinicProcess({ directory: await tempFolder() });
  await clinic.faults({ add: [{ path: '^/v1/user$', times: 2, act: { status: 500 } }] });
  expect((await fetch(`${clinic.apiUrl}/user`)).status).toBe(500);
  const { fired, requests } = await clinic.faults({ clear: true });
  expect([fired, requests.api]).toEqual([{ status: 1 }, 1]);
  expect((await fetch(`${clinic.apiUrl}/user`)).status).toBe(401);
});
