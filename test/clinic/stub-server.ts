import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { type Clinic, createClinic } from '../../main/clinic/clinic.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import type { Clock } from '../../main/base/ports.ts';
import { directNetwork } from '../fakes/direct-network.ts';

export interface StubRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface StubAnswer {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

export interface StubServer {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The requests, each after its body was read. */
  readonly requests: readonly StubRequest[];
}

/** A server for errors that the demo clinic cannot make, stopped after the test. `null`: never answers. */
export async function stubServer(
  answer: (request: StubRequest) => StubAnswer | null = () => ({}),
): Promise<StubServer> {
  const requests: StubRequest[] = [];
  const server = createServer((incoming, response) => {
    const { method = '', url = '', headers } = incoming;
    buffer(incoming).then(
      (body) => {
        const request = { method, path: url, headers, body };
        requests.push(request);
        const given = answer(request);
        if (given === null) return;
        response.writeHead(given.status ?? 200, given.headers ?? {}).end(given.body ?? '');
      },
      // The client disconnected.
      () => undefined,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, requests };
}

/** A real client of a stub. */
export function stubClinic(
  stub: StubServer,
  given: { apiKey?: () => string | null; clock?: Clock } = {},
): Clinic {
  return createClinic({
    apiKey: given.apiKey ?? (() => 'stub-key-au1'),
    baseUrl: `${stub.origin}/v1`,
    userAgent: 'Chartdrop tests (tests@chartdrop.example)',
    rateLimit: { requests: 200, windowMs: 60_000 },
    clock: given.clock ?? systemClock,
    network: directNetwork,
  });
}

/** A stub that answers every request with this value as JSON. */
export const jsonStub = (body: unknown): Promise<StubServer> =>
  stubServer(() => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
