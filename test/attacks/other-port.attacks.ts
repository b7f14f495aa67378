import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import WebSocket from 'ws';
import type { Attack, Outcome } from './attack.ts';
import { enter, sendTo, type ServeScene, withServe } from './serve-scene.ts';

/**
 * A page of another local server. It is same-site, so the browser sends it the cookies of every port, and its server
 * uses them.
 */
async function stolenCookie({ url }: ServeScene): Promise<string> {
  const { cookie } = await enter(url);
  let stolen = '';
  const server = createServer(({ headers }, answer) => {
    stolen = headers.cookie ?? '';
    answer.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  // As the browser does, since cookies ignore the port.
  await sendTo(`127.0.0.1:${port}`, '/', { cookie });
  server.close();
  server.closeAllConnections();
  return stolen;
}

/** Whether a socket opens with these. */
function opens(address: string, headers: Record<string, string>, protocols: string[] = []): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${address}/socket`, protocols, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve('through');
    });
    socket.on('unexpected-response', (_, response) => {
      response.resume();
      resolve('held');
    });
    socket.on('error', () => resolve('held'));
  });
}

const worst = (outcomes: readonly Outcome[]): Outcome => (outcomes.includes('through') ? 'through' : 'held');

export const attacks: readonly Attack[] = [
  {
    name: 'A server on another local port opens the socket with the cookie that it was sent',
    seen: 'sessions cannot be used from another port',
    run: () =>
      withServe(async (scene) => {
        const headers = { cookie: await stolenCookie(scene), origin: scene.origin };
        const guesses = [[], ['chartdrop'], ['chartdrop', 'guess'], ['chartdrop', headers.cookie]];
        return worst(
          await Promise.all(
            guesses.map((protocols) =>
              opens(
                scene.address,
                headers,
                protocols.map((one) => encodeURIComponent(one)),
              ),
            ),
          ),
        );
      }),
  },
  {
    name: 'A socket names no origin, or that of another port',
    seen: 'sessions are bound to the host’s own origin',
    run: () =>
      withServe(async (scene) => {
        const { cookie, secret } = await enter(scene.url);
        const protocols = secret === null ? [] : ['chartdrop', secret];
        const otherPort = `http://127.0.0.1:${Number(new URL(scene.origin).port) + 1}`;
        return worst([
          await opens(scene.address, { cookie }, protocols),
          await opens(scene.address, { cookie, origin: otherPort }, protocols),
          await opens(scene.address, { cookie, origin: scene.origin, host: '127.0.0.1' }, protocols),
        ]);
      }),
  },
  {
    name: 'A page of another local port reads bytes by the cookie alone',
    seen: 'addresses for bytes are signed for one session',
    run: () =>
      withServe(async (scene) => {
        const cookie = await stolenCookie(scene);
        for (const path of ['/history.csv', '/report.json', '/settings.json']) {
          if ((await sendTo(scene.address, path, { cookie })).status === 200) return 'through';
        }
        return 'held';
      }),
  },
  {
    name: 'A page of another local port drops a file by the cookie alone',
    seen: 'nothing is uploaded by a request alone',
    run: () =>
      withServe(async ({ address, ...scene }) => {
        const cookie = await stolenCookie({ address, ...scene });
        const given = { method: 'POST', body: 'x' };
        const answer = await sendTo(address, '/drop?name=a.pdf&source=drop', { cookie }, given);
        return answer.status === 201 ? 'through' : 'held';
      }),
  },
  {
    name: 'A second serve overwrites the cookie of the first',
    seen: 'two programs do not end each other’s session',
    run: () =>
      withServe((first) =>
        withServe(async (second) => {
          const [mine, other] = [await enter(first.url), await enter(second.url)];
          const nameOf = (cookie: string): string | undefined => cookie.split('=')[0];
          return nameOf(mine.cookie) === nameOf(other.cookie) ? 'through' : 'held';
        }),
      ),
  },
  {
    name: 'The address that serve printed is used twice',
    seen: 'a token is redeemed once',
    run: () =>
      withServe(async ({ url }) => {
        await enter(url);
        const again = await enter(url).catch(() => null);
        return again === null ? 'held' : 'through';
      }),
  },
  {
    name: 'A program holds connections open and says nothing, until nobody else gets in',
    seen: 'connections are bounded',
    slow: true,
    run: () =>
      withServe(async ({ address, url }) => {
        const { port } = new URL(`http://${address}`);
        const silent = Array.from({ length: 300 }, () => connect(Number(port), '127.0.0.1'));
        const ended = silent.map((socket) => {
          // Unless data is read, the socket does not notice its end.
          socket.resume();
          socket.on('error', () => undefined);
          return once(socket, 'close');
        });
        // The server must close each of them within half a minute.
        const isOver = await Promise.race([
          Promise.all(ended).then(() => true),
          once(AbortSignal.timeout(30_000), 'abort').then(() => false),
        ]);
        for (const socket of silent) socket.destroy();
        const isLetIn = (await enter(url).catch(() => null)) !== null;
        return isOver && isLetIn ? 'held' : 'through';
      }),
  },
];
