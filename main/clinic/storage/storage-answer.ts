import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import { z } from 'zod';
import type { ErrorCode } from '../../../preload/contract/errors.ts';
import { ChartdropError } from '../../base/errors.ts';

const parser = new XMLParser({
  ignoreAttributes: true,
  // A key such as `007` or ` a ` is text, to the last blank.
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
});

const stored = z.object({ PostResponse: z.object({ Key: z.string().min(1) }) });
const refused = z.object({ Error: z.object({ Code: z.string(), Message: z.string().optional() }) });

/** The storage's own codes, of which many come with an empty message, in our terms. */
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
 * Reads the storage's answer to a POST: the stored object's key, unescaped, on 201. Throws what the answer stands for,
 * never with the answer in the message: it repeats presigned fields.
 */
export function readStorageAnswer(status: number, body: string): string {
  if (status === 201) {
    const answer = stored.safeParse(parseXml(body));
    if (!answer.success) throw new ChartdropError('storage-answer-invalid');
    return answer.data.PostResponse.Key;
  }
  if (status >= 500 || status === 408 || status === 429) throw new ChartdropError('storage-error');
  // A gateway on the way may have a limit of its own, and says so in HTML (case 11).
  if (status === 413) throw new ChartdropError('size-refused');
  // 2xx other than 201 and redirects: something answers there, but not the storage that signed the policy.
  if (status < 400) throw new ChartdropError('storage-answer-invalid');
  const { Code = '', Message = '' } = refusalIn(body);
  if (Code === 'AccessDenied' && /expired/i.test(Message)) throw new ChartdropError('policy-expired');
  throw new ChartdropError(codes.get(Code) ?? 'policy-refused');
}

/**
 * What the storage says of its refusal. A refusal without its words, such as the page of a proxy that lets no upload
 * through, is a refusal all the same: trying for ever would hide it from the person who can do something about it.
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
 * Parses a document without definitions of its own (they could expand without end). Anything else, such as a proxy's
 * HTML page or a cut-off answer, is no word of the storage: `storage-answer-invalid`.
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

/** The `upload_url` of the create call: `url` + `Key` with exactly one slash between; never `Location`. */
export function uploadUrlOf(presignedUrl: string, key: string): string {
  return `${presignedUrl.replace(/\/+$/, '')}/${key.replace(/^\/+/, '')}`;
}
