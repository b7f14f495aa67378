import type { Bridge } from '../preload/contract/bridge.ts';
import type { Result } from '../preload/contract/errors.ts';
import type { EventName, EventPayload } from '../preload/contract/events.ts';
import type { RequestInput, RequestName, RequestOutput } from '../preload/contract/requests.ts';
import { isSessionKnown } from './session.ts';

declare global {
  interface Window {
    /** Set by the Electron preload; undefined in a browser. */
    readonly chartdrop?: Bridge;
  }
}

type Message =
  { id: number; result: Result<unknown> } | { event: EventName; payload: EventPayload<EventName> };

const lost: Result<never> = {
  ok: false,
  error: { code: 'network-unreachable', advice: 'retry', detail: null, retryAt: null },
};
const reconnectMs = 1000;

/** The contract over a WebSocket, which reconnects when it is lost. `secret`: of this window's session. */
export function socketBridge(url: URL, secret: string): Bridge {
  url.protocol = url.protocol.replace('http', 'ws');
  const pending = new Map<number, (result: Result<unknown>) => void>();
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const linkListeners = new Set<(up: boolean) => void>();
  let lastId = 0;
  let up = false;
  let socket = open();

  const setUp = (now: boolean): void => {
    if (up === now) return;
    up = now;
    linkListeners.forEach((listener) => listener(now));
  };

  function open(): WebSocket {
    // The only header of a socket's request that a page can set.
    const next = new WebSocket(url, ['chartdrop', secret]);
    let wasOpen = false;
    next.onopen = () => {
      wasOpen = true;
      setUp(true);
    };
    next.onclose = () => {
      setUp(false);
      for (const settle of pending.values()) settle(lost);
      pending.clear();
      setTimeout(() => void openAgain(wasOpen), reconnectMs);
    };
    next.onmessage = ({ data }: MessageEvent<string>) => {
      const message = JSON.parse(data) as Message;
      if ('id' in message) {
        pending.get(message.id)?.(message.result);
        pending.delete(message.id);
      } else {
        listeners.get(message.event)?.forEach((listener) => listener(message.payload as never));
      }
    };
    return next;
  }

  /** A refused connection may mean that the session has ended; the window then says so. */
  async function openAgain(wasOpen: boolean): Promise<void> {
    if (wasOpen || (await isSessionKnown(secret))) socket = open();
    else location.reload();
  }

  const send = (message: object): Promise<Result<unknown>> =>
    new Promise((resolve) => {
      if (socket.readyState !== WebSocket.OPEN) {
        resolve(lost);
        return;
      }
      const id = (lastId += 1);
      pending.set(id, resolve);
      socket.send(JSON.stringify({ id, ...message }));
    });

  return {
    // The core answers each channel with its type.
    call: <K extends RequestName>(channel: K, input: RequestInput<K>) =>
      send({ channel, input }) as Promise<Result<RequestOutput<K>>>,
    addressOf: async (path) => {
      const signed = await send({ sign: path });
      return signed.ok ? String(signed.value) : path;
    },
    on: (name, listener) => {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener));
      return () => all.delete(listener);
    },
    onLink: (listener) => {
      linkListeners.add(listener);
      listener(up);
      return () => linkListeners.delete(listener);
    },
    grant: () => Promise.resolve(null),
  };
}
