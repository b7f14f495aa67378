import { createHash, randomBytes } from 'node:crypto';
import type { Caller } from '../../window/caller.ts';
import { equalSecrets } from '../../base/equal-secrets.ts';
import type { Clock } from '../../base/ports.ts';

/** One browser's session. Its cookie is sent to every port of this machine; only the window's tabs know its secret. */
export interface WindowSession {
  readonly cookie: string;
  readonly secret: string;
  readonly caller: Caller;
  /** Number of open sockets. */
  sockets: number;
}

/** Decides who may use the window's server. */
export interface AccessGuard {
  /** Creates a token for an address: valid for one visit within ten minutes. */
  issue(): string;
  /**
   * Exchanges a token for a session, once; null for an invalid token. A browser that already has a session, by its
   * cookie, gets the same one.
   */
  redeem(token: string, cookie: string | undefined): WindowSession | null;
  /** The session of a cookie. With `secret`: only if it is that session's secret. */
  session(cookie: string | undefined, secret?: string): WindowSession | null;
  /**
   * Host and Origin must be this server's. Otherwise a page of another site, or a domain that points here, is asking.
   */
  isOwn(headers: { host?: string | undefined; origin?: string | undefined }): boolean;
}

const tokenMs = 10 * 60_000;
const mostTokens = 16;
const mostSessions = 16;

const secret = (): string => randomBytes(32).toString('base64url');
/** Looked up by digest, so that timing reveals nothing about stored values. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** `address`: `127.0.0.1:PORT`. */
export function createAccessGuard(given: {
  address: () => string;
  clock: Pick<Clock, 'monotonic'>;
  newCaller: () => Caller;
}): AccessGuard {
  const tokens = new Map<string, number>();
  const sessions = new Map<string, WindowSession>();

  const find: AccessGuard['session'] = (cookie, shown) => {
    const found = cookie === undefined ? undefined : sessions.get(digest(cookie));
    if (found === undefined) return null;
    return shown === undefined || equalSecrets(shown, found.secret) ? found : null;
  };
  const begin = (): WindowSession => {
    if (sessions.size >= mostSessions) {
      const idle = [...sessions].find(([, { sockets }]) => sockets === 0) ?? [...sessions][0];
      if (idle !== undefined) sessions.delete(idle[0]);
    }
    const session = { cookie: secret(), secret: secret(), caller: given.newCaller(), sockets: 0 };
    sessions.set(digest(session.cookie), session);
    return session;
  };

  return {
    issue() {
      const [oldest] = tokens.keys();
      if (tokens.size >= mostTokens && oldest !== undefined) tokens.delete(oldest);
      const token = secret();
      tokens.set(digest(token), given.clock.monotonic() + tokenMs);
      return token;
    },
    redeem(token, cookie) {
      const until = tokens.get(digest(token));
      if (until === undefined) return null;
      tokens.delete(digest(token));
      return until <= given.clock.monotonic() ? null : (find(cookie) ?? begin());
    },
    session: find,
    isOwn({ host, origin }) {
      const own = [given.address(), given.address().replace('127.0.0.1', 'localhost')];
      if (host === undefined || !own.includes(host)) return false;
      return origin === undefined || origin === `http://${host}`;
    },
  };
}
