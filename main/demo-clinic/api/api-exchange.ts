import type { FastifyInstance } from 'fastify';
import { kindOf } from '../faults/faults.ts';

/** One request and its answer, for tests that check both. */
export interface Exchange {
  readonly method: string;
  /** Path and query as received, including `/v1`. */
  readonly url: string;
  readonly contentType: string | null;
  /** The parsed body, or undefined if there is none. */
  readonly body: unknown;
  readonly status: number;
  /** The answer's text before a fault truncates it. */
  readonly answer: string;
  /** The kind of scripted fault that was applied, or null. */
  readonly fault: string | null;
}

/** Calls back with each answer, including those for unknown routes. */
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
