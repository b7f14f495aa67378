/** The beginning of an encrypted text is random. */
const keyBytes = 12;

/**
 * Remembers what encrypted texts opened to, the `most` that were used last, since the same ones are read again and again. All
 * bytes are compared, so that a changed text is opened.
 */
export function rememberOpened<T>(most: number, open: (sealed: Uint8Array) => T): (sealed: Uint8Array) => T {
  const opened = new Map<string, { readonly sealed: Uint8Array; readonly value: T }>();
  return (sealed) => {
    const key = Buffer.from(sealed.subarray(0, keyBytes)).toString('latin1');
    const known = opened.get(key);
    const isSame = known !== undefined && Buffer.compare(known.sealed, sealed) === 0;
    const one = isSame ? known : { sealed, value: open(sealed) };
    opened.delete(key);
    opened.set(key, one);
    const [oldest] = opened.keys();
    if (opened.size > most && oldest !== undefined) opened.delete(oldest);
    return one.value;
  };
}
