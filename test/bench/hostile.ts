import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  emptyPages,
  endlessJson,
  endlessXml,
  list,
  megabyte,
  oddRows,
  packedJson,
  rows,
} from '../attacks/hostile-answers.ts';
import type { Asked, Cost, Order } from './hostile-side.ts';
import { oneAnswer } from './one-answer.ts';
import { type BenchResult, resultOf } from './result.ts';

/** So much would be sent to whoever reads it. */
const bytes = 1500 * megabyte;
const megabytes = 1e6;

const manyNames: RequestListener = (_request, response) => {
  const named = { id: '1', filename: `${'a'.repeat(50_000)}.pdf`, description: 'b'.repeat(20_000) };
  list(response, { patient_attachments: rows(100, named), total_entries: 100, links: {} });
};
const longName: RequestListener = (_request, response) =>
  list(response, { id: '1', first_name: 'a'.repeat(7 * megabyte) });

/** Each answer, by the name under which its numbers stand. */
const answers: Readonly<Record<string, { asked: Asked; answer: RequestListener }>> = {
  json: { asked: 'user', answer: endlessJson(bytes) },
  packed: { asked: 'user', answer: packedJson(bytes) },
  pages: { asked: 'users', answer: emptyPages },
  rows: { asked: 'attachments', answer: oddRows },
  names: { asked: 'attachments', answer: manyNames },
  longName: { asked: 'user', answer: longName },
  xml: { asked: 'storage', answer: endlessXml(bytes) },
};

/** Serves on loopback while `act` asks. */
async function serving<T>(answer: RequestListener, act: (base: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    request.resume();
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const honestAnswer: RequestListener = (_request, response) => list(response, { id: '1', first_name: 'Ada' });

/**
 * What each hostile answer costs the process that reads it, which is Chartdrop's main process: the most memory above idle,
 * and the longest time that its loop stood. Each is asked for in a process of its own. Hostile files are decoded in another
 * process; its numbers have their place beside these, under names of their own.
 */
export async function benchHostile(): Promise<BenchResult> {
  const measured: Record<string, number> = {};
  const costs: Cost[] = [];
  await serving(honestAnswer, async (honest) => {
    for (const [name, { asked, answer }] of Object.entries(answers)) {
      const cost = await serving(answer, (hostile) =>
        oneAnswer<Cost>('hostile-side.ts', { asked, honest, hostile } satisfies Order),
      );
      if (cost.refused === 'unexpected') throw new Error(`${name} ended in an error without a name`);
      costs.push(cost);
      measured[`${name}MB`] = (cost.peakRss - cost.idleRss) / megabytes;
      measured[`${name}BlockMs`] = cost.longestBlockMs;
    }
  });
  return resultOf({
    ...measured,
    mainExtraMB: Math.max(...costs.map(({ peakRss, idleRss }) => (peakRss - idleRss) / megabytes)),
    longestBlockMs: Math.max(...costs.map(({ longestBlockMs }) => longestBlockMs)),
  });
}
