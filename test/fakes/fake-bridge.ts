import { ChartdropError } from '../../main/base/errors.ts';
import type { Bridge } from '../../preload/contract/bridge.ts';
import type { ErrorCode, Result } from '../../preload/contract/errors.ts';
import type { EventName, EventPayload } from '../../preload/contract/events.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../preload/contract/requests.ts';

/** The core's answers by channel. Other channels answer `request-invalid`. */
export type Answers = {
  [K in RequestName]?: (
    input: RequestInput<K>,
  ) => Result<RequestOutput<K>> | Promise<Result<RequestOutput<K>>>;
};

export interface FakeBridge extends Bridge {
  /** All requests so far. */
  readonly asked: { name: RequestName; input: unknown }[];
  tell<K extends EventName>(name: K, payload: EventPayload<K>): void;
  setLink(up: boolean): void;
}

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refused = (code: ErrorCode, detail: string | null = null): Result<never> => ({
  ok: false,
  // The core's own advice for each code.
  error: new ChartdropError(code, detail === null ? {} : { detail }).toDto(),
});

/** A fake core for component tests. The connection is down until `setLink`. */
export function createFakeBridge(answers: Answers): FakeBridge {
  const asked: FakeBridge['asked'] = [];
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const links = new Set<(up: boolean) => void>();
  return {
    asked,
    call: async <K extends RequestName>(name: K, input: RequestInput<K>) => {
      asked.push({ name, input });
      const answer = answers[name] as
        ((given: typeof input) => Promise<Result<RequestOutput<K>>>) | undefined;
      return answer === undefined ? refused('request-invalid', name) : answer(input);
    },
    on: (name, listener) => {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener));
      return () => all.delete(listener);
    },
    onLink: (listener) => {
      links.add(listener);
      listener(false);
      return () => links.delete(listener);
    },
    grant: () => Promise.resolve(null),
    addressOf: (path) => Promise.resolve(path),
    tell: (name, payload) => listeners.get(name)?.forEach((listener) => listener(payload as never)),
    setLink: (up) => links.forEach((listener) => listener(up)),
  };
}
