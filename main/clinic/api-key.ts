import { ChartdropError } from '../base/errors.ts';

const shardPattern = /^[a-z]{2}\d{1,2}$/i;
const defaultShard = 'au1';
/** The shards that exist today. An unknown one is tried too; only its error message differs. */
const knownShards = new Set(['au1', 'au2', 'au3', 'au4', 'au5', 'ca1', 'uk1', 'uk2', 'eu1', 'us1']);

export interface ApiKey {
  /** The key, trimmed: a pasted newline would cause a 401. */
  readonly key: string;
  /** The service's shard that the account is on, in lower case. */
  readonly shard: string;
}

/**
 * Reads a pasted API key. The shard is the part after its last `-`, if that part looks like a shard (Cliniko's API
 * reference, Transport). Throws `key-missing` for an empty key and `key-malformed` for a text that cannot be a key.
 */
export function parseApiKey(pasted: string): ApiKey {
  const key = pasted.trim();
  if (key === '') throw new ChartdropError('key-missing');
  // In Basic auth a colon would end the user name. A key contains only printable ASCII.
  if (!/^[\x21-\x39\x3b-\x7e]+$/.test(key)) throw new ChartdropError('key-malformed');
  const tail = key.slice(key.lastIndexOf('-') + 1);
  return { key, shard: key.includes('-') && shardPattern.test(tail) ? tail.toLowerCase() : defaultShard };
}

/** The base URL of a shard, without a trailing slash. */
export function shardUrl(shard: string): string {
  return `https://api.${shard}.cliniko.com/v1`;
}

/** True for a host name of the service with an unknown shard: probably a typing error. */
export function isUnknownShardHost(hostname: string): boolean {
  const shard = /^api\.([a-z0-9]+)\.cliniko\.com$/i.exec(hostname)?.[1];
  return shard !== undefined && !knownShards.has(shard.toLowerCase());
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
export const isLoopback = ({ hostname }: URL): boolean => loopback.has(hostname);

/**
 * Reads an alternative base URL, used for tests. Allows HTTPS, or HTTP on loopback only, since the key is sent with
 * every call. Throws `address-forbidden`.
 */
export function parseApiUrl(text: string): string {
  const url = URL.parse(text);
  const allowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  // Paths are appended to the URL, which is impossible after `?` or `#`. A user or password in it would replace the
  // key.
  if (url === null || !allowed || /[?#]/.test(url.href) || url.username !== '' || url.password !== '') {
    throw new ChartdropError('address-forbidden');
  }
  return url.href.replace(/\/+$/, '');
}

/** The base URL from an environment variable, or null if it is not set. Throws like `parseApiUrl`. */
export const givenApiUrl = (variable: string | undefined): string | null =>
  variable === undefined || variable === '' ? null : parseApiUrl(variable);
