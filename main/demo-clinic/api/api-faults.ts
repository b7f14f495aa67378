import type { FastifyInstance } from 'fastify';
import { setTimeout as delay } from 'node:timers/promises';
import { refuseRate } from './api-guard.ts';
import type { Switches } from '../faults/switches.ts';
import type { FaultAct, Faults, FaultStep } from '../faults/faults.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    step?: FaultStep;
  }
  interface FastifyRequest {
    fault: FaultAct | null;
    switches: Switches;
  }
}

export interface FaultHookDeps {
  readonly faults: Faults;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Aborts when the clinic stops. */
  readonly signal: AbortSignal;
}

/** Applies scripted faults around the routes. Faults that only a route can apply are put into `request.fault`. */
export function addFaultHooks(api: FastifyInstance, { faults, now, signal }: FaultHookDeps): void {
  api.decorateRequest('fault', null);
  api.decorateRequest('switches', { getter: () => faults.switches() });

  api.addHook('onRequest', async (request, reply) => {
    const latencyMs = faults.nextLatency();
    if (latencyMs > 0) await delay(latencyMs, undefined, { signal });
    const step = request.routeOptions.config.step ?? null;
    const act = faults.match({ step, method: request.method, path: request.url });
    request.fault = act;
    if (act === 'drop-before') request.socket.destroy();
    if (act === 'drop-before' || act === 'hang') return reply.hijack();
    if (act === 'html')
      return reply.code(502).type('text/html').send('<html><h1>502 Bad Gateway</h1></html>');
    if (typeof act !== 'object' || act === null) return undefined;
    if ('delayMs' in act) await delay(act.delayMs, undefined, { signal });
    if ('rateLimitMs' in act) return refuseRate(reply, Math.ceil((now() + act.rateLimitMs) / 1000));
    if (!('status' in act)) return undefined;
    return reply
      .code(act.status)
      .type('application/json')
      .headers(act.headers ?? {})
      .send(act.body ?? '');
  });

  api.addHook('onSend', async (request, _, payload) => {
    if (request.fault === 'drop-after') request.socket.destroy();
    if (request.fault === 'hang-after') return new Promise<never>(() => undefined);
    if (request.fault === 'truncate' && typeof payload === 'string')
      return payload.slice(0, payload.length / 2);
    return payload;
  });
}
