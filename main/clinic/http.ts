import { ChartdropError } from '../base/errors.ts';
import type { Clock, Network } from '../base/ports.ts';
import { retryTemporary } from '../base/retry-temporary.ts';
import { boundedAnswer, mostAnswerBytes } from './bounded-answer.ts';
import { apiFailure, transportFailure } from './http-errors.ts';
import type { Priority, RateBudget } from './budget/rate-budget.ts';
import type { ServerClock } from './server-clock.ts';
import { storageAddress } from './storage-address.ts';
import { httpClient, routeOptions } from './transport.ts';

export interface CallOptions {
  readonly priority: Priority;
  readonly signal: AbortSignal;
  /** Called when the budget has a place and the call is sent. */
  readonly onSent?: () => void;
  /** Called when the service answered the call, unless with its own error. */
  readonly onAnswered?: () => void;
}

export interface HttpDeps {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Read at every call, so that a new key works immediately. null: no key is set. */
  readonly apiKey: () => string | null;
  /** `NAME (contact)`: without both the service may block requests. */
  readonly userAgent: string;
  readonly budget: RateBudget;
  readonly network: Network;
  readonly serverClock: ServerClock;
}

interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** A path below the base URL, or a URL that the service itself gave. */
  readonly at: string;
  readonly parameters?: URLSearchParams;
  readonly json?: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
}

export interface ClinicHttp {
  /** One call to the API. Throws every failure as a `ChartdropError`; 2xx and 3xx answers are returned. */
  call(request: ApiRequest, options: CallOptions): Promise<ApiAnswer>;
  /** The network for the API and the storage. */
  readonly network: Network;
  /** Checks a storage's address from an answer. Throws `storage-not-secure` or `answer-invalid`. */
  storageAddress(given: string): URL;
}

/** Each phase has a timeout, since got sets none. Milliseconds. */
const timeouts = { lookup: 10_000, connect: 10_000, secureConnect: 10_000, socket: 30_000, request: 60_000 };
const apiClient = httpClient.extend({ timeout: timeouts });

/** Milliseconds to wait after a 429 without a readable reset: the service's rate window. */
const unknownResetMs = 60_000;
/**
 * A reset further ahead is an error or comes from a wrong clock. Accepting it would stop all calls for too long.
 */
const longestResetMs = 15 * 60_000;

/**
 * Sends every call to the API: Basic auth, rate budget, timeouts, and one form of errors. Never retries (the queue
 * does) and never follows a redirect (the key must not reach another host).
 */
export function createClinicHttp(deps: HttpDeps): ClinicHttp {
  const base = new URL(deps.baseUrl);

  const urlOf = (request: ApiRequest): URL => {
    const url = request.at.startsWith('/')
      ? new URL(base.href.replace(/\/$/, '') + request.at)
      : URL.parse(request.at);
    // Links come from answers. A link to another host would send it the key.
    if (url?.origin !== base.origin) throw new ChartdropError('answer-invalid');
    for (const [name, value] of request.parameters ?? []) url.searchParams.append(name, value);
    return url;
  };

  const untilReset = (reset: number | null): number =>
    reset === null ? unknownResetMs : Math.min(longestResetMs, deps.serverClock.until(reset));

  const send = async (request: ApiRequest, url: URL, key: string, signal: AbortSignal) => {
    const way = await routeOptions(deps.network, url);
    const sent = (end: AbortSignal) =>
      apiClient(url, {
        ...way,
        method: request.method,
        headers: {
          accept: 'application/json',
          'user-agent': deps.userAgent,
          authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
        },
        ...(request.json === undefined ? {} : { json: request.json }),
        signal: end,
      });
    return boundedAnswer(sent, { most: mostAnswerBytes, tooLarge: 'answer-invalid', signal });
  };

  return {
    network: deps.network,
    storageAddress: (given) => storageAddress(given, base),
    async call(request, { priority, signal, onSent, onAnswered }) {
      const key = deps.apiKey();
      if (key === null) throw new ChartdropError('key-missing');
      const url = urlOf(request);
      const answered = await deps.budget.reserve(priority, signal);
      try {
        onSent?.();
        const response = await send(request, url, key, signal).catch((thrown: unknown) => {
          throw transportFailure(thrown, url.hostname);
        });
        deps.serverClock.learn(response.headers.date);
        const text = response.body;
        const failure = apiFailure(response.statusCode, response.headers['x-ratelimit-reset'], text);
        if (response.statusCode < 500) onAnswered?.();
        if (failure?.code === 'rate-limited') deps.budget.block(untilReset(failure.retryAt));
        // Every account has a user: if even that is not found, the base URL is not that of the API.
        if (failure?.code === 'record-not-found' && request.at === '/user')
          throw new ChartdropError('address-not-clinic', { cause: failure });
        if (failure !== null) throw failure;
        return { status: response.statusCode, text, location: response.headers.location };
      } finally {
        answered();
      }
    },
  };
}

/**
 * For commands that end with their answer: a call that only reads is tried again while its error is temporary, for
 * `forMs` milliseconds. A call that changes something is sent once.
 */
export function retriedReads(http: ClinicHttp, given: { clock: Clock; forMs: number }): ClinicHttp {
  return {
    ...http,
    call(request, options) {
      if (request.method !== 'GET') return http.call(request, options);
      return retryTemporary(() => http.call(request, options), { ...given, signal: options.signal });
    },
  };
}
