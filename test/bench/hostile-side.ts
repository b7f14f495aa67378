import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { collect } from '../../main/clinic/pages.ts';
import { postToStorage } from '../../main/clinic/storage/storage.ts';
import { asChartdropError } from '../../main/base/errors.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { directNetwork } from '../fakes/direct-network.ts';
import { callOptions, clientOf } from './clinic-side.ts';
import { answerOnce } from './one-answer.ts';
import { ownPeakRss } from './process-cost.ts';

/** A request to a hostile service. */
export type Asked = 'user' | 'users' | 'attachments' | 'storage';
export interface Order {
  readonly asked: Asked;
  /** The answer of an honest service, which comes first, or the hostile one. */
  readonly honest: string;
  readonly hostile: string;
}

/** Bytes and milliseconds. */
export interface Cost {
  readonly idleRss: number;
  readonly peakRss: number;
  readonly longestBlockMs: number;
  /** The code of the refusal; null if the answer was accepted. */
  readonly refused: ErrorCode | null;
}

const client = (apiUrl: string) => clientOf({ apiUrl, apiKey: 'made-up-key-au1' }).client;

const asks: Readonly<Record<Asked, (base: string) => Promise<unknown>>> = {
  user: (base) => client(base).user(callOptions()),
  users: (base) => collect(client(base).users({}, callOptions())),
  attachments: (base) => client(base).attachmentPage({ at: '/patient_attachments' }, callOptions()),
  storage: (base) =>
    postToStorage({
      network: directNetwork,
      presigned: { url: `${base}/storage`, fields: { key: 'x' } },
      fileName: 'letter.pdf',
      body: { size: 3, chunks: () => Readable.from([Buffer.from('abc')]) },
      signal: AbortSignal.timeout(60_000),
    }),
};

/** Sends the request in a separate process and measures what the answer costs beyond idle. */
async function ask({ asked, honest, hostile }: Order): Promise<Cost> {
  // Loads code first, so that it does not count as a cost of the answer.
  await asks.user(honest);
  const idleRss = process.memoryUsage.rss();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const refused = await asks[asked](hostile).then(
    () => null,
    (thrown: unknown) => asChartdropError(thrown).code,
  );
  // Includes pending and deferred work.
  await new Promise((resolve) => setTimeout(resolve, 250));
  delay.disable();
  return {
    ...{ idleRss, refused, longestBlockMs: delay.max / 1e6 },
    peakRss: Math.max(idleRss, ownPeakRss()),
  };
}

answerOnce(ask);
