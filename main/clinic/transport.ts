import { type Agent, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import got, { type RequestFunction } from 'got';
import type { Network } from '../base/ports.ts';

/**
 * Sends every request, for the API and the storage: with certificate verification (even if `NODE_TLS_REJECT_UNAUTHORIZED` disables
 * it), no retries (the queue retries), no redirects (the key must not reach another host). An instance of got, since options that
 * come with each request take a tenth of a millisecond to check.
 */
export const httpClient = got.extend({
  https: { rejectUnauthorized: true },
  retry: { limit: 0 },
  followRedirect: false,
  throwHttpErrors: false,
});

/** got's options for the system's proxy route to an address. */
export async function routeOptions(
  network: Network,
  address: URL,
): Promise<{ readonly request?: RequestFunction }> {
  const { agent } = await network.routeTo(address);
  // Without a proxy, got uses Node's agent, which keeps connections alive.
  return agent === null ? {} : { request: requestBy(agent) };
}

/** Node accepts one agent for both protocols; got's option needs an agent per protocol. */
const requestBy =
  (agent: Agent): RequestFunction =>
  (url, options, callback) =>
    (url.protocol === 'https:' ? secureRequest : plainRequest)(url, { ...options, agent }, callback);
