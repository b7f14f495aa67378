import { createHmac } from 'node:crypto';
import { equalSecrets } from '../../base/equal-secrets.ts';

/**
 * Pictures, previews and downloads are requested by address alone, which any page could write. So the address is
 * signed.
 */
const lifetimeMs = 10 * 60_000;
const ending = /[?&]until=(\d{1,15})&signature=([\w-]{43})$/;

const signature = (secret: string, path: string, until: number): string =>
  createHmac('sha256', secret).update(`${until} ${path}`).digest('base64url');

/** Signs a path with its query for one session and ten minutes. `now`: epoch milliseconds. */
export function signPath(secret: string, path: string, now: number): string {
  const until = now + lifetimeMs;
  return `${path}${path.includes('?') ? '&' : '?'}until=${until}&signature=${signature(secret, path, until)}`;
}

/** Whether a path is signed for this session and has not expired. */
export function isSigned(secret: string, signed: string, now: number): boolean {
  const [end, until, shown] = ending.exec(signed) ?? [];
  if (end === undefined || until === undefined || shown === undefined || Number(until) <= now) return false;
  return equalSecrets(shown, signature(secret, signed.slice(0, -end.length), Number(until)));
}
