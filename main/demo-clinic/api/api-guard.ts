import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RateLimiter } from './rate-limiter.ts';

export interface GuardDeps {
  readonly apiKey: string;
  readonly limiter: RateLimiter;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** `-au1` and the like: the shard part of a key. A key is accepted with and without it. */
const shard = /-[a-z]{2}\d{1,2}$/i;

/** Refuses what the real service would refuse: a wrong key, a client without a name, too many requests. */
export function addGuard(api: FastifyInstance, { apiKey, limiter, now }: GuardDeps): void {
  const keys = new Set([apiKey, apiKey.replace(shard, '')]);
  api.addHook('onRequest', async (request, reply) => {
    const refused = refusalOf(request, keys);
    if (refused !== null) return reply.code(refused.status).send({ message: refused.message });
    const reset = limiter.admit(now());
    return reset === null ? undefined : refuseRate(reply, reset);
  });
}

/** 429; `reset` are UNIX seconds. */
export function refuseRate(reply: FastifyReply, reset: number): FastifyReply {
  return reply.code(429).header('x-ratelimit-reset', String(reset)).send({ message: 'Rate limit exceeded' });
}

function refusalOf(
  { headers }: FastifyRequest,
  keys: ReadonlySet<string>,
): { status: number; message: string } | null {
  const [, credentials = ''] = /^Basic (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const given = Buffer.from(credentials, 'base64').toString();
  // The first colon separates name and password; the password is empty. A key with a newline does not match.
  if (!given.endsWith(':') || !keys.has(given.slice(0, -1))) {
    return { status: 401, message: 'The API key is not valid' };
  }
  if (!/^[^\s(][^(]*\([^()\s@]+@[^()\s@]+\)/.test(headers['user-agent'] ?? '')) {
    return { status: 403, message: 'The User-Agent header must be: APP_NAME (contact@email)' };
  }
  if (headers.accept?.includes('application/json') !== true) {
    return { status: 406, message: 'The Accept header must be: application/json' };
  }
  return null;
}
