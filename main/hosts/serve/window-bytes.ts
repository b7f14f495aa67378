import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { asChartdropError } from '../../base/errors.ts';
import type { ByteRoutes, Bytes } from '../../window/bytes.ts';
import { bytesHeaders } from '../window-headers.ts';

const idOf = z.object({ id: z.string() });
const saves = (query: unknown): boolean => z.object({ save: z.string() }).safeParse(query).success;

/** Adds the routes for bytes between window and core: attachments, scans, exports, and dropped files. */
export function addByteRoutes(server: FastifyInstance, bytes: ByteRoutes): void {
  const send = async (reply: FastifyReply, save: boolean, open: () => Bytes | Promise<Bytes>) => {
    try {
      const found = await open();
      return await reply.headers(bytesHeaders(found, save)).send(found.stream);
    } catch (thrown) {
      return reply.code(404).send(asChartdropError(thrown).toDto());
    }
  };

  server.get('/content/:id', (request, reply) =>
    send(reply, saves(request.query), () => bytes.content(idOf.parse(request.params).id)),
  );
  server.get('/local/:id', (request, reply) =>
    send(reply, false, () => bytes.local(idOf.parse(request.params).id)),
  );
  for (const source of ['content', 'local'] as const) {
    server.get(`/${source}/:id/page`, ({ params, query }, reply) =>
      send(reply, false, () => bytes.page(source, idOf.parse(params).id, query)),
    );
    server.get(`/${source}/:id/text`, ({ params }, reply) =>
      send(reply, false, () => bytes.text(source, idOf.parse(params).id)),
    );
  }
  server.get('/history.csv', (_request, reply) => send(reply, true, () => bytes.history()));
  server.get('/settings.json', (_request, reply) => send(reply, true, () => bytes.settings()));
  server.get('/made/:id', ({ params }, reply) => send(reply, true, () => bytes.made(idOf.parse(params).id)));
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
