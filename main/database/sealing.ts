import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { ChartdropError } from '../base/errors.ts';
import { compressed, expanded, type TextKind } from './compressed-text.ts';

const nonceBytes = 12;
const tagBytes = 16;
const noncesAtOnce = 64;

/** Encrypts names and paths in the database, and lets equal ones be found by digest. */
export interface Sealer {
  readonly seal: (value: unknown) => Buffer;
  /** The same for a value that is JSON already. */
  readonly sealText: (json: string) => Buffer;
  /** The same, compressed: it takes ten times as long, for what is kept for years. */
  sealSmall(value: unknown, kind: TextKind): Buffer;
  /** Throws `data-key-wrong` for text that was encrypted with another key or changed. */
  open(sealed: Uint8Array): unknown;
  /** A keyed digest: equal for equal text, and useless without the key. */
  digest(...parts: (string | Uint8Array)[]): Buffer;
}

/** A new data key, as text for the key store. */
export function newDataKey(): string {
  return randomBytes(32).toString('base64');
}

/**
 * AES-256-GCM with a fresh nonce each time, and HMAC-SHA-256 for digests, each with a separate key derived by HKDF.
 */
export function createSealer(dataKey: string): Sealer {
  const secret = Buffer.from(dataKey, 'base64');
  if (secret.length !== 32) throw new ChartdropError('data-key-wrong');
  // Key objects: with raw bytes, Node imports the key at every call, which took three quarters of the time.
  const derive = (use: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `chartdrop ${use}`, 32)));
  const sealKey = derive('seal');
  const digestKey = derive('digest');
  // Random bytes for many nonces at once: a call costs as much as half of the encryption.
  let nonces = Buffer.alloc(0);
  const nextNonce = (): Buffer => {
    if (nonces.length < nonceBytes) nonces = randomBytes(nonceBytes * noncesAtOnce);
    const nonce = nonces.subarray(0, nonceBytes);
    nonces = nonces.subarray(nonceBytes);
    return nonce;
  };

  const encrypt = (text: string | Buffer): Buffer => {
    const nonce = nextNonce();
    const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
    const body = typeof text === 'string' ? cipher.update(text, 'utf8') : cipher.update(text);
    const rest = cipher.final();
    return Buffer.concat([nonce, cipher.getAuthTag(), body, rest]);
  };

  return {
    seal: (value) => encrypt(JSON.stringify(value)),
    sealText: encrypt,
    sealSmall: (value, kind) => encrypt(compressed(JSON.stringify(value), kind)),
    open(sealed) {
      try {
        const nonce = sealed.subarray(0, nonceBytes);
        // With the tag length set, Node refuses a shorter tag, which would be easier to guess.
        const decipher = createDecipheriv('aes-256-gcm', sealKey, nonce, { authTagLength: tagBytes });
        decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
        const body = Buffer.concat([
          decipher.update(sealed.subarray(nonceBytes + tagBytes)),
          decipher.final(),
        ]);
        return JSON.parse(expanded(body).toString('utf8')) as unknown;
      } catch (thrown) {
        throw new ChartdropError('data-key-wrong', { cause: thrown });
      }
    },
    digest(...parts) {
      const hmac = createHmac('sha256', digestKey);
      // Each part follows its length, so that other parts with the same joined text give another digest.
      for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
      // As text: `digest()` makes a new memory block for each, takes a quarter longer, and leaves V8 more to collect.
      return Buffer.from(hmac.digest('binary'), 'binary');
    },
  };
}
