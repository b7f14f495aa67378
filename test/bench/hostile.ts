import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { watchedDecoder } from '../attacks/decoder-scene.ts';
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
import { canvasPhoto, formsInForms, greyPage, onePage, packed, tiffOf } from '../fixtures/drawable-files.ts';
import type { Asked, Cost, Order } from './hostile-side.ts';
import { oneAnswer } from './one-answer.ts';
import { type BenchResult, resultOf } from './result.ts';

/** Bytes that would be sent to a reader that accepts all. */
const bytes = 1500 * megabyte;
const megabytes = 1e6;

const manyNames: RequestListener = (_request, response) => {
  const named = { id: '1', filename: `${'a'.repeat(50_000)}.pdf`, description: 'b'.repeat(20_000) };
  list(response, { patient_attachments: rows(100, named), total_entries: 100, links: {} });
};
const longName: RequestListener = (_request, response) =>
  list(response, { id: '1', first_name: 'a'.repeat(7 * megabyte) });

/** Each answer by the name of its numbers. */
const answers: Readonly<Record<string, { asked: Asked; answer: RequestListener }>> = {
  json: { asked: 'user', answer: endlessJson(bytes) },
  packed: { asked: 'user', answer: packedJson(bytes) },
  pages: { asked: 'users', answer: emptyPages },
  rows: { asked: 'attachments', answer: oddRows },
  names: { asked: 'attachments', answer: manyNames },
  longName: { asked: 'user', answer: longName },
  xml: { asked: 'storage', answer: endlessXml(bytes) },
};

const inflated = { contentEntries: '/Filter /FlateDecode' };
const twice = { contentEntries: '/Filter [/FlateDecode /FlateDecode]' };
/** Files that try to exhaust the drawing process, by the name of their numbers. */
const files: Readonly<Record<string, () => Buffer>> = {
  hugePage: () => onePage({ box: '0 0 200000 200000' }),
  packedPdf: () => onePage({ content: packed(1000, 1), ...inflated }),
  twicePackedPdf: () => onePage({ content: packed(1900, 2), ...twice }),
  nestedPdf: () => formsInForms(9),
  lyingHeic: () => canvasPhoto({ width: 12_000, height: 12_000 }, { width: 96, height: 64 }),
  largeTiff: () => tiffOf([greyPage(7_000, 7_000)]),
};

/** The decoder's highest memory use for each of them, in megabytes. */
async function decoderCosts(): Promise<Record<string, number>> {
  const costs: Record<string, number> = {};
  for (const [name, file] of Object.entries(files)) {
    const decoder = await watchedDecoder();
    try {
      await decoder.scene.show(file());
      costs[`${name}MB`] = decoder.peakBytes() / megabytes;
    } finally {
      await decoder.stop();
    }
  }
  return costs;
}

/** Serves on loopback while `act` runs. */
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
 * The cost of each hostile answer to Chartdrop's main process: the highest memory above idle, and the longest block of
 * its event loop. Each request runs in a separate process. Hostile files are decoded in another process, whose complete
 * memory is reported.
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
  const decoder = await decoderCosts();
  return resultOf({
    ...measured,
    ...decoder,
    decoderMB: Math.max(...Object.values(decoder)),
    mainExtraMB: Math.max(...costs.map(({ peakRss, idleRss }) => (peakRss - idleRss) / megabytes)),
    longestBlockMs: Math.max(...costs.map(({ longestBlockMs }) => longestBlockMs)),
  });
}
