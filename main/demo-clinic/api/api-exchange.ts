import type { FastifyInstance } from 'fastify';
import { kindOf } from '../faults/faults.ts';

/** One request and its answer, as a judge needs them. */
export interface Exchange {
  readonly method: string;
  /** Path and query as they came, `/v1` included. */
  readonly url: string;
  readonly contentType: string | null;
  /** The parsed body; undefined where there is none. */
  readonly body: unknown;
  readonly status: number;
  /** The answer's own text, before a fault cuts it. */
  readonly answer: string;
  /** The kind of a scripted fault that struck it, or null. */
  readonly fault: string | null;
}

/** Tells of each answer that a route, or the lack of one, gave. */
export function addExchangeHook(api: FastifyInstance, onExchange: (exchange: Exchange) => void): void {
  api.addHook('onSend', async (request, reply, payload) => {
    onExchange({
      method: request.method,
      url: request.url,
      contentType: request.headers['content-type'] ?? null,
      body: request.body,
      status: reply.statusCode,
      answer: typeof payload === 'string' ? payload : '',
      fault: request.fault === null ? null : kindOf(request.fault),
    });
    return payload;
  });
}
