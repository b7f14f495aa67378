/** One proxy route: a proxy with its scheme for `proxyAgentFor`. null: DIRECT. */
export type ProxyRoute = URL | null;

/** The keywords of a PAC answer and the matching schemes. SOCKS 5 proxies resolve names, as in browsers. */
const schemes: Readonly<Record<string, { scheme: string; port: number }>> = {
  PROXY: { scheme: 'http', port: 80 },
  HTTP: { scheme: 'http', port: 80 },
  HTTPS: { scheme: 'https', port: 443 },
  SOCKS: { scheme: 'socks4', port: 1080 },
  SOCKS4: { scheme: 'socks4', port: 1080 },
  SOCKS5: { scheme: 'socks5h', port: 1080 },
};

/**
 * Parses the answer of a PAC script or Electron's resolver: routes in order, such as `PROXY a:3128; SOCKS5 b; DIRECT`.
 * Ignores unreadable entries; without any entry the route is DIRECT. An empty list means that only unsupported proxies
 * were named, so no connection is made. Source: "Navigator Proxy Auto-Config File Format", and Chromium's `ProxyList`.
 */
export function parseProxyList(text: string): ProxyRoute[] {
  const entries = text
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return entries.length === 0 ? [null] : entries.flatMap(routeOf);
}

function routeOf(entry: string): ProxyRoute[] {
  const [kind = '', address = '', ...rest] = entry.split(/\s+/);
  if (kind.toUpperCase() === 'DIRECT') return address === '' ? [null] : [];
  const known = schemes[kind.toUpperCase()];
  // A host name or address with an optional port. Other parts of a URL would change its meaning.
  if (
    known === undefined ||
    rest.length > 0 ||
    !/^(\[[\da-f:.]+\]|[^\s:/?#@[\]]+)(:\d{1,5})?$/i.test(address)
  )
    return [];
  const url = URL.parse(`${known.scheme}://${address}`);
  if (url === null) return [];
  // `URL` omits a scheme's default port. Without a port, PAC means 80.
  if (url.port === '' && known.scheme.startsWith('socks')) url.port = String(known.port);
  return [url];
}

/** `host:port` of a proxy, the key of its credentials. */
export function placeOf(proxy: URL): string {
  const standard = proxy.protocol === 'https:' ? '443' : '80';
  return `${proxy.hostname}:${proxy.port === '' ? standard : proxy.port}`;
}

/** This machine, which is never reached through a proxy. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(127(\.\d{1,3}){3}|\[::1\]|([^.]+\.)*localhost)$/i.test(hostname);
}
