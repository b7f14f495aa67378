import { z } from 'zod';
import { algorithm, credentialOn, isSameSignature, signText, type StorageAccount } from './signature-v4.ts';
import { refusal, type Refusal } from './store-errors.ts';

const byteCount = z.coerce.number().int().nonnegative();
const policySchema = z.object({
  expiration: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
  conditions: z.array(
    z.union([
      z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), z.string()]),
      z.tuple([z.literal('content-length-range'), byteCount, byteCount]),
      z.record(z.string(), z.string()),
    ]),
  ),
});
type Policy = z.infer<typeof policySchema>;

/** The sizes in bytes that a verified policy allows. */
export interface SizeRange {
  readonly least: number;
  readonly most: number;
}

export interface PostToVerify {
  /** By lower-case name. The file's name is already inserted into `key`, since conditions apply to the result. */
  readonly fields: ReadonlyMap<string, string>;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly account: StorageAccount;
}

/** These fields prove the policy, so the policy cannot contain them. */
const unconditional = ['policy', 'x-amz-signature'];

/**
 * Checks a browser upload as S3 does: the policy's signature, its expiry, every condition, and that the policy names
 * every field. Source: "Authenticating Requests in Browser-Based Uploads Using POST".
 */
export function verifyPost({ fields, now, account }: PostToVerify): SizeRange | Refusal {
  const encoded = fields.get('policy');
  if (encoded === undefined) return refusal('AccessDenied');
  const unsigned = verifySignature(encoded, fields, account);
  if (unsigned !== null) return unsigned;
  const policy = readPolicy(encoded);
  if (policy === null) return refusal('InvalidPolicyDocument');
  if (now >= Date.parse(policy.expiration)) return denied('Policy expired.');

  const values = new Map(fields).set('bucket', account.bucket);
  const named = new Set(unconditional);
  let range: SizeRange = { least: 0, most: Number.POSITIVE_INFINITY };
  for (const condition of policy.conditions) {
    if (Array.isArray(condition) && condition[0] === 'content-length-range') {
      range = { least: condition[1], most: condition[2] };
      continue;
    }
    for (const [operator, name, wanted] of matchesOf(condition)) {
      named.add(name);
      const value = values.get(name) ?? '';
      const holds = operator === 'eq' ? value === wanted : value.startsWith(wanted);
      if (!holds) return denied(`Policy Condition failed: ["${operator}", "$${name}", "${wanted}"]`);
    }
  }
  const extra = [...values.keys()].filter((name) => !named.has(name) && !name.startsWith('x-ignore-'));
  return extra.length === 0 ? range : denied(`Extra input fields: ${extra.join(', ')}`);
}

const denied = (why: string) => refusal('AccessDenied', `Invalid according to Policy: ${why}`);

function verifySignature(
  policy: string,
  fields: ReadonlyMap<string, string>,
  account: StorageAccount,
): Refusal | null {
  const credential = fields.get('x-amz-credential') ?? '';
  const day = (fields.get('x-amz-date') ?? '').slice(0, 8);
  if (fields.get('x-amz-algorithm') !== algorithm) return refusal('InvalidArgument');
  if (!credential.startsWith(`${account.accessKeyId}/`)) return refusal('InvalidAccessKeyId');
  if (credential !== credentialOn(day, account)) return refusal('InvalidArgument');
  const isRight = isSameSignature(fields.get('x-amz-signature') ?? '', signText(policy, day, account));
  return isRight ? null : refusal('SignatureDoesNotMatch');
}

function readPolicy(encoded: string): Policy | null {
  try {
    return policySchema.safeParse(JSON.parse(Buffer.from(encoded, 'base64').toString())).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

type Match = readonly [operator: 'eq' | 'starts-with', name: string, wanted: string];
type Condition = Exclude<Policy['conditions'][number], ['content-length-range', ...unknown[]]>;

/** Both spellings of a condition in one form. An object means `eq` for each of its names. */
function matchesOf(condition: Condition): Match[] {
  if (Array.isArray(condition)) return [[condition[0], condition[1].slice(1).toLowerCase(), condition[2]]];
  return Object.entries(condition).map(([name, wanted]) => ['eq', name.toLowerCase(), wanted]);
}
