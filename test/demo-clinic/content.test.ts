import { expect, it } from 'vitest';
import { refuseContentUrl, signContentUrl } from '../../main/demo-clinic/store/content-url.ts';
import { knownAccount } from '../fixtures/known-clinic.ts';
import { exchange } from './raw-http.ts';
import { authorization, codeIn, janeOf, startTestClinic, type TestClinic } from './test-clinic.ts';

async function redirectOf(clinic: TestClinic, id: string): Promise<string> {
  const { status, headers } = await clinic.get(`/patient_attachments/${id}/content`);
  expect(status).toBe(302);
  return headers.get('location') ?? '';
}

it('redirects to the store, which serves the bytes for that address', async () => {
  const clinic = await startTestClinic();
  const jane = janeOf(clinic);
  const file = { name: "Li's scan (1) é漢.txt", bytes: 'some text' };
  const { body } = await clinic.create(jane, await clinic.store(jane, file));
  const url = await redirectOf(clinic, body.id);
  expect(new URL(url).origin).toBe(new URL(clinic.storageUrl).origin);
  expect(new URL(url).origin).not.toBe(new URL(clinic.apiUrl).origin);
  const answer = await exchange(url, {});
  expect([answer.status, answer.body]).toEqual([200, 'some text']);
  expect(answer.headers).toMatchObject({ 'content-type': 'text/plain', 'content-length': '9' });
});

it('gives the bytes of the seeded attachments, of the size and type that it says', async () => {
  const clinic = await startTestClinic();
  const { body } = await clinic.get('/patient_attachments?per_page=30&sort=size:desc');
  for (const row of body['patient_attachments'] as { id: string; size: number; content_type: string }[]) {
    const response = await fetch(await redirectOf(clinic, row.id));
    expect(response.headers.get('content-type')).toBe(row.content_type);
    expect((await response.arrayBuffer()).byteLength).toBe(row.size);
  }
});

it('notices credentials that follow the redirect', async () => {
  const clinic = await startTestClinic();
  const url = await redirectOf(clinic, clinic.attachments()[0]?.id ?? '');
  const answer = await exchange(url, { headers: { authorization: authorization(clinic.apiKey) } });
  expect([answer.status, codeIn(answer.body)]).toEqual([400, 'InvalidArgument']);
});

it('refuses an address that is too old, changed or made up', async () => {
  let now = Date.now();
  const clinic = await startTestClinic({ now: () => now });
  const [first, second] = clinic.attachments();
  const url = await redirectOf(clinic, first?.id ?? '');
  const codeOf = async (address: string) => codeIn((await exchange(address, {})).body);
  expect(await codeOf(url.replace(first?.id ?? '', second?.id ?? ''))).toBe('SignatureDoesNotMatch');
  expect(await codeOf(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'))).toBe('SignatureDoesNotMatch');
  expect(await codeOf(`${url}&extra=1`)).toBe('SignatureDoesNotMatch');
  expect(await codeOf(url.slice(0, url.indexOf('?')))).toBe('AccessDenied');
  expect(await codeOf(clinic.storageUrl)).toBe('AccessDenied');
  const missing = signContentUrl(new URL('attachments/1/a.pdf', clinic.storageUrl), now, 60, knownAccount);
  expect(await codeOf(missing.href)).toBe('NoSuchKey');
  now += 61_000;
  expect(await codeOf(url)).toBe('AccessDenied');
});

it('signs an address for its time and its host', () => {
  const now = Date.parse('2026-11-23T04:05:06Z');
  const url = signContentUrl(new URL('http://127.0.0.1:1/attachments/1/a%20b.pdf'), now, 60, knownAccount);
  expect(refuseContentUrl(url, now + 59_999, knownAccount)).toBeNull();
  expect(refuseContentUrl(url, now + 60_000, knownAccount)).toMatchObject({
    code: 'AccessDenied',
    message: 'Request has expired',
  });
  const elsewhere = new URL(url.href.replace(':1/', ':2/'));
  expect(refuseContentUrl(elsewhere, now, knownAccount)).toMatchObject({ code: 'SignatureDoesNotMatch' });
  const bySomeone = { ...knownAccount, secretAccessKey: 'another' };
  expect(refuseContentUrl(url, now, bySomeone)).toMatchObject({ code: 'SignatureDoesNotMatch' });
});

it('shows archived attachments too, by their id', async () => {
  const clinic = await startTestClinic();
  const archived = clinic.attachments().find(({ archivedAt }) => archivedAt !== null);
  expect((await exchange(await redirectOf(clinic, archived?.id ?? ''), {})).status).toBe(200);
});
