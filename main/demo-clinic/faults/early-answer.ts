import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How long a client may continue to send after an early answer, in milliseconds. */
const lingerMs = 2000;

/**
 * Answers while the request's body is still arriving, and ends the connection. Reads and discards the body for a while
 * first: closing a connection with unread bytes resets it, and the reset can arrive before the answer.
 */
export async function answerEarly(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' });
  response.flushHeaders();
  response.write(body);
  const enough = AbortSignal.any([signal, AbortSignal.timeout(lingerMs)]);
  // The exchange ends in every case: body read, client gone or time over.
  if (!request.complete) await Promise.allSettled([finished(request.resume(), { signal: enough })]);
  response.end();
}
