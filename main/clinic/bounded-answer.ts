import type { RequestPromise } from 'got';
import { ChartdropError } from '../base/errors.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';

/** Of the API, unpacked, in bytes: a page of 100 rows is well under one million. Parsed, it may take ten times as much. */
export const mostAnswerBytes = 8 * 1024 * 1024;
/** Of the storage's answer to a post, in bytes: a few hundred are usual. */
export const mostStorageAnswerBytes = 64 * 1024;

/**
 * Awaits an answer of got, and breaks it off once its body has more bytes than it may have, counted as they are unpacked:
 * a few kilobytes of gzip can be gigabytes. Throws `tooLarge` then.
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
