import { getProxyForUrl } from 'proxy-from-env';
import { ChartdropError } from '../../base/errors.ts';
import type { Log, Network, Secrets } from '../../base/ports.ts';
import { createNetwork } from '../network/network.ts';
import type { Way } from '../network/proxy-list.ts';
import { systemClock } from '../system-clock.ts';

/**
 * The way that `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` name for an address, user name and password in it.
 * Throws `settings-invalid` for one that is no address.
 */
function proxyFromEnvironment(url: URL, env: NodeJS.ProcessEnv = process.env): Way[] {
  const named = getProxyForUrl(url.href);
  if (named === '') return [null];
  // Without a scheme it speaks HTTP, as curl has it; the library gives it the scheme of the address that is asked for.
  const bare = named.slice(url.protocol.length + 2);
  const proxy = URL.parse(Object.values(env).includes(bare) ? `http://${bare}` : named);
  if (proxy === null || !/^(https?|socks(4a?|5h?)?):$/.test(proxy.protocol)) {
    throw new ChartdropError('settings-invalid', { detail: 'HTTPS_PROXY' });
  }
  return [proxy];
}

/** The network of the headless host. */
export const environmentNetwork = (secrets: Secrets, log: Log): Network =>
  createNetwork({ resolve: (url) => proxyFromEnvironment(url), secrets, clock: systemClock, log });
