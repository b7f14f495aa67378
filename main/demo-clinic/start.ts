import { randomInt } from 'node:crypto';
import type { Exchange } from './api/api-exchange.ts';
import { createApi } from './api/api.ts';
import { createBook, type Book } from './records/book.ts';
import { createCaseLinks } from './records/case-links.ts';
import { createContent } from './store/content.ts';
import { openDatabase } from './base/database.ts';
import { createFaults, type Faults, type FaultScript } from './faults/faults.ts';
import { close, host, listen, portOf } from './base/listen.ts';
import { createObjects } from './store/objects.ts';
import { ownSecrets } from './own-secrets.ts';
import { createProcessing } from './records/processing.ts';
import { createRateLimiter, type RateLimit } from './api/rate-limiter.ts';
import { createRecords } from './records/records.ts';
import { sampleLetter } from './seed/seed-files.ts';
import { seedClinic } from './seed/seed.ts';
import { demoAccount } from './store/signature-v4.ts';
import { createStoreServer } from './store/store-server.ts';
import type { Switches } from './faults/switches.ts';

export type { DemoAttachment } from './records/book.ts';

export interface DemoClinicOptions {
  /** The folder of records and bytes, created if missing and kept between starts. */
  readonly directory: string;
  /** The API's port; default 0, which chooses a free one. */
  readonly port?: number;
  /** The store's port; default 0. Set both for a client that must survive a restart of the clinic. */
  readonly storagePort?: number;
  /** Accepted with and without its shard suffix. Default: the directory's random key. */
  readonly apiKey?: string;
  /** For tests: the store's secret. Default: the directory's random secret. */
  readonly secretAccessKey?: string;
  /** Requests per minute, default 200. null: no limit. */
  readonly rateLimit?: RateLimit | null;
  /** Milliseconds from an attachment's creation until it is processed; default 300. */
  readonly processingMs?: number;
  /** Milliseconds that a presigned post is valid; default ten minutes. */
  readonly policyLifetimeMs?: number;
  /** Default 5 GiB, S3's own limit. */
  readonly maxFileBytes?: number;
  /** The service's clock, in epoch milliseconds. */
  readonly now?: () => number;
  /** For tests: called with every request that reached a route, and its answer. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** For tests: see `faults.ts`. */
  readonly faults?: FaultScript;
  /** Behaviour where the reference leaves a choice: see `switches.ts`. */
  readonly switches?: Partial<Switches>;
}

export interface RequestCounts {
  readonly api: number;
  readonly answers429: number;
  readonly storagePosts: number;
}

export interface DemoClinic extends Book {
  /** `http://127.0.0.1:PORT/v1`. */
  readonly apiUrl: string;
  /** Ends in a slash. A separate listener, so another origin than the API's. */
  readonly storageUrl: string;
  readonly apiKey: string;
  /** For tests; otherwise always empty. */
  readonly faults: Faults;
  /** The requests since the start of this process. */
  requests(): RequestCounts;
  /** A letter about Jane Citizen, as a PDF that no other call returns. */
  sampleLetter(): Buffer;
  /** Closes all connections; resolves when the clinic has stopped completely. */
  stop(): Promise<void>;
}

/** Starts the clinic on loopback. Throws `EADDRINUSE`. */
export async function startDemoClinic(options: DemoClinicOptions): Promise<DemoClinic> {
  const { directory, now = Date.now, processingMs = 300, rateLimit } = options;
  const stopping = new AbortController();
  const counts = { api: 0, answers429: 0, storagePosts: 0 };
  const db = openDatabase(directory);
  const own = ownSecrets(db);
  const { apiKey = own.apiKey, secretAccessKey = own.secretAccessKey } = options;
  const records = createRecords(db);
  const caseLinks = createCaseLinks(db);
  seedClinic({ db, records, caseLinks });
  const objects = createObjects(db, directory);
  const content = createContent({ records, objects });
  const faults = createFaults(options.faults, options.switches);
  const processing = createProcessing({ db, records, caseLinks, faults, objects, now, processingMs });
  const common = {
    db,
    records,
    caseLinks,
    objects,
    content,
    faults,
    processing,
    now,
    account: demoAccount(secretAccessKey),
    signal: stopping.signal,
  };

  const store = createStoreServer({ ...common, onPost: () => (counts.storagePosts += 1) });
  const storageUrl = () => `http://${host}:${portOf(store.server)}/`;
  const api = createApi({
    ...common,
    apiKey,
    storageUrl,
    userId: records.list('user')[0]?.id ?? '',
    limiter: createRateLimiter(rateLimit === undefined ? { requests: 200, windowMs: 60_000 } : rateLimit),
    policyLifetimeMs: options.policyLifetimeMs ?? 600_000,
    maxFileBytes: options.maxFileBytes ?? 5 * 1024 ** 3,
    onExchange: options.onExchange ?? null,
    onRequest: () => (counts.api += 1),
    onAnswer: (status) => (counts.answers429 += status === 429 ? 1 : 0),
  });

  async function stop(): Promise<void> {
    stopping.abort();
    await Promise.all([api.close(), close(store.server)]);
    await store.idle();
    if (db.isOpen) db.close();
  }
  try {
    await listen(store.server, options.storagePort ?? 0);
    objects.addOrigin(storageUrl());
    await api.listen({ port: options.port ?? 0, host });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...createBook({ records, caseLinks, processing, content }),
    apiUrl: `http://${host}:${portOf(api.server)}/v1`,
    storageUrl: storageUrl(),
    apiKey,
    faults,
    requests: () => ({ ...counts }),
    sampleLetter: () =>
      sampleLetter('Jane Citizen, born 3 February 1980', randomInt(1_000_000, 1_000_000_000)),
    stop,
  };
}
