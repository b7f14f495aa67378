import type { WebSocket } from '@fastify/websocket';
import { z } from 'zod';
import { parseJson } from '../../base/parse-json.ts';
import type { Dispatch } from '../../window/dispatch.ts';
import type { Notices } from '../../window/notices.ts';
import type { WindowSession } from './access-guard.ts';
import { signPath } from './signed-path.ts';

const messageSchema = z.union([
  z.object({ id: z.number().int(), channel: z.string(), input: z.unknown() }),
  /** A path of bytes to sign for this session, such as `content/1`. */
  z.object({ id: z.number().int(), sign: z.string().max(8192) }),
]);

/** The most unanswered requests per socket. A window has a handful. */
const mostOpen = 200;
/** The most unsent bytes before a window's socket is closed. */
const mostUnread = 16 * 1024 * 1024;

/** Connects the contract to one socket of a session. */
export function serveSocket(
  socket: WebSocket,
  session: WindowSession,
  given: { dispatch: Dispatch; notices: Notices; now: () => number },
): void {
  let open = 0;
  session.sockets += 1;
  const send = (message: unknown): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > mostUnread) socket.terminate();
    else socket.send(JSON.stringify(message));
  };
  const unlisten = given.notices.listen((event, payload) => send({ event, payload }));
  socket.on('close', () => {
    session.sockets -= 1;
    unlisten();
  });
  socket.on('message', (data: Buffer) => {
    const message = messageSchema.safeParse(parseJson(data.toString('utf8')));
    if (!message.success || open >= mostOpen) {
      socket.close(1008, message.success ? 'too many requests at once' : 'not a message of the contract');
      return;
    }
    const { id } = message.data;
    if ('sign' in message.data) {
      const path = `/${message.data.sign.replace(/^\/+/, '')}`;
      send({ id, result: { ok: true, value: signPath(session.secret, path, given.now()) } });
      return;
    }
    const { channel, input } = message.data;
    open += 1;
    void given.dispatch(channel, input, session.caller).then((result) => {
      open -= 1;
      send({ id, result });
    });
  });
}
