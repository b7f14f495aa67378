import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUnknownShardHost, parseApiKey, parseApiUrl, shardUrl } from '../../main/clinic/api-key.ts';
import { errorOf } from '../fixtures/error-of.ts';

describe('an API key', () => {
  it.each([
    ['MS0xLWFi-au1', 'au1'],
    ['MS0xLWFi-au5', 'au5'],
    ['MS0xLWFi-UK1', 'uk1'],
    ['MS0xLWFi-zz42', 'zz42'],
    ['a-b-c-ca1', 'ca1'],
    ['MS0xLWFi', 'au1'],
    ['MS0xLWFi-', 'au1'],
    ['MS0xLWFi-au123', 'au1'],
    ['MS0xLWFi-a1', 'au1'],
    ['MS0xLWFi-us1-x', 'au1'],
    // Without a dash there is no suffix, even if the complete key looks like one.
    ['eu1', 'au1'],
    ['-eu1', 'eu1'],
    ['abc=+/~!-eu1', 'eu1'],
  ])('%s lives on %s', (key, shard) => {
    expect(parseApiKey(key)).toEqual({ key, shard });
  });

  it.each(['\n', '\r\n', '  ', '\t', '\ufeff', '\u00a0'])('is trimmed of a pasted %j', (blank) => {
    expect(parseApiKey(`${blank}abc-uk1${blank}`)).toEqual({ key: 'abc-uk1', shard: 'uk1' });
  });

  it.each(['', ' ', '\r\n\t'])('is missing in %j', (pasted) => {
    expect(errorOf(() => parseApiKey(pasted))).toMatchObject({ code: 'key-missing', advice: 'ask' });
  });

  it.each(['abc:def-au1', 'two words-au1', 'abc\ndef-au1', 'schlüssel-au1', 'abc\u0000-au1', 'abc\u007f'])(
    'cannot be %j',
    (pasted) => {
      expect(errorOf(() => parseApiKey(pasted)).code).toBe('key-malformed');
    },
  );

  it('is never repeated in an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 8 }), (pasted) => {
        try {
          const { key, shard } = parseApiKey(pasted);
          expect(key).toBe(pasted.trim());
          expect(shard).toMatch(/^[a-z]{2}\d{1,2}$/);
        } catch (thrown) {
          expect(JSON.stringify(errorOf(() => parseApiKey(pasted)).toDto())).not.toContain(pasted);
          expect(String(thrown)).not.toContain(pasted);
        }
      }),
    );
  });
});

describe('the address of a shard', () => {
  it('is built from its name', () => {
    expect(shardUrl('au2')).toBe('https://api.au2.cliniko.com/v1');
  });

  it.each([
    ['api.zz9.cliniko.com', true],
    ['API.ZZ9.CLINIKO.COM', true],
    ['api.au1.cliniko.com', false],
    ['api.UK1.cliniko.com', false],
    ['api.uk2.cliniko.com', false],
    ['api.zz9.cliniko.com.example', false],
    ['example.com', false],
    ['', false],
  ])('%s is of an unknown one: %s', (host, unknown) => {
    expect(isUnknownShardHost(host)).toBe(unknown);
  });
});

describe('another address', () => {
  it.each([
    ['https://clinic.example/v1', 'https://clinic.example/v1'],
    ['https://clinic.example/v1///', 'https://clinic.example/v1'],
    ['https://clinic.example', 'https://clinic.example'],
    ['http://127.0.0.1:8080/v1', 'http://127.0.0.1:8080/v1'],
    ['http://localhost:8080/v1/', 'http://localhost:8080/v1'],
    ['http://[::1]:8080/v1', 'http://[::1]:8080/v1'],
  ])('accepts %s', (text, url) => {
    expect(parseApiUrl(text)).toBe(url);
  });

  it.each([
    ['plain HTTP to another machine', 'http://clinic.example/v1'],
    ['plain HTTP to a name that only begins like loopback', 'http://localhost.example/v1'],
    ['plain HTTP to a host that hides behind a user name', 'http://localhost@clinic.example/v1'],
    ['a user name', 'https://user@clinic.example/v1'],
    ['a password', 'https://:secret@clinic.example/v1'],
    ['a query', 'https://clinic.example/v1?a=b'],
    ['an empty query', 'https://clinic.example/v1?'],
    ['a fragment', 'https://clinic.example/v1#a'],
    ['an empty fragment', 'https://clinic.example/v1#'],
    ['another protocol', 'file:///etc'],
    ['no address', 'clinic.example'],
    ['nothing', ''],
  ])('with %s is refused', (_what, text) => {
    expect(errorOf(() => parseApiUrl(text))).toMatchObject({ code: 'address-forbidden', advice: 'fatal' });
  });
});
