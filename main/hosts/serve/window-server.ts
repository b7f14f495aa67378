import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import files from '@fastify/static';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { text } from 'node:stream/consumers';
import type { ByteRoutes } from '../../window/bytes.ts';
import type { Caller } from '../../window/caller.ts';
import type { Dispatch } from '../../window/dispatch.ts';
import type { Notices } from '../../window/notices.ts';
import type { Clock } from '../../base/ports.ts';
import { windowHeaders } from '../window-headers.ts';
import { type AccessGuard, createAccessGuard, type WindowSession } from './access-guard.ts';
import { isSigned } from './signed-path.ts';
import { addByteRoutes } from './window-bytes.ts';
import { type AskedAgain, readAskedAgain } from './running-window.ts';
import { serveSocket } from './window-socket.ts';

export interface WindowServer {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  /** Creates an address to open. Its token is valid for one visit and is never part of a request's path. */
  newUrl(): string;
  stop(): Promise<void>;
}

const largestMessage = 1024 * 1024;
/** Limits for one session's windows and for all windows. */
const mostSockets = { ofSession: 16, all: 64 };
/** The most connections at once. One without a complete request head is closed after ten seconds. */
const mostConnections = 256;
const slowest = { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 };
/** Sent beside the secret in the socket's subprotocols; the server accepts this one. */
const protocol = 'chartdrop';
const notIn = 'Start Chartdrop again the way you started it: that opens its window.\n';

/** The built window: beside the built main process, or below the sources. */
export const builtWindow = fileURLToPath(
  ['../renderer/', '../../../dist/renderer/']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(url)) ?? new URL('../../../dist/renderer/', import.meta.url),
);

interface Given {
  readonly port: number;
  readonly clock: Clock;
  readonly dispatch: Dispatch;
  readonly notices: Notices;
  readonly bytes: ByteRoutes;
  readonly newCaller: () => Caller;
  /** The path by which a second start asks for another address; see `running-window.ts`. */
  readonly askedAgain: AskedAgain;
}

/**
 * Serves the window to a browser on this machine. The window's own files contain no data and need no session.
 * Everything else needs a session: its cookie, which pages of other local ports carry too, and a secret that only its
 * tabs know.
 */
export async function startWindowServer(given: Given): Promise<WindowServer> {
  let address = '';
  const guard = createAccessGuard({ address: () => address, clock: given.clock, newCaller: given.newCaller });
  const newUrl = (): string => `http://${address}/#${guard.issue()}`;
  const server = fastify({
    logger: false,
    bodyLimit: Number.MAX_SAFE_INTEGER,
    forceCloseConnections: true,
    keepAliveTimeout: 5_000,
    http: slowest,
    // Refused here, since fastify calls no hook for an unreadable address.
    frameworkErrors: (_error, _request, reply: FastifyReply) =>
      void reply.code(400).headers(windowHeaders).send('This address cannot be read.\n'),
  });
  server.server.maxConnections = mostConnections;

  await server.register(cookie);
  await server.register(websocket, { options: { maxPayload: largestMessage } });
  server.addHook('onRequest', async ({ headers, method }, reply) => {
    void reply.headers(windowHeaders);
    // A browser sends an Origin with every request except a plain GET.
    const isNamed = headers.origin !== undefined || method === 'GET' || method === 'HEAD';
    if (!guard.isOwn(headers) || (!isNamed && headers['x-chartdrop-again'] === undefined))
      return reply.code(403).send('This address is not for you.\n');
    return undefined;
  });
  // Treats a dropped file's bytes as a stream, whatever content type the browser sends.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  addEntrance(server, guard, () => address);
  server.post('/again', async ({ headers }, reply) => {
    const answer = given.askedAgain.answer(readAskedAgain(headers), newUrl);
    return answer === null ? reply.code(403).send(notIn) : reply.send(answer);
  });
  const sessionOf = ({ cookies }: FastifyRequest, secret?: string): WindowSession | null =>
    guard.session(cookies[cookieName(address)], secret);
  await server.register(async (inside) => addSocket(inside, given, sessionOf));
  await server.register(async (inside) => {
    inside.addHook('onRequest', async (request, reply) => {
      const session = sessionOf(request);
      if (session === null) return reply.code(401).send(notIn);
      const isGiven = isSigned(session.secret, request.raw.url ?? '', given.clock.now());
      return isGiven ? undefined : reply.code(403).send('This address was good for ten minutes.\n');
    });
    addByteRoutes(inside, given.bytes);
  });
  await server.register(files, { root: builtWindow, cacheControl: false });

  // `http://127.0.0.1:PORT`, with the port that the system chose.
  address = new URL(await server.listen({ host: '127.0.0.1', port: given.port })).host;
  return { address, newUrl, stop: () => server.close() };
}

/** One name per port: cookies are shared by all ports, and two programs must not overwrite each other's. */
const cookieName = (address: string): string => `chartdrop-${address.split(':').at(-1) ?? ''}`;

/** Adds the route where the window exchanges its address' token for a session. */
function addEntrance(server: FastifyInstance, guard: AccessGuard, address: () => string): void {
  const longestToken = 100;
  server.post('/session', { bodyLimit: longestToken }, async (request, reply) => {
    if (Number(request.headers['content-length'] ?? Infinity) > longestToken)
      return reply.code(413).send(notIn);
    const session = guard.redeem(await text(request.raw), request.cookies[cookieName(address())]);
    if (session === null) return reply.code(401).send(notIn);
    const options = { httpOnly: true, sameSite: 'strict', path: '/' } as const;
    return reply.setCookie(cookieName(address()), session.cookie, options).send({ secret: session.secret });
  });
  /** Whether a session is still valid, for a window that cannot open its socket. */
  server.get('/session', async (request, reply) => {
    const shown = request.headers['x-chartdrop-secret'];
    const secret = typeof shown === 'string' ? shown : '';
    const session = guard.session(request.cookies[cookieName(address())], secret);
    return reply.code(session === null ? 401 : 204).send();
  });
}

function addSocket(
  server: FastifyInstance,
  given: Given,
  sessionOf: (request: FastifyRequest, secret?: string) => WindowSession | null,
): void {
  const of = new WeakMap<FastifyRequest['raw'], WindowSession>();
  server.addHook('onRequest', async (request, reply) => {
    const { origin, 'sec-websocket-protocol': protocols = '' } = request.headers;
    if (origin === undefined) return reply.code(403).send('This address is not for you.\n');
    const [first, secret = ''] = protocols.split(',').map((one) => one.trim());
    const session = first === protocol ? sessionOf(request, secret) : null;
    if (session === null) return reply.code(401).send(notIn);
    const isFull = session.sockets >= mostSockets.ofSession;
    if (isFull || server.websocketServer.clients.size >= mostSockets.all) return reply.code(429).send();
    of.set(request.raw, session);
    return undefined;
  });
  server.get('/socket', { websocket: true }, (socket, request) => {
    const session = of.get(request.raw);
    if (session === undefined) socket.close(1008);
    else serveSocket(socket, session, { ...given, now: () => given.clock.now() });
  });
}
