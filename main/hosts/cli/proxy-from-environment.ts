import { unescape } from 'node:querystring';
import { getProxyForUrl } from 'proxy-from-env';
import { ChartdropError } from '../../base/errors.ts';
import type { Log, Network, Secrets } from '../../base/ports.ts';
import { createNetwork } from '../network/network.ts';
import type { ProxyRoute } from '../network/proxy-list.ts';
import { systemClock } from '../system-clock.ts';

/**
 * The proxy for an address from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, with user name and password.
 * Throws `settings-invalid` if the value is no address.
 */
function proxyFromEnvironment(url: URL, env: NodeJS.ProcessEnv = process.env): ProxyRoute[] {
  const named = getProxyForUrl(url.href);
  if (named === '') return [null];
  // A proxy without a scheme uses HTTP, as in curl. The library would use the scheme of the requested address.
  const bare = named.slice(url.protocol.length + 2);
  const proxy = URL.parse(Object.values(env).includes(bare) ? `http://${bare}` : named);
  if (proxy === null || !/^(https?|socks(4a?|5h?)?):$/.test(proxy.protocol)) {
    throw new ChartdropError('settings-invalid', { detail: 'HTTPS_PROXY' });
  }
  // A percent sign that was typed as such, as curl reads it. The agents decode strictly and would throw.
  proxy.username = encodeURIComponent(unescape(proxy.username));
  proxy.password = encodeURIComponent(unescape(proxy.password));
  return [proxy];
}

/** The network of the headless host. */
export const environmentNetwork = (secrets: Secrets, log: Log): Network =>
  createNetwork({ resolve: (url) => proxyFromEnvironment(url), secrets, clock: systemClock, log });
