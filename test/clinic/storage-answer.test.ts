import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStorageAnswer, uploadUrlOf } from '../../main/clinic/storage/storage-answer.ts';
import { escapeXml } from '../../main/demo-clinic/store/store-errors.ts';
import { errorOf } from '../fixtures/error-of.ts';
import { caseNames } from './case-names.ts';

const stored = (key: string) =>
  '<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse><Location>https://b.example/tmp%2Fa</Location>' +
  `<Bucket>b</Bucket><Key>${key}</Key><ETag>"0"</ETag></PostResponse>`;
const refused = (code: string, message = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
const codeOf = (status: number, body: string) => errorOf(() => readStorageAnswer(status, body)).code;

describe('the key of a 201', () => {
  it.each([
    ['tmp/1/a.pdf', 'tmp/1/a.pdf'],
    ['tmp/&quot;a&quot; &amp; &lt;b&gt; &apos;c&apos;', `tmp/"a" & <b> 'c'`],
    ['a&#39;b&#x27;c', "a'b'c"],
    ['&#128512;&#x1F600;', '😀😀'],
    ['é 漢', 'é 漢'],
    // Unescaped only once.
    ['a&amp;apos;b', 'a&apos;b'],
    ['a&amp;#39;b', 'a&#39;b'],
    ['a&amp;amp;b', 'a&amp;b'],
    [' a ', ' a '],
    ['007', '007'],
    ['1e5', '1e5'],
    ['true', 'true'],
    ['<![CDATA[a&amp;b]]>', 'a&amp;b'],
  ])('%s is %s', (written, key) => {
    expect(readStorageAnswer(201, stored(written))).toBe(key);
  });

  it.each(caseNames)('comes back for %s (case 20)', (_what, _name, sent) => {
    expect(readStorageAnswer(201, stored(escapeXml(`temp/${sent}`)))).toBe(`temp/${sent}`);
  });

  it('is returned unchanged, whatever its characters', () => {
    const key = fc
      .array(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 5 }),
          fc.constantFrom(
            '&',
            ';',
            '#',
            '&amp;',
            '&#39;',
            '&apos;',
            '%2F',
            "'",
            '<',
            '>',
            ']]>',
            '&copy;',
            '$&',
          ),
        ),
        { minLength: 1, maxLength: 60 },
      )
      .map((pieces) => pieces.join(''))
      .filter((text) => text !== '' && !/\p{Cc}/u.test(text));
    fc.assert(
      fc.property(key, (text) => {
        expect(readStorageAnswer(201, stored(escapeXml(text)))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('may have a namespace, a byte order mark and further elements', () => {
    const namespaced =
      '\ufeff<PostResponse xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><More/><Key>a</Key></PostResponse>';
    expect(readStorageAnswer(201, namespaced)).toBe('a');
  });

  it.each([
    ['is cut off in the key', stored('tmp/a').slice(0, 130)],
    ['is cut off after it', stored('tmp/a').slice(0, -5)],
    ['is empty', ''],
    ['has no key', '<PostResponse><Bucket>b</Bucket></PostResponse>'],
    ['has an empty key', stored('')],
    ['has two keys', '<PostResponse><Key>a</Key><Key>b</Key></PostResponse>'],
    ['has a key with elements', stored('<b>a</b>')],
    ['is another document', '<Key>a</Key>'],
    ['is an error', refused('AccessDenied')],
    ['has a bare ampersand', stored('a&b')],
    ['is HTML', '<html><body>Welcome<br></body></html>'],
    ['is HTML with a type', '<!doctype html><html></html>'],
    ['is JSON', '{"Key":"a"}'],
    [
      'defines entities, which may expand without end',
      `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${stored('&b;').replace(/^.*\n/, '')}`,
    ],
  ])('is not there when the answer %s', (_what, body) => {
    const error = errorOf(() => readStorageAnswer(201, body));
    expect([error.code, error.message, error.detail]).toEqual([
      'storage-answer-invalid',
      'storage-answer-invalid',
      null,
    ]);
  });
});

describe('a refusal', () => {
  it.each([
    [403, 'AccessDenied', 'Invalid according to Policy: Policy expired.', 'policy-expired'],
    [403, 'AccessDenied', 'Request has expired', 'policy-expired'],
    [403, 'AccessDenied', 'Extra input fields: content-type', 'policy-refused'],
    [403, 'AccessDenied', '', 'policy-refused'],
    [403, 'SignatureDoesNotMatch', '', 'policy-refused'],
    [400, 'ExpiredToken', '', 'policy-expired'],
    [400, 'EntityTooLarge', '', 'size-refused'],
    [400, 'EntityTooSmall', '', 'size-refused'],
    [400, 'RequestTimeout', '', 'storage-error'],
    [400, 'InvalidArgument', '', 'policy-refused'],
    [411, 'MissingContentLength', '', 'policy-refused'],
    [404, 'NoSuchBucket', '', 'policy-refused'],
    [403, 'SlowDown', '', 'storage-error'],
    [418, 'toString', '', 'policy-refused'],
  ])('%d %s "%s" is %s', (status, code, message, expected) => {
    expect(codeOf(status, refused(code, message))).toBe(expected);
  });

  it.each([
    [403, '<Error><Code>AccessDenied</Code></Error>', 'policy-refused'],
    [403, '<Error><Code>AccessDenied</Code><Message/></Error>', 'policy-refused'],
    [403, '<Error><Message>expired</Message></Error>', 'policy-refused'],
    [403, '<Other/>', 'policy-refused'],
    [403, '', 'policy-refused'],
    [403, '<html>Blocked by the company<br></html>', 'policy-refused'],
    [403, refused('AccessDenied').slice(0, -10), 'policy-refused'],
    // From a gateway (case 11).
    [413, '<html><h1>413 Request Entity Too Large</h1></html>', 'size-refused'],
  ])('%d with %s is %s', (status, body, expected) => {
    expect(codeOf(status, body)).toBe(expected);
  });

  it.each([500, 502, 503, 504, 408, 429])('%d is an error of the storage, whatever its text', (status) => {
    for (const body of ['', '<html>', refused('SlowDown'), refused('EntityTooLarge')]) {
      expect(codeOf(status, body)).toBe('storage-error');
    }
  });

  it.each([200, 204, 301, 302, 307])('%d does not come from the storage that signed', (status) => {
    expect(codeOf(status, stored('a'))).toBe('storage-answer-invalid');
  });

  it('is never in an error, since it repeats presigned fields', () => {
    const error = errorOf(() => readStorageAnswer(403, refused('AccessDenied', 'x-amz-signature=secret')));
    expect(JSON.stringify([error.message, error.toDto(), error.cause])).not.toContain('secret');
  });
});

describe('the upload URL', () => {
  it.each([
    ['https://b.example/', 'tmp/a.pdf', 'https://b.example/tmp/a.pdf'],
    ['https://b.example', 'tmp/a.pdf', 'https://b.example/tmp/a.pdf'],
    ['https://b.example//', '/tmp/a.pdf', 'https://b.example/tmp/a.pdf'],
    ['https://b.example/bucket/', 'a//b', 'https://b.example/bucket/a//b'],
    // The key unchanged, neither escaped nor unescaped.
    ['https://b.example/', 'tmp/é %2F#?+ &.pdf', 'https://b.example/tmp/é %2F#?+ &.pdf'],
  ])('%s and %s', (url, key, expected) => {
    expect(uploadUrlOf(url, key)).toBe(expected);
  });
});
