import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { knownAccount } from '../fixtures/known-clinic.ts';
import { signByAws } from './aws-post.ts';
import { boundary, closing, exchange, filePart, formBody, formHeaders, part } from './raw-http.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';
import { codeIn, janeOf, keyIn, startTestClinic, type TestClinic } from './test-clinic.ts';

const file = { name: 'a.pdf', bytes: 'the bytes' };

async function presigned(clinic: TestClinic) {
  const { url, fields } = await clinic.presign(janeOf(clinic));
  return { url, fields: Object.entries(fields), folder: fields['key']?.replace('${filename}', '') ?? '' };
}

/** The clinic's bytes for a key after an attachment was made of it. */
async function bytesUnder(clinic: TestClinic, key: string): Promise<Buffer> {
  const { body } = await clinic.create(janeOf(clinic), `${clinic.storageUrl}${key}`);
  return clinic.readBytes(body.id);
}

it('answers 201 with the key escaped and the location encoded', async () => {
  const clinic = await startTestClinic();
  const post = await clinic.presign(janeOf(clinic));
  const name = `Li's <"scan"> & more + 100%.pdf`.replaceAll('"', '');
  const answer = await clinic.post(post, { name, bytes: 'x' });
  const key = post.fields['key']?.replace('${filename}', name) ?? '';
  expect(answer.status).toBe(201);
  expect(answer.headers['content-type']).toBe('application/xml');
  expect(answer.body).toContain('Li&apos;s &lt;scan&gt; &amp; more + 100%.pdf</Key>');
  expect(keyIn(answer.body)).toBe(key);
  expect(answer.body).toContain(`<Bucket>${knownAccount.bucket}</Bucket>`);
  expect(answer.body).toMatch(/<ETag>&quot;[0-9a-f]{32}&quot;<\/ETag>/);
  const location = /<Location>(.*)<\/Location>/.exec(answer.body)?.[1] ?? '';
  expect(location).not.toContain(key);
  expect(location).toContain('%2Fattachments%2Ftemp%2F');
  expect(location).toContain('Li%27s%20%3Cscan%3E%20%26%20more%20%2B%20100%25.pdf');
  expect(clinic.requests().storagePosts).toBe(1);
});

it('takes a post that AWS signed', async () => {
  const clinic = await startTestClinic();
  const fields = await signByAws({
    key: 'anywhere/${filename}',
    conditions: [['content-length-range', 5, 100]],
    fields: { success_action_status: '201' },
  });
  const small = await clinic.post({ url: clinic.storageUrl, fields }, file);
  expect([small.status, keyIn(small.body)]).toEqual([201, 'anywhere/a.pdf']);
  const large = await clinic.post({ url: clinic.storageUrl, fields }, { name: 'b', bytes: 'x'.repeat(101) });
  expect([large.status, codeIn(large.body)]).toEqual([400, 'EntityTooLarge']);
  const tiny = await clinic.post({ url: clinic.storageUrl, fields }, { name: 'c', bytes: 'four' });
  expect([tiny.status, codeIn(tiny.body)]).toEqual([400, 'EntityTooSmall']);
});

it.each([
  [undefined, 204],
  ['200', 200],
  ['204', 204],
])('answers as the form wishes: %s', async (status, expected) => {
  const clinic = await startTestClinic();
  const fields = await signByAws({ fields: status === undefined ? {} : { success_action_status: status } });
  const answer = await clinic.post({ url: clinic.storageUrl, fields }, file);
  expect([answer.status, answer.body]).toEqual([expected, '']);
});

describe('refuses', () => {
  it('a body without its length', async () => {
    const clinic = await startTestClinic();
    const { url, fields } = await presigned(clinic);
    const body = formBody(fields, file);
    const headers = { 'content-type': formHeaders(body)['content-type'], 'transfer-encoding': 'chunked' };
    const answer = await exchange(url, { method: 'POST', headers, body });
    expect([answer.status, codeIn(answer.body)]).toEqual([411, 'MissingContentLength']);
  });

  it('credentials, another bucket, another content type, another method', async () => {
    const clinic = await startTestClinic();
    const { url, fields } = await presigned(clinic);
    const body = formBody(fields, file);
    const headers = formHeaders(body);
    const answers = [
      await exchange(url, { method: 'POST', headers: { ...headers, authorization: 'Basic eA==' }, body }),
      await exchange(url, { method: 'POST', headers: { ...headers, host: 'another.example.com' }, body }),
      await exchange(`${clinic.storageUrl}another`, { method: 'POST', headers, body }),
      await exchange(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/pdf' },
        body,
      }),
      await exchange(url, { method: 'PUT', headers, body }),
    ];
    expect(answers.map(({ status, body: xml }) => [status, codeIn(xml)])).toEqual([
      [400, 'InvalidArgument'],
      [404, 'NoSuchBucket'],
      [404, 'NoSuchBucket'],
      [412, 'PreconditionFailed'],
      [405, 'MethodNotAllowed'],
    ]);
    expect(answers[0]?.body).toContain('<Message></Message>');
  });

  it.each([
    ['the file first', (fields: Buffer[]) => [filePart(file), ...fields, closing], 400, 'InvalidArgument'],
    ['no file', (fields: Buffer[]) => [...fields, closing], 400, 'InvalidArgument'],
    ['no form', () => [Buffer.from('nothing of the kind')], 400, 'MalformedPOSTRequest'],
    [
      'half a field',
      (fields: Buffer[]) => [Buffer.concat(fields).subarray(0, 100)],
      400,
      'MalformedPOSTRequest',
    ],
    [
      'fields without end',
      (fields: Buffer[]) => [...fields, part('name="x"', 'x'.repeat(21_000))],
      400,
      'MaxPostPreDataLengthExceededError',
    ],
    [
      'an unknown field',
      (fields: Buffer[]) => [...fields, part('name="Content-Type"', 'a/b'), filePart(file), closing],
      403,
      'AccessDenied',
    ],
    [
      'one field less',
      (fields: Buffer[]) => [...fields.slice(0, -1), filePart(file), closing],
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'no policy',
      (fields: Buffer[]) => [...fields.slice(0, 1), filePart(file), closing],
      403,
      'AccessDenied',
    ],
  ])('%s', async (_, build, status, code) => {
    const clinic = await startTestClinic();
    const { url, fields } = await presigned(clinic);
    const body = Buffer.concat(build(fields.map(([name, value]) => part(`name="${name}"`, value))));
    const answer = await exchange(url, { method: 'POST', headers: formHeaders(body), body });
    expect([answer.status, codeIn(answer.body)]).toEqual([status, code]);
  });

  it('a policy that has expired, by its own clock', async () => {
    let now = Date.now();
    const clinic = await startTestClinic({ policyLifetimeMs: 1000, now: () => now });
    const post = await clinic.presign(janeOf(clinic));
    now += 1000;
    const answer = await clinic.post(post, file);
    expect([answer.status, codeIn(answer.body)]).toEqual([403, 'AccessDenied']);
    expect(answer.body).toContain('Policy expired');
  });

  it('a file that is larger than the policy allows, and keeps nothing of it', async () => {
    const directory = await tempFolder();
    const clinic = await startTestClinic({ directory, maxFileBytes: 9 });
    const post = await clinic.presign(janeOf(clinic));
    expect((await clinic.post(post, file)).status).toBe(201);
    const answer = await clinic.post(post, { ...file, bytes: 'ten bytes!' });
    expect([answer.status, codeIn(answer.body)]).toEqual([400, 'EntityTooLarge']);
    expect(await readdir(join(directory, 'objects'))).toHaveLength(1);
  });
});

it('refuses early: the answer arrives while the body is still being sent', async () => {
  const clinic = await startTestClinic({ maxFileBytes: 1000 });
  const { url, fields } = await presigned(clinic);
  const head = formBody(fields, { name: 'a', bytes: '' }).subarray(0, -closing.length - 2);
  const sent = request(url, {
    method: 'POST',
    headers: { ...formHeaders(head), 'content-length': 1_000_000_000 },
    agent: false,
  });
  sent.write(head);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect([response.statusCode, codeIn(await text(response))]).toEqual([400, 'EntityTooLarge']);
  expect(response.headers.connection).toBe('close');
  sent.destroy();
});

it('closes the connection of a refused client that neither sends nor leaves', async () => {
  const clinic = await startTestClinic();
  const port = Number(new URL(clinic.storageUrl).port);
  const socket = connect(port, '127.0.0.1');
  const closed = once(socket, 'close');
  socket.write(`POST /another HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 100\r\n\r\n`);
  const answer = await text(socket);
  expect(answer).toContain('HTTP/1.1 404');
  expect(codeIn(answer)).toBe('NoSuchBucket');
  await closed;
});

it('lets a client that continues to send still read the refusal', async () => {
  const clinic = await startTestClinic();
  const { url } = await presigned(clinic);
  const body = formBody([['key', 'x']], { name: 'a', bytes: Buffer.alloc(20_000_000) });
  const answer = await exchange(url, { method: 'POST', headers: formHeaders(body), body });
  expect([answer.status, codeIn(answer.body)]).toEqual([403, 'AccessDenied']);
});

it('stores a body without its closing boundary, short, with a 201', async () => {
  const clinic = await startTestClinic();
  const { url, fields, folder } = await presigned(clinic);
  const whole = formBody(fields, { name: 'a.pdf', bytes: 'the first half, the second half' });
  const body = whole.subarray(0, whole.indexOf(', the second'));
  const answer = await exchange(url, { method: 'POST', headers: formHeaders(body), body });
  expect(answer.status).toBe(201);
  expect(String(await bytesUnder(clinic, `${folder}a.pdf`))).toBe('the first half');
});

it('ignores what follows the file', async () => {
  const clinic = await startTestClinic();
  const { url, fields, folder } = await presigned(clinic);
  const late = [part('name="Content-Type"', 'a/b'), part('name="file"; filename="b.pdf"', 'other'), closing];
  const body = Buffer.concat([
    formBody(fields, file).subarray(0, -closing.length),
    ...late,
    Buffer.from('epilogue'),
  ]);
  const answer = await exchange(url, { method: 'POST', headers: formHeaders(body), body });
  expect([answer.status, keyIn(answer.body)]).toEqual([201, `${folder}a.pdf`]);
  expect(String(await bytesUnder(clinic, `${folder}a.pdf`))).toBe('the bytes');
});

it('keeps nothing of an upload whose connection broke', async () => {
  const directory = await tempFolder();
  const clinic = await startTestClinic({ directory });
  const { fields } = await presigned(clinic);
  const head = formBody(fields, { name: 'a', bytes: 'half' }).subarray(0, -closing.length - 2);
  const port = Number(new URL(clinic.storageUrl).port);
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: 100000\r\n\r\n`,
  );
  socket.write(head);
  await expect.poll(() => readdir(join(directory, 'objects'))).toHaveLength(1);
  socket.destroy();
  await expect.poll(() => readdir(join(directory, 'objects'))).toHaveLength(0);
});

it('reports its own failure to store', async () => {
  const directory = await tempFolder();
  const clinic = await startTestClinic({ directory });
  const post = await clinic.presign(janeOf(clinic));
  await rm(join(directory, 'objects'), { recursive: true });
  const answer = await clinic.post(post, { name: 'a', bytes: Buffer.alloc(3_000_000) });
  expect([answer.status, codeIn(answer.body)]).toEqual([500, 'InternalError']);
  expect((await clinic.get('/user')).status).toBe(200);
});

it('keeps every byte of every kind of file, the empty one too', async () => {
  const clinic = await startTestClinic();
  const { url, fields, folder } = await presigned(clinic);
  const many = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => (at * 7919) % 251));
  const tricky = Buffer.from(`\r\n--${boundary.slice(0, -1)}\r\n--\r\n-\r`);
  for (const [name, bytes] of [
    ['many', many],
    ['tricky', tricky],
    ['empty', Buffer.alloc(0)],
  ] as const) {
    const body = formBody(fields, { name, bytes });
    expect((await exchange(url, { method: 'POST', headers: formHeaders(body), body })).status).toBe(201);
    expect(bytes.equals(await bytesUnder(clinic, `${folder}${name}`))).toBe(true);
  }
});

it('gives the last of two posts under one key', async () => {
  const clinic = await startTestClinic();
  const post = await clinic.presign(janeOf(clinic));
  await clinic.post(post, { ...file, bytes: 'first' });
  const key = keyIn((await clinic.post(post, { ...file, bytes: 'second' })).body);
  expect(String(await bytesUnder(clinic, key))).toBe('second');
});

it('answers a client that expects 100-continue, before its body or without wanting it', async () => {
  const clinic = await startTestClinic();
  const { url, fields } = await presigned(clinic);
  const body = formBody(fields, file);
  const headers = { ...formHeaders(body), expect: '100-continue' };
  const sent = request(url, { method: 'POST', headers, agent: false });
  sent.flushHeaders();
  await once(sent, 'continue');
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(201);
  response.resume();

  const unwanted = request(`${clinic.storageUrl}another`, { method: 'POST', headers, agent: false });
  let isContinued = false;
  unwanted.on('continue', () => (isContinued = true)).flushHeaders();
  const [refused] = (await once(unwanted, 'response')) as [IncomingMessage];
  expect([refused.statusCode, isContinued]).toEqual([404, false]);
  unwanted.destroy();
});

it('serves curl -F', async ({ skip, task }) => {
  const curl = promisify(execFile);
  await curl('curl', ['--version']).catch((error: unknown) => {
    task.meta.leftOut = 'There is no curl here.';
    skip(`no curl here: ${String(error)}`);
  });
  const clinic = await startTestClinic();
  const { url, fields, folder } = await presigned(clinic);
  const folderHere = await tempFolder();
  const path = join(folderHere, 'letter.pdf');
  const bytes = Buffer.alloc(2_000_000, 'curl');
  await writeFile(path, bytes);
  const form = [...fields.map(([name, value]) => `${name}=${value}`), `file=@${path}`].flatMap((field) => [
    '-F',
    field,
  ]);
  const { stdout } = await curl('curl', [
    '-sS',
    '-w',
    '%{http_code}',
    '-o',
    join(folderHere, 'answer'),
    ...form,
    url,
  ]);
  expect(stdout).toBe('201');
  expect(bytes.equals(await bytesUnder(clinic, `${folder}letter.pdf`))).toBe(true);
});
