import { randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may talk to the window's server. */
export interface AccessGuard {
  /** For the address that is printed once; worth one visit. */
  readonly token: string;
  /** Gives the session for the token, and makes the token worthless; null for anything else. */
  redeem(token: unknown): string | null;
  hasSession(cookie: string | undefined): boolean;
  /** Host and Origin must be this server's own: else a page of another site, or a name that points here, is asking. */
  isOwn(headers: { host?: string | undefined; origin?: string | undefined }): boolean;
}

function equal(a: string, b: string): boolean {
  // Lengths in bytes: the comparison throws where they differ.
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * A one-time token in the printed address becomes a session cookie. Several windows share the session: a second tab of
 * the same browser brings the cookie. `address`: `127.0.0.1:PORT`.
 */
export function createAccessGuard(address: () => string): AccessGuard {
  const token = randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  let redeemed = false;
  return {
    token,
    redeem(given) {
      if (redeemed || typeof given !== 'string' || !equal(given, token)) return null;
      redeemed = true;
      return session;
    },
    hasSession: (cookie) => redeemed && cookie !== undefined && equal(cookie, session),
    isOwn({ host, origin }) {
      const own = [address(), address().replace('127.0.0.1', 'localhost')];
      if (host === undefined || !own.includes(host)) return false;
      return origin === undefined || origin === `http://${host}`;
    },
  };
}
