import { type Agent, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { RequestFunction } from 'got';
import type { Network } from '../base/ports.ts';

interface TransportOptions {
  readonly request?: RequestFunction;
  readonly https: { readonly rejectUnauthorized: true };
  readonly retry: { readonly limit: 0 };
  readonly followRedirect: false;
  readonly throwHttpErrors: false;
}

/**
 * got's options for every request: the system's proxy route, certificate verification (even if
 * `NODE_TLS_REJECT_UNAUTHORIZED` disables it), no retries (the queue retries), no redirects (the key must not reach
 * another host).
 */
export async function transport(network: Network, address: URL): Promise<TransportOptions> {
  const { agent } = await network.routeTo(address);
  return {
    // Without a proxy, got uses Node's agent, which keeps connections alive.
    ...(agent === null ? {} : { request: requestBy(agent) }),
    https: { rejectUnauthorized: true },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
  };
}

/** Node accepts one agent for both protocols; got's option needs an agent per protocol. */
const requestBy =
  (agent: Agent): RequestFunction =>
  (url, options, callback) =>
    (url.protocol === 'https:' ? secureRequest : plainRequest)(url, { ...options, agent }, callback);
