import { describe, expect, it } from 'vitest';
import { signContentUrl } from '../../main/demo-clinic/store/content-url.ts';
import {
  amzDate,
  credentialOn,
  isSameSignature,
  signText,
  uriEncode,
  type StorageAccount,
} from '../../main/demo-clinic/store/signature-v4.ts';

/** The account of the examples in AWS's documentation. */
const documented: StorageAccount = {
  bucket: 'sigv4examplebucket',
  region: 'us-east-1',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

describe('the examples of the documentation', () => {
  it('signs the policy of "Browser-Based Upload using HTTP POST"', () => {
    const policy = [
      '{ "expiration": "2015-12-30T12:00:00.000Z",',
      '  "conditions": [',
      '    {"bucket": "sigv4examplebucket"},',
      '    ["starts-with", "$key", "user/user1/"],',
      '    {"acl": "public-read"},',
      '    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},',
      '    ["starts-with", "$Content-Type", "image/"],',
      '    {"x-amz-meta-uuid": "14365123651274"},',
      '    {"x-amz-server-side-encryption": "AES256"},',
      '    ["starts-with", "$x-amz-meta-tag", ""],',
      '',
      '    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},',
      '    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},',
      '    {"x-amz-date": "20151229T000000Z" }',
      '  ]',
      '}',
    ].join('\r\n');
    expect(signText(Buffer.from(policy).toString('base64'), '20151229', documented)).toBe(
      '8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e',
    );
    expect(credentialOn('20151229', documented)).toBe(
      'AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request',
    );
  });

  it('signs the address of "Using Query Parameters"', () => {
    const url = new URL('https://examplebucket.s3.amazonaws.com/test.txt');
    const signed = signContentUrl(url, Date.parse('2013-05-24T00:00:00Z'), 86_400, documented);
    expect(signed.searchParams.get('X-Amz-Signature')).toBe(
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });
});

it('writes a date as AWS does, without the fraction of a second', () => {
  expect(amzDate(Date.parse('2026-11-23T04:05:06.789Z'))).toBe('20261123T040506Z');
});

it.each([
  ['a-z_A.Z~0', 'a-z_A.Z~0'],
  ['a/b c', 'a%2Fb%20c'],
  ["!'()*", '%21%27%28%29%2A'],
  ['é漢', '%C3%A9%E6%BC%A2'],
  ['+%&', '%2B%25%26'],
])('percent-encodes %s', (text, encoded) => {
  expect(uriEncode(text)).toBe(encoded);
  expect(decodeURIComponent(encoded)).toBe(text);
});

it('compares signatures of any length', () => {
  expect(isSameSignature('abc', 'abc')).toBe(true);
  expect(isSameSignature('abd', 'abc')).toBe(false);
  expect(isSameSignature('', 'abc')).toBe(false);
  expect(isSameSignature('abcd', 'abc')).toBe(false);
});
