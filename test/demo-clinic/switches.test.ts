import { describe, expect, it } from 'vitest';
import { createFaults } from '../../main/demo-clinic/faults/faults.ts';
import type { Switches } from '../../main/demo-clinic/faults/switches.ts';
import { janeOf, startTestClinic, type Json } from './test-clinic.ts';

async function filed(switches: Partial<Switches>, name = 'A & B.pdf') {
  const clinic = await startTestClinic({ switches });
  const jane = janeOf(clinic);
  const created = (await clinic.create(jane, await clinic.store(jane, { name, bytes: 'a letter' }), 'd'))
    .body;
  const record = (await clinic.get(`/patient_attachments/${created.id}`)).body;
  return { clinic, jane, created, record };
}

it.each([
  ['replaces', 1],
  ['adds', 2],
] as const)('a case’s new list %s the old one', async (caseWrite, count) => {
  const { clinic, jane, created } = await filed({ caseWrite });
  const other = await clinic.create(jane, await clinic.store(jane, { name: 'b.pdf', bytes: 'b' }));
  const { body } = await clinic.call('POST', '/patient_cases', {
    name: 'Hip',
    patient_id: jane,
    patient_attachment_ids: [created.id],
  });
  await clinic.call('PATCH', `/patient_cases/${body.id}`, { patient_attachment_ids: [other.body.id] });
  expect(await clinic.rows(`/patient_cases/${body.id}/patient_attachments`)).toHaveLength(count);
});

it.each([
  ['kept', 'A & B.pdf'],
  ['cleaned', 'A___B.pdf'],
] as const)('file names are %s', async (fileNames, name) => {
  expect((await filed({ fileNames })).record['filename']).toBe(name);
});

describe('odd attachments', () => {
  it('have null for whether processing is complete', async () => {
    const { record } = await filed({ nullCompleted: 1 });
    expect(record).toMatchObject({ processing_completed: null, filename: 'A & B.pdf' });
  });

  it('have null for every attribute except the required ones', async () => {
    const { record } = await filed({ nullAttributes: 1 });
    const { id, created_at, updated_at, links, patient, user, ...rest } = record;
    expect([id, created_at, updated_at, links, patient, user].every(Boolean)).toBe(true);
    expect(new Set(Object.values(rest))).toEqual(new Set([null]));
  });

  it('are never processed', async () => {
    expect((await filed({ neverProcessed: 1 })).record).toMatchObject({
      processing_completed: false,
      content: null,
    });
  });

  it.each(['null-completed', 'null-attributes', 'clean-name'] as const)(
    'are chosen by a script: %s',
    async (act) => {
      const clinic = await startTestClinic({ faults: [{ step: 'create', act }] });
      const jane = janeOf(clinic);
      const file = { name: 'A & B.pdf', bytes: 'a' };
      const odd = (await clinic.create(jane, await clinic.store(jane, file))).body.id;
      const plain = (await clinic.create(jane, await clinic.store(jane, file))).body.id;
      const find = async (id: string) => (await clinic.get(`/patient_attachments/${id}`)).body;
      expect(await find(plain)).toMatchObject({ processing_completed: true, filename: 'A & B.pdf' });
      expect(await find(odd)).toMatchObject(
        act === 'clean-name' ? { filename: 'A___B.pdf' } : { processing_completed: null },
      );
    },
  );

  it('are the same share for every request', async () => {
    const clinic = await startTestClinic({ switches: { nullCompleted: 0.2, seed: 7 } });
    const nulls = async () =>
      (await clinic.rows('/patient_attachments?per_page=100'))
        .filter((row) => row['processing_completed'] === null)
        .map(({ id }) => id);
    const first = await nulls();
    expect(first.length).toBeGreaterThan(5);
    expect(first.length).toBeLessThan(40);
    expect(await nulls()).toEqual(first);
  });
});

it.each([
  ['null', null],
  ['null-url', { url: null }],
  ['null-fields', { fields: null }],
] as const)('a presigned post is %s, always or once', async (presigned, answer) => {
  const clinic = await startTestClinic({ switches: { presigned } });
  const path = `/patients/${janeOf(clinic)}/attachment_presigned_post`;
  const text = async () => (await clinic.get(path)).body as unknown;
  if (answer === null) expect(await text()).toBeNull();
  else expect(await text()).toMatchObject(answer);
  clinic.faults.turn({ presigned: 'whole' });
  clinic.faults.add({ step: 'presign', act: presigned === 'null' ? 'null-post' : presigned });
  if (answer === null) expect(await text()).toBeNull();
  else expect(await text()).toMatchObject(answer);
  expect(await text()).toMatchObject({ url: expect.any(String) as string });
});

it.each(['newest-first', 'shuffled'] as const)(
  'lists come %s without a requested order',
  async (unsorted) => {
    const usual = await startTestClinic();
    const other = await startTestClinic({ switches: { unsorted } });
    const pages = async (clinic: typeof usual, query: string) => {
      const rows: Json[] = [];
      for (const page of [1, 2]) {
        rows.push(...(await clinic.rows(`/patients?per_page=100&page=${page}&q[]=archived_at:*${query}`)));
      }
      return rows.map(({ id }) => id);
    };
    expect(await pages(other, '&sort=created_at')).toEqual(await pages(usual, '&sort=created_at'));
    const unsortedIds = await pages(other, '');
    expect(unsortedIds).not.toEqual(await pages(usual, ''));
    expect(new Set(unsortedIds).size).toBe(200);
  },
);

it.each([
  ['by-field', { upload_url: 'is invalid' }],
  ['list', ['upload_url is invalid']],
  ['text', 'upload_url is invalid'],
] as const)('a refusal is sent %s', async (refusals, errors) => {
  const clinic = await startTestClinic({ switches: { refusals } });
  const { status, body } = await clinic.create(janeOf(clinic), `${clinic.storageUrl}nothing`);
  expect([status, body['message'], body['errors']]).toEqual([422, 'Validation Failed', errors]);
});

it('loses a share of its answers, after the requests had their effect', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const url = await clinic.store(jane, { name: 'a.pdf', bytes: 'a letter' });
  const before = clinic.attachments().length;
  clinic.faults.turn({ lost: 1 });
  await expect(clinic.create(jane, url)).rejects.toThrow();
  await expect(clinic.store(jane, { name: 'b.pdf', bytes: 'b' })).rejects.toThrow();
  clinic.faults.turn({ lost: 0 });
  expect(clinic.attachments()).toHaveLength(before + 1);
  const faults = createFaults([], { lost: 0.4 });
  const lost = Array.from({ length: 1000 }, () => faults.match({ step: 'user', method: 'GET', path: '/' }));
  expect(lost.filter((act) => act === 'drop-after').length).toBeGreaterThan(350);
  expect(lost.filter((act) => act === null).length).toBeGreaterThan(550);
});

it('answers late, by a seed', async () => {
  const latencies = (seed: number) => {
    const faults = createFaults([], { latencyMs: 300, jitter: 0.5, seed });
    return Array.from({ length: 50 }, () => faults.nextLatency());
  };
  const some = latencies(1);
  expect(Math.min(...some)).toBeGreaterThanOrEqual(150);
  expect(Math.max(...some)).toBeLessThanOrEqual(450);
  expect(new Set(some).size).toBeGreaterThan(20);
  expect(latencies(1)).toEqual(some);
  expect(latencies(2)).not.toEqual(some);
  const clinic = await startTestClinic({ switches: { latencyMs: 60 } });
  const started = performance.now();
  await clinic.get('/user');
  expect(performance.now() - started).toBeGreaterThan(55);
});

describe('the write of a case', () => {
  it.each([
    [{ status: 422, body: '{"message":"Validation Failed","errors":{"base":"no"}}' }, 422, 0],
    [{ status: 403 }, 403, 0],
    ['drop-before', null, 0],
    ['drop-after', null, 1],
  ] as const)('struck by %j', async (act, status, count) => {
    const { clinic, jane, created } = await filed({});
    const { body } = await clinic.call('POST', '/patient_cases', { name: 'Hip', patient_id: jane });
    clinic.faults.add({ step: 'case-write', act });
    const write = clinic.call('PATCH', `/patient_cases/${body.id}`, { patient_attachment_ids: [created.id] });
    if (status === null) await expect(write).rejects.toThrow();
    else expect((await write).status).toBe(status);
    expect(await clinic.rows(`/patient_cases/${body.id}/patient_attachments`)).toHaveLength(count);
  });
});
