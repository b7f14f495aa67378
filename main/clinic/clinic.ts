import type { UserId } from '../../preload/contract/ids.ts';
import type { Clock, Network } from '../base/ports.ts';
import type { CallLedger } from './budget/call-ledger.ts';
import { type ClinicClient, createClinicClient } from './client.ts';
import { type CallOptions, createClinicHttp, retriedReads } from './http.ts';
import { createRateBudget, type RateBudget, type RateLimit } from './budget/rate-budget.ts';
import type { ClinicUser } from './schemas.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';

/** The service and account, with the state that all calls to it share. */
export interface Clinic {
  readonly client: ClinicClient;
  readonly budget: RateBudget;
  readonly serverClock: ServerClock;
  /** Checks the key and finds out which user it belongs to. */
  identify(options: CallOptions): Promise<ClinicUser>;
  /** Id of the key's user, once known. */
  readonly userId: () => UserId | null;
}

/** The account's rate limit, shared by all integrations of the user (Cliniko's API reference). */
export const standardRateLimit: RateLimit = { requests: 200, windowMs: 60_000 };

/**
 * Creates the clinic at one address. The key is read at every call, so that a new key works immediately. Another
 * address is another clinic, with separate records and jobs.
 */
export function createClinic(given: {
  apiKey: () => string | null;
  /** Without a trailing slash. */
  baseUrl: string;
  userAgent: string;
  rateLimit: RateLimit;
  /** Where the calls are counted, if other processes or clients call the same clinic. */
  calls?: CallLedger | undefined;
  clock: Clock;
  network: Network;
  /** How long a call that only reads is tried again, in milliseconds; by default not at all. */
  retryReadsMs?: number;
}): Clinic {
  const budget = createRateBudget(given.clock, given.rateLimit, given.calls);
  const serverClock = createServerClock(given.clock);
  const { clock, baseUrl, apiKey, userAgent, network, retryReadsMs: forMs = 0 } = given;
  const http = createClinicHttp({ baseUrl, apiKey, userAgent, budget, serverClock, network });
  const client = createClinicClient(forMs > 0 ? retriedReads(http, { clock, forMs }) : http);
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
