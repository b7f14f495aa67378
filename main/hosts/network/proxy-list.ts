/** One way out: a proxy, with its scheme as `proxyAgentFor` knows it, or null for straight there. */
export type Way = URL | null;

/** The words of a PAC answer, and the schemes of the same proxies. SOCKS 5 resolves names itself, as in browsers. */
const schemes: Readonly<Record<string, { scheme: string; port: number }>> = {
  PROXY: { scheme: 'http', port: 80 },
  HTTP: { scheme: 'http', port: 80 },
  HTTPS: { scheme: 'https', port: 443 },
  SOCKS: { scheme: 'socks4', port: 1080 },
  SOCKS4: { scheme: 'socks4', port: 1080 },
  SOCKS5: { scheme: 'socks5h', port: 1080 },
};

/**
 * Reads what a PAC script, or Electron's resolver, answers for an address: ways in the order in which to try them, such as
 * `PROXY a:3128; SOCKS5 b; DIRECT`. Entries that cannot be read are left out; without any entry it is straight there. An
 * empty list stands for "a proxy, but none that we know how to use": then nothing goes out.
 * Source: "Navigator Proxy Auto-Config File Format", and Chromium's `ProxyList`.
 */
export function parseProxyList(text: string): Way[] {
  const entries = text
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  return entries.length === 0 ? [null] : entries.flatMap(wayOf);
}

function wayOf(entry: string): Way[] {
  const [kind = '', address = '', ...rest] = entry.split(/\s+/);
  if (kind.toUpperCase() === 'DIRECT') return address === '' ? [null] : [];
  const known = schemes[kind.toUpperCase()];
  // A host name or address with an optional port; anything else in an URL would change what it means.
  if (
    known === undefined ||
    rest.length > 0 ||
    !/^(\[[\da-f:.]+\]|[^\s:/?#@[\]]+)(:\d{1,5})?$/i.test(address)
  )
    return [];
  const url = URL.parse(`${known.scheme}://${address}`);
  if (url === null) return [];
  // A scheme's own port is left out by `URL`, and 80 where no port stands is PAC's, not the scheme's.
  if (url.port === '' && known.scheme.startsWith('socks')) url.port = String(known.port);
  return [url];
}

/** `host:port` of a proxy: by that its credentials are kept. */
export function placeOf(proxy: URL): string {
  const standard = proxy.protocol === 'https:' ? '443' : '80';
  return `${proxy.hostname}:${proxy.port === '' ? standard : proxy.port}`;
}

/** This machine itself, which no proxy can reach for us. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(127(\.\d{1,3}){3}|\[::1\]|([^.]+\.)*localhost)$/i.test(hostname);
}
