/** The beginning of an encrypted text is random. */
const keyBytes = 12;

export interface Opened<T> {
  /** All bytes are compared, so that a changed text is opened. */
  open(sealed: Uint8Array): T;
  /** The value of a text that was just encrypted. */
  remember(sealed: Uint8Array, value: () => T): void;
}

/**
 * Remembers what encrypted texts open to, the `most` that were used last, since the same ones are read again and again, and what
 * was written is read next.
 */
export function rememberOpened<T>(most: number, open: (sealed: Uint8Array) => T): Opened<T> {
  const opened = new Map<string, { readonly sealed: Uint8Array; readonly value: () => T }>();
  const keyOf = (sealed: Uint8Array): string => Buffer.from(sealed.subarray(0, keyBytes)).toString('latin1');
  const keep = (sealed: Uint8Array, value: () => T): void => {
    const key = keyOf(sealed);
    opened.delete(key);
    opened.set(key, { sealed, value });
    const [oldest] = opened.keys();
    if (opened.size > most && oldest !== undefined) opened.delete(oldest);
  };
  return {
    open(sealed) {
      const known = opened.get(keyOf(sealed));
      const isSame = known !== undefined && Buffer.compare(known.sealed, sealed) === 0;
      const value = isSame ? known.value() : open(sealed);
      keep(sealed, () => value);
      return value;
    },
    remember: keep,
  };
}
