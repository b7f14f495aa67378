import { Options, RequestError } from 'got';
import { describe, expect, it } from 'vitest';
import { apiFailure, transportFailure } from '../../main/clinic/http-errors.ts';
import { ChartdropError } from '../../main/base/errors.ts';
import { parseJson } from '../../main/base/parse-json.ts';

const failed = (code: string) =>
  new RequestError('with an address in it', Object.assign(new Error(code), { code }), new Options());
const unknownShard = 'api.zz9.cliniko.com';

describe('a call without an answer', () => {
  it.each([
    ['ENOTFOUND', unknownShard, 'shard-unknown', 'ask'],
    // The same without any network: a known shard is no typing error.
    ['ENOTFOUND', 'api.au1.cliniko.com', 'name-not-found', 'retry'],
    ['ENOTFOUND', '', 'name-not-found', 'retry'],
    // The key or the network may be wrong: names the key, and retries the call.
    ['EAI_AGAIN', unknownShard, 'shard-unknown', 'retry'],
    ['EAI_AGAIN', 'api.uk2.cliniko.com', 'name-not-found', 'retry'],
    ['EPROTO', '', 'connection-not-secure', 'retry'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', '', 'connection-not-secure', 'retry'],
    ['ECONNREFUSED', unknownShard, 'network-unreachable', 'retry'],
    ['ECONNRESET', '127.0.0.1', 'network-unreachable', 'retry'],
    ['CERT_HAS_EXPIRED', 'api.au1.cliniko.com', 'certificate-refused', 'retry'],
    ['SELF_SIGNED_CERT_IN_CHAIN', unknownShard, 'certificate-refused', 'retry'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'api.au1.cliniko.com', 'certificate-refused', 'retry'],
    ['ERR_ABORTED', 'api.au1.cliniko.com', 'aborted', 'fatal'],
  ])('%s of %s is %s', (code, host, expected, advice) => {
    const failure = transportFailure(failed(code), host);
    expect([failure.code, failure.advice]).toEqual([expected, advice]);
    expect(failure.message).toBe(expected);
  });

  it('knows an abort by its name', () => {
    expect(transportFailure(new DOMException('over', 'AbortError'), '').code).toBe('aborted');
    expect(transportFailure(AbortSignal.abort().reason, '').code).toBe('aborted');
  });

  it('passes our own errors through, even if the client wrapped them', () => {
    const own = new ChartdropError('file-changed');
    expect(transportFailure(own, '')).toBe(own);
    expect(transportFailure(new Error('wrapped', { cause: own }), '')).toBe(own);
  });

  it.each([null, 'text', new Error('something')])('treats any other error as the network’s: %s', (thrown) => {
    expect(transportFailure(thrown, unknownShard).code).toBe('network-unreachable');
  });
});

describe('the failure that a status stands for', () => {
  it.each([100, 200, 201, 204, 302, 399])('%d: none', (status) => {
    expect(apiFailure(status, undefined, '')).toBeNull();
  });

  it.each([
    [400, 'record-refused', 'ask'],
    [401, 'key-rejected', 'wait'],
    [403, 'permission-denied', 'ask'],
    [404, 'record-not-found', 'ask'],
    [408, 'network-timeout', 'retry'],
    [422, 'record-refused', 'ask'],
    [429, 'rate-limited', 'wait'],
    [500, 'service-error', 'retry'],
    [502, 'service-error', 'retry'],
    [599, 'service-error', 'retry'],
  ])('%d: %s', (status, code, advice) => {
    const failure = apiFailure(status, undefined, '<html>Bad</html>');
    expect(failure?.toDto()).toEqual({ code, advice, detail: null, retryAt: null });
  });

  it.each([
    ['1795406706', 1_795_406_706_000],
    ['0', 0],
    [undefined, null],
    ['', null],
    ['soon', null],
    ['-5', null],
    ['1e9', null],
    ['1795406706.5', null],
    // Milliseconds by mistake, which would mean the year 58,000.
    ['1795406706000', null],
    [['1795406706', '1'], null],
  ])('a reset of %j is at %s', (reset, retryAt) => {
    expect(apiFailure(429, reset, '')?.retryAt).toBe(retryAt);
  });
});

describe('the service’s own words', () => {
  const detailOf = (body: string, status = 422) => apiFailure(status, undefined, body)?.detail;

  it.each([
    ['{"message":"Validation failed"}', 'Validation failed'],
    ['{"errors":{"upload_url":["is invalid"]}}', 'upload_url is invalid'],
    [
      '{"message":"No","errors":{"description":["is too long","is odd"],"patient_id":"is archived"}}',
      'No; description is too long, is odd; patient_id is archived',
    ],
    ['{"message":null,"errors":null}', null],
    ['{"errors":["description is too long","is odd"]}', 'description is too long; is odd'],
    ['{"message":"Validation Failed","errors":["is odd",7,null]}', 'Validation Failed; is odd'],
    [
      '{"message":"Validation Failed","errors":"upload_url is invalid"}',
      'Validation Failed; upload_url is invalid',
    ],
    ['{"message":"Validation Failed","errors":7}', 'Validation Failed'],
    ['{"message":7,"errors":{"name":"is odd"}}', 'name is odd'],
    ['{"message":7}', null],
    ['{"message":""}', null],
    ['"text"', null],
    ['{"message":"cut', null],
    ['<html><h1>502</h1></html>', null],
    ['', null],
  ])('in %s: %s', (body, detail) => {
    expect(detailOf(body)).toBe(detail);
    expect(detailOf(body, 403)).toBe(detail);
  });

  it('are shown without addresses, which may be presigned, and shortened', () => {
    expect(detailOf('{"message":"https://bucket.example/?X-Amz-Signature=abc is gone"}')).toBe('… is gone');
    expect(detailOf(JSON.stringify({ message: 'x'.repeat(2000) }))).toHaveLength(500);
  });
});

it('reads JSON, or nothing', () => {
  expect(parseJson('{"a":[1]}')).toEqual({ a: [1] });
  expect(parseJson('{"a":')).toBeUndefined();
  expect(parseJson('')).toBeUndefined();
});
