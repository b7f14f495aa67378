import { expect, it, onTestFinished } from 'vitest';
import { startDemoClinic } from '../../main/demo-clinic/start.ts';
import { knownSecrets } from '../fixtures/known-clinic.ts';
import { openParts } from './open-parts.ts';
import { exchange } from './raw-http.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { authorization, startTestClinic, userAgent, withCalls } from './test-clinic.ts';

const good = {
  authorization: authorization(knownSecrets.apiKey),
  'user-agent': userAgent,
  accept: 'application/json',
};

it('returns the key’s user and the account', async () => {
  const clinic = await startTestClinic();
  expect((await clinic.get('/user')).body).toMatchObject({
    id: expect.stringMatching(/^\d{19}$/) as string,
    first_name: 'Frankie',
    last_name: 'Desk',
    role: 'receptionist',
    time_zone: 'Sydney',
  });
  expect((await clinic.get('/settings/public')).body).toMatchObject({ account: { name: 'Demo clinic' } });
});

it.each([
  ['no key', '', 401],
  ['a wrong key', authorization('another'), 401],
  ['a key with a pasted newline', authorization(`${knownSecrets.apiKey}\n`), 401],
  ['a key as the password', `Basic ${Buffer.from(`:${knownSecrets.apiKey}`).toString('base64')}`, 401],
  ['a bearer token', `Bearer ${knownSecrets.apiKey}`, 401],
  ['the key', authorization(knownSecrets.apiKey), 200],
  ['the key without its shard', authorization(knownSecrets.apiKey.replace(/-au1$/, '')), 200],
])('answers %s', async (_, header, status) => {
  const clinic = await startTestClinic();
  const answer = await exchange(`${clinic.apiUrl}/user`, { headers: { ...good, authorization: header } });
  expect(answer.status).toBe(status);
});

it('takes a key of one’s own with and without its shard', async () => {
  const clinic = await startTestClinic({ apiKey: 'mine-uk1' });
  for (const [key, status] of [
    ['mine-uk1', 200],
    ['mine', 200],
    ['mine-au1', 401],
    [knownSecrets.apiKey, 401],
  ] as const) {
    const headers = { ...good, authorization: authorization(key) };
    expect((await exchange(`${clinic.apiUrl}/user`, { headers })).status).toBe(status);
  }
});

it.each([
  ['', 403],
  ['curl/8.0', 403],
  ['got (https://github.com/sindresorhus/got)', 403],
  ['(only@example.com)', 403],
  ['Chartdrop (support@example.com)', 200],
  ['Chartdrop/1.2 (support@example.com)', 200],
])('answers the User-Agent "%s" with %i', async (agent, status) => {
  const clinic = await startTestClinic();
  const answer = await exchange(`${clinic.apiUrl}/user`, { headers: { ...good, 'user-agent': agent } });
  expect(answer.status).toBe(status);
  if (status === 403) expect(answer.body).toContain('User-Agent');
});

it('wants JSON asked for', async () => {
  const clinic = await startTestClinic();
  const answer = await exchange(`${clinic.apiUrl}/user`, { headers: { ...good, accept: 'text/html' } });
  expect(answer.status).toBe(406);
});

it('reports a missing route or record in JSON', async () => {
  const clinic = await startTestClinic();
  for (const path of [
    '/nothing',
    '/patients/1',
    '/patient_cases/1',
    '/patient_attachments/1',
    '/patients/x',
    '/users/1',
  ]) {
    const { status, body } = await clinic.get(path);
    expect([status, typeof body['message']]).toEqual([404, 'string']);
  }
  for (const path of [
    '/patients/1/patient_attachments',
    '/patient_cases/1/patient_attachments',
    '/patient_attachments/1/content',
  ]) {
    expect((await clinic.get(path)).status).toBe(404);
  }
});

it('refuses a body that is no JSON', async () => {
  const clinic = await startTestClinic();
  const headers = { ...good, 'content-type': 'application/json' };
  const answer = await exchange(`${clinic.apiUrl}/patient_attachments`, {
    method: 'POST',
    headers,
    body: '{"patient',
  });
  expect([answer.status, JSON.parse(answer.body)]).toEqual([400, { message: expect.any(String) as string }]);
});

it('dates its answers by its clock', async () => {
  const clinic = await startTestClinic({ now: () => Date.parse('2031-05-06T07:08:09.999Z') });
  expect((await clinic.get('/user')).headers.get('date')).toBe('Tue, 06 May 2031 07:08:09 GMT');
  expect((await exchange(clinic.storageUrl, {})).headers.date).toBe('Tue, 06 May 2031 07:08:09 GMT');
});

it('lets 200 requests a minute through, says when the next are, and counts', async () => {
  let now = Date.parse('2026-11-23T04:05:06.500Z');
  const directory = await tempFolder();
  const clinic = await startDemoClinic({ directory, now: () => now });
  onTestFinished(() => clinic.stop());
  const calls = withCalls(clinic);
  for (let at = 0; at < 200; at += 1) expect((await calls.get('/user')).status).toBe(200);
  const refused = await calls.get('/user');
  expect(refused.status).toBe(429);
  // 04:06:06.500, rounded up so that it is never too early.
  expect(refused.headers.get('x-ratelimit-reset')).toBe(String(Date.parse('2026-11-23T04:06:07Z') / 1000));
  expect(clinic.requests()).toEqual({ api: 201, answers429: 1, storagePosts: 0 });
  now += 60_000;
  expect((await calls.get('/user')).status).toBe(200);
});

it('does not spend the budget of a user on requests without a right key', async () => {
  const clinic = await startTestClinic({ rateLimit: { requests: 1, windowMs: 60_000 } });
  const headers = { ...good, authorization: authorization('another') };
  expect((await exchange(`${clinic.apiUrl}/user`, { headers })).status).toBe(401);
  expect((await clinic.get('/user')).status).toBe(200);
  expect((await clinic.get('/user')).status).toBe(429);
});

it('uses the given port, and reports when it is taken', async () => {
  const first = await startTestClinic();
  const port = Number(new URL(first.apiUrl).port);
  await expect(startTestClinic({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  const storagePort = Number(new URL(first.storageUrl).port);
  await expect(startTestClinic({ storagePort })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.stop();
  const second = await startTestClinic({ port, storagePort });
  expect([second.apiUrl, second.storageUrl]).toEqual([first.apiUrl, first.storageUrl]);
});

it('answers an internal error as JSON, and continues', async () => {
  const directory = await tempFolder();
  const clinic = await startTestClinic({ directory });
  const [first, second] = clinic.patients();
  const { db } = await openParts(directory);
  db.prepare("UPDATE records SET body = '{' WHERE id = ?").run(first?.id ?? '');
  const { status, body } = await clinic.get(`/patients/${first?.id ?? ''}`);
  expect([status, typeof body['message']]).toEqual([500, 'string']);
  expect((await clinic.get(`/patients/${second?.id ?? ''}`)).status).toBe(200);
});

it('answers any number of requests at once, one per connection', async () => {
  const clinic = await startTestClinic();
  const ids = clinic.patients().map(({ id }) => id);
  const answers = await Promise.all(ids.map((id) => clinic.get(`/patients/${id}?q[]=archived_at:*`)));
  expect(answers.map(({ body }) => body.id)).toEqual(ids);
  expect(clinic.requests()).toEqual({ api: 200, answers429: 0, storagePosts: 0 });
});
