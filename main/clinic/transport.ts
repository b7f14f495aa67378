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
 * What every request of got is sent with: the system's way out, verification on (also where `NODE_TLS_REJECT_UNAUTHORIZED`
 * says otherwise), no retries (the queue does that), no redirects (the key must not travel to another host).
 */
export async function transport(network: Network, address: URL): Promise<TransportOptions> {
  const { agent } = await network.routeTo(address);
  return {
    // Without a proxy got's own choice stays: Node's agent, which keeps connections.
    ...(agent === null ? {} : { request: requestBy(agent) }),
    https: { rejectUnauthorized: true },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
  };
}

/** Node takes one agent for both protocols; got's own option for agents asks for two classes. */
const requestBy =
  (agent: Agent): RequestFunction =>
  (url, options, callback) =>
    (url.protocol === 'https:' ? secureRequest : plainRequest)(url, { ...options, agent }, callback);
