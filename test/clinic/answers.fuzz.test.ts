import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiFailure } from '../../main/clinic/http-errors.ts';
import { readStorageAnswer } from '../../main/clinic/storage/storage-answer.ts';
import { collect } from '../../main/clinic/pages.ts';
import { asChartdropError, ChartdropError } from '../../main/base/errors.ts';
import { attachmentIdSchema, caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { distorted, oddValues, textOf } from '../fixtures/distort.ts';
import { callOptions } from '../fixtures/upload-bench.ts';
import { stubClinic, stubServer, type StubAnswer } from './stub-server.ts';

/** Values that no error may contain, wherever the answer has them. */
const secrets = ['Zzyzxa Quillfeather', 'quillfeather-biopsy.pdf', 'eyJleHBpcmF0aW9uIjoi', 'stub-key-au1'];
const secret = fc.constantFrom(...secrets);
const odd = oddValues(secret);

/** The error, if it is an expected one with a clear code and nothing of the answer. */
function clear(thrown: unknown): ChartdropError {
  expect(thrown).toBeInstanceOf(ChartdropError);
  const error = asChartdropError(thrown);
  expect(error.code).not.toBe('unexpected');
  const told = JSON.stringify(error.toDto()) + error.message + String(error.stack);
  for (const one of secrets) expect(told).not.toContain(one);
  return error;
}

/** An answer as received: complete, truncated, of another kind, or with invalid text. */
const onTheWay = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: text },
    {
      weight: 2,
      arbitrary: fc
        .tuple(text, fc.double({ min: 0, max: 1, noNaN: true }))
        .map(([whole, part]) => whole.slice(0, Math.floor(whole.length * part))),
    },
    {
      weight: 1,
      arbitrary: secret.map((one) => `<!DOCTYPE html><title>502 ${one}</title><p>https://x/?key=${one}`),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    { weight: 1, arbitrary: text.map((whole) => `\ufeff${whole}`) },
  );

const self = (path: string) => ({ links: { self: `https://api.example/v1/${path}` } });
const record = {
  id: '1968645883121718830',
  created_at: '2026-11-23T04:05:06Z',
  updated_at: '2026-11-23T04:05:06Z',
  archived_at: null,
  processed_at: '2026-11-23T04:05:07Z',
  processing_completed: true,
  content_type: 'application/pdf',
  description: null,
  filename: 'letter.pdf',
  size: 12,
  content: self('content'),
  patient: self('patients/1968645883121642782'),
  user: self('users/7'),
};
const people = {
  id: '1968645883121642782',
  first_name: 'Jane',
  date_of_birth: '1980-02-03',
  archived_at: null,
};
const patientCase = { id: '9', name: 'Knee', closed: false, expiry_date: null, patient: self('patients/1') };
const page = (name: string, row: unknown) => ({ [name]: [row, row], total_entries: 2, links: { self: 'x' } });

describe('an answer of the API, however wrong (case 32)', () => {
  const id = { patient: patientIdSchema.parse('1'), case: caseIdSchema.parse('1') };
  type Client = ReturnType<typeof stubClinic>['client'];
  const calls: readonly (readonly [string, unknown, (client: Client) => Promise<unknown>])[] = [
    ['a user', { id: '7', first_name: 'Ann', last_name: 'O’Hara' }, (client) => client.user(callOptions())],
    ['a patient', people, (client) => client.patient(id.patient, callOptions())],
    ['patients', page('patients', people), (client) => collect(client.patients({}, callOptions()), 500)],
    ['a case', patientCase, (client) => client.case(id.case, callOptions())],
    ['cases', page('patient_cases', patientCase), (client) => collect(client.cases({}, callOptions()), 500)],
    [
      'attachments',
      page('patient_attachments', record),
      (client) => collect(client.attachmentsOfPatient(id.patient, {}, callOptions()), 500),
    ],
    [
      'a new attachment',
      record,
      (client) =>
        client.createAttachment(
          { patientId: id.patient, uploadUrl: 'x:y', description: null },
          callOptions(),
        ),
    ],
    [
      'a presigned post',
      { url: 'https://b.example/', fields: { key: 'a/${filename}', policy: secrets[2] } },
      (client) => client.presignedPost(id.patient, callOptions()),
    ],
    ['an attachment', record, (client) => client.attachment(attachmentIdSchema.parse('1'), callOptions())],
  ];
  const status = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(200, 201) },
    { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }).filter((one) => one !== 204 && one !== 304) },
  );
  const ids = /"(?:id|patient|user)":(?!null|"[1-9]\d{0,18}")/;

  it.each(calls)(
    '%s: is understood or refused in our words, without inventing an id',
    async (_what, right, ask) => {
      let answer: StubAnswer = {};
      const stub = await stubServer(() => answer);
      await fc.assert(
        fc.asyncProperty(onTheWay(distorted(right, odd).map(textOf)), status, async (body, code) => {
          answer = { status: code, body };
          // A new clinic for each, so that a 429 does not pause the next.
          const outcome = await ask(stubClinic(stub).client).then(
            (value) => ({ value }),
            (thrown: unknown) => ({ error: clear(thrown) }),
          );
          if ('error' in outcome) return;
          expect(JSON.stringify(outcome.value)).not.toMatch(ids);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('a refusal: has the service’s words without addresses', () => {
    const words = fc.record(
      {
        message: odd,
        errors: fc.oneof(odd, fc.dictionary(fc.constantFrom('upload_url', 'a', '__proto__'), odd)),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 400, max: 599 }),
        onTheWay(words.map(textOf)),
        fc.oneof(fc.constantFrom(undefined, '', '-1', '1e9', '99999999999999', '1795406706'), fc.string()),
        (code, body, reset) => {
          const failure = apiFailure(code, reset, body);
          expect(failure).toBeInstanceOf(ChartdropError);
          expect(failure?.detail ?? '').not.toMatch(/https?:|\[object|<title/);
          expect((failure?.detail ?? '').length).toBeLessThanOrEqual(500);
          expect(Number.isFinite(failure?.retryAt ?? 0)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('an answer of the storage, however wrong (case 32)', () => {
  const tag = fc.constantFrom(
    'PostResponse',
    'Key',
    'Error',
    'Code',
    'Message',
    '__proto__',
    'constructor',
    'a:b',
  );
  const text = fc.oneof(
    fc.constantFrom('AccessDenied', 'EntityTooLarge', 'Policy expired', '&amp;&apos;', '&#x110000;', '&#0;'),
    fc.constantFrom('&lol;', ']]>', '<![CDATA[a]]>', '<!-- -- -->', '<?php ?>', '007', ' ', '\0', '\ud800'),
    secret,
    fc.string({ unit: 'binary', maxLength: 30 }),
  );
  const xml = fc.oneof(
    fc
      .array(
        fc.oneof(
          text,
          tag.map((name) => `<${name}>`),
          tag.map((name) => `</${name}>`),
        ),
        { maxLength: 20 },
      )
      .map((pieces) => pieces.join('')),
    fc
      .tuple(tag, tag, text)
      .map(([outer, inner, words]) => `<${outer}><${inner}>${words}</${inner}></${outer}>`),
    text.map((words) => `<?xml version="1.0"?><PostResponse><Key>${words}</Key></PostResponse>`),
    text.map(
      (words) => `<Error><Code>${words}</Code><Message>${words}</Message><Policy>${words}</Policy></Error>`,
    ),
  );

  it('is a key, or refused in our words', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), onTheWay(xml), (code, body) => {
        try {
          expect(readStorageAnswer(code, body)).toMatch(/^[^]+$/);
          expect(code).toBe(201);
        } catch (thrown) {
          clear(thrown);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each<[string, string]>([
    [
      'a bomb of entities',
      `<!DOCTYPE a [${'<!ENTITY a "&b;&b;&b;&b;">'.repeat(500)}]><PostResponse><Key>&a;</Key></PostResponse>`,
    ],
    [
      'a bomb in small letters',
      '<!doctype a [<!ENTITY a "aaaa">]><PostResponse><Key>&a;</Key></PostResponse>',
    ],
    ['a hundred thousand levels', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`],
    ['a hundred thousand levels, cut off', '<a>'.repeat(100_000)],
    ['a megabyte of opening brackets', '<'.repeat(1_000_000)],
    ['a megabyte of ampersands', `<PostResponse><Key>${'&'.repeat(1_000_000)}</Key></PostResponse>`],
    ['a hundred thousand attributes', `<PostResponse ${'a="b" '.repeat(100_000)}><Key></Key></PostResponse>`],
    ['a comment without an end', `<PostResponse><!--${'-'.repeat(500_000)}`],
    ['two keys', '<PostResponse><Key>a</Key><Key>b</Key></PostResponse>'],
    ['a key of tags', '<PostResponse><Key><b>a</b></Key></PostResponse>'],
  ])('%s is refused immediately', (_what, body) => {
    for (const code of [201, 400]) {
      let error: unknown;
      try {
        readStorageAnswer(code, body);
      } catch (thrown) {
        error = thrown;
      }
      clear(error);
    }
  });
});
