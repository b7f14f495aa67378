import type { IncomingMessage, ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How long a client that was answered early may go on sending, in milliseconds. */
const lingerMs = 2000;

/**
 * Answers while the request's body may still be on its way, and ends the connection. What comes is thrown away for a
 * while first: a connection that is closed with unread bytes is reset, and the reset can overtake the answer.
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
  // However this ends - body read, client gone, time over - the exchange is over too.
  if (!request.complete) await Promise.allSettled([finished(request.resume(), { signal: enough })]);
  response.end();
}
