import { once } from 'node:events';
import type { Server } from 'node:http';

/** The clinic is reachable from this machine only. */
export const host = '127.0.0.1';

/** Whether a request names this machine. A page whose domain was pointed at this machine names its domain instead. */
export const isForThisMachine = (named: string | undefined): boolean =>
  /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/.test(named ?? '');

/** Listens on loopback and returns the port; 0 chooses a free one. Throws `EADDRINUSE`. */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  return portOf(server);
}

export function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** Stops listening and closes every connection, also active ones. */
export async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
