export interface FileCutter {
  /** The file's bytes in `chunk`, without copying. Empty after the delimiter. */
  push(chunk: Buffer): Buffer[];
  /** The bytes that were held back, for a body that ends without the delimiter. */
  rest(): Buffer[];
  readonly isDone: boolean;
}

/** Extracts a file's bytes from a multipart body: everything before the first delimiter, `\r\n--boundary`. */
export function createFileCutter(delimiter: Buffer): FileCutter {
  /** The end of the last chunk, if the delimiter may start in it. */
  let kept = Buffer.alloc(0);
  let isDone = false;

  function push(chunk: Buffer): Buffer[] {
    if (isDone) return [];
    // Copies only a chunk that follows such an end, so a large file passes at the speed of the search.
    const bytes = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    const end = bytes.indexOf(delimiter);
    isDone = end >= 0;
    const ready = isDone ? end : bytes.length - startLength(bytes, delimiter);
    kept = isDone ? Buffer.alloc(0) : Buffer.from(bytes.subarray(ready));
    return ready === 0 ? [] : [bytes.subarray(0, ready)];
  }

  return {
    push,
    rest: () => (kept.length === 0 ? [] : [kept]),
    get isDone() {
      return isDone;
    },
  };
}

/** How many bytes at the end of `bytes` match the start of the delimiter. */
function startLength(bytes: Buffer, delimiter: Buffer): number {
  const from = Math.max(0, bytes.length - delimiter.length + 1);
  for (
    let at = bytes.indexOf(delimiter.subarray(0, 1), from);
    at >= 0;
    at = bytes.indexOf(delimiter.subarray(0, 1), at + 1)
  ) {
    const tail = bytes.subarray(at);
    if (tail.equals(delimiter.subarray(0, tail.length))) return tail.length;
  }
  return 0;
}
