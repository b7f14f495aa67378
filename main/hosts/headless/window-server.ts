import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import files from '@fastify/static';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import { asChartdropError } from '../../errors.ts';
import type { ByteRoutes, Bytes } from '../../ipc/bytes.ts';
import type { Dispatch } from '../../ipc/dispatch.ts';
import type { Notices } from '../../ipc/notices.ts';
import { bytesHeaders, windowHeaders } from '../window-headers.ts';
import { type AccessGuard, createAccessGuard } from './access-guard.ts';

export interface WindowServer {
  /** The address to open, with the token that is worth one visit. */
  readonly url: string;
  readonly address: string;
  stop(): Promise<void>;
}

const cookieName = 'chartdrop';
const largestMessage = 1024 * 1024;
const queryWithToken = z.object({ token: z.unknown().optional() });
const messageSchema = z.object({ id: z.number().int(), channel: z.string(), input: z.unknown() });

/** Where the built window lies: beside the built main process, or below the sources. */
export const builtWindow = fileURLToPath(
  ['../renderer/', '../../../dist/renderer/']
    .map((path) => new URL(path, import.meta.url))
    .find((url) => existsSync(url)) ?? new URL('../../../dist/renderer/', import.meta.url),
);

/** Serves the window to a browser on this machine: static files, one socket for the contract, and bytes. */
export async function startWindowServer(given: {
  port: number;
  dispatch: Dispatch;
  notices: Notices;
  bytes: ByteRoutes;
}): Promise<WindowServer> {
  const server = fastify({ logger: false, bodyLimit: Number.MAX_SAFE_INTEGER, forceCloseConnections: true });
  let address = '';
  const guard = createAccessGuard(() => address);

  await server.register(cookie);
  await server.register(websocket, { options: { maxPayload: largestMessage } });
  guardRequests(server, guard);
  // The bytes of a dropped file, whatever the browser calls them, are a stream.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  server.get('/socket', { websocket: true }, (socket) => {
    const unlisten = given.notices.listen((event, payload) =>
      socket.send(JSON.stringify({ event, payload })),
    );
    socket.on('close', unlisten);
    socket.on('message', (data: Buffer) => {
      const message = messageSchema.safeParse(jsonOf(data.toString('utf8')));
      if (!message.success) {
        socket.close(1008, 'not a message of the contract');
        return;
      }
      const { id, channel, input } = message.data;
      void given.dispatch(channel, input).then((result) => {
        if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ id, result }));
      });
    });
  });
  byteRoutes(server, given.bytes);
  await server.register(files, { root: builtWindow, cacheControl: false });

  // `http://127.0.0.1:PORT`, with the port that the system chose.
  address = new URL(await server.listen({ host: '127.0.0.1', port: given.port })).host;
  return {
    url: `http://${address}/?token=${guard.token}`,
    address,
    stop: () => server.close(),
  };
}

function guardRequests(server: FastifyInstance, guard: AccessGuard): void {
  server.addHook('onRequest', async (request, reply) => {
    void reply.headers(windowHeaders);
    if (!guard.isOwn(request.headers)) return reply.code(403).send('This address is not for you.\n');
    const { token } = queryWithToken.parse(request.query);
    const session = guard.redeem(token);
    if (session !== null) {
      void reply.setCookie(cookieName, session, { httpOnly: true, sameSite: 'strict', path: '/' });
      // Away with the token: it must not stay in the address bar or the history.
      return reply.redirect('/', 303);
    }
    if (guard.hasSession(request.cookies[cookieName])) return undefined;
    return reply
      .code(401)
      .send('Open the address that `chartdrop serve` printed; it is good for one browser.\n');
  });
}

function byteRoutes(server: FastifyInstance, bytes: ByteRoutes): void {
  const send = async (reply: FastifyReply, save: boolean, open: () => Bytes | Promise<Bytes>) => {
    try {
      const { stream, type, name } = await open();
      return await reply.headers(bytesHeaders(type, name, save)).send(stream);
    } catch (thrown) {
      return reply.code(404).send(asChartdropError(thrown).toDto());
    }
  };
  const idOf = z.object({ id: z.string() });
  const saves = (query: unknown): boolean => z.object({ save: z.string() }).safeParse(query).success;

  server.get('/content/:id', (request, reply) =>
    send(reply, saves(request.query), () => bytes.content(idOf.parse(request.params).id)),
  );
  server.get('/local/:id', (request, reply) =>
    send(reply, false, () => bytes.local(idOf.parse(request.params).id)),
  );
  server.get('/history.csv', (_request, reply) => send(reply, true, () => bytes.history()));
  server.get('/report.json', (_request, reply) => send(reply, true, () => bytes.report()));
  server.post('/drop', async (request, reply) => {
    try {
      const { id } = await bytes.drop(request.query, request.raw);
      return await reply.code(201).send({ job: id });
    } catch (thrown) {
      return reply.code(422).send(asChartdropError(thrown).toDto());
    }
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
