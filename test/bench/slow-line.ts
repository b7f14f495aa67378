import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SlowLine {
  readonly port: number;
  stop(): Promise<void>;
}

/** How far a sender may be ahead of its line, in milliseconds, since timers are not exact. */
const aheadMs = 2;

/**
 * One direction of a line: this many bytes per millisecond, each arriving `delayMs` later. The directions do not share
 * their capacity.
 */
async function carry(from: Socket, to: Socket, line: { bytesPerMs: number; delayMs: number }): Promise<void> {
  const under: { chunk: Buffer | null; at: number }[] = [];
  let timer: NodeJS.Timeout | null = null;
  const wait = (until: number): void => {
    timer = setTimeout(deliver, Math.max(0, until - performance.now()));
  };
  const deliver = (): void => {
    timer = null;
    while (under[0] !== undefined && under[0].at <= performance.now()) {
      const chunk = under.shift()?.chunk;
      if (chunk == null) to.end();
      else to.write(chunk);
    }
    if (under[0] !== undefined) wait(under[0].at);
  };
  const send = (chunk: Buffer | null, at: number): void => {
    under.push({ chunk, at });
    if (timer === null) wait(at);
  };
  let freeAt = performance.now();
  for await (const chunk of from as AsyncIterable<Buffer>) {
    freeAt = Math.max(freeAt, performance.now()) + chunk.length / line.bytesPerMs;
    send(chunk, freeAt + line.delayMs);
    const ahead = freeAt - performance.now();
    if (ahead > aheadMs) await sleep(ahead);
  }
  send(null, freeAt + line.delayMs);
}

/**
 * A line with a given speed and latency to a server on loopback, in this process, so that it needs no rights. The
 * server accepts only requests for its own port, so the first bytes of a connection are rewritten; each connection is
 * good for one request.
 */
export async function startSlowLine(
  serverPort: number,
  line: { megabitsPerSecond: number; roundTripMs: number },
): Promise<SlowLine> {
  const way = { bytesPerMs: (line.megabitsPerSecond * 1e6) / 8 / 1000, delayMs: line.roundTripMs / 2 };
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(serverPort, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('close', () => open.delete(socket));
      socket.on('error', () => socket.destroy());
    }
    near.once('data', (head: Buffer) => {
      near.pause();
      const own = `127.0.0.1:${(server.address() as AddressInfo).port}\r\n`;
      const text = head.toString('latin1').replace(own, `127.0.0.1:${serverPort}\r\n`);
      near.unshift(Buffer.from(text, 'latin1'));
      // If one side closes, closes the other.
      carry(near, far, way).catch(() => far.destroy());
    });
    carry(far, near, way).catch(() => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
