import { once } from 'node:events';
import type { Server } from 'node:http';

/** The clinic is for this machine only. */
export const host = '127.0.0.1';

/** Whether a request names this machine itself: a page of a name that was made to point here does not. */
export const isForThisMachine = (named: string | undefined): boolean =>
  /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/.test(named ?? '');

/** Starts listening on loopback and tells the port; 0 asks for a free one. Throws `EADDRINUSE` for a taken one. */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  return portOf(server);
}

export function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** Stops listening and cuts every connection, whatever it is doing. */
export async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
