import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { startSlowLine } from './slow-line.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A server that answers with the request's Host and the body's digest, and a slow line to it. */
async function scene(megabitsPerSecond: number, roundTripMs: number) {
  const server = createServer((request: IncomingMessage, response) => {
    const hash = createHash('sha256');
    request.on('data', (chunk: Buffer) => hash.update(chunk));
    request.on('end', () => response.end(`${request.headers.host ?? ''} ${hash.digest('hex')}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const line = await startSlowLine(port, { megabitsPerSecond, roundTripMs });
  onTestFinished(async () => {
    await line.stop();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { port, line };
}

it('carries every byte, to a server that finds its own name in the request', async () => {
  const { port, line } = await scene(1000, 4);
  const body = randomBytes(3_000_000);
  const answer = await fetch(`http://127.0.0.1:${line.port}/`, { method: 'POST', body });
  expect(await answer.text()).toBe(`127.0.0.1:${port} ${sha256(body)}`);
});

it('closes one side when the other closes', async () => {
  const { line } = await scene(1000, 0);
  const socket = connect(line.port, '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  socket.resume();
  await line.stop();
  await closed;
});
