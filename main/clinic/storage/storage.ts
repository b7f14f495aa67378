import { ChartdropError } from '../../base/errors.ts';
import type { Network } from '../../base/ports.ts';
import { boundedAnswer, mostStorageAnswerBytes } from '../bounded-answer.ts';
import { transportFailure } from '../http-errors.ts';
import { multipartForm } from './multipart.ts';
import type { PresignedPost } from '../schemas.ts';
import type { UploadBody } from '../../files/upload-body.ts';
import { readStorageAnswer, uploadUrlOf } from './storage-answer.ts';
import { httpClient, routeOptions } from '../transport.ts';

export interface StoragePost {
  readonly presigned: PresignedPost;
  readonly network: Network;
  readonly fileName: string;
  readonly body: UploadBody;
  readonly signal: AbortSignal;
  /** Called with the number of bytes given to the socket so far. */
  readonly onProgress?: (bytes: number) => void;
}

/** `socket`: milliseconds without data. A large file may take hours, but data must move every minute. */
const timeouts = {
  lookup: 10_000,
  connect: 10_000,
  secureConnect: 10_000,
  socket: 60_000,
  response: 120_000,
  read: 60_000,
};

const storageClient = httpClient.extend({ timeout: timeouts });

/** An answer without a body comes soon, or not at all. */
const reachTimeouts = { lookup: 10_000, connect: 10_000, secureConnect: 10_000, request: 15_000 };

/** Resolves if the storage answers at all: without the presigned fields it refuses, which is an answer too. */
export async function reachStorage(network: Network, url: URL, signal: AbortSignal): Promise<void> {
  const way = await routeOptions(network, url);
  const { statusCode } = await httpClient
    .head(url, { ...way, signal, timeout: reachTimeouts })
    .catch((thrown: unknown) => {
      throw transportFailure(thrown, '');
    });
  if (statusCode >= 500) throw new ChartdropError('storage-error');
}

/**
 * Posts a file to the storage of a presigned post and returns the `upload_url` for the create call. Announces the
 * exact length, since S3 refuses chunked bodies. Reads an early refusal while the body is still being sent.
 */
export async function postToStorage(post: StoragePost): Promise<string> {
  const form = multipartForm(post.presigned.fields, post.fileName);
  async function* body(): AsyncGenerator<Uint8Array, void, void> {
    let sent = 0;
    yield form.preamble;
    for await (const chunk of post.body.chunks()) {
      // One byte over the announced length: the storage would cut the file there and answer 201.
      if (sent + chunk.byteLength > post.body.size) throw new ChartdropError('file-changed');
      yield chunk;
      sent += chunk.byteLength;
      post.onProgress?.(sent);
    }
    // A body that is too short would wait until the timeout.
    if (sent < post.body.size) throw new ChartdropError('file-changed');
    yield form.epilogue;
  }

  const way = await routeOptions(post.network, new URL(post.presigned.url));
  const send = (signal: AbortSignal) =>
    storageClient.post(post.presigned.url, {
      ...way,
      body: body(),
      headers: {
        'content-type': form.contentType,
        'content-length': String(form.preamble.length + post.body.size + form.epilogue.length),
      },
      signal,
    });
  const response = await boundedAnswer(send, {
    most: mostStorageAnswerBytes,
    tooLarge: 'storage-answer-invalid',
    signal: post.signal,
  }).catch((thrown: unknown) => {
    throw transportFailure(thrown, '');
  });
  return uploadUrlOf(post.presigned.url, readStorageAnswer(response.statusCode, response.body));
}
