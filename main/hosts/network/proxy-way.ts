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

/** Asked only when a proxy wants to know who we are, and it is named: credentials go to no other. */
export type CredentialsOf = (proxy: URL) => Promise<ProxyCredentials | null>;

/** Opens a connection through one proxy. */
export type Connect = (request: ClientRequest, options: AgentConnectOpts) => Promise<Duplex>;

/** What the proxy answered to CONNECT, and how it wants to be told who we are. */
interface ConnectAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * The connection through one proxy: an HTTP or HTTPS one by CONNECT, or a SOCKS one. Throws `proxy-unreachable`, and for
 * an answer that is a refusal `proxy-credentials`, `proxy-sign-in-unknown`, `proxy-refused`, or the network's errors
 * where the proxy itself came no further. Such an answer never reaches the caller as one of the clinic's.
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

/** The library tells the answers of a SOCKS proxy by words alone. */
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
    // Of the proxy itself, where it speaks TLS; never turned off, whatever the environment says.
    rejectUnauthorized: true,
    onProxyAuth: ({ response }) => login.answer(response),
  });
  return async (request, options) => {
    // Set by the event below, before `connect` comes to its end.
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
      // After an answer the library only says that it was one: the status says which.
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
 * Tells a proxy who we are, once it asks. A login that it did not accept is not sent again: jobs are tried for ever, and a
 * company's directory locks an account after a few wrong passwords.
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
  // 502, 503: the proxy is there, and did not find the clinic.
  return new ChartdropError(statusCode >= 500 ? 'network-unreachable' : 'proxy-refused');
}
