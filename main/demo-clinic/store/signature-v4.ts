import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** An account at the store. */
export interface StorageAccount {
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The demo clinic's account at its store. The secret belongs to the data directory: see `own-secrets.ts`. */
export const demoAccount = (secretAccessKey: string): StorageAccount => ({
  bucket: 'demo-clinic-attachments',
  region: 'ap-southeast-2',
  accessKeyId: 'DEMOCLINIC',
  secretAccessKey,
});

export const algorithm = 'AWS4-HMAC-SHA256';

/** `20261123T040506Z`: the date of a signature. `ms` are epoch milliseconds. */
export const amzDate = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

/** The credential's scope on a day (`YYYYMMDD`). */
export const scopeOn = (day: string, account: StorageAccount): string =>
  `${day}/${account.region}/s3/aws4_request`;

export const credentialOn = (day: string, account: StorageAccount): string =>
  `${account.accessKeyId}/${scopeOn(day, account)}`;

/**
 * The hex signature of a text; for a POST policy, the encoded policy. Source: AWS Signature Version 4, "Calculate the
 * signature".
 */
export function signText(text: string, day: string, account: StorageAccount): string {
  const hmac = (key: string | Buffer, value: string) => createHmac('sha256', key).update(value).digest();
  const key = [account.region, 's3', 'aws4_request'].reduce(
    hmac,
    hmac(`AWS4${account.secretAccessKey}`, day),
  );
  return hmac(key, text).toString('hex');
}

/** Compares in constant time. */
export function isSameSignature(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}

export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Percent-encodes everything except letters, digits and `-._~`. */
export const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
