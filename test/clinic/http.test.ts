import got from 'got';
import { describe, expect, it } from 'vitest';
import { transportFailure } from '../../main/clinic/http-errors.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';
import { jsonStub, stubClinic, stubServer } from './stub-server.ts';

const user = { id: '1968645883121642782', first_name: 'Frankie' };

describe('every call', () => {
  it('is sent with the key as user name, our name, and a request for JSON', async () => {
    const stub = await jsonStub(user);
    await stubClinic(stub).client.user(callOptions());
    const [request] = stub.requests;
    expect(request).toMatchObject({ method: 'GET', path: '/v1/user' });
    expect(request?.headers).toMatchObject({
      accept: 'application/json',
      authorization: `Basic ${Buffer.from('stub-key-au1:').toString('base64')}`,
      'user-agent': 'Chartdrop tests (tests@chartdrop.example)',
    });
  });

  it('sends JSON as JSON', async () => {
    const stub = await stubServer(() => ({ status: 422 }));
    const { client } = stubClinic(stub);
    const patientId = patientIdSchema.parse('1968645883121642782');
    await rejectionOf(
      client.createAttachment({ patientId, uploadUrl: 'x:y', description: null }, callOptions()),
    );
    expect(stub.requests[0]?.headers['content-type']).toBe('application/json');
    expect(stub.requests[0]?.body.toString()).toBe(
      '{"patient_id":"1968645883121642782","upload_url":"x:y","description":null}',
    );
  });

  it('needs a key, and asks for it each time', async () => {
    const demo = await testClinic();
    let key: string | null = null;
    const { client } = stubClinic(
      { origin: demo.apiUrl.replace('/v1', ''), requests: [] },
      { apiKey: () => key },
    );
    expect((await rejectionOf(client.user(callOptions()))).code).toBe('key-missing');
    expect(demo.requests().api).toBe(0);
    key = 'another-key-au1';
    expect((await rejectionOf(client.user(callOptions()))).code).toBe('key-rejected');
    key = demo.apiKey;
    expect(await client.user(callOptions())).toMatchObject({ first_name: 'Frankie' });
  });

  it('uses the budget, whatever the result', async () => {
    const demo = await testClinic();
    const clock = createFakeClock();
    const clinic = clientOf(demo, { clock, rateLimit: { requests: 10, windowMs: 1000 } });
    demo.faults.add({ act: { status: 500 } }, { act: 'drop-before' });
    await Promise.allSettled([1, 2, 3].map(() => clinic.client.user(callOptions())));
    expect(clinic.budget.usage().used).toBe(3);
    clock.advance(1000);
    expect(clinic.budget.usage().used).toBe(0);
  });

  it('sets the service’s clock, even if it is refused (case 30)', async () => {
    const stub = await stubServer(() => ({
      status: 404,
      headers: { date: 'Mon, 23 Nov 2026 04:05:06 GMT' },
    }));
    const clinic = stubClinic(stub, { clock: createFakeClock(0) });
    await rejectionOf(clinic.client.user(callOptions()));
    expect(clinic.serverClock.now()).toBe(Date.UTC(2026, 10, 23, 4, 5, 6));
  });
});

describe('an answer that is a failure', () => {
  it.each([
    [401, 'key-rejected', null],
    [403, 'permission-denied', 'not yours'],
    // For the key's own user; any other record gives `record-not-found`.
    [404, 'address-not-clinic', null],
    [408, 'network-timeout', null],
    [422, 'record-refused', 'not yours'],
    [500, 'service-error', null],
    [503, 'service-error', null],
  ])('%d is %s', async (status, code, detail) => {
    const demo = await testClinic({ faults: [{ act: { status, body: '{"message":"not yours"}' } }] });
    const { client } = clientOf(demo);
    expect((await rejectionOf(client.user(callOptions()))).toDto()).toMatchObject({ code, detail });
    expect(demo.requests().api).toBe(1);
  });

  it.each(['html', 'truncate', 'drop-before', 'drop-after'] as const)(
    '%s is reported clearly, without the answer’s content (case 32)',
    async (act) => {
      const demo = await testClinic({ faults: [{ act }] });
      const error = await rejectionOf(clientOf(demo).client.user(callOptions()));
      const codes = { html: 'service-error', truncate: 'answer-invalid' };
      expect(error.code).toBe(act === 'html' || act === 'truncate' ? codes[act] : 'network-unreachable');
      expect(error.detail).toBeNull();
    },
  );

  it('is a page with a 200, as a guest network’s log-in gives (case 32)', async () => {
    const stub = await stubServer(() => ({ body: '<html>Accept the terms</html>' }));
    expect((await rejectionOf(stubClinic(stub).client.user(callOptions()))).code).toBe('answer-invalid');
  });

  it('is reported if no server listens', async () => {
    const demo = await testClinic();
    const { client } = clientOf(demo);
    await demo.stop();
    const error = await rejectionOf(client.user(callOptions()));
    expect([error.code, error.advice]).toEqual(['network-unreachable', 'retry']);
  });

  it('is reported after silence, by got’s timeouts', async () => {
    const stub = await stubServer(() => null);
    const silent = await got(stub.origin, { retry: { limit: 0 }, timeout: { request: 20 } }).catch(
      (thrown: unknown) => transportFailure(thrown, '127.0.0.1').code,
    );
    expect(silent).toBe('network-timeout');
  });

  it('is reported as our abort, at any moment', async () => {
    const stub = await stubServer(() => null);
    const clinic = stubClinic(stub);
    const stop = new AbortController();
    const options = { priority: 'window', signal: stop.signal } as const;
    const error = rejectionOf(clinic.client.user(options));
    await expect.poll(() => stub.requests).toHaveLength(1);
    stop.abort();
    expect((await error).code).toBe('aborted');
    expect((await rejectionOf(clinic.client.user(options))).code).toBe('aborted');
    expect(stub.requests).toHaveLength(1);
  });
});

describe('429 (case 25)', () => {
  const date = 'Mon, 23 Nov 2026 04:05:06 GMT';
  const instant = Date.UTC(2026, 10, 23, 4, 5, 6);

  async function limited(reset: string | undefined) {
    const headers = { date, ...(reset === undefined ? {} : { 'x-ratelimit-reset': reset }) };
    const stub = await stubServer(() => ({ status: 429, headers }));
    // Our clock is a day late; the reset is in the service's time.
    const clinic = stubClinic(stub, { clock: createFakeClock(instant - 86_400_000) });
    const error = await rejectionOf(clinic.client.user(callOptions()));
    return { error, blockedForMs: clinic.budget.usage().blockedForMs };
  }

  it('pauses calls until the service’s reset, by the service’s clock (case 30)', async () => {
    const { error, blockedForMs } = await limited(String(instant / 1000 + 17));
    expect(error).toMatchObject({ code: 'rate-limited', advice: 'wait', retryAt: instant + 17_000 });
    expect(blockedForMs).toBe(17_000);
  });

  it.each([
    ['none', undefined, 60_000],
    ['rubbish', 'soon', 60_000],
    ['milliseconds', String(instant + 17_000), 60_000],
    ['one in the past', '1000', 0],
    ['one far ahead', '999999999999', 900_000],
  ])('with %s as a reset, for %s', async (_what, reset, ms) => {
    const { error, blockedForMs } = await limited(reset);
    expect(error.code).toBe('rate-limited');
    expect(blockedForMs).toBe(ms);
  });

  it('comes from the demo clinic too, and never with calls inside the budget', async () => {
    const demo = await testClinic({ rateLimit: { requests: 5, windowMs: 60_000 } });
    const clock = createFakeClock();
    const within = clientOf(demo, { clock, rateLimit: { requests: 5, windowMs: 60_000 } });
    const window = { priority: 'window', signal: new AbortController().signal } as const;
    const calls = Promise.all([1, 2, 3, 4, 5, 6].map(() => within.client.user(window)));
    await expect.poll(() => demo.requests().api).toBe(5);
    const beyond = clientOf(demo);
    const error = await rejectionOf(beyond.client.user(callOptions()));
    expect(error.code).toBe('rate-limited');
    expect(error.retryAt).toBeGreaterThan(0);
    expect(beyond.budget.usage().blockedForMs).toBeGreaterThan(0);
    expect(demo.requests()).toMatchObject({ api: 6, answers429: 1 });
    expect(within.budget.usage()).toMatchObject({ used: 5, blockedForMs: 0 });
    demo.faults.add({ act: { status: 200, body: JSON.stringify(user) } });
    await expect.poll(() => clock.untilNext()).not.toBeNull();
    clock.advance(60_000);
    expect(await calls).toHaveLength(6);
  });
});

describe('the key stays with the service', () => {
  it('follows no redirect', async () => {
    const stranger = await jsonStub(user);
    const stub = await stubServer(() => ({
      status: 302,
      headers: { location: `${stranger.origin}/v1/user` },
    }));
    expect((await rejectionOf(stubClinic(stub).client.user(callOptions()))).code).toBe('answer-invalid');
    expect(stranger.requests).toEqual([]);
  });

  it.each([
    ['another port', (origin: string) => `${origin}/v1/patients?page=2`],
    ['another host', () => 'https://clinic.example/v1/patients?page=2'],
    ['another host behind our name', () => 'http://127.0.0.1@clinic.example/v1/patients'],
    ['no address', () => 'page 2'],
  ])('does not go to %s that a link names', async (_what, linkTo) => {
    const stranger = await jsonStub({});
    const next = linkTo(stranger.origin);
    const page = { patients: [], total_entries: 200, links: { next } };
    const stub = await jsonStub(page);
    const list = stubClinic(stub).client.patients({}, callOptions())[Symbol.asyncIterator]();
    expect(await list.next()).toMatchObject({ value: { more: true } });
    expect((await rejectionOf(list.next())).code).toBe('answer-invalid');
    expect([stub.requests.length, stranger.requests.length]).toEqual([1, 0]);
  });

  it('stays below the base address, also with a path that looks like a host', async () => {
    const stub = await stubServer(() => ({ status: 404 }));
    await rejectionOf(stubClinic(stub).client.contentLocation('//clinic.example/a', callOptions()));
    expect(stub.requests[0]?.path).toBe('/v1//clinic.example/a');
  });
});
