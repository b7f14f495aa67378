import type { UserId } from '../../preload/contract/ids.ts';
import type { Clock, Network } from '../base/ports.ts';
import { type ClinicClient, createClinicClient } from './client.ts';
import { type CallOptions, createClinicHttp } from './http.ts';
import { createRateBudget, type RateBudget, type RateLimit } from './rate-budget.ts';
import type { ClinicUser } from './schemas.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';

/** The service and account at the other end, with all that is shared by every call to it. */
export interface Clinic {
  readonly client: ClinicClient;
  readonly budget: RateBudget;
  readonly serverClock: ServerClock;
  /** Proves the key and learns whose it is. */
  identify(options: CallOptions): Promise<ClinicUser>;
  /** Whose key it is, once known. */
  readonly userId: () => UserId | null;
}

/** Of the account, shared by all integrations of its user (clinic-api.md). */
export const standardRateLimit: RateLimit = { requests: 200, windowMs: 60_000 };

/**
 * Builds the clinic at one address. The key is asked for at every call, so that a new one works at once; another
 * address is another clinic, with records and jobs of its own.
 */
export function createClinic(given: {
  apiKey: () => string | null;
  /** Without a trailing slash. */
  baseUrl: string;
  userAgent: string;
  rateLimit: RateLimit;
  clock: Clock;
  network: Network;
}): Clinic {
  const budget = createRateBudget(given.clock, given.rateLimit);
  const serverClock = createServerClock(given.clock);
  const client = createClinicClient(
    createClinicHttp({
      baseUrl: given.baseUrl,
      apiKey: given.apiKey,
      userAgent: given.userAgent,
      budget,
      serverClock,
      network: given.network,
    }),
  );
  let user: ClinicUser | null = null;
  return {
    client,
    budget,
    serverClock,
    async identify(options) {
      user = await client.user(options);
      return user;
    },
    userId: () => user?.id ?? null,
  };
}
