import { once } from 'node:events';
import WebSocket from 'ws';
import type { Result } from '../../preload/contract/errors.ts';
import { enterServe } from '../fixtures/enter-serve.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../preload/contract/requests.ts';

/** The window's side of the contract, without a window. */
export interface WindowSocket {
  /** Throws the code of a refusal. */
  call<K extends RequestName>(channel: K, input: RequestInput<K>): Promise<RequestOutput<K>>;
  close(): void;
}

/** Opens the printed address like a browser. Resolves once the page arrived. */
export async function visit(url: string): Promise<void> {
  const page = await fetch(new URL('/', url));
  if (!page.ok) throw new Error(`the window's page was answered with ${page.status}`);
  await page.arrayBuffer();
}

/** Opens the socket, in an existing session or in a new one by the printed address. */
export async function openWindowSocket(
  url: string,
  session?: { cookie: string; secret: string },
): Promise<WindowSocket> {
  const { cookie, secret } = session ?? (await enterServe(url));
  const { host, origin } = new URL(url);
  const socket = new WebSocket(`ws://${host}/socket`, ['chartdrop', secret], { headers: { cookie, origin } });
  await once(socket, 'open');
  const pending = new Map<number, (result: Result<unknown>) => void>();
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as { id?: number; result: Result<unknown> };
    pending.get(message.id ?? NaN)?.(message.result);
  });
  let lastId = 0;
  return {
    async call(channel, input) {
      const id = (lastId += 1);
      const answered = new Promise<Result<unknown>>((resolve) => pending.set(id, resolve));
      socket.send(JSON.stringify({ id, channel, input }));
      const result = await answered;
      pending.delete(id);
      if (!result.ok) throw new Error(`${channel} was refused: ${result.error.code}`);
      // The core answers each channel with its type.
      return result.value as RequestOutput<typeof channel>;
    },
    close: () => socket.close(),
  };
}
