import { ChartdropError } from '../base/errors.ts';

const shardPattern = /^[a-z]{2}\d{1,2}$/i;
const defaultShard = 'au1';
/** Shards that exist today; others may come, so an unknown one is tried, and only its error message differs. */
const knownShards = new Set(['au1', 'au2', 'au3', 'au4', 'au5', 'ca1', 'uk1', 'uk2', 'eu1', 'us1']);

export interface ApiKey {
  /** The key itself, trimmed: a pasted newline would give 401. */
  readonly key: string;
  /** Which of the service's shards the account lives on, lower case. */
  readonly shard: string;
}

/**
 * Reads a pasted API key; the shard is what follows its last `-`, where that looks like one (clinic-api.md, Transport).
 * Throws `key-missing` for nothing and `key-malformed` for what cannot be a key.
 */
export function parseApiKey(pasted: string): ApiKey {
  const key = pasted.trim();
  if (key === '') throw new ChartdropError('key-missing');
  // A colon would end the user name of Basic auth; anything outside printable ASCII cannot be in a key.
  if (!/^[\x21-\x39\x3b-\x7e]+$/.test(key)) throw new ChartdropError('key-malformed');
  const tail = key.slice(key.lastIndexOf('-') + 1);
  return { key, shard: key.includes('-') && shardPattern.test(tail) ? tail.toLowerCase() : defaultShard };
}

/** The base URL of a shard, without a trailing slash. */
export function shardUrl(shard: string): string {
  return `https://api.${shard}.cliniko.com/v1`;
}

/** True for a host name of the service on a shard that nobody has told us of: a typing error is likely. */
export function isUnknownShardHost(hostname: string): boolean {
  const shard = /^api\.([a-z0-9]+)\.cliniko\.com$/i.exec(hostname)?.[1];
  return shard !== undefined && !knownShards.has(shard.toLowerCase());
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
export const isLoopback = ({ hostname }: URL): boolean => loopback.has(hostname);

/**
 * Reads another base URL, given for tests. HTTPS, or plain HTTP on loopback only: the key goes with every call.
 * Throws `address-forbidden`.
 */
export function parseApiUrl(text: string): string {
  const url = URL.parse(text);
  const allowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  // Paths are put behind it: after a `?` or `#` they would be no paths, and user or password would be another key.
  if (url === null || !allowed || /[?#]/.test(url.href) || url.username !== '' || url.password !== '') {
    throw new ChartdropError('address-forbidden');
  }
  return url.href.replace(/\/+$/, '');
}

/** The base URL that a variable of the environment gives, or null where it gives none. Throws as `parseApiUrl`. */
export const givenApiUrl = (variable: string | undefined): string | null =>
  variable === undefined || variable === '' ? null : parseApiUrl(variable);
