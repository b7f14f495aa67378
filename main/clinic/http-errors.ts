import { RequestError, TimeoutError } from 'got';
import { z } from 'zod';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { ChartdropError } from '../base/errors.ts';
import { parseJson } from '../base/parse-json.ts';
import { isUnknownShardHost } from './api-key.ts';

const certificateCodes = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
]);

/** Translates got's errors from before the answer. A `ChartdropError` from a body generator passes through. */
export function transportFailure(thrown: unknown, hostname: string): ChartdropError {
  if (thrown instanceof ChartdropError) return thrown;
  if (thrown instanceof Error && thrown.cause instanceof ChartdropError) return thrown.cause;
  const code = thrown instanceof RequestError ? thrown.code : '';
  if (thrown instanceof Error && (thrown.name === 'AbortError' || code === 'ERR_ABORTED')) {
    return new ChartdropError('aborted', { cause: thrown });
  }
  // A temporary lookup failure is retried; a name that does not exist is not.
  const advice = code === 'EAI_AGAIN' ? { advice: 'retry' as const } : {};
  return new ChartdropError(transportCode(thrown, code, hostname), { cause: thrown, ...advice });
}

function transportCode(thrown: unknown, code: string, hostname: string): ErrorCode {
  if (thrown instanceof TimeoutError) return 'network-timeout';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return isUnknownShardHost(hostname) ? 'shard-unknown' : 'name-not-found';
  if (certificateCodes.has(code)) return 'certificate-refused';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return 'connection-not-secure';
  return 'network-unreachable';
}

/** The reference has `errors` as an object by field; lists and plain text occur too. */
const refusalSchema = z.object({ message: z.unknown(), errors: z.unknown() }).partial();

/**
 * The failure for an API status, or null for 2xx and 3xx. `reset` is `X-RateLimit-Reset` in UNIX seconds by the
 * service's clock; it becomes `retryAt` in milliseconds of the same clock.
 */
export function apiFailure(status: number, reset: unknown, body: string): ChartdropError | null {
  if (status < 400) return null;
  if (status === 401) return new ChartdropError('key-rejected');
  if (status === 403) return new ChartdropError('permission-denied', words(body));
  if (status === 404) return new ChartdropError('record-not-found');
  if (status === 408) return new ChartdropError('network-timeout');
  if (status === 429) {
    const seconds = typeof reset === 'string' && /^\d{1,12}$/.test(reset) ? Number(reset) : null;
    return new ChartdropError('rate-limited', seconds === null ? {} : { retryAt: seconds * 1000 });
  }
  if (status >= 500) return new ChartdropError('service-error');
  return new ChartdropError('record-refused', words(body));
}

/**
 * The service's words about a refused record, from JSON only: an HTML page is no message for a person. They hold
 * field names and messages, but not the values that were sent.
 */
function words(body: string): { detail?: string } {
  const parsed = refusalSchema.safeParse(parseJson(body));
  if (!parsed.success) return {};
  const { message, errors } = parsed.data;
  const detail = [message, ...sentences(errors)].filter(isText).filter(Boolean).join('; ');
  return detail === '' ? {} : { detail: detail.replace(/https?:\/\/\S+/g, '…') };
}

/** Values that are not text mean nothing to a person, and some cannot be converted to text. */
function sentences(errors: unknown): unknown[] {
  if (typeof errors !== 'object' || errors === null) return [errors];
  if (Array.isArray(errors)) return errors;
  return Object.entries(errors).map(([field, message]) =>
    `${field} ${[message].flat().filter(isText).join(', ')}`.trim(),
  );
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Error codes that mean that the clinic was not reached. */
export const saysUnreachable: ReadonlySet<ErrorCode> = new Set([
  'network-unreachable',
  'network-timeout',
  'certificate-refused',
  'name-not-found',
  'connection-not-secure',
  'proxy-unreachable',
  'proxy-credentials',
  'proxy-sign-in-unknown',
  'proxy-refused',
  'shard-unknown',
]);
