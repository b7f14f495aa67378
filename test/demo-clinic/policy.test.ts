import { describe, expect, it } from 'vitest';
import { verifyPost } from '../../main/demo-clinic/store/policy.ts';
import { presignPost } from '../../main/demo-clinic/store/presigned-post.ts';
import { signText, type StorageAccount } from '../../main/demo-clinic/store/signature-v4.ts';
import { knownAccount as account } from '../fixtures/known-clinic.ts';
import { signByAws, type AwsPost } from './aws-post.ts';

type Fields = Record<string, string>;
const verify = (fields: Fields, now = Date.now(), key = 'temp/1/a.pdf') => {
  const lower = Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value] as const);
  return verifyPost({ fields: new Map(lower).set('key', key), now, account });
};
const denied = (message: string) => ({
  status: 403,
  code: 'AccessDenied',
  message: expect.stringContaining(message) as string,
});

/** A policy signed by hand, for documents that AWS's library would not write. */
function signDocument(document: unknown, more: Fields = {}): Fields {
  const policy = Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)).toString(
    'base64',
  );
  return {
    policy,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${account.accessKeyId}/20261123/${account.region}/s3/aws4_request`,
    'x-amz-date': '20261123T000000Z',
    'x-amz-signature': signText(policy, '20261123', account),
    ...more,
  };
}
const usual = [
  { bucket: account.bucket },
  ['starts-with', '$key', ''],
  ['starts-with', '$x-amz-algorithm', ''],
  ['starts-with', '$x-amz-credential', ''],
  ['starts-with', '$x-amz-date', ''],
];
const document = (...conditions: unknown[]) => ({
  expiration: '2099-01-01T00:00:00Z',
  conditions: [...usual, ...conditions],
});

describe('a post that AWS signed', () => {
  it('is accepted, with its range of sizes', async () => {
    expect(verify(await signByAws())).toEqual({ least: 0, most: Number.POSITIVE_INFINITY });
    expect(verify(await signByAws({ conditions: [['content-length-range', 5, 500]] }))).toEqual({
      least: 5,
      most: 500,
    });
  });

  it('is accepted with fields that its conditions name', async () => {
    const fields = { acl: 'private', success_action_status: '201', 'Content-Type': 'application/pdf' };
    const conditions: AwsPost['conditions'] = [
      { acl: 'private' },
      ['eq', '$success_action_status', '201'],
      ['starts-with', '$Content-Type', 'application/'],
    ];
    const signed = await signByAws({ conditions, fields });
    expect(verify(signed)).toHaveProperty('least');
    expect(verify({ ...signed, acl: 'public-read' })).toEqual(denied('["eq", "$acl", "private"]'));
    expect(verify({ ...signed, 'Content-Type': 'image/png' })).toEqual(
      denied('["starts-with", "$content-type", "application/"]'),
    );
    expect(verify({ ...signed, success_action_status: '200' })).toEqual(denied('success_action_status'));
  });

  it('is refused from its expiry on', async () => {
    const signed = await signByAws();
    const { expiration } = JSON.parse(Buffer.from(signed['Policy'] ?? '', 'base64').toString()) as {
      expiration: string;
    };
    expect(verify(signed, Date.parse(expiration) - 1)).toHaveProperty('least');
    expect(verify(signed, Date.parse(expiration))).toEqual(denied('Policy expired'));
  });

  it('is refused with another key than it allows', async () => {
    const signed = await signByAws();
    expect(verify(signed, Date.now(), 'temp/2/a.pdf')).toEqual(denied('$key'));
  });

  it('is refused with a field that it does not name', async () => {
    const signed = await signByAws();
    expect(verify({ ...signed, 'Content-Type': 'application/pdf' })).toEqual(
      denied('Extra input fields: content-type'),
    );
    expect(verify({ ...signed, 'x-ignore-me': 'x' })).toHaveProperty('least');
  });

  it('is refused when another secret, account, region or bucket signed it', async () => {
    const by = (change: Partial<StorageAccount>) => signByAws({ by: { ...account, ...change } });
    expect(verify(await by({ secretAccessKey: 'another' }))).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
    expect(verify(await by({ accessKeyId: 'ANOTHER' }))).toMatchObject({
      status: 403,
      code: 'InvalidAccessKeyId',
    });
    expect(verify(await by({ region: 'us-east-1' }))).toMatchObject({ status: 400, code: 'InvalidArgument' });
    expect(verify(await by({ bucket: 'another' }))).toEqual(denied('$bucket'));
  });

  it.each(['Policy', 'X-Amz-Signature', 'X-Amz-Date', 'X-Amz-Credential', 'X-Amz-Algorithm'])(
    'is refused without its %s, or with another',
    async (name) => {
      const signed = await signByAws();
      const without = Object.entries(signed).filter(([other]) => other !== name);
      expect(verify(Object.fromEntries(without))).toHaveProperty('code');
      expect(verify({ ...signed, [name]: `${signed[name] ?? ''}x` })).toHaveProperty('code');
      expect(verify({ ...signed, [name]: '' })).toHaveProperty('code');
    },
  );

  it('is refused when its policy was extended afterwards', async () => {
    const signed = await signByAws({ conditions: [['content-length-range', 0, 10]] });
    const text = Buffer.from(signed['Policy'] ?? '', 'base64')
      .toString()
      .replace(',10]', ',99999]');
    const widened = { ...signed, Policy: Buffer.from(text).toString('base64') };
    expect(verify(widened)).toMatchObject({ code: 'SignatureDoesNotMatch' });
  });
});

describe('a policy signed by hand', () => {
  it.each([
    ['no JSON', '{"expiration"'],
    ['no object', '7'],
    ['no conditions', { expiration: '2099-01-01T00:00:00Z' }],
    ['no date', { expiration: 'tomorrow', conditions: [] }],
    ['an unknown operator', document(['ends-with', '$key', 'x'])],
    ['a range of words', document(['content-length-range', 'a', 'b'])],
  ])('is no policy document: %s', (_, text) => {
    expect(verify(signDocument(text))).toMatchObject({ status: 400, code: 'InvalidPolicyDocument' });
  });

  it('must name the bucket', () => {
    const { conditions, ...rest } = document();
    expect(verify(signDocument({ ...rest, conditions: conditions.slice(1) }))).toEqual(
      denied('Extra input fields: bucket'),
    );
  });

  it('may say several things in one object, and numbers as text', () => {
    const signed = signDocument(
      document({ acl: 'private', tagging: 'x' }, ['content-length-range', '1', '2']),
      { acl: 'private', tagging: 'x' },
    );
    expect(verify(signed)).toEqual({ least: 1, most: 2 });
    expect(verify({ ...signed, tagging: 'y' })).toEqual(denied('$tagging'));
  });
});

describe('a post signed by the clinic', () => {
  const now = Date.parse('2026-11-23T04:05:06Z');
  const options = {
    patientId: '12',
    storageUrl: 'http://127.0.0.1:1/',
    account,
    now,
    lifetimeMs: 60_000,
    maxFileBytes: 1000,
  };

  it('is accepted until it expires, with the sizes it was made for', () => {
    const { fields } = presignPost(options);
    const key = fields['key']?.replace('${filename}', 'a.pdf');
    expect(verify(fields, now, key)).toEqual({ least: 0, most: 1000 });
    expect(verify(fields, now + 59_999, key)).toHaveProperty('least');
    expect(verify(fields, now + 60_000, key)).toEqual(denied('Policy expired'));
  });

  it('names every field that it gives, and gives each post a separate folder', () => {
    const { fields } = presignPost(options);
    expect(Object.keys(fields).sort()).toEqual([
      'acl',
      'key',
      'policy',
      'success_action_status',
      'x-amz-algorithm',
      'x-amz-credential',
      'x-amz-date',
      'x-amz-signature',
    ]);
    expect(fields['key']).toMatch(/^\d+\/patients\/12\/attachments\/temp\/[-0-9a-f]{36}\/\$\{filename\}$/);
    expect(presignPost(options).fields['key']).not.toBe(fields['key']);
  });
});
