import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import type { Clock, Log, Network, Secrets } from '../../base/ports.ts';
import { dropConnections } from '../connections.ts';
import { createProxyCredentials } from './proxy-credentials.ts';
import { isLoopback, type ProxyRoute } from './proxy-list.ts';
import { trustSystemCertificates } from './system-certificates.ts';
import { RoutesAgent } from './routes-agent.ts';

/** More lists than this come from a PAC script with random answers. The oldest connections are closed. */
const mostAgents = 8;

export interface NetworkDeps {
  /** The system's proxy routes for an address, in order. Not called for this machine. */
  readonly resolve: (url: URL) => Promise<readonly ProxyRoute[]> | readonly ProxyRoute[];
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
  /** Additional trusted certificate authorities, in PEM. */
  readonly authorities?: readonly string[];
}

/** The system's network, for both hosts: proxies and certificates. */
export function createNetwork({ resolve, secrets, clock, log, authorities = [] }: NetworkDeps): Network {
  const credentials = createProxyCredentials(secrets);
  const agents = new Map<string, RoutesAgent>();
  let trusts = false;

  /** Done at the first HTTPS address, since reading the system's store takes time and the demo clinic needs none. */
  const trust = (): void => {
    if (trusts) return;
    trusts = true;
    try {
      trustSystemCertificates(authorities);
    } catch (thrown) {
      // Most networks work with Node's authorities. In the others the error says that the certificate is refused.
      log.warn('system-certificates-unread', { code: asChartdropError(thrown).code });
    }
  };

  const routesTo = async (url: URL): Promise<readonly ProxyRoute[]> =>
    isLoopback(url) ? [null] : resolve(url);

  const agentOf = (routes: readonly ProxyRoute[]): RoutesAgent => {
    const key = routes.map((route) => route?.href ?? 'direct').join(' ');
    const known = agents.get(key);
    if (known !== undefined) return known;
    const agent = new RoutesAgent(routes, { clock, credentialsOf: (proxy) => credentials.of(proxy) });
    agents.set(key, agent);
    const [oldest] = agents.keys();
    if (agents.size > mostAgents && oldest !== undefined) agents.delete(oldest);
    return agent;
  };

  return {
    async routeTo(url) {
      if (url.protocol === 'https:') trust();
      const routes = await routesTo(url);
      return routes[0] === null ? { agent: null } : { agent: agentOf(routes) };
    },
    async useCredentials(url, given) {
      const proxy = (await routesTo(url)).find((route) => route !== null);
      if (proxy === undefined) throw new ChartdropError('proxy-not-set');
      await credentials.keep(proxy, given);
      log.info('proxy-credentials-set');
    },
    dropConnections() {
      dropConnections();
      for (const agent of agents.values()) agent.destroy();
    },
  };
}
