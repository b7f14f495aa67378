import { describe, expect, it } from 'vitest';
import { connectionOf, diagnose } from '../../main/clinic/diagnose.ts';
import { createClinic } from '../../main/clinic/clinic.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import type { DemoClinic } from '../../main/demo-clinic/start.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import type { Network } from '../../main/base/ports.ts';
import type { Diagnosis } from '../../preload/contract/diagnosis.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { diagnosisText } from '../../preload/words/text.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';

const walk = (demo: DemoClinic, apiKey = demo.apiKey): Promise<Diagnosis> =>
  diagnose({
    client: clientOf(demo, { apiKey }).client,
    baseUrl: demo.apiUrl,
    hasKey: true,
    clock: systemClock,
    options: callOptions(),
  });
const statesOf = ({ steps }: Diagnosis): string => steps.map(({ state }) => state).join(' ');
const failureOf = ({ steps }: Diagnosis) =>
  steps.filter(({ state }) => state === 'failed').map(({ step, code }) => [step, code]);

describe('the connection to the clinic', () => {
  it('is checked to its end, without a trace in the clinic', async () => {
    const demo = await testClinic();
    const before = [demo.attachments(), demo.patients()];
    const found = await walk(demo);
    // On loopback there is no lookup, no proxy and no TLS.
    expect(statesOf(found)).toBe('not-needed not-needed ok not-needed ok ok ok');
    expect([demo.attachments(), demo.patients()]).toEqual(before);
    expect(demo.requests()).toMatchObject({ api: 3, storagePosts: 0 });
    expect(connectionOf(found)).toBe('online');
  });

  it('fails at the connection without a server', async () => {
    const demo = await testClinic();
    await demo.stop();
    const found = await walk(demo);
    expect(failureOf(found)).toEqual([['connection', 'network-unreachable']]);
    expect(statesOf(found)).toContain('failed not-reached not-reached not-reached not-reached');
    expect(connectionOf(found)).toBe('offline');
  });

  it('ends at the key', async () => {
    const found = await walk(await testClinic(), 'another-key-au1');
    expect(failureOf(found)).toEqual([['key', 'key-rejected']]);
    expect(connectionOf(found)).toBe('key-rejected');
  });

  it('without a key it says how far the network goes', async () => {
    const demo = await testClinic();
    const { client } = clientOf(demo, { apiKey: 'none' });
    const found = await diagnose({
      client,
      baseUrl: demo.apiUrl,
      hasKey: false,
      clock: systemClock,
      options: callOptions(),
    });
    expect(failureOf(found)).toEqual([['key', 'key-missing']]);
  });

  it.each([
    ['patients', 'list'],
    ['a presigned post', 'presign'],
  ] as const)('ends at the permission for %s', async (_what, step) => {
    const path = step === 'list' ? { path: '/patients' } : { step };
    const demo = await testClinic({ faults: [{ ...path, act: { status: 403, body: '{}' } }] });
    expect(failureOf(await walk(demo))).toEqual([['permission', 'permission-denied']]);
  });

  it('ends at the storage', async () => {
    const demo = await testClinic({ faults: [{ step: 'download', act: 'drop-before' }] });
    expect(failureOf(await walk(demo))).toEqual([['storage', 'network-unreachable']]);
  });

  it.each<[ErrorCode, string]>([
    ['name-not-found', 'lookup'],
    ['proxy-unreachable', 'proxy'],
    ['proxy-credentials', 'proxy'],
    ['proxy-refused', 'proxy'],
    ['certificate-refused', 'tls'],
    ['connection-not-secure', 'tls'],
    ['network-timeout', 'connection'],
    ['service-error', 'key'],
  ])('%s is the %s’s', async (code, step) => {
    const baseUrl = 'https://api.clinic.test/v1';
    const network: Network = {
      ...directNetwork,
      // The first call asks whether there is a proxy, the second is that of a request.
      routeTo: () =>
        asked++ === 0 ? Promise.resolve({ agent: null }) : Promise.reject(new ChartdropError(code)),
    };
    let asked = 0;
    const rateLimit = { requests: 10, windowMs: 1000 };
    const { client } = createClinic({
      apiKey: () => 'key-au1',
      baseUrl,
      userAgent: 'tests',
      rateLimit,
      clock: systemClock,
      network,
    });
    const options = callOptions();
    const found = await diagnose({ client, baseUrl, hasKey: true, clock: systemClock, options });
    expect(failureOf(found)).toEqual([[step, code]]);
  });

  it('is reported in lines, each with its words', async () => {
    const demo = await testClinic();
    await demo.stop();
    const text = diagnosisText(await walk(demo));
    expect(text).toContain('Reach Cliniko: does not work. Cliniko cannot be reached.');
    expect(text).toContain('Sign in with the API key: not tried.');
    expect(text).not.toContain(demo.apiUrl);
    expect(text).not.toContain(demo.apiKey);
  });
});
