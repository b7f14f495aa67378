import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealer, newDataKey } from '../../main/database/sealing.ts';
import { errorOf } from '../fixtures/error-of.ts';

const key = newDataKey();
const sealer = createSealer(key);
const value = { name: 'Jane Citizen', at: [1, null, true, 'é漢🦴'] };

describe('an encrypted value', () => {
  it('decrypts unchanged', () => {
    expect(sealer.open(sealer.seal(value))).toEqual(value);
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(sealer.open(sealer.seal(json))).toEqual(JSON.parse(JSON.stringify(json)));
      }),
    );
  });

  it.each(['other', 'job'] as const)('decrypts unchanged from its compressed form (%s)', (kind) => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(sealer.open(sealer.sealSmall(json, kind))).toEqual(JSON.parse(JSON.stringify(json)));
      }),
    );
    const long = Array.from({ length: 20 }, () => value);
    expect(sealer.sealSmall(long, kind).length).toBeLessThan(sealer.seal(long).length / 3);
  });

  it('never uses a nonce twice', () => {
    const nonces = Array.from({ length: 1_000 }, () => sealer.seal('').toString('hex', 0, 12));
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  it('decrypts after a restart, and from the plain bytes of a database', () => {
    expect(createSealer(key).open(new Uint8Array(sealer.seal(value)))).toEqual(value);
  });

  it('looks different each time, and random', () => {
    const [first, second] = [sealer.seal(value), sealer.seal(value)];
    expect(first.equals(second)).toBe(false);
    expect(first.toString('latin1')).not.toContain('Jane');
  });

  it('does not decrypt with one bit changed, anywhere', () => {
    const sealed = sealer.seal(value);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(errorOf(() => sealer.open(changed)).code).toBe('data-key-wrong');
    }
  });

  it('does not decrypt truncated or extended', () => {
    const sealed = sealer.seal(value);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(errorOf(() => sealer.open(sealed.subarray(0, length))).code).toBe('data-key-wrong');
    }
    const longer = Buffer.concat([sealed, Buffer.from([0])]);
    expect(errorOf(() => sealer.open(longer)).code).toBe('data-key-wrong');
  });

  it('does not decrypt with another key', () => {
    const error = errorOf(() => createSealer(newDataKey()).open(sealer.seal(value)));
    expect([error.code, error.advice]).toEqual(['data-key-wrong', 'ask']);
  });
});

describe('a data key', () => {
  it('is 32 bytes, new each time', () => {
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(newDataKey()).not.toBe(key);
  });

  it.each(['', 'short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64')])(
    'is not %j',
    (text) => {
      expect(errorOf(() => createSealer(text)).code).toBe('data-key-wrong');
    },
  );
});

describe('a digest', () => {
  it('is equal for equal text, as text or as bytes', () => {
    expect(sealer.digest('é').equals(createSealer(key).digest(Buffer.from('é')))).toBe(true);
    expect(sealer.digest('é'.normalize('NFC')).equals(sealer.digest('é'.normalize('NFD')))).toBe(false);
  });

  it('is of no use without the key', () => {
    expect(sealer.digest('a').equals(createSealer(newDataKey()).digest('a'))).toBe(false);
  });

  it('depends on where one part ends and the next begins', () => {
    expect(sealer.digest('ab', 'c').equals(sealer.digest('a', 'bc'))).toBe(false);
    expect(sealer.digest('a').equals(sealer.digest('a', ''))).toBe(false);
    expect(sealer.digest('1:a').equals(sealer.digest('', 'a'))).toBe(false);
    fc.assert(
      fc.property(
        fc.array(fc.string(), { maxLength: 4 }),
        fc.array(fc.string(), { maxLength: 4 }),
        (a, b) => {
          expect(sealer.digest(...a).equals(sealer.digest(...b))).toBe(
            JSON.stringify(a) === JSON.stringify(b),
          );
        },
      ),
    );
  });
});
