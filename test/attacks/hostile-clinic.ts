import { once } from 'node:events';
import { Agent as PlainAgent, createServer, type RequestListener, type Server } from 'node:http';
import { Agent as SecureAgent, createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Clinic, createClinic } from '../../main/clinic/clinic.ts';
import { asChartdropError } from '../../main/base/errors.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import type { Outcome } from './attack.ts';
import { createAuthority } from '../fixtures/authority.ts';

export const call = () => ({ priority: 'background', signal: AbortSignal.timeout(20_000) }) as const;

export interface HostileScene {
  readonly clinic: Clinic;
  /** Without a trailing slash. */
  readonly base: string;
  /** Number of bytes that the service wrote. */
  readonly written: () => number;
  /** Requested paths. */
  readonly asked: readonly string[];
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

/** A service with arbitrary answers, and a client for it; over trusted TLS if `isSecure`. */
export async function withHostileClinic<T>(
  answer: RequestListener,
  act: (scene: HostileScene) => Promise<T>,
  { isSecure = false } = {},
): Promise<T> {
  const authority = isSecure ? await createAuthority('Authority of an attack') : null;
  const asked: string[] = [];
  let written = 0;
  const listener: RequestListener = (request, response) => {
    asked.push(request.url ?? '');
    request.resume();
    const { socket } = request;
    socket.once('close', () => (written += socket.bytesWritten));
    answer(request, response);
  };
  const server =
    authority === null
      ? createServer(listener)
      : createSecureServer(await authority.issue('localhost'), listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const base = authority === null ? `http://127.0.0.1:${port}/v1` : `https://localhost:${port}/v1`;
  const agent = authority === null ? new PlainAgent() : new SecureAgent({ ca: authority.cert, family: 4 });
  const clinic = createClinic({
    apiKey: () => 'made-up-key-au1',
    baseUrl: base,
    userAgent: 'Chartdrop (attack)',
    rateLimit: { requests: 10_000, windowMs: 1_000 },
    clock: systemClock,
    network: {
      routeTo: () => Promise.resolve({ agent }),
      useCredentials: () => Promise.resolve(),
      dropConnections: () => undefined,
    },
  });
  try {
    return await act({ clinic, base, written: () => written, asked });
  } finally {
    agent.destroy();
    await close(server);
  }
}

/** `held` if the call was refused with exactly this code. */
export const heldBy = async (code: ErrorCode, work: Promise<unknown>): Promise<Outcome> =>
  (await refusalOf(work)) === code ? 'held' : 'through';

/** The code of the refusal, or null if the call succeeded. */
export async function refusalOf(work: Promise<unknown>): Promise<ErrorCode | null> {
  try {
    await work;
    return null;
  } catch (thrown) {
    return asChartdropError(thrown).code;
  }
}
