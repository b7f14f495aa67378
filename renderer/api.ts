import type { Bridge } from '../preload/contract/bridge.ts';
import type { Result } from '../preload/contract/errors.ts';
import type { EventName, EventPayload } from '../preload/contract/events.ts';
import type { RequestInput, RequestName, RequestOutput } from '../preload/contract/requests.ts';

declare global {
  interface Window {
    /** Put there by the Electron preload; a browser has none. */
    readonly chartdrop?: Bridge;
  }
}

/** The way to the core: Electron's bridge where there is one, else a socket to the server that served this page. */
export const bridge = (): Bridge => window.chartdrop ?? socketBridge(new URL('socket', location.href));

type Message =
  { id: number; result: Result<unknown> } | { event: EventName; payload: EventPayload<EventName> };

const lost: Result<never> = {
  ok: false,
  error: { code: 'network-unreachable', advice: 'retry', detail: null, retryAt: null },
};
const reconnectMs = 1000;

/** The contract over a WebSocket, which is opened anew whenever it is lost. */
export function socketBridge(url: URL): Bridge {
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
    const next = new WebSocket(url);
    next.onopen = () => setUp(true);
    next.onclose = () => {
      setUp(false);
      for (const settle of pending.values()) settle(lost);
      pending.clear();
      setTimeout(() => (socket = open()), reconnectMs);
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

  return {
    call: <K extends RequestName>(channel: K, input: RequestInput<K>) =>
      new Promise<Result<RequestOutput<K>>>((resolve) => {
        if (socket.readyState !== WebSocket.OPEN) {
          resolve(lost);
          return;
        }
        const id = (lastId += 1);
        // The core answers each channel with that channel's type.
        pending.set(id, resolve as (result: Result<unknown>) => void);
        socket.send(JSON.stringify({ id, channel, input }));
      }),
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
    pathOf: () => null,
  };
}
