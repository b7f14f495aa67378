import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import type { Clock, Log, Network, Secrets } from '../../base/ports.ts';
import { dropConnections } from '../connections.ts';
import { createProxyCredentials } from './proxy-credentials.ts';
import { isLoopback, type Way } from './proxy-list.ts';
import { trustSystemCertificates } from './system-certificates.ts';
import { WaysAgent } from './ways-agent.ts';

/** More lists than this come from a PAC script with random answers. The oldest connections are closed. */
const mostAgents = 8;

export interface NetworkDeps {
  /** The system's proxy routes for an address, in order. Not called for this machine. */
  readonly resolve: (url: URL) => Promise<readonly Way[]> | readonly Way[];
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: Log;
  /** Additional trusted certificate authorities, in PEM. */
  readonly authorities?: readonly string[];
}

/** The system's network, for both hosts: proxies and certificates. */
export function createNetwork({ resolve, secrets, clock, log, authorities = [] }: NetworkDeps): Network {
  const credentials = createProxyCredentials(secrets);
  const agents = new Map<string, WaysAgent>();
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

  const waysTo = async (url: URL): Promise<readonly Way[]> => (isLoopback(url) ? [null] : resolve(url));

  const agentOf = (ways: readonly Way[]): WaysAgent => {
    const key = ways.map((way) => way?.href ?? 'direct').join(' ');
    const known = agents.get(key);
    if (known !== undefined) return known;
    const agent = new WaysAgent(ways, { clock, credentialsOf: (proxy) => credentials.of(proxy) });
    agents.set(key, agent);
    const [oldest] = agents.keys();
    if (agents.size > mostAgents && oldest !== undefined) agents.delete(oldest);
    return agent;
  };

  return {
    async routeTo(url) {
      if (url.protocol === 'https:') trust();
      const ways = await waysTo(url);
      return ways[0] === null ? { agent: null } : { agent: agentOf(ways) };
    },
    async useCredentials(url, given) {
      const proxy = (await waysTo(url)).find((way) => way !== null);
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
