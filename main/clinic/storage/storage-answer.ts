import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import { z } from 'zod';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import { ChartdropError } from '../../base/errors.ts';

const parser = new XMLParser({
  ignoreAttributes: true,
  // A key such as `007` or ` a ` is text and keeps its spaces.
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
});

const stored = z.object({ PostResponse: z.object({ Key: z.string().min(1) }) });
const refused = z.object({ Error: z.object({ Code: z.string(), Message: z.string().optional() }) });

/** Our error codes for the storage's codes, many of which come with an empty message. */
const codes: ReadonlyMap<string, ErrorCode> = new Map([
  ['EntityTooLarge', 'size-refused'],
  ['EntityTooSmall', 'size-refused'],
  ['ExpiredToken', 'policy-expired'],
  ['InternalError', 'storage-error'],
  ['RequestTimeout', 'storage-error'],
  ['ServiceUnavailable', 'storage-error'],
  ['SlowDown', 'storage-error'],
]);

/**
 * Reads the storage's answer to a POST: on 201 the stored object's key, unescaped. Throws the translated refusal,
 * without the answer in its message: the answer repeats presigned fields.
 */
export function readStorageAnswer(status: number, body: string): string {
  if (status === 201) {
    const answer = stored.safeParse(parseXml(body));
    if (!answer.success) throw new ChartdropError('storage-answer-invalid');
    return answer.data.PostResponse.Key;
  }
  if (status >= 500 || status === 408 || status === 429) throw new ChartdropError('storage-error');
  // A gateway may have a limit and answers in HTML (case 11).
  if (status === 413) throw new ChartdropError('size-refused');
  // Any other 2xx, and redirects: the answer did not come from the storage that signed the policy.
  if (status < 400) throw new ChartdropError('storage-answer-invalid');
  const { Code = '', Message = '' } = refusalIn(body);
  if (Code === 'AccessDenied' && /expired/i.test(Message)) throw new ChartdropError('policy-expired');
  throw new ChartdropError(codes.get(Code) ?? 'policy-refused');
}

/**
 * The reason for the storage's refusal. A refusal without a reason, such as a proxy's page, is still a refusal:
 * endless retries would hide it from the person who can fix it.
 */
function refusalIn(body: string): { Code?: string; Message?: string | undefined } {
  try {
    return refused.safeParse(parseXml(body)).data?.Error ?? {};
  } catch (thrown) {
    if (thrown instanceof ChartdropError) return {};
    throw thrown;
  }
}

/**
 * Parses a document without entity definitions, which could expand endlessly. Any other text, such as a proxy's
 * HTML page or a truncated answer, throws `storage-answer-invalid`.
 */
function parseXml(text: string): unknown {
  if (text.includes('<!DOCTYPE')) throw new ChartdropError('storage-answer-invalid');
  try {
    SyntaxValidator.validate(text);
    return parser.parse(text);
  } catch (thrown) {
    throw new ChartdropError('storage-answer-invalid', { cause: thrown });
  }
}

/** The `upload_url` of the create call: `url` + `Key` with exactly one slash between, never `Location`. */
export function uploadUrlOf(presignedUrl: string, key: string): string {
  return `${presignedUrl.replace(/\/+$/, '')}/${key.replace(/^\/+/, '')}`;
}
