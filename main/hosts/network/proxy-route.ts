import type { ClientRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AgentConnectOpts } from 'agent-base';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import { ChartdropError } from '../../base/errors.ts';

export interface ProxyCredentials {
  readonly user: string;
  readonly password: string;
}

/** Returns the credentials for the named proxy. Called only when a proxy asks for them. */
export type CredentialsOf = (proxy: URL) => Promise<ProxyCredentials | null>;

/** Opens a connection through one proxy. */
export type Connect = (request: ClientRequest, options: AgentConnectOpts) => Promise<Duplex>;

/** The proxy's answer to CONNECT, and the login methods that it accepts. */
interface ConnectAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Connects through one proxy: HTTP or HTTPS by CONNECT, or SOCKS. Throws `proxy-unreachable`; for a refusal
 * `proxy-credentials`, `proxy-sign-in-unknown` or `proxy-refused`; or the network's errors if the proxy could not reach
 * the clinic. The caller never takes a proxy's answer for one of the clinic.
 */
export function connectThrough(proxy: URL, credentialsOf: CredentialsOf): Connect {
  return proxy.protocol.startsWith('socks') ? throughSocks(proxy) : throughHttp(proxy, credentialsOf);
}

function throughSocks(proxy: URL): Connect {
  const agent = new SocksProxyAgent(proxy);
  return async (request, options) => {
    try {
      return await agent.connect(request, options);
    } catch (thrown) {
      throw socksFailure(thrown);
    }
  };
}

/** The library reports a SOCKS proxy's answers as text only. */
function socksFailure(thrown: unknown): ChartdropError {
  const words = thrown instanceof Error ? thrown.message : '';
  if (/authentication/i.test(words)) return new ChartdropError('proxy-credentials', { cause: thrown });
  if (/NotAllowed/i.test(words)) return new ChartdropError('proxy-refused', { cause: thrown });
  if (/rejected/i.test(words)) return new ChartdropError('network-unreachable', { cause: thrown });
  return new ChartdropError('proxy-unreachable', { cause: thrown });
}

function throughHttp(proxy: URL, credentialsOf: CredentialsOf): Connect {
  const bare = new URL(proxy);
  bare.username = bare.password = '';
  const login = createLogin(async () => fromUrl(proxy) ?? (await credentialsOf(bare)));
  const agent = new HttpsProxyAgent(bare, {
    // Verifies the proxy's own certificate if it uses TLS, whatever the environment says.
    rejectUnauthorized: true,
    onProxyAuth: ({ response }) => login.answer(response),
  });
  return async (request, options) => {
    // Set by the event below, before `connect` finishes.
    const answer: { last: ConnectAnswer | null } = { last: null };
    const learn = (given: ConnectAnswer): void => void (answer.last = given);
    request.on('proxyConnect', learn);
    try {
      const socket = await agent.connect(request, options);
      const refusal = answer.last === null ? null : refusalOf(answer.last);
      if (refusal === null) return socket;
      socket.destroy();
      throw refusal;
    } catch (thrown) {
      if (thrown instanceof ChartdropError) throw thrown;
      // The library only reports that the proxy answered; the status has the reason.
      const refusal = answer.last === null ? null : refusalOf(answer.last);
      if (refusal?.code === 'proxy-credentials') login.refuse();
      throw refusal ?? new ChartdropError('proxy-unreachable', { cause: thrown });
    } finally {
      request.off('proxyConnect', learn);
    }
  };
}

const fromUrl = ({ username, password }: URL): ProxyCredentials | null =>
  username === '' ? null : { user: decodeURIComponent(username), password: decodeURIComponent(password) };

/**
 * Logs in to a proxy when it asks. Never repeats a refused login: jobs retry without limit, and a directory service
 * locks an account after a few wrong passwords.
 */
function createLogin(credentials: () => Promise<ProxyCredentials | null>) {
  let sent: string | null = null;
  let refused: string | null = null;
  return {
    async answer(asked: ConnectAnswer) {
      if (!offersBasic(asked)) throw new ChartdropError('proxy-sign-in-unknown');
      const given = await credentials();
      if (given === null) throw new ChartdropError('proxy-credentials');
      sent = Buffer.from(`${given.user}:${given.password}`).toString('base64');
      if (sent === refused) throw new ChartdropError('proxy-credentials');
      return { headers: { 'Proxy-Authorization': `Basic ${sent}` } };
    },
    refuse(): void {
      refused = sent;
    },
  };
}

const offersBasic = ({ headers }: ConnectAnswer): boolean =>
  [headers['proxy-authenticate'] ?? []].flat().some((offer) => /(^|,\s*)basic(\s|$)/i.test(offer));

function refusalOf(answer: ConnectAnswer): ChartdropError | null {
  const { statusCode } = answer;
  if (statusCode === 200) return null;
  if (statusCode === 407)
    return new ChartdropError(offersBasic(answer) ? 'proxy-credentials' : 'proxy-sign-in-unknown');
  if (statusCode === 504) return new ChartdropError('network-timeout');
  // 502, 503: the proxy works but could not reach the clinic.
  return new ChartdropError(statusCode >= 500 ? 'network-unreachable' : 'proxy-refused');
}
