import type { RequestPromise } from 'got';
import { ChartdropError } from '../base/errors.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';

/**
 * The limit for an answer of the API, unpacked, in bytes. A page of 100 rows has well under one million; parsed, it
 * may need ten times as much memory.
 */
export const mostAnswerBytes = 8 * 1024 * 1024;
/** The limit for the storage's answer to a POST, in bytes. A few hundred are usual. */
export const mostStorageAnswerBytes = 64 * 1024;

/**
 * Awaits an answer and cancels it once its body exceeds the limit, counted after unpacking: a few kilobytes of gzip
 * can unpack to gigabytes. Throws `tooLarge` then.
 */
export async function boundedAnswer<T>(
  send: (signal: AbortSignal) => RequestPromise<T>,
  bounds: { most: number; tooLarge: ErrorCode; signal: AbortSignal },
): Promise<T> {
  const end = new AbortController();
  const request = send(AbortSignal.any([bounds.signal, end.signal]));
  void request.on('downloadProgress', ({ transferred }) => {
    if (transferred > bounds.most) end.abort();
  });
  try {
    return await request;
  } catch (thrown) {
    if (end.signal.aborted) throw new ChartdropError(bounds.tooLarge, { cause: thrown });
    throw thrown;
  }
}
