import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ChartdropError } from '../../base/errors.ts';
import type { ClinicClient } from '../client.ts';
import { transportFailure } from '../http-errors.ts';
import type { CallOptions } from '../http.ts';
import type { AttachmentRecord } from '../schemas.ts';
import { httpClient, routeOptions } from '../transport.ts';

/** Milliseconds. `socket`: the longest time without data. */
const timeouts = { lookup: 10_000, connect: 10_000, secureConnect: 10_000, socket: 60_000, response: 60_000 };

/** The part of the client that reads an attachment's bytes. */
export type ContentClient = Pick<ClinicClient, 'network' | 'contentLocation'>;

/**
 * Streams an attachment's bytes. Asks the API with the key for the storage's address, and fetches that without the
 * key. Throws `record-not-found` if the attachment has no bytes (yet).
 */
export async function openContent(
  client: ContentClient,
  attachment: AttachmentRecord,
  options: CallOptions,
): Promise<Readable> {
  if (attachment.content === null) throw new ChartdropError('record-not-found');
  const location = await client.contentLocation(attachment.content, options);
  const stream = httpClient.stream(location, {
    ...(await routeOptions(client.network, new URL(location))),
    // The bytes as stored: a packed answer could unpack to an unlimited size.
    decompress: false,
    signal: options.signal,
    timeout: timeouts,
  });
  return new Promise((resolve, reject) => {
    stream.once('response', ({ statusCode }: { statusCode: number }) => {
      if (statusCode === 200) {
        resolve(stream);
        return;
      }
      stream.destroy();
      reject(new ChartdropError(statusCode === 404 ? 'record-not-found' : 'storage-error'));
    });
    stream.once('error', (thrown: unknown) => reject(transportFailure(thrown, '')));
  });
}

/** The SHA-256 of an attachment's bytes, in hex. */
export async function hashContent(
  client: ContentClient,
  attachment: AttachmentRecord,
  options: CallOptions,
): Promise<string> {
  const hash = createHash('sha256');
  const stream = await openContent(client, attachment, options);
  await pipeline(stream, hash).catch((thrown: unknown) => {
    throw transportFailure(thrown, '');
  });
  return hash.digest('hex');
}
